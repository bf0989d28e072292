"""How far do the answers carry, what follows them, and whom do those who gave them bring?"""

import math
from typing import Any

import pandas as pd

from queries.computed.apart import with_shares
from queries.computed.computed import Ask, Computed, Parameters
from queries.statistics.clusters import one_way_components
from queries.statistics.intervals import Estimate, Interval, nps, poisson_interval, wilson
from queries.statistics.nonresponse import bounds, reweighted

FEWEST = 5
# What is known of the silent ones, the most telling first.
MARGINS = ("reply_speed", "reopened", "channel", "priority", "segment", "category")
READINGS = ("as answered", "weighted to all asked", "all silent unhappy, or happy")
WEIGHTS = ("effective_n", "largest_weight", "weighted_by")
# Histories of which none is a part of the other.
DISJOINT = (
    ("after a good one", "after a poor one"),
    ("after two good ones", "after a poor one made good"),
    ("after two good ones", "after a poor one"),
    ("after a poor one made good", "after a poor one"),
)


def weighted_answers(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """The answers to surveys sent in the period: as they are, weighted to all asked, and with the silent ones' limits.

    In the unit of the measure: share 0 to 1; NPS -100 to 100. Always three rows; what cannot be told is missing.
    """
    cells = ask("answer_cells", **parameters)
    is_net = parameters["kind"] == "nps"
    sent, answered = int(cells["sent"].sum()), int(cells["answered"].sum())
    total, squares = float(cells["total"].sum()), float(cells["squares"].sum())
    effect = float(ask("answer_repeats", **parameters)["design_effect"].iloc[0])
    read = _of_net if is_net else _of_shares
    raw, ends, limits = read(total, squares, answered=answered, sent=sent, effect=effect)
    found = reweighted(cells, MARGINS, is_net=is_net, design_effect=effect)
    scale = 100 if is_net else 1
    rows: list[dict[str, Any]] = [
        {"value": raw, "low": ends.low, "high": ends.high},
        {"value": math.nan, "low": limits.low, "high": limits.high},
    ]
    weighted: dict[str, Any] = dict.fromkeys(("value", "low", "high"), math.nan)
    if found is not None:
        weighted = {name: scale * getattr(found, name) for name in ("value", "low", "high")}
        weighted |= {"effective_n": found.effective_n, "largest_weight": found.largest_weight}
        weighted["weighted_by"] = ", ".join(found.margins)
    rows.insert(1, weighted)
    frame = pd.DataFrame(rows).assign(reading=READINGS, answered=answered, sent=sent, design_effect=effect)
    names = ("reading", "value", "low", "high", "answered", "sent", "design_effect", *WEIGHTS)
    return frame.reindex(columns=list(names))


def next_rating_shares(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """Each history with its share, the interval by customers, and which two histories are surely farthest apart."""
    frame = ask("next_ratings", **parameters)
    places = {str(name): place for place, name in enumerate(frame["bucket"])}
    pairs = [(places[one], places[other]) for one, other in DISJOINT if one in places and other in places]
    return with_shares(frame, fewest=FEWEST, pairs=pairs)


def experience_components(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """Standard deviations within and between customers, and the part between of both; missing where nothing repeats."""
    row = ask("experience_spread", **parameters).iloc[0]
    found = None
    if row["tickets"] > row["customers"] >= FEWEST:
        found = one_way_components(
            groups=int(row["customers"]),
            n=int(row["tickets"]),
            size_squares=float(row["sum_sizes_squared"]),
            within_squares=float(row["within_squares"]),
            between_squares=float(row["between_squares"]),
        )
    share = Estimate(math.nan, math.nan, math.nan) if found is None or found.share is None else found.share
    components = {
        "within": math.nan if found is None else found.within**0.5,
        "between": math.nan if found is None else found.between**0.5,
        "share_between": share.value,
        "low": share.low,
        "high": share.high,
    }
    counts = {name: int(row[name]) for name in ("customers", "tickets", "customers3", "with_poor")}
    return pd.DataFrame([components | counts])


def referral_rates(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """Referrers per 100 customers and year by band, with the exact interval of their number."""
    frame = ask("referrals_by_band", **parameters)
    ends = [poisson_interval(float(referrers)) for referrers in frame["referrers"]]
    per = 100 / frame["customer_years"].where(frame["customer_years"] > 0)
    return frame.assign(
        value=frame["referrers"] * per,
        low=pd.Series([end.low for end in ends], index=frame.index, dtype="float64") * per,
        high=pd.Series([end.high for end in ends], index=frame.index, dtype="float64") * per,
    )


def _of_shares(
    total: float, squares: float, *, answered: int, sent: int, effect: float
) -> tuple[float, Interval, Interval]:
    """The share, its interval, and its limits."""
    unknown = Interval(math.nan, math.nan)
    raw = total / answered if answered else math.nan
    ends = wilson(total / effect, answered / effect)
    return raw, ends or unknown, bounds(total, answered, sent=sent) or unknown


def _of_net(
    total: float, squares: float, *, answered: int, sent: int, effect: float
) -> tuple[float, Interval, Interval]:
    """The same of a net score in points."""
    if not answered:
        return math.nan, Interval(math.nan, math.nan), Interval(math.nan, math.nan)
    promoters, detractors = (squares + total) / 2, (squares - total) / 2
    counts = {"promoters": promoters, "passives": answered - squares, "detractors": detractors}
    found = nps(**{name: count / effect for name, count in counts.items()})
    assert found is not None
    silent = sent - answered
    limits = Interval(100 * (total - silent) / sent, 100 * (total + silent) / sent)
    return 100 * total / answered, Interval(found.low, found.high), limits


SATISFACTION = (
    Computed(
        "weighted_answers",
        "One row per reading of the answers to $kind: as answered, weighted to all asked, and the limits of the silence.",
        ("answer_cells", "answer_repeats"),
        weighted_answers,
    ),
    Computed(
        "next_rating_shares",
        "One row per what came before: share satisfied with the next contact, its interval by customers, the two clearest apart.",
        ("next_ratings",),
        next_rating_shares,
    ),
    Computed(
        "experience_components",
        "One row: how much the quality score differs within and between customers, and the part that lies between.",
        ("experience_spread",),
        experience_components,
    ),
    Computed(
        "referral_rates",
        "One row per band of the first answer: customers who referred others, per 100 customers and year, with interval.",
        ("referrals_by_band",),
        referral_rates,
    ),
)
