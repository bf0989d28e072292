"""Business minutes of the model equal a count of open minutes on the wall's clock, whatever the clocks do."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from data import versions
from tests.data.clocks import FIRST, MINUTES, WEEKDAYS, OpenMinutes, changes
from tests.data.trial_store import TrialStore

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",  # half an hour of summer time
    "Pacific/Apia",  # skipped 30 December 2011
    "Africa/Casablanca",  # takes summer time back for Ramadan
)
EVERY_DAY, WORKDAYS = WEEKDAYS, WEEKDAYS[:5]
PATTERNS: dict[str, dict[str, Any]] = {
    "office": {
        "hours": {day: ["09:00-17:00"] for day in WORKDAYS},
        "holidays": ["2011-12-26", "2012-12-25", "2013-01-01"],
    },
    "split": {
        "hours": {day: ["07:45-12:00", "13:00-17:30", "19:00-20:15"] for day in WORKDAYS} | {"sat": ["10:00-14:00"]},
        "holidays": ["2010-12-31", "2011-01-01", "2012-02-29", "2013-12-31"],
    },
    "night": {"hours": {day: ["22:00-24:00", "00:00-06:00"] for day in EVERY_DAY}, "holidays": ["2012-01-01"]},
    "in the gap": {"hours": {"sun": ["00:15-00:45", "02:00-02:30", "02:45-03:15"], "fri": ["01:30-03:30"]}},
    "six shifts": {
        "hours": {
            day: ["00:00-01:00", "04:00-05:30", "08:00-09:15", "12:00-13:00", "16:00-17:00", "20:00-23:59"]
            for day in EVERY_DAY
        }
    },
    "always": {"hours": {day: ["00:00-24:00"] for day in EVERY_DAY}},
}
SCHEDULES = {f"{pattern}, {zone}": body | {"time_zone": zone} for pattern, body in PATTERNS.items() for zone in ZONES}
EACH = 150


def intervals(zone: str, seed: int) -> pd.DataFrame:
    """Random starts and two random ends, in seconds since FIRST: a second to 500 days, many around jumps of the clock."""
    draw = np.random.default_rng(seed)
    start = draw.uniform(0, (MINUTES - 505 * 1440) * 60, EACH)
    jumps = np.concatenate([changes(zone), [365 * 1440, 730 * 1440, 1096 * 1440]])  # and year ends
    near = jumps[jumps < MINUTES - 505 * 1440]
    third = EACH // 3
    start[:third] = draw.choice(near, third) * 60 + draw.uniform(-2 * 86400, 2 * 86400, third)
    start = np.clip(start, 0, None).astype(int)
    lengths = np.exp(draw.uniform(0, np.log(500 * 86400), (2, EACH))).astype(int)
    lengths[:, ::5] = lengths[:, ::5] // 3600 * 3600  # some end on the hour
    return pd.DataFrame({"start": start, "reply": start + lengths[0], "end": start + lengths[1]})


@pytest.fixture(scope="module")
def facts(shared_store: TrialStore) -> pd.DataFrame:
    """One row per ticket: its team (that is its schedule), its instants as drawn, and its minutes as the model has them."""
    parts = [
        intervals(body["time_zone"], seed).assign(team=name) for seed, (name, body) in enumerate(SCHEDULES.items())
    ]
    drawn = pd.concat(parts, ignore_index=True)
    text = {
        column: (pd.Timestamp(FIRST) + pd.to_timedelta(drawn[name], unit="s")).dt.strftime("%Y-%m-%d %H:%M:%S")
        for column, name in (("created_at", "start"), ("first_reply_at", "reply"), ("solved_at", "end"))
    }
    rows = pd.DataFrame({"ticket_id": drawn.index.astype(str), "team": drawn["team"], **text})
    default = {"default": {"hours": {"mon": ["09:00-17:00"]}}}
    settings = {"schedules": SCHEDULES | default, "team_schedules": {name: name for name in SCHEDULES}}
    shared_store.load(rows.to_csv(index=False), settings=settings)
    reader = versions.open_for_reading(shared_store.path)
    model = reader.execute("select * from ticket_facts").df().set_index("ticket_id")
    reader.close()
    return drawn.join(model.drop(columns="team").set_index(model.index.astype(int)))


def test_business_minutes_equal_a_count_of_open_minutes(facts: pd.DataFrame) -> None:
    assert len(facts) == EACH * len(SCHEDULES) > 6000
    for name, some in facts.groupby("team"):
        counted = OpenMinutes(SCHEDULES[name])
        start, reply, end = (some[column].to_numpy() for column in ("start", "reply", "end"))
        for column, expected in (
            ("reply_business_minutes", counted.minutes_between(start, reply)),
            ("resolution_business_minutes", counted.minutes_between(start, end)),
        ):
            wrong = some[np.abs(some[column] - expected) > 1e-9]
            assert wrong.empty, f"{name}: {column}\n{wrong}"


def test_business_minutes_are_never_more_than_calendar_minutes(facts: pd.DataFrame) -> None:
    assert (facts["reply_business_minutes"] <= facts["reply_calendar_minutes"]).all()
    assert (facts["reply_business_minutes"] >= 0).all()
    assert ((facts["reply_calendar_minutes"] * 60).round(6) == facts["reply"] - facts["start"]).all()


def test_around_the_clock_equals_calendar_minutes(facts: pd.DataFrame) -> None:
    always = facts[facts["team"].str.startswith("always")]
    assert (always["resolution_business_minutes"] == always["resolution_calendar_minutes"]).all()
    assert (always["resolution_calendar_minutes"] > 366 * 1440).any()  # tickets longer than a year are among them


def test_business_minutes_add_up_over_a_split(store: TrialStore) -> None:
    draw = np.random.default_rng(5)
    first = pd.Timestamp("2023-10-20")
    cuts = np.sort(draw.integers(0, 400 * 86400, (300, 3)), axis=1)
    rows = []
    for number, (start, middle, end) in enumerate(cuts.tolist()):
        for part, (opens, closes) in {"whole": (start, end), "left": (start, middle), "right": (middle, end)}.items():
            created, solved = (str(first + pd.Timedelta(seconds=one)) for one in (opens, closes))
            rows.append({"ticket_id": f"{part}-{number}", "created_at": created, "solved_at": solved})
    store.load(rows, settings={"time_zone": "Europe/Berlin"})
    sql = """
        select split_part(ticket_id, '-', 2), sum(case when ticket_id like 'whole%' then 1 else -1 end * resolution_business_minutes)
        from ticket_facts group by 1
    """
    assert {number: round(rest, 6) for number, rest in store.rows(sql)} == {str(number): 0 for number in range(300)}


def test_a_reply_outside_hours_took_no_business_time_and_is_kept(store: TrialStore) -> None:
    store.load(
        [{"ticket_id": "T", "created_at": "2024-01-06 10:00:00", "first_reply_at": "2024-01-07 22:00:00", "reopens": 0}]
    )
    fact = store.fact("T")
    assert (fact["reply_business_minutes"], fact["reply_calendar_minutes"]) == (0, 36 * 60)
    assert fact["is_replied"]
    assert fact["is_replied_within_target"]


def test_a_team_keeps_its_own_hours(store: TrialStore) -> None:
    hours = {
        "default": {"hours": {"mon": ["09:00-17:00"]}},
        "late": {"time_zone": "America/New_York", "hours": {"mon": ["12:00-20:00"]}},
    }
    ticket = {"created_at": "2024-01-01 16:00:00", "solved_at": "2024-01-01 19:00:00"}
    rows = [{"ticket_id": "early", "team": "Core"} | ticket, {"ticket_id": "late", "team": "Evening"} | ticket]
    store.load(rows, settings={"schedules": hours, "team_schedules": {"Evening": "late"}})
    assert store.fact("early")["resolution_business_minutes"] == 60
    assert store.fact("late")["resolution_business_minutes"] == 120  # from 12:00 in New York, 17:00 UTC


def test_fractions_of_the_last_second_of_a_day_lose_no_day(store: TrialStore) -> None:
    store.load([{"ticket_id": "T", "created_at": "2024-01-02 08:00:00", "solved_at": "2024-01-02 23:59:59.9"}])
    assert store.fact("T")["resolution_business_minutes"] == 480
