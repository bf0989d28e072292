"""Do durations and targets say what a few tickets written by hand say?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd

Ask = Callable[..., pd.DataFrame]


def test_first_reply_time_is_the_median_by_creation(facts: Any, ask: Ask) -> None:
    for reply in ("12:10", "12:20", "13:00"):
        facts.ticket("2024-01-31", replied=f"2024-02-01 {reply}")
    months = ask("first_reply_time", by="month").set_index("bucket")
    assert months["n"].tolist() == [3, 0, 0]
    assert months.loc["2024-01-01", "p50"] == 24 * 60 + 20
    assert round(months.loc["2024-01-01", "p90"], 6) == 24 * 60 + 20 + 0.8 * 40
    assert months.loc["2024-02-01"].isna()[["p50", "p90"]].all()


def test_the_clock_chooses_the_minutes(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-02 16:00", replied="2024-01-03 10:00", reply_business_minutes=120)
    assert ask("first_reply_time")["p50"].tolist() == [120]
    assert ask("first_reply_time", clock="calendar")["p50"].tolist() == [18 * 60]


def test_a_reply_outside_hours_counts_with_its_zero_business_minutes(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-06 20:00", replied="2024-01-06 21:00", reply_business_minutes=0)
    facts.ticket("2024-01-08 10:00", replied="2024-01-08 11:00")
    reply = ask("first_reply_time")
    assert reply[["n", "observed", "p50"]].to_numpy().tolist() == [[2, 2, 30]]
    bins = ask("duration_distribution").set_index("bin")
    assert bins.loc[1, ["from_minutes", "below_minutes", "n"]].tolist() == [0, 1, 1]


def test_tickets_from_sources_without_replies_are_not_zero(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-02", is_replied=None, has_reply_data=False, reply_business_minutes=None)
    assert ask("first_reply_time")["n"].tolist() == [0]
    assert ask("first_reply_time")["p50"].isna().all()


def test_resolution_times_count_on_the_day_of_their_solution(facts: Any, ask: Ask) -> None:
    facts.ticket(
        "2024-01-31", solved="2024-02-03", first_solved_at=dt.datetime(2024, 2, 1, 12),
        first_solved_day=dt.date(2024, 2, 1), first_resolution_business_minutes=1440.0,
    )  # fmt: skip
    facts.ticket("2024-01-31")  # open: not among the solved
    day = {"from": dt.date(2024, 2, 1), "to": dt.date(2024, 2, 1)}
    assert ask("first_resolution_time", **day)["p50"].tolist() == [1440]
    assert ask("full_resolution_time", **day)["n"].tolist() == [0]
    assert ask("full_resolution_time")[["n", "observed", "p50"]].to_numpy().tolist() == [[1, 1, 3 * 1440]]


def test_resolution_by_cohort_keeps_the_open_tickets(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-03-29", solved="2024-03-30")
    facts.ticket("2024-03-29")
    facts.ticket("2024-03-29")
    cohort = ask("resolution_time_by_cohort")
    assert cohort[["n", "observed"]].to_numpy().tolist() == [[3, 1]]
    assert cohort["is_censored_estimate"].tolist() == [True]
    assert cohort["p50"].isna().all()  # two of three still run: the median is not reached


def test_requester_wait_is_of_solved_tickets_that_know_it(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-02", solved="2024-01-04", requester_wait_minutes=60)
    facts.ticket("2024-01-02", solved="2024-01-04", requester_wait_minutes=0)
    facts.ticket("2024-01-02", solved="2024-01-04")
    facts.ticket("2024-01-02", requester_wait_minutes=5000)
    assert ask("requester_wait")[["n", "p50"]].to_numpy().tolist() == [[2, 30]]


def test_within_target_leaves_out_what_cannot_be_judged_yet(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-02", is_replied_within_target=True, is_resolved_within_target=False)
    facts.ticket("2024-01-02", is_replied_within_target=True)
    facts.ticket("2024-01-02", is_replied_within_target=False)
    facts.ticket("2024-01-02")  # waits, and its target has not passed
    replied = ask("replied_within_target")
    assert replied[["numerator", "n"]].to_numpy().tolist() == [[2, 3]]
    assert replied["value"].tolist() == [2 / 3]
    assert ask("resolved_within_target")[["numerator", "n", "value"]].to_numpy().tolist() == [[0, 1, 0.0]]


def test_a_share_of_nothing_is_missing_not_all(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-02", is_replied_within_target=True)
    weeks = ask("replied_within_target", by="week", to=dt.date(2024, 1, 14))
    assert weeks["n"].tolist() == [1, 0]
    assert weeks["value"].iloc[0] == 1 and pd.isna(weeks["value"].iloc[1])
    assert ask("resolved_within_target")["value"].isna().all()


def test_one_hour_is_one_hour(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-02 23:30", solved="2024-01-03 00:30")
    assert ask("full_resolution_time", clock="calendar")["p50"].tolist() == [60]


def test_waiting_by_hour_is_by_the_hour_of_creation(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-01 23:10", replied="2024-01-02 01:10")
    facts.ticket("2024-01-08 23:50", replied="2024-01-08 23:55")
    facts.ticket("2024-01-09 00:00", replied="2024-01-09 00:30")
    hours = ask("waiting_by_hour")
    assert hours[["weekday", "hour", "n", "p50"]].to_numpy().tolist() == [[1, 23, 2, 62.5], [2, 0, 1, 30]]


def test_the_distribution_has_every_bin_and_only_what_is_over(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-02 10:00", replied="2024-01-02 11:00", solved="2024-03-30 10:00")
    facts.ticket("2024-01-02 10:00", replied="2024-01-02 11:59")
    facts.ticket("2024-01-02 10:00")
    replies, resolutions = ask("duration_distribution"), ask("duration_distribution", what="resolution")
    assert len(replies) == len(resolutions) == 16
    hour = replies.set_index("from_minutes").loc[60]
    assert (hour["below_minutes"], hour["n"], hour["share"]) == (120, 2, 1)
    assert replies["n"].sum() == ask("first_reply_time")["observed"].sum()
    assert pd.isna(resolutions["below_minutes"].iloc[-1]) and resolutions["n"].iloc[-1] == 1
    assert (replies["from_minutes"].iloc[1:].to_numpy() == replies["below_minutes"].iloc[:-1].to_numpy()).all()
