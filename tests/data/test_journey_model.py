"""The tables of the journey against the same rules written as loops; stages that no file tells; and the business day."""

import datetime as dt
import random
from typing import Any

import pytest

from tests.queries.journeys import LAST_DAY, Firm

STAGES = ("Discover", "Evaluate", "Purchase", "Onboard", "Adopt", "Renew", "Expand", "Advocate")
WINDOWS = (90, 90, 30, 90, 400, 365, 365, None)
DAY = dt.timedelta(days=1)
END = LAST_DAY - DAY  # the last complete day
Entries = list[tuple[str, str]]


def reached(entries: Entries, left: str | None) -> dict[str, tuple[Any, ...]]:
    """By stage: the day on which it or a later one was reached first, days, outcome, skipped, out of order, entered again."""
    first: dict[int, dt.datetime] = {}
    stays: list[int] = []
    for at, place in sorted((dt.datetime.fromisoformat(at), STAGES.index(stage)) for stage, at in entries):
        first.setdefault(place, at)
        if not stays or stays[-1] != place:
            stays.append(place)
    found = {}
    for place in range(max(first) + 1):
        day = min(at for later, at in first.items() if later >= place).date()
        after = [at.date() for later, at in first.items() if later > place]
        next_day = min(after) if after else None
        left_day = dt.date.fromisoformat(left) if left and dt.date.fromisoformat(left) >= day else None
        until = next_day or min(filter(None, (END, left_day)))
        late_entry = place in first and first[place].date() > day
        outcome = _outcome(day, next_day, left_day, WINDOWS[place])
        found[STAGES[place]] = (
            day, max(0, (until - day).days), outcome, place not in first, late_entry, stays.count(place) > 1,
        )  # fmt: skip
    return found


def _outcome(day: dt.date, next_day: dt.date | None, left_day: dt.date | None, window: int | None) -> str | None:
    if window is None:
        return None
    last = day + window * DAY
    if next_day:
        return "converted" if next_day <= last else "late"
    if left_day and left_day <= last:
        return "lost"
    return "dropped" if last <= END else "in window"


def test_the_model_follows_the_rules_on_random_journeys() -> None:
    draw = random.Random(8)
    firm, wanted = Firm(), {}
    firm.went("last", Discover=f"{END + DAY}", Advocate=f"{END + DAY}")
    for number in range(250):
        name, size = f"C{number}", draw.choice((1, 2, 3, 4, 6, 9))
        places = sorted(draw.choices(range(8), k=size)) if draw.random() < 0.6 else draw.choices(range(8), k=size)
        at = dt.datetime(2022, 6, 1) + draw.random() * 700 * DAY
        entries: Entries = []
        for place in places:
            at += draw.choice((0, 0.2, 1, 20, 90, 120, 400)) * DAY
            entries.append((STAGES[place], f"{min(at, dt.datetime.combine(END, dt.time())):%Y-%m-%d %H:%M:%S}"))
        left = (
            f"{at.date() + draw.choice((-30, 5, 60)) * DAY}"
            if draw.random() < 0.4 and at.date() < END - 60 * DAY
            else None
        )
        firm.customer(name, churned_at=left)
        firm.went(name, *entries)
        wanted[name] = reached(entries, left)
    firm.asked("C0", f"{END + DAY}")
    rows = firm.open().execute(
        """select customer_id, stage, reached_day, days, outcome, is_skipped, is_out_of_order, is_returned
        from journey_entries join journey_customers using (customer_number) join journey_states using (state)
        join journey_stages using (position) where customer_id <> 'last'"""
    )
    found: dict[str, dict[str, tuple[Any, ...]]] = {}
    for name, stage, *rest in rows.fetchall():
        found.setdefault(name, {})[stage] = tuple(rest)
    assert found == wanted
    outcomes = [row[2] for stages in wanted.values() for row in stages.values()]
    assert {outcome: outcomes.count(outcome) > 20 for outcome in set(outcomes)} == dict.fromkeys(
        ("converted", "late", "lost", "dropped", "in window", None), True
    )


def entries(firm: Firm) -> list[tuple[Any, ...]]:
    """Customer, stage, day and whether it is derived, of every entry that is not implied."""
    connection = firm.connection or firm.open()
    return connection.execute(
        "select customer_id, stage, entered_day::varchar, is_derived from stage_facts where position is not null order by all"
    ).fetchall()


def test_without_stages_they_follow_from_purchases_and_referrals() -> None:
    firm = Firm()
    firm.customer("A", acquired_at="2024-01-10")
    firm.bought("A", "2024-01-01")  # acquired_at goes before the first order
    firm.bought("A", "2024-06-01", "renewal")
    firm.bought("A", "2024-05-01", "expansion")
    firm.customer("B", acquired_at="2024-03-01", referred_by="A")
    firm.customer("C", acquired_at="2024-02-01", referred_by="A")
    firm.customer("D", referred_by="B")  # who has not bought
    firm.customer("E", acquired_at="2024-02-01", referred_by="E")
    firm.bought("F", "2024-04-02", "refund")  # no purchase, and not in the customers table
    firm.bought("F", "2024-04-03")
    firm.subscribed("G", "2024-01-01", "2024-07-01")
    firm.subscribed("G", "2024-03-01", "2024-12-01")  # beside the first
    firm.subscribed("G", "2024-09-01")  # after the first
    firm.subscribed("H", "2024-01-01", "2024-02-01")
    firm.customer("I", acquired_at="2026-01-01")  # later than the load
    assert entries(firm) == [
        ("A", "Advocate", "2024-02-01", True),
        ("A", "Expand", "2024-05-01", True),
        ("A", "Purchase", "2024-01-10", True),
        ("A", "Renew", "2024-06-01", True),
        ("B", "Purchase", "2024-03-01", True),
        ("C", "Purchase", "2024-02-01", True),
        ("E", "Purchase", "2024-02-01", True),
        ("F", "Purchase", "2024-04-03", True),
        ("G", "Purchase", "2024-01-01", True),
        ("G", "Renew", "2024-09-01", True),
        ("H", "Purchase", "2024-01-01", True),
    ]
    stages = firm.ask("journey_stages")
    assert list(stages[stages["is_in_data"]]["stage"]) == ["Purchase", "Renew", "Expand", "Advocate"]
    # onboarding and adoption are not known: their windows belong to the step from the purchase to the renewal
    assert firm.by_stage("journey_funnel", "entered", "window_days") == {
        "Purchase": (7, 30 + 90 + 400), "Renew": (2, 365), "Expand": (1, 365), "Advocate": (1, None),
    }  # fmt: skip
    assert not bool(firm.ask("journey_status").iloc[0]["is_told"])


def test_what_files_tell_is_not_derived_nor_are_customers_that_they_leave_out() -> None:
    firm = Firm()
    firm.went("A", Discover="2024-01-01", Purchase="2024-02-01")
    firm.customer("A", acquired_at="2024-01-20")
    firm.customer("B", acquired_at="2024-01-20")
    for name in ("A", "B"):
        firm.bought(name, "2024-09-01", "renewal")
    assert entries(firm) == [
        ("A", "Discover", "2024-01-01", False), ("A", "Purchase", "2024-02-01", False), ("A", "Renew", "2024-09-01", True),
    ]  # fmt: skip
    assert firm.ask("journey_status").iloc[0]["customers_without"] == 1


def test_nothing_is_derived_for_stages_that_the_settings_do_not_have() -> None:
    journey = [{"name": name, "is_optional": False, "window_days": 30} for name in ("purchase", "Love")]
    firm = Firm(journey=journey)
    firm.customer("A", acquired_at="2024-01-10")
    firm.bought("A", "2024-06-01", "renewal")
    assert entries(firm) == [("A", "purchase", "2024-01-10", True)]


def test_tickets_and_answers_belong_to_derived_stages_until_the_relation_ends() -> None:
    firm = Firm()
    firm.customer("A", acquired_at="2024-01-10", churned_at="2024-08-01 12:00")
    firm.bought("A", "2024-06-01", "renewal")
    for at in ("2024-01-09", "2024-01-10", "2024-06-01 08:00", "2024-08-01 11:59", "2024-08-01 12:00"):
        firm.asked("A", at)
    firm.add(
        "surveys", survey_id="S", kind="nps", customer_id="A", score=9, sent_at="2024-02-01", responded_at="2024-07-01"
    )
    connection = firm.open()
    stages = connection.execute("select stage from ticket_facts order by created_at").fetchall()
    assert [stage for (stage,) in stages] == [None, "Purchase", "Renew", "Renew", None]
    assert connection.execute("select stage from survey_facts").fetchall() == [("Purchase",)]


def test_customers_leave_the_journey_on_the_day_on_which_their_relation_ends() -> None:
    firm = Firm()
    for name in ("told", "ended", "bridged", "again", "running"):
        firm.customer(name, acquired_at="2024-01-10", churned_at="2024-05-05" if name == "told" else None)
        firm.went(name, Onboard="2024-01-10")
        firm.subscribed(name, "2024-01-10", None if name == "running" else "2024-07-01 12:00")
    firm.subscribed("bridged", "2024-07-20", "2024-09-01")
    firm.subscribed("again", "2024-10-01", "2024-11-01")
    firm.went("last", *((stage, "2024-12-31") for stage in STAGES))
    firm.asked("ended", "2024-07-01 11:00")
    firm.asked("ended", "2024-07-01 13:00")
    firm.asked("running", "2024-12-31")
    connection = firm.open()
    left = connection.execute("""
        select customer_id, until_day, is_lost, end_day from stage_stays
        join journey_customers using (customer_number) join relation_facts using (customer_id)
        where customer_id <> 'last' order by customer_id
    """).fetchall()
    days = {"told": (5, 5), "ended": (7, 1), "bridged": (9, 1), "again": (7, 1)}
    assert [(name, until) for name, until, _, _ in left] == [
        (name, dt.date(2024, *days[name]) if name in days else None) for name in sorted((*days, "running"))
    ]
    assert [end if is_lost else None for _, _, is_lost, end in left] == [until for _, until, _, _ in left]
    stages = connection.execute("select stage from ticket_facts order by created_at").fetchall()
    assert stages == [("Onboard",), (None,), ("Onboard",)]


def test_days_are_those_of_the_business() -> None:
    firm = Firm(time_zone="Asia/Tokyo")
    firm.went("A", Discover="2024-01-01 14:59", Evaluate="2024-01-01 15:00")  # midnight in Tokyo
    firm.asked("A", "2024-12-31 15:00")
    rows = firm.open().execute("select cohort_day, reached_day, days from journey_entries order by position").fetchall()
    new_year, second = dt.date(2024, 1, 1), dt.date(2024, 1, 2)
    assert rows == [(new_year, new_year, 1), (new_year, second, 0)]


@pytest.mark.parametrize(("through", "outcome"), [("2024-12-31", "dropped"), ("2024-02-01", "in window")])
def test_an_older_export_of_stages_tells_nothing_of_later_days(through: str, outcome: str) -> None:
    firm = Firm()
    firm.went("A", Discover="2024-01-01")
    firm.went("B", Evaluate=through)
    firm.asked("A", "2024-12-31")
    firm.open()
    assert firm.ask("journey_status").iloc[0]["last_day"] == min(through, "2024-12-30")
    assert firm.ask("journey_customers", search="A", stage="Discover")["outcome"].tolist() == [outcome]


def test_entries_in_the_future_are_plans() -> None:
    firm = Firm()
    firm.went("A", Discover="2024-01-01", Evaluate="2025-03-01")
    firm.asked("A", "2024-12-31")
    assert firm.by_stage("journey_funnel", "entered") == {"Discover": 1}
