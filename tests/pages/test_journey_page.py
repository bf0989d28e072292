"""Does the journey page say how customers move on, how sure that is, and what this data cannot tell?"""

import datetime as dt
import functools
from collections.abc import Callable
from pathlib import Path

import pytest

from pages.parts import words
from tests.data.trial_store import TrialStore
from tests.pages.opened_page import opened_page
from tests.pages.test_pages_and_command_line import asked
from tests.pages.test_satisfaction_page import CAUSES, headline, plain, said

PAGE = "pages/customers/journey.py"
QUESTIONS = ("Over time", "For whom", "Support in it", "Does help go with moving on?", "Where to act")
ENTRIES = {"Discover": 0, "Evaluate": 10, "Purchase": 30, "Onboard": 35, "Adopt": 90}

opened = functools.partial(opened_page, PAGE)


def firm(folder: Path, *, stages: bool, months: int = 1) -> Path:
    """Customers who came day by day in 2024, all but every fourth of whom went through five stages; 40 a month."""
    store = TrialStore(folder)
    customers, entries, tickets = [], [], []
    for number in range(40 * months):
        start = dt.datetime(2024, 1 + number // 40, 1 + number % 28, 9)
        who = f"C{number}"
        customers.append({"customer_id": who, "acquired_at": start, "segment": "ab"[number % 2]})
        reached = list(ENTRIES) if number % 4 else ["Discover"]
        entries += [
            {"customer_id": who, "stage": stage, "entered_at": start + dt.timedelta(days=ENTRIES[stage])}
            for stage in reached
        ]
        tickets.append({"ticket_id": f"T{number}", "customer_id": who, "created_at": start + dt.timedelta(days=37),
                        "solved_at": start + dt.timedelta(days=38), "category": "Access"})  # fmt: skip
    tickets.append({"ticket_id": "last", "created_at": dt.datetime(2025, 11, 3, 9)})
    store.load(tickets)
    store.load(customers, "customers.csv")
    if stages:
        # the last entry tells up to which day stages are known
        entries.append({"customer_id": "C1", "stage": "Renew", "entered_at": dt.datetime(2025, 11, 1)})
        store.load(entries, "stages.csv")
    return store.path


@pytest.fixture(scope="module")
def one_month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return firm(tmp_path_factory.mktemp("one month"), stages=True)


@pytest.fixture(scope="module")
def derived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return firm(tmp_path_factory.mktemp("derived"), stages=False, months=3)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_answered_without_naming_causes(
    sample_store: Path, store_of: Callable[[Path], None], question: str
) -> None:
    app = opened(sample_store, store_of, journey_question=question)
    text = said(app)
    assert "nan" not in text.split() and "None" not in text.split()
    assert not [phrase for phrase in CAUSES if phrase in text.lower()]
    assert "reached" in headline(app) and "fewest move on from" in headline(app)
    assert len(app.metric) == 6
    if question == "Does help go with moving on?":
        assert "As recorded:" in text and "ike with like" in text
        assert "an association in these records, not proof" in text
        assert "Contact marks trouble" in text


def test_the_sentence_is_the_answer_of_the_command_line(sample_store: Path, store_of: Callable[[Path], None]) -> None:
    app = opened(sample_store, store_of)
    came = next(tile for tile in app.metric if tile.label == "Customers came")
    days = plain(app.caption[1].value)  # under the title
    begin, end = days.removeprefix("Customers who came ").split(" · ")[0].split(" to ")
    first, last = (
        dt.datetime.strptime(day, "%d %b %Y") for day in (begin if len(begin) > 8 else f"{begin} {end[-4:]}", end)
    )
    rows = asked(sample_store, "journey_steps", "--from", f"{first:%Y-%m-%d}", "--to", f"{last:%Y-%m-%d}")
    assert came.value == words.count(float(str(rows[0]["entered"])))
    before_adopt = ("Discover", "Evaluate", "Purchase", "Onboard")  # what comes after may be left out
    judged = [row for row in rows if row["is_mature"] and row["stage"] in before_adopt]
    weak = min(judged, key=lambda row: float(str(row["value"])))
    share = words.percent(float(str(weak["value"])), float(str(weak["n"])))
    assert f"fewest move on from {weak['stage']}, {share} in time" in headline(app)


def test_months_that_hold_only_those_who_went_on_are_not_compared(
    sample_store: Path, store_of: Callable[[Path], None]
) -> None:
    """Of the sample company's customers before its tickets begin only buyers are known."""
    app = opened(sample_store, store_of)
    assert "hold nearly only customers who went on" in said(app)
    everybody = headline(opened(sample_store, store_of, cohort="All"))
    assert "not all of them long enough ago" in everybody and "in time of those who have had it" in everybody
    assert "nobody came before who could be compared" in everybody


def test_a_single_month_of_customers_is_judged_and_compared_with_nothing(
    one_month: Path, store_of: Callable[[Path], None]
) -> None:
    app = opened(one_month, store_of)
    assert headline(app).startswith("Of 40 customers 75% reached Adopt in time")
    assert "fewest move on from Discover, 75% in time" in headline(app)
    assert "nobody came before who could be compared" in headline(app)
    assert "Too few months have had the time to be compared" in said(app)


def test_customers_without_stages_say_what_is_derived(derived: Path, store_of: Callable[[Path], None]) -> None:
    app = opened(derived, store_of)
    notice = plain(app.info[0].value)
    assert "No file of this data tells of stages" in notice and "Purchase" in notice
    assert "Discover" not in notice.split("are derived")[0]


def test_tickets_alone_have_no_journey(real_store: Path, store_of: Callable[[Path], None]) -> None:
    app = opened(real_store, store_of)
    assert "No customers in this data whose journey is known" in said(app)
    assert not app.metric


def test_a_period_in_which_nobody_came_offers_the_way_back(one_month: Path, store_of: Callable[[Path], None]) -> None:
    app = opened(one_month, store_of, cohort="In the chosen period", period="Last 4 complete weeks")
    assert "Nothing matches" in said(app) and "No customers for" in said(app)


def test_filters_of_customers_choose_them(one_month: Path, store_of: Callable[[Path], None]) -> None:
    app = opened(one_month, store_of, segment="a")
    assert headline(app).startswith("Of 20 customers")
