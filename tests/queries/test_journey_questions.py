"""Journeys worked by hand: windows, skips, returns, same-day and out-of-order entries, ends of relations and of the data."""

import datetime as dt

import pytest

from tests.queries.journeys import Firm, plain

# The data end on 30 December; a customer has until the last day of the window.
JOURNEY = [
    {"name": "Look", "is_optional": False, "window_days": 30},
    {"name": "Try", "is_optional": True, "window_days": 20},
    {"name": "Buy", "is_optional": False, "window_days": 60},
    {"name": "Stay", "is_optional": False, "window_days": None},
]
CUSTOMERS = ("A", "B", "C", "D", "E", "F", "G1", "G2", "H", "I", "K", "L", "M", "Z")


@pytest.fixture(scope="module")
def firm() -> Firm:
    """Fourteen customers, each for a case of its own."""
    firm = Firm(journey=JOURNEY)
    firm.went("A", Look="2024-01-01", Try="2024-01-11", Buy="2024-01-21", Stay="2024-02-10")
    firm.went("B", Look="2024-01-01", Try="2024-01-31", Buy="2024-02-20", Stay="2024-04-21")  # the last is a day late
    firm.went("C", Look="2024-01-05", Buy="2024-02-01")  # skips Try
    firm.went("D", Look="2024-01-10", Try="2024-01-20")  # leaves within the window, on the last day but one
    firm.went("E", Look="2024-02-01")  # leaves when the window is over
    firm.went("F", Look="2024-12-10")  # the window lasts beyond the data
    firm.went("G1", Look="2024-12-01")  # by a day
    firm.went("G2", Look="2024-11-30")  # just not
    firm.went("H", Buy="2024-03-01", Try="2024-03-15")  # enters an earlier stage later
    firm.went(
        "I",
        ("Look", "2024-04-01"),
        ("Try", "2024-04-05"),
        ("Look", "2024-04-10"),
        ("Try", "2024-04-12"),
        ("Buy", "2024-04-20"),
    )
    firm.went("K", Buy="2024-05-01", Try="2024-05-01", look="2024-05-01", STAY="2024-05-02 09:00")  # all at one instant
    firm.went("L", Look="2024-05-02", Buy="2024-05-03", Try="2024-05-03 10:00")  # the other way round, but on one day
    firm.went("M", ("Buy", "2024-06-01"), ("Buy", "2024-07-01"), ("Stay", "2024-07-10"))  # told twice
    firm.went("Z", Look="2024-12-31 01:00", Ghost="2024-12-31 02:00")
    firm.went("N", Ghost="2024-06-01")  # nobody's stage
    for name in CUSTOMERS[:-1]:
        left = {"D": "2024-02-08", "E": "2024-06-01"}.get(name)
        size, region = "large" if name < "E" else "small", None if name == "A" else "EU"
        firm.customer(name, name=f"Mr {name}", acquired_at="2023-12-01", churned_at=left, segment=size, region=region,
                      monthly_revenue=float(ord(name[0])))  # fmt: skip
    firm.customer("O", acquired_at="2024-01-01")  # in no stage
    firm.asked("A", "2024-12-31 12:00")
    firm.open()
    return firm


def test_the_journey_is_known_up_to_the_last_complete_day(firm: Firm) -> None:
    row = firm.ask("journey_status").iloc[0]
    assert (row["first_day"], row["last_day"]) == ("2024-01-01", "2024-12-30")
    assert (row["customers"], row["customers_without"], row["stages_in_data"]) == (14, 1, 4)
    assert (row["told_entries"], row["unknown_entries"], row["unknown_stages"]) == (34, 2, "Ghost")
    assert bool(row["is_told"])


def test_stages_that_the_settings_do_not_have_are_named_and_counted(firm: Firm) -> None:
    frame = firm.ask("journey_stages")
    assert list(
        plain(frame, "position", "stage", "told", "customers", "is_in_data", "days_to_next", "days_before")
    ) == [
        (1, "Look", 13, 12, True, 30, 0),
        (2, "Try", 8, 7, True, 20, 30),
        (3, "Buy", 9, 8, True, 60, 50),
        (4, "Stay", 4, 4, True, None, 110),
        (None, "Ghost", 2, 2, False, None, None),
    ]


def test_a_later_stage_implies_the_earlier_ones(firm: Firm) -> None:
    columns = ("entered", "told", "skipped", "out_of_order", "returned")
    # skipped: Look by H and M; Try by C and M. H enters Try after Buy. I goes back to Look, and to Try again.
    assert firm.by_stage("journey_funnel", *columns) == {
        "Look": (14, 12, 2, 0, 1),
        "Try": (9, 7, 2, 1, 1),
        "Buy": (8, 8, 0, 0, 0),
        "Stay": (4, 4, 0, 0, 0),
    }


def test_everybody_has_moved_on_dropped_or_is_in_the_window(firm: Firm) -> None:
    columns = ("converted", "late", "dropped", "lost", "in_window", "mature", "mature_converted")
    # Look: E and G2 drop, F, G1 and Z are in the window. Try: D leaves. Buy: B is late; C, H, I and L drop.
    assert firm.by_stage("journey_funnel", *columns) == {
        "Look": (9, 0, 2, 0, 3, 11, 9),
        "Try": (8, 0, 1, 1, 0, 9, 8),
        "Buy": (3, 1, 5, 0, 0, 8, 3),
        "Stay": (None,) * 7,
    }
    found = firm.by_stage("journey_funnel", "conversion", "window_days", "is_optional", "is_mature")
    assert found == {
        "Look": (pytest.approx(9 / 11), 30, False, False),
        "Try": (pytest.approx(8 / 9), 20, True, False),
        "Buy": (pytest.approx(3 / 8), 60, False, False),
        "Stay": (None, None, False, None),
    }


@pytest.mark.parametrize(
    ("to", "is_mature"), [("2024-08-31", [True, True, True]), ("2024-11-30", [True, False, False])]
)
def test_a_step_is_mature_when_all_windows_up_to_it_have_passed_for_all(
    firm: Firm, to: str, is_mature: list[bool]
) -> None:
    # G2, on 30 November, has until 30 December; all of August and before have until 30 + 20 + 60 days later
    found = firm.by_stage("journey_funnel", "is_mature", to=dt.date.fromisoformat(to))
    assert list(found.values()) == [*is_mature, None]


def test_the_cohort_is_who_reached_the_first_stage_in_the_period(firm: Firm) -> None:
    may = {"from": dt.date(2024, 5, 1), "to": dt.date(2024, 5, 31)}
    found = firm.by_stage("journey_funnel", "entered", "out_of_order", "converted", **may)
    assert found == {"Look": (2, 0, 2), "Try": (2, 0, 2), "Buy": (2, 0, 1), "Stay": (1, 0, None)}
    march = {"from": dt.date(2024, 3, 1), "to": dt.date(2024, 3, 1)}  # H, whose first sign is Buy
    assert firm.by_stage("journey_funnel", "skipped", **march)["Look"] == 1
    nobody = {"from": dt.date(2023, 1, 1), "to": dt.date(2023, 12, 31)}
    assert firm.ask("journey_funnel", **nobody).empty and firm.ask("journey_cohorts", **nobody).empty


def test_customers_can_be_split_and_chosen(firm: Firm) -> None:
    frame = firm.ask("journey_funnel", customers_by="segment")
    looked = dict(plain(frame[frame["stage"] == "Look"], "bucket", "entered"))
    assert looked == {"large": 4, "small": 9, None: 1}  # Z is not in the customers table
    stayed = dict(plain(frame[frame["stage"] == "Stay"], "bucket", "entered"))
    assert stayed == {"large": 2, "small": 2, None: 0}  # a row for every stage
    assert firm.by_stage("journey_funnel", "entered", segments=["large"], regions=["EU"])["Look"] == 3
    assert firm.by_stage("journey_funnel", "entered", regions=["(none)"])["Look"] == 2
    assert firm.ask("journey_funnel", acquisition_channels=["Fair"]).empty


def test_times_are_of_those_who_were_in_the_stage(firm: Firm) -> None:
    times = firm.ask("journey_times")
    buy = times[times["stage"] == "Buy"]
    # A 20, B 61, K 1, M 39; C, H, I, L until 30 December
    assert list(plain(buy, "days", "is_observed", "customers")) == [
        (1, True, 1), (20, True, 1), (39, True, 1), (61, True, 1), (241, False, 1), (254, False, 1), (304, False, 1), (333, False, 1),
    ]  # fmt: skip
    trial = times[times["stage"] == "Try"]
    # without C and M, who skipped it, and H, who came later; D's relation ended after 19 days; L bought on the same day
    assert list(plain(trial, "days", "is_observed", "customers")) == [
        (0, True, 2), (10, True, 1), (15, True, 1), (19, False, 1), (20, True, 1),
    ]  # fmt: skip
    assert set(times["stage"]) == {"Look", "Try", "Buy"}


def test_cohorts_by_month_say_who_came_in_time(firm: Firm) -> None:
    frame = firm.ask("journey_cohorts", to=dt.date(2024, 12, 15))
    january = frame[frame["cohort_month"] == "2024-01-01"]
    columns = ("stage", "customers", "entered", "in_time", "mature", "mature_converted", "is_share_mature", "is_mature")
    # A, B, C, D; B reaches Stay on the 111th day, a day after all windows
    assert list(plain(january, *columns)) == [
        ("Look", 4, 4, 4, 4, 4, True, True),
        ("Try", 4, 4, 4, 4, 3, True, True),
        ("Buy", 4, 3, 3, 3, 1, True, True),
        ("Stay", 4, 2, 1, 0, 0, True, None),
    ]
    assert january["share"].tolist() == [1, 1, 0.75, 0.25]
    latest = frame[frame["cohort_month"] == "2024-12-01"].iloc[0]
    assert (latest["customers"], bool(latest["is_complete"]), bool(latest["is_share_mature"])) == (2, False, True)
    assert frame[frame["cohort_month"] == "2024-11-01"]["is_mature"].tolist()[:2] == [True, False]


def test_ways_are_told_as_they_were_gone(firm: Firm) -> None:
    frame = firm.ask("journey_paths", **{"from": dt.date(2024, 3, 1), "to": dt.date(2024, 5, 1)})
    # H: Buy, Try. I: Look, Try, Look, Try, Buy. K: Look, Try, Buy, Stay
    assert list(plain(frame, "step", "source", "target", "customers", "is_return")) == [
        (1, "Look", "Try", 2, False),
        (1, "Buy", "Try", 1, True),
        (2, "Try", "Look", 1, True),
        (2, "Try", "Buy", 1, False),
        (2, "Try", "no further", 1, False),
        (3, "Look", "Try", 1, False),
        (3, "Buy", "Stay", 1, False),
        (4, "Try", "Buy", 1, False),
        (4, "Stay", "no further", 1, False),
        (5, "Buy", "no further", 1, False),
    ]
    june = firm.ask("journey_paths", **{"from": dt.date(2024, 6, 1), "to": dt.date(2024, 6, 30)})
    # entering Buy in Buy changes nothing
    assert list(plain(june, "step", "source", "target")) == [(1, "Buy", "Stay"), (2, "Stay", "no further")]


@pytest.mark.parametrize(
    ("stage", "outcome", "who"),
    [
        ("Look", "dropped", "E G2"),
        ("Look", "in_window", "F G1 Z"),
        ("try", "lost", "D"),
        ("try", "skipped", "C M"),
        ("try", "out_of_order", "H"),
        ("try", "returned", "I"),
        ("Buy", "late", "B"),
        ("Buy", "dropped", "B C H I L"),
        ("Buy", "converted", "A K M"),
        ("Stay", "converted", ""),
        ("Stay", "all", "A B K M"),
    ],
)
def test_the_customers_behind_each_number_are_listed(firm: Firm, stage: str, outcome: str, who: str) -> None:
    frame = firm.ask("journey_customers", stage=stage, outcome=outcome)
    assert sorted(frame["customer_id"]) == who.split()
    assert (frame["total"] == len(frame)).all()


def test_the_list_says_when_and_how_and_is_paged(firm: Firm) -> None:
    frame = firm.ask("journey_customers", stage="Buy", limit=3, offset=1)
    columns = ("customer_id", "entered_day", "next_day", "days", "outcome", "total")
    # by revenue: M, L, K, I, H, C, B, A
    assert list(plain(frame, *columns)) == [
        ("L", "2024-05-03", None, 241, "dropped", 8),
        ("K", "2024-05-01", "2024-05-02", 1, "converted", 8),
        ("I", "2024-04-20", None, 254, "dropped", 8),
    ]
    found = firm.ask("journey_customers", stage="Buy", search="mr b")
    assert list(plain(found, *columns)) == [("B", "2024-02-20", "2024-04-21", 61, "late", 1)]
    assert len(firm.ask("journey_customers")) == 14 + 9 + 8 + 4
