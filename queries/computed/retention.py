"""How many stay, how long, and whom does the firm lose for which reason?"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from queries.computed.computed import Ask, Computed, Parameters
from queries.statistics.competing import cumulative_incidence, lost_at
from queries.statistics.intervals import Estimate
from queries.statistics.log_rank import log_rank
from queries.statistics.restricted_mean import restricted_mean
from queries.statistics.risk_sets import RiskSets, count_risk_sets, numbers_at_risk
from queries.statistics.survival import survival_at, survival_curve
from queries.statistics.thin import FEWEST_AT_RISK, FEWEST_FOR_SHARE, can_compare

YEAR = 365.0
MONTH = YEAR / 12
MARKS = (12, 24)  # months at which retention is told
REASONS = {"lost": "of their own accord", "involuntary": "by a failed payment"}
MOST_STEPS = 400  # of a curve


def sets_by_bucket(frame: pd.DataFrame) -> Mapping[str, RiskSets]:
    """The risk sets of every bucket of `retention_risk_sets`, the largest first."""
    sized = frame.groupby("bucket", sort=False)["entered"].sum().sort_values(ascending=False, kind="stable")
    return {
        str(bucket): count_risk_sets(
            rows["tenure_days"].to_numpy(dtype=float),
            entered=rows["entered"].to_numpy(dtype=float),
            events={reason: rows[reason].to_numpy(dtype=float) for reason in REASONS},
            censored=rows["censored"].to_numpy(dtype=float),
        )
        for bucket in sized.index
        for rows in [frame[frame["bucket"] == bucket]]
    }


def curves(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """Kaplan-Meier: bucket, days, value, low, high, at_risk; from 0 days on, as far as 10 are at risk."""
    parts = [_curve(bucket, sets) for bucket, sets in sets_by_bucket(ask("retention_risk_sets", **parameters)).items()]
    columns = ["bucket", "days", "value", "low", "high", "at_risk"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def _curve(bucket: str, sets: RiskSets) -> pd.DataFrame:
    curve = survival_curve(sets)
    if curve.until <= 0:
        return pd.DataFrame()
    days = np.concatenate([[0.0], curve.time, [curve.until]])
    steps = pd.DataFrame(
        {
            "days": days,
            "value": np.concatenate([[1.0], curve.survival, curve.survival[-1:] if curve.time.size else [1.0]]),
            "low": np.concatenate([[np.nan], curve.low, curve.low[-1:] if curve.time.size else [np.nan]]),
            "high": np.concatenate([[np.nan], curve.high, curve.high[-1:] if curve.time.size else [np.nan]]),
            "at_risk": numbers_at_risk(sets, days),
        }
    ).drop_duplicates("days", keep="last")
    if len(steps) > MOST_STEPS:
        keep = np.unique(np.linspace(0, len(steps) - 1, MOST_STEPS).round().astype(int))
        steps = steps.iloc[keep]
    return steps.assign(bucket=bucket)[["bucket", "days", "value", "low", "high", "at_risk"]]


def retention(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """What the curves say: kept after 12 and 24 months, mean months of the first 24, and whether the buckets differ.

    n is everybody who was watched, lost all of them who left. p_value: of the log-rank test over the buckets with
    enough losses to compare, the same on every row.
    """
    sets = sets_by_bucket(ask("retention_risk_sets", **parameters))
    comparable = [one for one in sets.values() if can_compare(_lost(one), sum(map(_lost, sets.values())) - _lost(one))]
    tested = log_rank(comparable) if len(comparable) > 1 else None
    rows = []
    for bucket, one in sets.items():
        row: dict[str, Any] = {"bucket": bucket, "n": one.n} | {key: _lost(one, key) for key in REASONS}
        is_enough = one.n >= FEWEST_FOR_SHARE
        for months, found in zip(MARKS, survival_at(one, [months * MONTH for months in MARKS]), strict=True):
            row |= _named(f"kept_{months}", found if is_enough else None)
        mean = restricted_mean(survival_curve(one), 2 * YEAR) if is_enough else None
        scaled = None if mean is None else Estimate(mean.value / MONTH, mean.low / MONTH, mean.high / MONTH)
        rows.append(row | _named("months_of_24", scaled) | {"p_value": tested.p_value if tested else np.nan})
    return pd.DataFrame(rows)


def reasons(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """Share lost for each reason after 12 and 24 months: cumulative incidence, the other reason not taken for staying."""
    rows = []
    for bucket, one in sets_by_bucket(ask("retention_risk_sets", **parameters)).items():
        found = lost_at(cumulative_incidence(one), [months * MONTH for months in MARKS])
        for key, reason in REASONS.items():
            for months, share in zip(MARKS, found.get(key, [None] * len(MARKS)), strict=True):
                row = {"bucket": bucket, "reason": reason, "months": months, "n": one.n, "lost": _lost(one, key)}
                rows.append(row | _named("value", share))
    return pd.DataFrame(rows)


def by_cohort(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """Share of each quarter's new customers who are kept, by month of tenure: start_quarter, months_since, at_risk, kept.

    By month's losses among those at risk in it (actuarial), so that late entry and unequal follow-up do no harm; at_risk
    when the month began; a cohort ends where fewer than 10 are at risk.
    """
    frame = ask("retention_cohorts", **parameters)
    if frame.empty:
        return pd.DataFrame(columns=["start_quarter", "months_since", "at_risk", "lost", "kept"])
    quarters = pd.PeriodIndex(pd.to_datetime(frame["start_month"]), freq="Q").strftime("%Y-Q%q")
    summed = frame.assign(start_quarter=quarters).groupby(["start_quarter", "months_since"])[["at_risk", "lost"]].sum()
    rows = []
    for quarter, cohort in summed.reset_index().groupby("start_quarter", sort=True):
        months = cohort.sort_values("months_since").reset_index(drop=True)
        if months["months_since"].iloc[0] != 1:  # came under observation late: what was lost before is not known
            continue
        few = np.flatnonzero(months["at_risk"].to_numpy() < FEWEST_AT_RISK)
        months = months.head(int(few[0])) if few.size else months
        kept = (1 - months["lost"] / months["at_risk"]).cumprod()
        rows.append(months.assign(start_quarter=quarter, kept=kept))
    columns = ["start_quarter", "months_since", "at_risk", "lost", "kept"]
    return pd.concat(rows, ignore_index=True)[columns] if rows else pd.DataFrame(columns=columns)


def _lost(sets: RiskSets, reason: str = "") -> float:
    return float(sets.events[reason].sum()) if reason else sets.total


def _named(name: str, found: Estimate | None) -> dict[str, float]:
    ends = (np.nan,) * 3 if found is None else (found.value, found.low, found.high)
    return dict(zip((name, f"{name}_low", f"{name}_high"), ends, strict=True))


RETENTION = (
    Computed(
        "retention_curves",
        "One row per bucket of $customers_by and step of its curve: share still a customer by days since the start (Kaplan-Meier).",
        ("retention_risk_sets",),
        curves,
    ),
    Computed(
        "retention",
        "One row per bucket of $customers_by: kept after 12 and 24 months, and mean months of the first 24, with intervals.",
        ("retention_risk_sets",),
        retention,
    ),
    Computed(
        "retention_reasons",
        "One row per bucket of $customers_by, reason and time: share lost for that reason (cumulative incidence).",
        ("retention_risk_sets",),
        reasons,
    ),
    Computed(
        "retention_by_cohort",
        "One row per quarter of start and month of tenure: customers at risk, lost in it, and share kept to its end.",
        ("retention_cohorts",),
        by_cohort,
    ),
)
