"""Does the lifetime value page say what customers are worth, how sure that is, and what nobody can know?"""

import datetime as dt
import functools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from data.loading.load import change_settings
from pages.parts import words
from tests.data.trial_store import TrialStore
from tests.pages.opened_page import opened_page
from tests.pages.test_pages_and_command_line import asked

PAGE = "pages/customers/value.py"
CAUSES = ("because of", "causes", "drives", "due to", "proves", "impact", "effect of", "leads to", "thanks to")
QUESTIONS = ("By support", "By customers", "What would it be worth", "Without contracts", "Costs and concentration")
START, END = dt.date(2023, 1, 1), dt.date(2025, 6, 30)
Point = Callable[[Path], None]

opened = functools.partial(opened_page, PAGE, is_first=False)


def plain(text: object) -> str:
    """What is read of escaped Markdown."""
    return str(text).replace("\\", "").replace("\u2060", "")


def said(app: AppTest) -> str:
    return plain(" ".join(str(part.value) for part in (*app.subheader, *app.markdown, *app.caption)))


def headline(app: AppTest) -> str:
    return plain(app.subheader[0].value)


@pytest.fixture
def trial(tmp_path: Path) -> TrialStore:
    return TrialStore(tmp_path)


def firm(trial: TrialStore, count: int, *, revenue: float | None = 100.0, every: int = 4) -> None:
    """A firm whose customers come through 2023, of whom every so many-th leaves after half a year; a ticket at each end."""
    customers = []
    for number in range(count):
        start = START + dt.timedelta(days=number % 300)
        row = {"customer_id": f"C{number}", "acquired_at": f"{start} 09:00"}
        row |= {"churned_at": f"{start + dt.timedelta(days=170 + number % 60)} 09:00" if number % every == 0 else None}
        customers.append(row | ({} if revenue is None else {"monthly_revenue": revenue}))
    trial.load(customers, name="customers.csv")
    trial.load([{"ticket_id": f"T{day}", "created_at": f"{day} 09:00", "customer_id": "C1"} for day in (START, END)])
    change_settings({"losses_known_from": str(START)}, store=trial.path)


def buying(trial: TrialStore) -> None:
    """A firm without contracts: 150 customers who order until they are gone."""
    random = np.random.default_rng(3)
    orders = []
    for number in range(150):
        day, mean = 5.0 * (number % 60), random.gamma(6, 10)
        while day < 900:
            at = START + dt.timedelta(days=int(day))
            row = {"order_id": f"O{len(orders)}", "customer_id": f"B{number}", "ordered_at": f"{at} 10:00"}
            orders.append(row | {"amount": round(mean * random.uniform(0.7, 1.3), 2), "currency": "GBP"})
            if random.random() < 0.2:
                break
            day += 1 + random.exponential(40)
    trial.load(orders, name="orders.csv")
    trial.load([{"ticket_id": f"T{day}", "created_at": f"{day} 09:00"} for day in (START, END)])


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_answered_in_words_that_name_no_cause(
    sample_store: Path, store_of: Point, question: str
) -> None:
    app = opened(sample_store, store_of, value_question=question)
    text = said(app)
    assert headline(app).startswith("A customer is worth EUR ")
    assert not {"nan", "inf", "None"} & set(text.split())
    assert not [cause for cause in CAUSES if cause in text.lower()]


def test_tiles_are_the_answers_of_the_command_line(sample_store: Path, store_of: Point) -> None:
    app = opened(sample_store, store_of)
    shown = {tile.label: tile.value for tile in app.metric}
    value = asked(sample_store, "lifetime_value")[0]
    top = asked(sample_store, "value_concentration")[0]
    lift = asked(sample_store, "retention_lift")[0]
    costs = asked(sample_store, "cost_of_acquiring_and_keeping")[0]
    assert shown == {
        "Lifetime value": words.money(float(str(value["value"])), "EUR"),
        "Beyond the data": words.percent(float(str(value["beyond"]))),
        "Held by the top 1%": words.percent(float(str(top["share"])), float(str(top["n"]))),
        "Cost to serve a year": words.money(float(str(value["yearly_cost"])), "EUR"),
        "Payback": f"{words.number(round(float(str(costs['payback'])), 1))} months",
        "5 points more stay": f"+{words.percent(float(str(lift['change'])))}",
    }


def test_filters_of_customers_choose_them_and_filters_of_tickets_say_that_they_do_nothing(
    sample_store: Path, store_of: Point
) -> None:
    app = opened(sample_store, store_of, segment="Enterprise", team="Billing")
    row = asked(sample_store, "lifetime_value", "--where", "segment=Enterprise")[0]
    assert words.money(float(str(row["value"])), "EUR") in headline(app)
    assert "segment Enterprise · whole history" in said(app)
    assert "Filters of tickets (team) choose no customers" in said(app)
    opened_wider = opened(sample_store, store_of)
    assert headline(opened_wider) != headline(app)


def test_without_support_there_is_a_value_but_no_comparison(trial: TrialStore, store_of: Point) -> None:
    firm(trial, 60)
    change_settings({"horizon_months": 36, "margin": 1, "discount_rate": 0, "cost_per_ticket": 0}, store=trial.path)
    app = opened(trial.path, store_of, value_question="By support")
    assert "of it lies beyond the data, by a model" in headline(app)
    assert "EUR" not in headline(app)  # no currency is told
    assert "Nothing to compare" in said(app)
    worth = opened(trial.path, store_of, value_question="What would it be worth", investment="1000")
    assert "kept of 1,000" not in said(worth).lower()
    costs = opened(trial.path, store_of, value_question="Costs and concentration")
    assert "Not in this data: expansion, contraction, refunds and referrals" in said(costs)
    assert "What winning a customer costs is not known" in said(costs)


def test_few_customers_give_no_value(trial: TrialStore, store_of: Point) -> None:
    firm(trial, 6)
    for question in QUESTIONS[1:3]:
        app = opened(trial.path, store_of, value_question=question)
        assert headline(app).startswith("Too few customers to say what one is worth over 36 months: of 6 customers")
        assert {tile.label: tile.value for tile in app.metric}["Lifetime value"] == words.MISSING


def test_without_revenue_the_page_says_what_it_needs(trial: TrialStore, store_of: Point) -> None:
    firm(trial, 40, revenue=None)
    app = opened(trial.path, store_of)
    assert "What customers pay is not in this data" in said(app)
    assert "The value of 40 customers needs monthly_revenue of customers" in said(app)
    assert not app.metric


def test_without_customers_the_page_says_what_it_needs(real_store: Path, store_of: Point) -> None:
    app = opened(real_store, store_of)
    assert "No customers whose start is known" in said(app) and not app.metric


def test_filters_that_leave_nobody_are_offered_to_be_cleared(trial: TrialStore, store_of: Point) -> None:
    firm(trial, 20)
    trial.load([{"customer_id": "X", "segment": "without a start"}], name="more.csv")
    trial.load([{"ticket_id": "TX", "created_at": "2024-01-01 09:00", "customer_id": "X"}], name="tickets.csv")
    app = opened(trial.path, store_of, segment="without a start")
    assert headline(app) == "Nothing matches"
    assert "No customers for segment without a start" in said(app)


def test_a_firm_without_contracts_is_valued_by_its_orders(trial: TrialStore, store_of: Point) -> None:
    buying(trial)
    app = opened(trial.path, store_of)
    assert headline(app).startswith("A customer without a contract is still worth GBP ")
    assert "of 150 customers are probably still there" in headline(app)
    row = asked(trial.path, "value_of_orders")[0]
    assert words.money(float(str(row["value"])), "GBP") in headline(app)
    assert "are probably still customers" in said(app)
    assert not app.metric


def test_several_currencies_are_said_and_none_is_written(trial: TrialStore, store_of: Point) -> None:
    firm(trial, 40)
    orders = [
        {"order_id": f"O{n}", "customer_id": "C1", "ordered_at": "2024-01-01 09:00", "amount": 5, "currency": currency}
        for n, currency in enumerate(("EUR", "EUR", "USD"))
    ]
    trial.load(orders, name="orders.csv")
    app = opened(trial.path, store_of)
    assert "Amounts are in EUR and USD, and are added as they stand" in said(app)
    assert "EUR" not in headline(app)
