"""What does satisfaction go with: the groups that were seen, the curve along minutes, and where it turns?"""

import math

import numpy as np
import pandas as pd

from queries.computed.apart import with_shares
from queries.computed.computed import Ask, Computed, Parameters
from queries.statistics.dose import dose_curve
from queries.statistics.turning import TurningPoint, bent_line, turning_point

MINUTES = ("first_reply", "resolution")  # doses that span minutes to months; the others are counts, or go round
DOTS = 12  # groups of minutes that are drawn
FEWEST_IN_GROUP = 30  # of groups that are set against each other
FEWEST_DOSES = 8  # different doses, below which nobody can tell where a curve turns
FEWEST_EVENTS = 30  # satisfied and not: ten for each of level, point and slope (Peduzzi and others 1996)
VERDICTS = ("turns", "no point stands out", "too few to look", "only minutes have a curve")


def groups(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """The bins with their share, its interval by customers, and which two are surely farthest apart."""
    return with_shares(ask("csat_by_dose", **{**parameters, "bins": DOTS}), fewest=FEWEST_IN_GROUP)


def curve(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """The fitted share along the minutes with its band; a line that bends where customers turn, else a smooth curve."""
    bins = ask("csat_by_dose", **parameters)
    columns = ["x", "value", "low", "high", "p_value", "n", "model"]
    if parameters["dose"] not in MINUTES or bins.empty:
        return pd.DataFrame(columns=columns)
    at, n, hits = _read(bins)
    effect = float(bins["design_effect"].iloc[0])
    _, turning = _turning(bins)
    if turning is not None:
        found = bent_line(at, n, hits, is_log=True, turning=turning, design_effect=effect)
    else:
        found = dose_curve(at, n, hits, is_log=True, design_effect=effect)
    if found is None:
        return pd.DataFrame(columns=columns)
    line = {"x": found.x, "value": found.value, "low": found.low, "high": found.high}
    model = "smooth curve" if turning is None else "bent line"
    return pd.DataFrame(line).assign(p_value=found.p_value, n=found.n, model=model)


def turning(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """Where the share turns, with its interval; its verdict where there is no such point."""
    bins = ask("csat_by_dose", **parameters)
    verdict, found = _turning(bins) if parameters["dose"] in MINUTES else (VERDICTS[3], None)
    names = ("at", "low", "high", "before", "after", "after_at", "p_value")
    row = {name: math.nan if found is None else getattr(found, name) for name in names}
    counts = {"n": int(bins["n"].sum()), "doses": int(bins["middle"].nunique())}
    return pd.DataFrame([{"verdict": verdict, **row, **counts}])


def _turning(bins: pd.DataFrame) -> tuple[str, TurningPoint | None]:
    """The verdict, and the point where there is one."""
    at, n, hits = _read(bins)
    effect = float(bins["design_effect"].iloc[0]) if len(bins) else 1.0
    events = min(hits.sum(), n.sum() - hits.sum()) / effect
    if len(np.unique(at)) < FEWEST_DOSES or events < FEWEST_EVENTS:
        return VERDICTS[2], None
    found = turning_point(at, n, hits, is_log=True, design_effect=effect)
    return VERDICTS[0] if found is not None else VERDICTS[1], found


def _read(bins: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    at, n, hits = (bins[column].to_numpy(dtype="float64") for column in ("middle", "n", "hits"))
    return at, n, hits


DOSES = (
    Computed(
        "dose_groups",
        "One row per group of ratings by $dose: share satisfied, its interval by customers, the two groups clearest apart.",
        ("csat_by_dose",),
        groups,
        sets=("bins",),
    ),
    Computed(
        "dose_curve",
        "One row per point of CSAT along the minutes $dose, with its band: a line that bends where it turns, or a curve.",
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
