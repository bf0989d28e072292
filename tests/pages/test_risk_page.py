"""Does the page of customers at risk say who may leave and why, how good its chances were, and what it cannot know?"""

import datetime as dt
import functools
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.loading.load import change_settings
from pages.parts import asking, words
from pages.parts.cards import Card
from pages.parts.retention.chosen import Chosen
from pages.parts.risk import contacted, experiments, listing, today, trusting, weighing
from pages.parts.risk.reasons import NONE, reasons
from queries.computed import chances
from queries.printing import to_csv
from tests.data.trial_store import TrialStore
from tests.pages.opened_page import opened_page
from tests.pages.test_computed_on_pages import printed, same_digits, shown
from tests.pages.test_pages_and_command_line import asked
from tests.pages.test_value_page import CAUSES, plain, said

PAGE = "pages/customers/risk.py"
QUESTIONS = ("How far to trust it", "What goes with leaving", "Proactive contacts", "A fair experiment")
START, END = dt.date(2023, 1, 1), dt.date(2025, 6, 30)
HOSTILE = "=cmd|'/c calc'!A0 <b>**[x](http://x)**</b>"
Point = Callable[[Path], None]

opened = functools.partial(opened_page, PAGE)


def headline(app: AppTest) -> str:
    return plain(app.subheader[0].value)


def row(**given: Any) -> dict[str, Any]:
    """A customer without a sign, but for what is given."""
    nothing = dict.fromkeys(("poor_days", "open_days", "last_rating", "rating_before", "last_score", "score_before"))
    counts = {
        "poor_90": 0,
        "open_tickets": 0,
        "reopened_90": 0,
        "rating": "none",
        "silent_days": 10,
        "renewal_days": 200,
    }
    return nothing | counts | given


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, NONE),
        ({"poor_90": 1, "poor_days": 86}, "A poor interaction 86 days ago"),
        ({"poor_90": 1, "poor_days": 0}, "A poor interaction today"),
        ({"poor_90": 2, "poor_days": 1.0}, "2 poor interactions in 90 days, the last 1 day ago"),
        ({"poor_90": 3, "poor_days": math.nan}, "3 poor interactions in 90 days"),
        ({"open_tickets": 1, "open_days": 9}, "A ticket open for 9 days"),
        ({"open_tickets": 2, "open_days": 109.0}, "2 tickets open, the oldest for 109 days"),
        ({"open_tickets": 1, "open_days": 6}, NONE),
        ({"reopened_90": 1}, "A reopened ticket"),
        ({"reopened_90": 2}, "2 reopened tickets"),
        ({"rating": "fell to poor", "last_score": 2.0, "score_before": 5.0}, "Rating fell from 5 to 2"),
        ({"rating": "fell to poor", "last_rating": "poor", "last_score": 1.0}, "Rated poor (1)"),
        # scores of two scales cannot be compared, what they stand for can
        (
            {"rating": "fell", "last_rating": "neutral", "rating_before": "good", "last_score": 6.0, "score_before": 5.0},
            "Rating fell from good to neutral",
        ),
        ({"rating": "poor", "last_score": 1.0, "score_before": 2.0}, "The last two ratings poor"),
        ({"rating": "good", "last_score": 4.0, "score_before": 5.0}, NONE),
        ({"renewal_days": 12}, "Renews in 12 days"),
        ({"renewal_days": 1}, "Renews in 1 day"),
        ({"renewal_days": 31, "silent_days": 179}, NONE),
        ({"silent_days": 213}, "Nothing heard for 7 months"),
        ({"renewal_days": None, "silent_days": 100}, "No order and no contact for 3 months"),
        ({"renewal_days": pd.NA, "silent_days": 89}, NONE),
        (
            {"poor_90": 2, "poor_days": 5, "open_tickets": 1, "open_days": 9, "reopened_90": 1, "rating": "fell to poor",
             "last_score": 2, "score_before": 5, "renewal_days": 12},
            "2 poor interactions in 90 days, the last 5 days ago; a ticket open for 9 days; a reopened ticket; rating fell "
            "from 5 to 2; renews in 12 days",
        ),
    ],
)  # fmt: skip
def test_signs_are_said_in_words(given: dict[str, Any], expected: str) -> None:
    assert reasons(row(**given)) == expected


def test_every_customer_with_a_sign_has_words_for_it(sample_store: Path) -> None:
    for one in asked(sample_store, "customers_at_risk", "--set", "limit=null"):
        text = reasons(one)
        assert (text == NONE or text.startswith("Nothing heard")) == (one["signs"] == 0), one
        assert "nan" not in text and "None" not in text


def known(**given: Any) -> pd.Series:
    """A record of three past days."""
    return pd.Series(
        {"days": 3, "refusal": None, "looked": 12, "lost_looked": 90, "needed": 60, "flagged": 100.0, "flagged_lost": 30.0,
         "rate": 0.3, "rate_low": 0.22, "rate_high": 0.4, "other_rate": 0.05, "other_rate_low": 0.03, "other_rate_high": 0.07}
        | given
    )  # fmt: skip


def present(**given: Any) -> pd.Series:
    """What is known of today."""
    return pd.Series(
        {"customers": 900, "with_sign": 120, "with_several": 14, "with_revenue": 900, "revenue": 90_000.0,
         "revenue_with_sign": 12_000.0, "revenue_with_several": 1_400.0, "at_stake": 4_000.0, "expected": 40.0}
        | given
    )  # fmt: skip


@pytest.mark.parametrize(
    ("of_today", "of_past", "expected"),
    [
        (
            {}, {},
            "14 of 900 customers show two or more signs of leaving and pay 1,400 a month in all. Of the tenth with the highest "
            "chances on past days 30% left within 90 days, of the others 5%.",
        ),
        (
            {"with_several": 1, "revenue_with_several": 100.0}, {"flagged": 20.0, "other_rate_high": 0.3},
            "1 of 900 customers shows two or more signs of leaving and pays 100 a month. Of the tenth with the highest chances "
            "on past days 30% left within 90 days, of the others 5%: no more than chance, so take the order of the list as a "
            "guess (few customers).",
        ),
        (
            {"with_several": 0, "with_revenue": 0}, {"refusal": chances.FEW_LOST, "looked": 4, "lost_looked": 1},
            "None of 900 customers shows two signs of leaving; 120 show one; what they pay is not in this data. No chance to "
            "leave can be given: on 4 past days 1 loss within 90 days can be seen, at least 60 are needed; so the list goes by "
            "signs.",
        ),
        (
            {"with_sign": 0, "with_several": 0}, {"refusal": chances.NO_DAYS},
            "None of 900 customers shows a sign of leaving. No chance to leave can be given yet: it needs half a year of support "
            "before a day of looking and 90 days after it, in which losses are recorded; so the list goes by signs.",
        ),
        (
            {"with_sign": 0, "with_several": 0}, {"refusal": chances.LEAK, "leak": "poor=2+", "leak_n": 41, "days": 0},
            "None of 900 customers shows a sign of leaving. No chance to leave is given: on past days all 41 customers with 2 or "
            "more poor ones in 90 days left within 90 days. Was this recorded after, or with, leaving? The list goes by signs.",
        ),
        (
            {"with_sign": 0, "with_several": 0}, {"days": 0, "looked": 5},
            "None of 900 customers shows a sign of leaving. The chances are not tested yet: that takes 6 days of looking, a "
            "month apart, and the data hold 5.",
        ),
    ],
)  # fmt: skip
def test_the_sentence_says_who_what_they_pay_and_how_far_to_trust_it(
    of_today: dict[str, Any], of_past: dict[str, Any], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(today.amounts, "currency", lambda: "")
    assert today.sentence(present(**of_today), known(**of_past)) == expected


def test_the_file_has_the_words_and_no_formula_of_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = {"customer_id": "C1", "customer_name": HOSTILE, "segment": None, "plan": "P", "signs": 1, "probability": 0.1,
               "monthly_revenue": None, "at_stake": None, "total": 1}  # fmt: skip
    frame = pd.DataFrame([columns | row(renewal_days=12)])
    text = to_csv(listing.exported(frame))
    head, line = text.splitlines()
    assert head.startswith("customer_id,customer_name,why,plan,signs,probability,")
    assert "'=cmd" in line and "Renews in 12 days" in line and "total" not in head and "monthly_revenue" not in head


def test_contacts_of_support_are_counted_where_they_cannot_be_compared() -> None:
    counts = {
        "contacted": [63, 10],
        "contacted_lost": [3, 1],
        "not_contacted": [4248, 90],
        "not_contacted_lost": [460, 9],
    }
    empty = {"value": [math.nan] * 2, "value_low": [math.nan] * 2, "value_high": [math.nan] * 2}
    frame = pd.DataFrame({"landmark": [90, 180], **counts, **empty, "refusal": ["counts only"] * 2})
    assert contacted.sentence(frame).startswith(
        "Too little to compare: by day 90 support had contacted 63 customers by itself, of whom 3 were lost in the 12 months "
        "after; of 4,248 not contacted yet 460."
    )
    assert "No contact that support made by itself" in contacted.sentence(frame.assign(contacted=0))
    told = frame.assign(value=[math.nan, 0.05], value_low=[math.nan, -0.026], value_high=[math.nan, 0.091])
    assert contacted.sentence(told).startswith(
        "No clear difference 12 months after day 180: comparing like with like, the data cannot exclude 26 fewer to 91 more"
    )
    clear = contacted.sentence(told.assign(value_low=[math.nan, 0.02]))
    assert clear.startswith("Of every 1,000 customers about 50 more (95% interval 20 to 91)") and "not proof" in clear


def test_a_plan_says_how_many_it_takes() -> None:
    # power.prop.test(p1 = .5, p2 = .75, power = .8) in R: 57.7 in each group
    assert experiments.planned(0.5, 0.25, 0.5, 400) == (
        "It takes 116 customers: 58 to be contacted and 58 held back. Then a true difference of 25.0 points shows in four of "
        "five cases. 400 are there today: enough."
    )
    short = experiments.planned(0.5, 0.25, 0.5, 60)
    assert "60 are there today: they show one of 3" in short
    assert "leave no room" in experiments.planned(0.95, 0.1, 0.5, 10)


def test_an_experiment_says_what_came_of_it() -> None:
    told = {"days": 120, "customers": 1000, "lost": 50, "held_back": 500, "held_back_lost": 50, "kept": 0.95,
            "held_back_kept": 0.9, "difference": 0.05, "difference_low": 0.022, "difference_high": 0.082}  # fmt: skip
    one = experiments.Experiment(dt.date(2025, 3, 2), 0.3)
    assert experiments.sentence(pd.Series(told), one) == (
        "After 120 days (from 2 Mar 2025) 95.0% of 1,000 customers to be contacted were still there, 90% of 500 held back: +5.0 "
        "points (95% interval +2.2 points to +8.2 points)."
    )
    assert "no clear difference, +5.0 points" in experiments.sentence(pd.Series(told | {"difference_low": -0.01}), one)
    assert "too few to compare" in experiments.sentence(pd.Series(told | {"difference": math.nan}), one)
    assert "It begins on 2 Mar 2025" in experiments.sentence(pd.Series(told | {"days": -3}), one)
    assert "Nobody is in this" in experiments.sentence(pd.Series(told | {"customers": 0, "held_back": 0}), one)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_answered_in_words_that_name_no_cause(
    sample_store: Path, store_of: Point, question: str
) -> None:
    app = opened(sample_store, store_of, risk_question=question)
    text = said(app)
    assert re.match(r"\d[\d,]* of [\d,]+ customers shows? two or more signs of leaving", headline(app))
    assert not {"nan", "inf", "None"} & set(text.split())
    assert not [cause for cause in CAUSES if cause in text.lower()]


def test_the_page_shows_what_the_command_line_prints(sample_store: Path, store_of: Point) -> None:
    app = opened(sample_store, store_of, segment="Small business", shown="Two or more signs")
    where = ("--where", "segment=Small business")
    values = {tile.label: tile.value for tile in app.metric}
    (now,), (past,) = (asked(sample_store, name, *where) for name in ("risk_today", "risk_record"))
    assert values["With a sign"] == words.count(float(str(now["with_sign"])))
    assert values["At stake a month"] == words.money(float(str(now["at_stake"])), "EUR")
    assert values["Flagged who left"] == words.percent(float(str(past["rate"])), float(str(past["flagged"])))
    rows = asked(sample_store, "customers_at_risk", *where, "--set", "least_signs=2", "--set", "limit=50")
    table = app.dataframe[0].value
    assert table["customer_id"].tolist() == [one["customer_id"] for one in rows]
    assert table["why"].tolist() == [reasons(one) for one in rows]
    assert set(table["segment"]) == {"Small business"} and (table["signs"] >= 2).all()


def test_a_search_finds_one_and_says_when_it_finds_none(sample_store: Path, store_of: Point) -> None:
    first = asked(sample_store, "customers_at_risk")[0]
    app = opened(sample_store, store_of, find_at_risk=str(first["customer_id"]), shown="All")
    assert app.dataframe[0].value["customer_id"].tolist() == [first["customer_id"]]
    assert "No customer with “nobody” in name or id" in said(opened(sample_store, store_of, find_at_risk="nobody"))


def test_pages_of_the_list_follow_each_other(sample_store: Path, store_of: Point) -> None:
    app = opened(sample_store, store_of, shown="All")
    first = app.dataframe[0].value["customer_id"].tolist()
    app.number_input(key="at_risk_page").set_value(2).run()
    second = app.dataframe[0].value["customer_id"].tolist()
    assert len(first) == listing.SIZE and not set(first) & set(second)
    app.text_input(key="find_at_risk").set_value(first[0]).run()
    assert not app.exception and app.dataframe[0].value["customer_id"].tolist() == [first[0]]


CARDS: dict[str, Callable[[Chosen], Card]] = {
    "calibration": trusting.calibration_card,
    "flagged": trusting.flagged_card,
    "weights": weighing.card,
    "contacted": lambda one: contacted.card(one, 90),
    "list": lambda one: Card("", "", None, listing.source(one, 1, None, offset=50)),
    "experiment": lambda one: experiments.card(one, "A b", experiments.Experiment(dt.date(2026, 3, 1), 0.3)),
}


@pytest.mark.parametrize("name", CARDS)
def test_a_card_offers_the_figures_that_its_command_prints(sample_store: Path, store_of: Point, name: str) -> None:
    store_of(sample_store)
    asking.hold_version()
    card = CARDS[name](Chosen(segments=("Small business", "Mid-market")))
    assert same_digits(printed(sample_store, card)) == same_digits(shown(card)) != []


@pytest.fixture
def trial(tmp_path: Path) -> TrialStore:
    return TrialStore(tmp_path)


def firm(
    trial: TrialStore, count: int, *, every: int | None = 4, revenue: float | None = 100.0, tickets: bool = True
) -> None:
    """Customers who come through 2023, of whom every so many-th leaves within two years, most after poor support."""
    customers, opened_tickets = [], []
    for number in range(count):
        start = START + dt.timedelta(days=number % 200)
        leaves = every is not None and number % every == 0
        left = start + dt.timedelta(days=300 + number * 13 % 380)
        one = {
            "customer_id": f"C{number}",
            "acquired_at": f"{start} 09:00",
            "name": HOSTILE if number == 1 else f"Firm {number}",
        }
        one |= {"churned_at": f"{left} 09:00" if leaves else None}
        customers.append(one | ({} if revenue is None else {"monthly_revenue": revenue}))
        last = left - dt.timedelta(days=20) if leaves else END - dt.timedelta(days=15)
        other = START + dt.timedelta(days=300 + number * 7 % 500)  # of some who stay, and were rated poor as well
        for day in (last, other) if not leaves and number % 3 == 1 else (last,):
            is_poor = leaves or day == other or number % 9 == 1
            opened_tickets.append({"ticket_id": f"T{number}-{day}", "created_at": f"{day} 09:00", "customer_id": f"C{number}",
                                   "csat_score": 1 if is_poor else 5, "csat_scale": "1-5", "solved_at": f"{day} 15:00",
                                   "first_reply_at": f"{day} 10:00"})  # fmt: skip
    trial.load(customers, name="customers.csv")
    ends = [{"ticket_id": f"E{day}", "created_at": f"{day} 09:00", "customer_id": None} for day in (START, END)]
    trial.load(opened_tickets + ends if tickets else ends, name="tickets.csv")
    change_settings({"losses_known_from": str(START)}, store=trial.path)


def test_a_firm_with_few_losses_is_listed_by_signs(trial: TrialStore, store_of: Point) -> None:
    firm(trial, 60, every=20)
    app = opened(trial.path, store_of)
    assert "No chance to leave can be given: on" in headline(app) and "so the list goes by signs" in headline(app)
    table = app.dataframe[0].value
    assert "chance" not in table and "at_stake" not in table and table["signs"].is_monotonic_decreasing
    assert HOSTILE in table["customer"].tolist()
    for question in QUESTIONS:
        text = said(opened(trial.path, store_of, risk_question=question))
        assert not {"nan", "inf", "None"} & set(text.split())
    assert {tile.label: tile.value for tile in app.metric}["Lift"] == words.MISSING


def test_without_revenue_the_list_goes_by_the_chance(trial: TrialStore, store_of: Point) -> None:
    firm(trial, 700, every=2, revenue=None)
    app = opened(trial.path, store_of, shown="All")
    assert "what they pay is not in this data" in headline(app)
    table = app.dataframe[0].value
    assert "monthly_revenue" not in table and table["chance"].is_monotonic_decreasing
    assert (
        "Chances" in said(app) and {tile.label: tile.value for tile in app.metric}["At stake a month"] == words.MISSING
    )


def test_without_losses_and_tickets_there_are_customers_and_no_chance(trial: TrialStore, store_of: Point) -> None:
    firm(trial, 30, every=None, tickets=False)
    app = opened(trial.path, store_of)
    assert "No chance to leave can be given" in headline(app)


def test_where_everybody_has_left_the_page_says_so(trial: TrialStore, store_of: Point) -> None:
    firm(trial, 30, every=1)
    app = opened(trial.path, store_of)
    assert headline(app) == "No customer is there today" and "30 customers of this data were lost" in said(app)


def test_without_customers_the_page_says_what_it_needs(real_store: Path, store_of: Point) -> None:
    app = opened(real_store, store_of)
    assert "No customers whose start is known" in said(app) and not app.metric


def test_filters_that_leave_nobody_are_offered_to_be_cleared(trial: TrialStore, store_of: Point) -> None:
    firm(trial, 20)
    trial.load([{"customer_id": "X", "segment": "without a start"}], name="more.csv")
    trial.load([{"ticket_id": "TX", "created_at": "2024-01-01 09:00", "customer_id": "X"}], name="more_tickets.csv")
    assert headline(opened(trial.path, store_of, segment="without a start")) == "Nothing matches"


def test_an_experiment_of_the_settings_has_its_lists_and_its_outcome(trial: TrialStore, store_of: Point) -> None:
    firm(trial, 400, every=2)
    change_settings({"experiments": {"Check-ins": {"starts": "2024-01-15", "share": 0.5}}}, store=trial.path)
    app = opened(trial.path, store_of, risk_question="A fair experiment")
    day = ("--set", "starts=2024-01-15", "--set", "experiment=Check-ins", "--set", "held_back=0.5")
    (outcome,) = asked(trial.path, "holdout_difference", *day)
    assert outcome["customers"] and outcome["difference"] is not None
    kept = words.percent(float(str(outcome["kept"])), float(str(outcome["customers"])))
    assert f"(from 15 Jan 2024) {kept} of {outcome['customers']:.0f} customers to be contacted" in said(app)
    assert "Everybody counts on the list of the lot" in said(app)
