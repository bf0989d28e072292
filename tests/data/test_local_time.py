"""Days, weeks and hours are those of the business time zone, also on the days on which its clock jumps."""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from tests.data.clocks import FIRST, changes
from tests.data.trial_store import TrialStore, csv_text

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
)
WEEK = 7 * 86400


def instants(zone: str) -> list[dt.datetime]:
    """UTC instants: any, around jumps of the clock, and around midnight between Sunday and Monday."""
    draw = np.random.default_rng(len(zone))
    anywhere = draw.integers(0, 1000 * 86400, 200)
    jumps = changes(zone) * 60 if len(changes(zone)) else np.array([0])
    around = draw.choice(jumps, 150) + draw.integers(-90_000, 90_000, 150)
    exactly = np.concatenate([jumps - 1, jumps, jumps + 1])
    monday = dt.datetime(2012, 3, 26, tzinfo=ZoneInfo(zone)).timestamp() - FIRST.timestamp()
    weeks = monday + draw.integers(-50, 50, 100) * WEEK + draw.integers(-7200, 7200, 100)
    seconds = np.concatenate([anywhere, around, exactly, weeks]).astype(int)
    return [FIRST + dt.timedelta(seconds=int(second)) for second in seconds if second >= 0]


def text(at: dt.datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S")


def day_of(at: dt.datetime, zone: str) -> dt.date:
    return at.astimezone(ZoneInfo(zone)).date()


@pytest.mark.parametrize("zone", ZONES)
def test_tickets_and_surveys_fall_on_local_days(store: TrialStore, zone: str) -> None:
    opened = instants(zone)
    solved = [at + dt.timedelta(seconds=977 * number) for number, at in enumerate(opened)]
    tickets = [
        {
            "ticket_id": number,
            "created_at": text(at),
            "first_solved_at": text(end),
            "solved_at": text(end),
            "reopens": 0,
        }
        for number, (at, end) in enumerate(zip(opened, solved, strict=True))
    ]
    surveys = [
        {"survey_id": number, "kind": "nps", "score": 9, "sent_at": text(at), "responded_at": text(end)}
        for number, (at, end) in enumerate(zip(opened, solved, strict=True))
    ]
    store.load(csv_text(tickets), settings={"time_zone": zone})
    store.load(csv_text(surveys), name="surveys.csv")
    found = store.rows(
        "select ticket_id::integer, created_day, created_week, created_month, created_hour, created_weekday, solved_day, "
        "first_solved_day, left_day from ticket_facts order by 1"
    )
    for (number, *facts), at, end in zip(found, opened, solved, strict=True):
        wall = at.astimezone(ZoneInfo(zone))
        day = wall.date()
        week = day - dt.timedelta(days=day.weekday())
        expected = [day, week, day.replace(day=1), wall.hour, day.isoweekday(), *[day_of(end, zone)] * 3]
        assert facts == expected, (zone, number, at)
    answered = store.rows(
        "select sent_day, sent_week, responded_day, responded_month from survey_facts order by survey_id::integer"
    )
    for (sent, week, responded, month), at, end in zip(answered, opened, solved, strict=True):
        assert (sent, responded) == (day_of(at, zone), day_of(end, zone))
        assert (week, month) == (sent - dt.timedelta(days=sent.weekday()), responded.replace(day=1))


def test_customers_events_and_the_end_of_the_data_are_local_too(store: TrialStore) -> None:
    store.load([{"ticket_id": "T", "created_at": "2024-03-31 22:30:00"}], settings={"time_zone": "Europe/Berlin"})
    store.load("happened_at,label\n2024-03-30 23:30:00,Release\n", name="events.csv")
    store.load("customer_id,acquired_at,churned_at\nC,2023-12-31 22:59:59,2023-12-31 23:00:00\n", name="customers.csv")
    assert store.rows("select happened_day from event_facts") == [(dt.date(2024, 3, 31),)]
    assert store.rows("select acquired_day, churned_day from customer_facts") == [
        (dt.date(2023, 12, 31), dt.date(2024, 1, 1))
    ]
    # the last instant is 00:30 on Monday 1 April in Berlin: Sunday is the last complete day, and its week is complete
    assert store.rows("select first_day, last_day, last_complete_week from data_status") == [
        (dt.date(2024, 4, 1), dt.date(2024, 3, 31), dt.date(2024, 3, 25))
    ]


def test_the_end_of_the_data_is_known_without_tickets(store: TrialStore) -> None:
    store.load("survey_id,kind,score,responded_at\nS,nps,9,2021-05-05 10:00:00\n", name="surveys.csv")
    assert store.rows("select data_through, last_day, tickets from data_status") == [
        (dt.datetime(2021, 5, 5, 10), dt.date(2021, 5, 4), 0)
    ]
