"""Does the page of customers tell everything that happened with one of them, whatever the data hold?"""

import functools
from collections.abc import Callable
from pathlib import Path

import pytest

from pages.parts import words
from pages.parts.customer.narrowed import OUTCOMES, PARTS, narrowed
from pages.parts.customer.narrowed import said as said_of
from pages.parts.filters import UNBOUND
from queries.parameters import PARAMETERS
from tests.data.trial_store import TrialStore
from tests.pages.opened_page import opened_page
from tests.pages.test_pages_and_command_line import asked
from tests.pages.test_satisfaction_page import headline, plain, said

PAGE = "pages/customers/customer.py"

opened = functools.partial(opened_page, PAGE)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One customer of whom only tickets tell, one with hostile names and everything, one with nothing but a name."""
    store = TrialStore(tmp_path_factory.mktemp("small"))
    store.load(
        [
            {"ticket_id": "T1", "customer_id": "A", "created_at": "2024-03-04 09:00", "solved_at": "2024-03-04 10:00",
             "subject": "<b>$x$</b> [link](http://x)", "csat_score": 1, "csat_scale": "1-5"},
            {"ticket_id": "T2", "customer_id": "A", "created_at": "2024-05-06 09:00", "solved_at": "2024-05-06 09:30",
             "subject": "Thanks", "csat_score": 5, "csat_scale": "1-5"},
            {"ticket_id": "T3", "customer_id": "only tickets", "created_at": "2024-05-08 09:00"},
            {"ticket_id": "end", "created_at": "2024-12-31 09:00"},
        ]
    )  # fmt: skip
    store.load(
        [
            {"customer_id": "A", "name": "**Bold** & Sons", "acquired_at": "2022-01-03", "churned_at": "2024-06-03",
             "churn_reason": "too dear", "monthly_revenue": 120, "segment": "Small"},
            {"customer_id": "B", "name": "Nothing Ltd"},
        ],
        "customers.csv",
    )  # fmt: skip
    store.load(
        [
            {"customer_id": "A", "stage": "Purchase", "entered_at": "2022-01-03"},
            {"customer_id": "A", "stage": "Adopt", "entered_at": "2022-03-03"},
        ],
        "stages.csv",
    )
    return store.path


def test_everything_of_a_customer_is_told(small: Path, store_of: Callable[[Path], None]) -> None:
    app = opened(small, store_of, customer="A")
    assert plain(app.title[0].value) == "**Bold** & Sons"
    assert headline(app) == (
        "Left on 3 Jun 2024 after 2.4 years (too dear), last in stage Adopt; the last contact, on 6 May 2024, was good."
    )
    shown = {tile.label: tile.value for tile in app.metric}
    assert shown["Customer since"] == "3 Jan 2022" and shown["Tickets"] == "2" and shown["Revenue a month"] == "120"
    assert shown["Stage"] == "Adopt" and shown["Paid in all"] == words.MISSING
    assert "Poor: 1 of 2 tickets and 1 of 2 ratings" in said(app)
    assert set(app.dataframe[0].value["what"]) == {"Journey", "Tickets", "Ratings", "Relation"}
    assert "All 2 tickets of this customer" in [button.label for button in app.button]


def test_a_linked_ticket_is_shown_below_the_line(small: Path, store_of: Callable[[Path], None]) -> None:
    app = opened(small, store_of, customer="A", ticket="T1")
    assert any("T1" in plain(each.value) for each in app.subheader)


@pytest.mark.parametrize(
    ("customer", "words_said"), [("B", "no contact with support"), ("only tickets", "last contact")]
)
def test_what_is_not_in_the_data_says_so(
    small: Path, store_of: Callable[[Path], None], customer: str, words_said: str
) -> None:
    app = opened(small, store_of, customer=customer)
    if app.title[0].value == "No such customer":  # whom only tickets name
        assert customer == "only tickets"
        return
    assert words_said in headline(app)
    assert "nan" not in said(app).split()


def test_an_unknown_customer_is_said_to_be_unknown(small: Path, store_of: Callable[[Path], None]) -> None:
    app = opened(small, store_of, customer="<script>")
    assert plain(app.title[0].value) == "No such customer" and "<script>" in said(app)


def test_all_customers_can_be_searched(sample_store: Path, store_of: Callable[[Path], None]) -> None:
    app = opened(sample_store, store_of)
    first = asked(sample_store, "customers", "--set", "limit=1")[0]
    assert f"of {words.exact(int(str(first['total'])))}" in said(app)
    app.text_input(key="find_customer").set_value(str(first["customer_id"])).run()
    assert app.dataframe[0].value["customer_id"].tolist() == [first["customer_id"]]
    app.text_input(key="find_customer").set_value("nobody has this name").run()
    assert "No customer with “nobody has this name”" in said(app)


def test_the_customers_behind_a_mark_are_as_many_as_it_counts(
    sample_store: Path, store_of: Callable[[Path], None]
) -> None:
    days = ("--from", "2025-07-01", "--to", "2026-01-31")
    rows = asked(sample_store, "journey_funnel", *days)
    step = next(row for row in rows if row["stage"] == "Evaluate")
    view = "period=Chosen+days&days=2025-07-01&days=2026-01-31"
    app = opened(sample_store, store_of, view=view, stage="Evaluate", outcome="dropped")
    assert headline(app) == (
        f"{words.plural(float(str(step['dropped'])), 'customer')} at stage Evaluate, who did not move on within the window"
    )


def test_tickets_alone_have_no_customers_to_list(real_store: Path, store_of: Callable[[Path], None]) -> None:
    app = opened(real_store, store_of)
    assert "No customers in this data" in said(app) and "Nothing matches" not in said(app) and not app.dataframe


def test_what_narrows_the_list_is_known_to_questions_and_taken_back_elsewhere() -> None:
    assert set(PARTS.values()) <= set(PARAMETERS) and set(PARTS) <= set(UNBOUND)
    outcomes = set(PARAMETERS["outcome"].choices) - {"all"}
    assert set(OUTCOMES) == outcomes


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ({"stage": "Onboard"}, "at stage Onboard"),
        ({"stage": "Onboard", "outcome": "lost"}, "at stage Onboard, who left before moving on"),
        ({"stage": "Onboard", "exposure": "poor"}, "at stage Onboard, with poor support in the first days"),
        ({"stage": "Onboard", "about": "Bug", "poor": "true"}, "at stage Onboard, with a poor ticket about Bug in it"),
        ({"stage": "Onboard", "about": "(none)"}, "at stage Onboard, with a ticket without a category in it"),
        ({"stage": "Onboard", "region": "(none)"}, "at stage Onboard, of no region"),
        ({"stage": "Onboard", "outcome": "nonsense"}, "at stage Onboard"),
    ],
)
def test_what_a_mark_narrowed_is_said(query: dict[str, str], text: str) -> None:
    assert said_of(narrowed(query)) == text


def test_without_a_stage_nothing_is_narrowed() -> None:
    assert narrowed({"outcome": "lost", "region": "North"}) == {}
