"""How far do the answers carry, and what do they go with?"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from queries.computed.computed import Ask, Computed, Parameters
from queries.statistics.dose import dose_curve, turning_point
from queries.statistics.intervals import Interval, nps, wilson
from queries.statistics.nonresponse import bounds, reweighted

# What is known of the silent ones, the most telling first.
MARGINS = ("reply_speed", "reopened", "channel", "priority", "segment", "category")
READINGS = ("as answered", "weighted to all asked", "all silent unhappy, or happy")
LOGARITHMIC = ("first_reply", "resolution")  # doses that span minutes to months
FEWEST_DOSES = 8  # different doses, below which nobody can tell where a curve turns
VERDICTS = ("turns", "no point stands out", "too few to look")


def weighted_answers(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """The answers to surveys sent in the period: as they are, weighted to all asked, and with the silent ones' limits.

    In the unit of the measure: share 0 to 1; NPS -100 to 100. Always three rows; what cannot be told is missing.
    """
    cells = ask("answer_cells", **parameters)
    is_net = parameters["kind"] == "nps"
    sent, answered = int(cells["sent"].sum()), int(cells["answered"].sum())
    total, squares = float(cells["total"].sum()), float(cells["squares"].sum())
    raw, ends, limits = _of_net(total, squares, answered, sent) if is_net else _of_shares(total, answered, sent)
    found = reweighted(cells, MARGINS, is_net=is_net)
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
    frame = pd.DataFrame(rows).assign(reading=READINGS, answered=answered, sent=sent)
    names = ("reading", "value", "low", "high", "answered", "sent", "effective_n", "largest_weight", "weighted_by")
    return frame.reindex(columns=list(names))


def curve(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """The fitted share along the dose with its band; no rows where there is nothing to fit."""
    is_cyclic = parameters["dose"] == "hour"
    found = None if is_cyclic else dose_curve(*_doses(ask, parameters), is_log=parameters["dose"] in LOGARITHMIC)
    if found is None:
        return pd.DataFrame(columns=["x", "value", "low", "high", "p_value", "n"], dtype="float64")
    columns = {"x": found.x, "value": found.value, "low": found.low, "high": found.high}
    return pd.DataFrame(columns).assign(p_value=found.p_value, n=found.n)


def turning(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """Where the share turns, with its interval; its verdict where there is no such point."""
    at, n, hits = _doses(ask, parameters)
    doses = len(np.unique(at))
    is_enough = doses >= FEWEST_DOSES and parameters["dose"] != "hour"
    found = turning_point(at, n, hits, is_log=parameters["dose"] in LOGARITHMIC) if is_enough else None
    names = ("at", "low", "high", "before", "after", "after_at", "p_value")
    row = {name: math.nan if found is None else getattr(found, name) for name in names}
    verdict = VERDICTS[0] if found is not None else VERDICTS[1] if is_enough else VERDICTS[2]
    return pd.DataFrame([{"verdict": verdict, **row, "n": int(n.sum()), "doses": doses}])


def _doses(ask: Ask, parameters: Parameters) -> Sequence[np.ndarray]:
    bins = ask("csat_by_dose", **parameters)
    return [bins[column].to_numpy(dtype="float64") for column in ("middle", "n", "hits")]


def _of_shares(total: float, answered: int, sent: int) -> tuple[float, Interval, Interval]:
    unknown = Interval(math.nan, math.nan)
    raw = total / answered if answered else math.nan
    return raw, wilson(total, answered) or unknown, bounds(total, answered, sent=sent) or unknown


def _of_net(total: float, squares: float, answered: int, sent: int) -> tuple[float, Interval, Interval]:
    promoters, detractors = (squares + total) / 2, (squares - total) / 2
    found = nps(promoters=promoters, passives=answered - squares, detractors=detractors)
    ends = Interval(math.nan, math.nan) if found is None else Interval(found.low, found.high)
    silent = sent - answered
    limits = Interval(100 * (total - silent) / sent, 100 * (total + silent) / sent) if sent else ends
    return 100 * total / answered if answered else math.nan, ends, limits


SATISFACTION = (
    Computed(
        "weighted_answers",
        "One row per reading of the answers to $kind: as answered, weighted to all asked, and the limits of the silence.",
        ("answer_cells",),
        weighted_answers,
    ),
    Computed(
        "dose_curve",
        "One row per point of the curve of CSAT along $dose, with its band; p_value: of no association at all.",
        ("csat_by_dose",),
        curve,
    ),
    Computed(
        "turning_point",
        "One row: beyond which $dose CSAT falls, with its interval, or the verdict that no such point stands out.",
        ("csat_by_dose",),
        turning,
    ),
)
