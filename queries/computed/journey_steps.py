"""How many customers move on at each step, how fast, and is that other than for the customers before?"""

import datetime as dt
import math
from typing import Any

import pandas as pd

from queries.computed.computed import Ask, Computed, Parameters
from queries.statistics.intervals import newcombe_difference, wilson
from queries.statistics.survival import kaplan_meier, quantile, quantile_interval

FEWEST = 5
KEPT = (
    *("bucket", "position", "stage", "is_optional", "window_days", "entered", "told", "skipped", "out_of_order"),
    *("returned", "converted", "late", "dropped", "lost", "in_window"),
)
SHARE = ("n", "value", "low", "high", "is_mature")
BEFORE = ("entered", "n", "value", "low", "high", "is_mature")
CHANGE = ("change", "change_low", "change_high")
REACHED = (
    *("position", "stage", "customers", "in_time", "share", "low", "high", "is_mature"),
    *("before_customers", "before_in_time", "change", "change_low", "change_high"),
)
NEVER = dt.date(1900, 1, 1)
TIMES = ("p50_days", "p50_days_low", "p50_days_high")


def journey_steps(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """The funnel with the share that moved on within the window (Wilson), the median days to the next stage
    (Kaplan-Meier, null where it is not reached), the same of the customers of the days before, and the change (Newcombe).

    Shares are of the n customers who have had the window; on fewer than 5 there is none. The change is given only where
    all customers of both have had it.
    """
    rows = _with_shares(ask("journey_funnel", **parameters))
    times = ask("journey_times", **parameters)
    medians = [_median(times, row) for row in rows.to_dict("records")]
    before = _with_shares(ask("journey_funnel", **_days_before(parameters)))
    keys = ["bucket", "position"]
    earlier = before[[*keys, *BEFORE, "hits"]].rename(columns={name: f"before_{name}" for name in (*BEFORE, "hits")})
    rows = rows.merge(earlier, on=keys, how="left")
    changes = [_change(row) for row in rows.to_dict("records")]
    found = rows.assign(
        **{name: [each[place] for each in medians] for place, name in enumerate(TIMES)},
        **{name: [each[place] for each in changes] for place, name in enumerate(CHANGE)},
        before_is_mature=_flags(rows["before_is_mature"]),
    )
    order = [*KEPT, *SHARE, *TIMES, *(f"before_{name}" for name in BEFORE), *CHANGE]
    return found[order].astype(dict.fromkeys((*TIMES, *CHANGE), "float64"))


def journey_reached(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """Customers who reached each stage in time, within the summed windows before it, of all who came, with Wilson's
    interval; the same of the customers before, and the change (Newcombe) where all customers of both have had the time."""
    now, before = (_reached(ask("journey_cohorts", **each)) for each in (dict(parameters), _days_before(parameters)))
    rows = now.merge(before, on=["position", "stage"], how="left", suffixes=("", "_before"))
    changes = [
        newcombe_difference(row["in_time"], row["customers"], other_successes=row["in_time_before"],
                            other_n=row["customers_before"])
        if row["is_mature"] and row["is_mature_before"] is True and min(row["customers"], row["customers_before"]) >= FEWEST
        else None
        for row in rows.to_dict("records")
    ]  # fmt: skip
    change = {
        "change": [math.nan if each is None else each.value for each in changes],
        "change_low": [math.nan if each is None else each.low for each in changes],
        "change_high": [math.nan if each is None else each.high for each in changes],
    }
    found = rows.assign(**change).rename(
        columns={"customers_before": "before_customers", "in_time_before": "before_in_time"}
    )
    return found[list(REACHED)]


def _reached(cohorts: pd.DataFrame) -> pd.DataFrame:
    """The months of entry together."""
    rows = cohorts.assign(is_mature=_flags(cohorts["is_share_mature"]))
    sums = rows.groupby(["position", "stage"], as_index=False, sort=True).agg(
        customers=("customers", "sum"), in_time=("in_time", "sum"), is_mature=("is_mature", "all")
    )
    counts = list(zip(sums["in_time"].astype(float), sums["customers"].astype(float), strict=True))
    spans = [wilson(hits, n) if n >= FEWEST else None for hits, n in counts]
    return sums.assign(
        share=[hits / n if n >= FEWEST else math.nan for hits, n in counts],
        low=[math.nan if span is None else span.low for span in spans],
        high=[math.nan if span is None else span.high for span in spans],
    )


def _days_before(parameters: Parameters) -> dict[str, Any]:
    """The same for the days to compare with; no days at all where there are none to compare with."""
    if parameters["previous_from"] is None or parameters["previous_to"] is None:
        return {**parameters, "from": NEVER, "to": NEVER}
    return {**parameters, "from": parameters["previous_from"], "to": parameters["previous_to"]}


def _with_shares(funnel: pd.DataFrame) -> pd.DataFrame:
    n, hits = funnel["mature"].astype("float64"), funnel["mature_converted"].astype("float64")
    is_enough = n >= FEWEST
    spans = [wilson(hit, number) if enough else None for hit, number, enough in zip(hits, n, is_enough, strict=True)]
    return funnel[list(KEPT)].assign(
        n=n,
        hits=hits,
        value=(hits / n.where(n > 0)).where(is_enough),
        low=[math.nan if span is None else span.low for span in spans],
        high=[math.nan if span is None else span.high for span in spans],
        is_mature=_flags(funnel["is_mature"]),
    )


def _flags(column: pd.Series) -> pd.Series:
    """True where it is true; what is not known is false."""
    return column.astype("boolean").fillna(False).astype(bool)


def _median(times: pd.DataFrame, row: dict[Any, Any]) -> tuple[float, float, float]:
    """The median days of a step and its interval; nan where too few set out, or it is not reached."""
    is_same = times["bucket"].isna() if row["bucket"] is None or row["bucket"] != row["bucket"] else times["bucket"] == row["bucket"]  # fmt: skip
    step = times[is_same & (times["position"] == row["position"])]
    if step["customers"].sum() < FEWEST:
        return math.nan, math.nan, math.nan
    curve = kaplan_meier(step["days"], step["is_observed"], counts=step["customers"])
    middle, ends = quantile(curve, 0.5), quantile_interval(curve, 0.5)
    low, high = (math.nan if end is None else end for end in (ends.low, ends.high))
    return (math.nan, math.nan, math.nan) if middle is None else (middle, low, high)


def _change(row: dict[Any, Any]) -> tuple[float, float, float]:
    """The share less that of the customers before, with its interval; nan where one of them cannot be judged."""
    is_judged = (
        row["is_mature"] and row["before_is_mature"] is True and row["n"] >= FEWEST and row["before_n"] >= FEWEST
    )
    if not is_judged:
        return math.nan, math.nan, math.nan
    found = newcombe_difference(row["hits"], row["n"], other_successes=row["before_hits"], other_n=row["before_n"])
    assert found is not None  # neither is a share of nothing
    return found.value, found.low, found.high


JOURNEY_STEPS = (
    Computed(
        "journey_steps",
        "One row per bucket of $customers_by and stage: the funnel with intervals, median days, and the earlier customers.",
        ("journey_funnel", "journey_times"),
        journey_steps,
        takes=("previous_from", "previous_to"),
    ),
    Computed(
        "journey_reached",
        "One row per stage: the share of those who came that reached it in time, with its interval, and the change.",
        ("journey_cohorts",),
        journey_reached,
        takes=("previous_from", "previous_to"),
    ),
)
