"""Who is lost, when, and since when that is known, against firms small enough to be worked out by hand.

The data end with 31 December 2025.
"""

import datetime as dt
from typing import Any

import pytest

from tests.data.relation_model import LAST_DAY, Firm, Model

END = "end_day", "tenure_days", "is_lost"


@pytest.fixture(scope="module")
def contracts() -> Model:
    """A firm with contracts, whose losses its file of customers tells, and for some only the end of a subscription."""
    firm = Firm()
    firm.customer("told", "2024-01-10", "2024-06-10", churn_reason="Price", monthly_revenue=10)
    firm.customer("stays", "2024-01-01", monthly_revenue=20, segment="small", plan="pro", referred_by="told")
    firm.customer("card", "2024-01-01", "2024-02-01", churn_reason="Card expired", monthly_revenue=30)
    firm.customer("same day", "2024-02-01", "2024-02-01", monthly_revenue=40)
    firm.customer("ends", "2024-01-01", monthly_revenue=50)
    firm.subscription("ends", "2024-01-01", "2024-09-01", cancel_reason="Payment failed twice", monthly_amount=45)
    firm.customer("bridged", "2024-01-01")
    firm.subscription("bridged", "2024-01-01", "2024-03-01", plan="old", monthly_amount=7)
    firm.subscription("bridged", "2024-03-30", "2025-01-01", plan="new", monthly_amount=9)
    firm.customer("gap")
    firm.subscription("gap", "2024-01-01", "2024-03-01")
    firm.subscription("gap", "2024-03-31")
    firm.customer("two at once", "2024-01-01")
    firm.subscription("two at once", "2024-01-01", "2024-12-31", monthly_amount=5)
    firm.subscription("two at once", "2024-02-01", "2024-05-01", monthly_amount=6)
    firm.customer("told first", "2024-01-01", "2024-05-01")
    firm.subscription("told first", "2024-01-01")
    firm.customer("later", "2024-01-01", "2026-02-01")
    firm.customer("on the last day", "2025-12-31")
    firm.customer("backwards", "2024-05-01", "2024-04-30")
    firm.customer("not begun", "2026-01-01")
    firm.customer("no start", churned="2024-07-01")
    firm.subscription("not listed", "2024-04-01", "2024-04-11", plan="basic")
    firm.customer("prospect", is_prospect=True)
    return firm.model()


@pytest.mark.parametrize(
    ("name", "columns", "expected"),
    [
        ("told", (*END, "is_involuntary", "reason"), ("2024-06-10", 152, True, False, "Price")),
        ("stays", (*END, "reason", "follow_days"), ("2025-12-31", 730, False, None, 730)),
        ("stays", ("segment", "plan", "referred_by", "start_quarter"), ("small", "pro", "told", "2024-Q1")),
        ("card", (*END, "is_involuntary"), ("2024-02-01", 31, True, True)),
        ("same day", END, ("2024-02-01", 0, True)),
        ("ends", (*END, "is_involuntary", "reason"), ("2024-09-01", 244, True, True, "Payment failed twice")),
        ("ends", ("monthly_revenue",), (50,)),
        ("bridged", (*END, "returned_day", "plan", "monthly_revenue"), ("2025-01-01", 366, True, None, "old", 9)),
        ("gap", ("start_day", *END, "returned_day"), ("2024-01-01", "2024-03-01", 60, True, "2024-03-31")),
        ("two at once", (*END, "returned_day", "monthly_revenue"), ("2024-12-31", 365, True, None, 5)),
        ("told first", END, ("2024-05-01", 121, True)),
        ("later", END, ("2025-12-31", 730, False)),
        ("on the last day", END, ("2025-12-31", 0, False)),
        ("not listed", ("start_day", *END, "plan", "segment"), ("2024-04-01", "2024-04-11", 10, True, "basic", None)),
    ],
)
def test_a_relation_worked_out_by_hand(contracts: Model, name: str, columns: tuple[str, ...], expected: Any) -> None:
    assert contracts.told(name, *columns) == expected


def test_who_is_left_out_is_counted(contracts: Model) -> None:
    assert not {"backwards", "not begun", "no start", "prospect"} & set(contracts.facts)
    status = contracts.status
    assert (status["relations"], status["without_start"], status["not_begun"], status["ended_before_start"]) == (
        15,
        1,
        1,
        1,
    )
    assert len(contracts.facts) == 12
    assert {row["basis"] for row in contracts.facts.values()} == {"contract"}


def test_bands_of_revenue_are_fifths_of_what_was_paid_at_the_start() -> None:
    firm = Firm()
    for number in range(10):
        firm.customer(f"C{number}", "2024-01-01", "2024-03-01" if number else None, monthly_revenue=1000 - number)
        firm.subscription(f"C{number}", "2024-01-01", "2024-02-01", monthly_amount=number)
        firm.subscription(f"C{number}", "2024-02-01", monthly_amount=1000 - number)
    firm.customer("unknown", "2024-01-01")
    facts = firm.model().facts
    bands = [facts[f"C{number}"]["revenue_band"] for number in range(10)]
    names = ("lowest fifth", "second fifth", "middle fifth", "fourth fifth", "highest fifth")
    assert bands == [name for name in names for _ in range(2)]
    assert facts["unknown"]["revenue_band"] is None


# Since when losses are recorded


def old_firm(*, losses: list[str], **more: Any) -> Firm:
    """40 customers won in January and February 2020; support, and all other records, since 2024."""
    firm = Firm()
    for number in range(40):
        start = dt.date(2020, 1, 1) + dt.timedelta(days=number)
        lost = losses[number] if number < len(losses) else None
        firm.customer(f"C{number}", start.isoformat(), lost, **more)
    return firm


MONTHLY = [f"{2024 + month // 12}-{1 + month % 12:02}-05" for month in range(20)]


def test_customers_older_than_the_records_enter_late() -> None:
    """20 losses in two years of 40 customers: the quiet of the four years before cannot have been one."""
    model = old_firm(losses=MONTHLY).model()
    assert str(model.status["losses_from"]) == "2024-01-01", (
        "support begins then, and four days without a loss are usual"
    )
    assert model.told("C0", "entry_days", "tenure_days") == (1460, 1465)  # 31 December 2023 is day 1460
    assert model.told("C39", "entry_days", "tenure_days", "is_lost") == (1421, 2152, False)


def test_losses_told_since_the_first_start_are_taken_from_then_on() -> None:
    losses = [f"{2020 + number // 4}-{3 + number % 4 * 2:02}-01" for number in range(20)]
    model = old_firm(losses=losses).model()
    assert str(model.status["losses_from"]) == "2020-01-01"
    assert {row["entry_days"] for row in model.facts.values()} == {0}


def test_losses_that_begin_after_support_are_taken_from_the_first_of_them() -> None:
    model = old_firm(losses=[f"2025-{1 + number // 2:02}-{5 + number % 2 * 15:02}" for number in range(24)]).model()
    assert str(model.status["losses_from"]) == "2025-01-05"
    assert model.told("C0", "entry_days", "tenure_days") == (1830, 1831)


def test_the_firm_can_say_since_when_losses_are_recorded() -> None:
    model = old_firm(losses=MONTHLY).model(losses_known_from="2023-07-01")
    assert model.told("C0", "entry_days") == (1276,)  # 30 June 2023


def test_a_firm_without_losses_has_been_watched_since_its_support() -> None:
    model = old_firm(
        losses=[],
    ).model()
    assert model.facts == {}, "nothing in these files would tell a loss"
    firm = old_firm(losses=[])
    firm.add("sources", source_id=1, table_name="customers", carries=["churned_at"])
    assert firm.model().told("C0", "entry_days", "is_lost", "basis") == (1460, False, "contract")


def test_files_of_customers_that_end_early_are_not_taken_for_loyalty() -> None:
    """Losses every month up to June 2025, then none for half a year while tickets go on: the file is that old."""
    model = old_firm(losses=[f"2024-{1 + number // 2:02}-05" for number in range(24)] + ["2025-01-05"] * 4).model()
    assert str(model.status["losses_through"]) == "2025-01-05"
    assert model.told("C39", "end_day", "follow_days", "is_lost") == ("2025-01-05", 1792, False)
    model = old_firm(losses=MONTHLY).model()
    assert model.status["losses_through"] == LAST_DAY, "20 losses by August 2025, then four months: that may be"


# Without contracts


def shop() -> Firm:
    firm = Firm()
    firm.customer("A", "2024-01-01")
    firm.orders("A", "2024-01-01", "2024-02-01", "2024-06-15", "2025-12-30")
    firm.customer("B", "2024-01-10")
    firm.orders("B", "2024-01-10", "2024-03-10", "2024-05-09")
    firm.orders("B", "2024-07-01", amount=-10, kind="refund")
    firm.customer("never bought", "2024-02-01")
    firm.orders("only orders", "2024-03-01", "2024-03-01", "2025-12-20")
    firm.customer("old, bought", "2020-01-01")
    firm.orders("old, bought", "2024-02-20", "2024-03-05")
    firm.customer("old, silent", "2020-01-01")
    firm.orders("old, silent", "2025-06-01")
    return firm


@pytest.fixture(scope="module")
def sixty_days() -> Model:
    return shop().model(lapse_days=60)


@pytest.mark.parametrize(
    ("name", "columns", "expected"),
    [
        # 1 February and then nothing for 60 days: lost on 1 April, and back on 15 June
        ("A", ("start_day", *END, "returned_day"), ("2024-01-01", "2024-04-01", 91, True, "2024-06-15")),
        # 60 days between two orders are not more than 60; a refund is no sign of life
        ("B", (*END, "returned_day"), ("2024-07-08", 180, True, None)),
        ("never bought", END, ("2024-04-01", 60, True)),
        ("only orders", ("start_day", *END, "returned_day"), ("2024-03-01", "2024-04-30", 60, True, "2025-12-20")),
        # orders begin on 1 January 2024: 60 days later it is known who is silent
        ("old, bought", ("entry_days", *END), (1521, "2024-05-04", 1585, True)),
        ("old, silent", ("entry_days", *END), (1521, "2024-03-01", 1521, True)),
    ],
)
def test_silence_worked_out_by_hand(sixty_days: Model, name: str, columns: tuple[str, ...], expected: Any) -> None:
    assert sixty_days.told(name, *columns) == expected
    assert sixty_days.facts[name]["basis"] == "orders"


def test_orders_end_where_their_file_ends() -> None:
    firm = shop()
    model = firm.model(lapse_days=400)
    assert str(model.status["orders_through"]) == "2025-12-30"
    assert model.told("only orders", *END) == ("2025-04-05", 400, True)
    assert model.told("B", *END) == ("2025-06-13", 520, True)
    assert model.told("A", *END) == ("2025-07-20", 566, True)


def test_without_a_rule_and_few_orders_nobody_can_be_judged() -> None:
    model = shop().model()
    assert model.facts == {} and model.status["without_known_end"] == 6
    assert model.status["lapse_days"] is None


def test_the_rule_is_found_from_the_gaps_between_orders() -> None:
    """40 gaps of 10, 20 … 400 days: 95 of 100 are at most 380."""
    firm = Firm()
    for number in range(1, 41):
        first = dt.date(2024, 1, 1)
        firm.orders(f"C{number}", first.isoformat(), (first + dt.timedelta(days=10 * number)).isoformat())
    model = firm.model()
    assert (model.status["lapse_days"], model.status["is_lapse_derived"]) == (380, True)
    assert model.told("C40", *END) == ("2025-01-15", 380, True)
    assert model.told("C1", "is_lost", "tenure_days") == (True, 390)


def test_what_is_paid_without_a_contract_is_what_was_bought_by_month(sixty_days: Model) -> None:
    assert sixty_days.facts["B"]["monthly_revenue"] == pytest.approx(30 / 180 * 365 / 12)
    assert sixty_days.facts["only orders"]["monthly_revenue"] == pytest.approx(30 / 60 * 365 / 12)


def test_told_losses_come_before_silence() -> None:
    firm = shop()
    firm.customer("told", "2024-01-01", "2025-01-01")
    model = firm.model(lapse_days=60)
    assert model.told("A", "basis", "is_lost") == ("contract", False)


def test_a_lot_follows_from_the_id_alone() -> None:
    lots = [row["lot"] for row in old_firm(losses=MONTHLY).model().facts.values()]
    assert lots == [row["lot"] for row in old_firm(losses=MONTHLY[:3]).model().facts.values()]
    assert 0 <= min(lots) < 0.2 and 0.8 < max(lots) < 1
