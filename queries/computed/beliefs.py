"""What of what the firm believes about support do its own records bear out?

Each belief gets a verdict: supported, not supported, contradicted, or cannot be tested with this data. Several verdicts at
once are corrected for their number (Benjamini and Hochberg): a belief is supported, or contradicted, only where its test
still counts after that.
"""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from queries.computed import one_poor, support, value
from queries.computed.computed import Ask, Computed, Parameters
from queries.statistics.comparison import Comparison
from queries.statistics.intervals import Estimate, difference, newcombe_difference, normal_quantile, nps, poisson_ratio
from queries.statistics.like_with_like import compare
from queries.statistics.multiplicity import benjamini_hochberg, two_proportions_p
from queries.statistics.refusals import Reason
from queries.statistics.thin import FEWEST_FOR_SHARE

SUPPORTED, NOT_SUPPORTED, CONTRADICTED, UNTESTED = (
    "supported",
    "not supported",
    "contradicted",
    "cannot be tested",
)
VERDICTS = (SUPPORTED, NOT_SUPPORTED, CONTRADICTED, UNTESTED)
CLEAR = 0.05
NEEDED = {  # what it would take, where a comparison was refused
    Reason.NOTHING: "customers of both kinds",
    Reason.LEAK: "a record of support that is made before customers leave, not after or because of it",
    Reason.COUNTS_ONLY: "enough lost customers: 20 in all and 10 of each kind",
    Reason.NOT_FOLLOWED: "12 months of data after the day of comparison",
    Reason.TOO_FEW_EVENTS: "more lost customers, to compare like with like",
    Reason.NO_OVERLAP: "customers of both kinds who are alike enough to be compared",
}


@dataclass(frozen=True)
class Evidence:
    """What the records say of one belief.

    measure: what the figure is; unit: points (difference of shares), score, ratio or share; value with its ends; none: the
    figure if the belief were empty (0 of a difference, 1 of a ratio); within: the range that is believed, where it is one.
    n: what it rests on, of: what those are. p_value: of no such thing, where it is tested. missing: why it cannot be tested.
    is_like_with_like: compared among alike customers.
    """

    measure: str
    unit: str
    estimate: Estimate | None = None
    n: float = 0
    of: str = "customers"
    p_value: float = math.nan
    none: float = 0.0
    within: tuple[float, float] | None = None
    missing: str = ""
    is_like_with_like: bool = False


def customers_stay(ask: Ask, parameters: Parameters) -> Evidence:
    """Customers with good support stay longer."""
    found = support.compared(ask, {**parameters, "exposure_of": "overall"})
    return _of_comparison(found, "more kept 12 months later after good than after poor support")


def satisfied_renew(ask: Ask, parameters: Parameters) -> Evidence:
    """Satisfied customers renew."""
    rows = ask("renewal_by_rating", **{**parameters, "kind": "csat"}).to_dict("records")
    found = {str(row["rating"]): (float(row["renewed"]), float(row["due"])) for row in rows}
    measure = "more still there after their anniversary, last rating of the year before good against poor"
    if not {"good", "poor"} <= set(found):
        return Evidence(measure, "points", missing="good and poor ratings in the year before an anniversary")
    return _of_shares(measure, found["good"], found["poor"], of="anniversaries")


def ratings_go_with_quality(ask: Ask, parameters: Parameters) -> Evidence:
    """CSAT and NPS go with the quality of support."""
    frame = ask("quality_by_rating", **parameters)
    sums = frame.pivot_table(index="handling", columns="rating", values="tickets", aggfunc="sum", fill_value=0)
    measure = "more rated good where the ticket had been handled well than where it had been handled poorly"
    if not {"good", "poor"} <= set(sums.index):
        return Evidence(measure, "points", missing="ratings of tickets handled well and of tickets handled poorly")
    rated = {str(handling): float(n) for handling, n in sums.sum(axis=1).items()}
    good = (
        {str(handling): float(n) for handling, n in sums["good"].items()}
        if "good" in sums
        else dict.fromkeys(rated, 0.0)
    )
    return _of_shares(measure, *((good[handling], rated[handling]) for handling in ("good", "poor")), of="ratings")


def one_poor_outweighs(ask: Ask, parameters: Parameters) -> Evidence:
    """One poor interaction outweighs several good ones: with one among several good ones fewer stay than with good ones only."""
    found = one_poor.combinations(ask, {**parameters, "landmark": one_poor.LANDMARK})
    return _of_comparison(
        found, "more kept 12 months later with good interactions only than with one poor among several good"
    )


def proactive_precedes_less_churn(ask: Ask, parameters: Parameters) -> Evidence:
    """Proactive support precedes less churn: contacted against not yet contacted, from the same day of the relation on."""
    measure = "more kept 12 months later where support had got in touch by itself than where it had not yet"
    cells = ask("proactive_cells", **parameters)
    if cells.empty or "contacted" not in set(cells["exposure"]):
        return Evidence(measure, "points", missing="contacts with origin proactive")
    found = compare(cells, support.CONFOUNDERS, first="contacted", second="not contacted", apart=())
    return _of_comparison(found, measure)


def support_makes_advocates(ask: Ask, parameters: Parameters) -> Evidence:
    """Good support goes with advocates, poor support with detractors."""
    measure = "NPS after good support only, less that after some poor support"
    rows = ask("nps_by_support", **_whole_time(ask, parameters)).to_dict("records")
    found_rows = {str(row["bucket"]): row for row in rows}
    if not {"good only", "some poor"} <= set(found_rows):
        return Evidence(
            measure, "score", missing="answers to the recommendation question after good and after poor support"
        )
    scores = [
        nps(promoters=float(row["promoters"]), passives=float(row["passives"]), detractors=float(row["detractors"]))
        for row in (found_rows["good only"], found_rows["some poor"])
    ]
    n = [float(found_rows[bucket]["n"]) for bucket in ("good only", "some poor")]
    if min(n) < FEWEST_FOR_SHARE or scores[0] is None or scores[1] is None:
        return Evidence(
            measure, "score", missing=f"at least {FEWEST_FOR_SHARE} answers after good and after poor support"
        )
    found = difference(scores[0], scores[1])
    return Evidence(measure, "score", found, n=sum(n), of="answers", p_value=_p_of(found))


def acquiring_costs_more(ask: Ask, parameters: Parameters) -> Evidence:
    """Winning a customer costs 5 to 7 times keeping one."""
    measure = "cost of winning a customer, as a multiple of that of keeping one for a year"
    frame = value.costs(ask, {**parameters, "customers_by": "all"})
    row = frame.iloc[0] if len(frame) else None
    if row is None or pd.isna(row["ratio"]):
        return Evidence(
            measure,
            "ratio",
            missing="the cost of keeping a customer (setting) and of winning one (customers or setting)",
        )
    found = Estimate(float(row["ratio"]), float(row["ratio_low"]), float(row["ratio_high"]))
    return Evidence(measure, "ratio", found, n=float(row["customers"]), none=1, within=value.QUOTED_RATIO)


def retention_raises_value(ask: Ask, parameters: Parameters) -> Evidence:
    """Better retention raises lifetime value by 25 to 95 %: the firm's own change for 5 points more retention."""
    measure = "change of lifetime value for 5 points more retention a year"
    frame = value.lift(ask, parameters)
    if frame.empty or pd.isna(frame["change"].iloc[0]):
        return Evidence(measure, "share", missing="customers with a start, an end and their revenue")
    row = frame.iloc[0]
    found = Estimate(float(row["change"]), float(row["change_low"]), float(row["change_high"]))
    return Evidence(measure, "share", found, n=float(row["n"]), of="customers", within=value.QUOTED_LIFT)


def support_touches_more(ask: Ask, parameters: Parameters) -> Evidence:
    """Support touches customers more often than sales does."""
    measure = "contacts with support as a multiple of new, extended and one-off orders"
    frame = ask("contacts_by_origin", **parameters).set_index("origin")
    counts = frame["contacts"].astype(float)
    touches, sales = float(counts.get("customer", 0) + counts.get("proactive", 0)), float(counts.get("order", 0))
    found = poisson_ratio(touches, sales) if touches and sales else None
    if found is None:
        return Evidence(measure, "ratio", missing="orders beside tickets")
    return Evidence(
        measure, "ratio", found, n=touches + sales, of="contacts and orders", p_value=_p_of_ratio(found), none=1
    )


BELIEFS: Mapping[str, Callable[[Ask, Parameters], Evidence]] = {
    "Customers with good support stay longer": customers_stay,
    "Satisfied customers renew": satisfied_renew,
    "Ratings go with the quality of support": ratings_go_with_quality,
    "One poor interaction outweighs several good ones": one_poor_outweighs,
    "Proactive support precedes less churn": proactive_precedes_less_churn,
    "Good support goes with advocates, poor support with detractors": support_makes_advocates,
    "Winning a customer costs 5 to 7 times keeping one": acquiring_costs_more,
    "Better retention raises lifetime value by 25 to 95%": retention_raises_value,
    "Support touches customers more often than sales does": support_touches_more,
}


def verdicts(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """The nine beliefs with their evidence and verdict; adjusted: p-value corrected for the number of tests."""
    found = [(belief, test(ask, parameters)) for belief, test in BELIEFS.items()]
    adjusted = benjamini_hochberg([one.p_value for _, one in found])
    rows: list[dict[str, Any]] = []
    for number, ((belief, one), corrected) in enumerate(zip(found, adjusted, strict=True), start=1):
        row = {"number": number, "belief": belief, "verdict": verdict(one, float(corrected)), "measure": one.measure}
        row |= {"unit": one.unit, **support.ends_of("value", one.estimate), "n": one.n, "of": one.of}
        row |= {"p_value": one.p_value, "adjusted": float(corrected), "is_like_with_like": one.is_like_with_like}
        rows.append(row | {"missing": one.missing or None})
    return pd.DataFrame(rows)


def verdict(evidence: Evidence, adjusted: float) -> str:
    """What the evidence says of the belief.

    A belief in a difference is supported where the test counts and the figure lies on the believed side, contradicted where
    it counts on the other. A belief in a range is supported where the whole interval lies inside it, contradicted where all
    of it lies outside.
    """
    found = evidence.estimate
    if found is None:
        return UNTESTED
    if evidence.within is not None:
        low, high = evidence.within
        if low <= found.low and found.high <= high:
            return SUPPORTED
        return CONTRADICTED if found.high < low or found.low > high else NOT_SUPPORTED
    if not adjusted < CLEAR:
        return NOT_SUPPORTED
    return SUPPORTED if found.value > evidence.none else CONTRADICTED


def _of_comparison(found: Comparison, measure: str) -> Evidence:
    """A difference of shares kept, like with like."""
    empty = Evidence(measure, "points", n=found.customers, is_like_with_like=True)
    if found.refusal is not None or found.difference is None:
        return replace(empty, missing=NEEDED[found.refusal.reason] if found.refusal else "enough lost customers")
    return replace(empty, estimate=found.difference, p_value=math.nan if found.p_value is None else found.p_value)


def _of_shares(measure: str, first: tuple[float, float], other: tuple[float, float], *, of: str) -> Evidence:
    """A difference of two shares as recorded: (hits, n) of each."""
    (hits, n), (other_hits, other_n) = ((float(one[0]), float(one[1])) for one in (first, other))
    if min(n, other_n) < FEWEST_FOR_SHARE:
        return Evidence(
            measure, "points", n=n + other_n, of=of, missing=f"at least {FEWEST_FOR_SHARE} {of} in both groups"
        )
    found = newcombe_difference(hits, n, other_successes=other_hits, other_n=other_n)
    p_value = two_proportions_p(hits, n, other_successes=other_hits, other_n=other_n)
    return Evidence(measure, "points", found, n=n + other_n, of=of, p_value=math.nan if p_value is None else p_value)


def _p_of(found: Estimate) -> float:
    """Two-sided p-value of a figure of 0 that belongs to the interval, by the side of it that faces 0."""
    half = found.value - found.low if found.value > 0 else found.high - found.value
    return math.erfc(abs(found.value) / half * normal_quantile(0.95) / math.sqrt(2)) if half > 0 else math.nan


def _p_of_ratio(found: Estimate) -> float:
    """The same of a ratio of 1."""
    ends = [math.log(end) if end > 0 else -math.inf for end in (found.value, found.low, found.high)]
    return 0.0 if math.isinf(ends[1]) else _p_of(Estimate(*ends))


def _whole_time(ask: Ask, parameters: Parameters) -> dict[str, Any]:
    """The same parameters for all days of the data."""
    status = ask("data_status").iloc[0]
    days = [status["answers_first_day"], status["answers_last_day"], status["first_day"], status["last_day"]]
    known = [dt.date.fromisoformat(day) for day in days if isinstance(day, str)]
    return {**parameters, "from": min(known), "to": max(known)} if known else dict(parameters)


_READS = (
    *("landmark_cells", "landmark_groups", "renewal_by_rating", "quality_by_rating", "interaction_cells"),
    *("proactive_cells", "nps_by_support", "data_status", "value_lives", "money_settings", "acquisition_costs"),
    "contacts_by_origin",
)
TESTED = (
    Computed(
        "beliefs",
        "One row per belief about support: its verdict on this firm's data, with the figure, interval, n, p, and what is missing.",
        _READS,
        verdicts,
        sets=("from", "to", "kind", "exposure_of", "customers_by"),
    ),
)
