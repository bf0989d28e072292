"""Do customers move on more often after good support than after poor support, as recorded and compared like with like?"""

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from queries.computed.computed import Ask, Computed, Parameters

if TYPE_CHECKING:
    from queries.statistics.comparison import Comparison, Group
    from queries.statistics.intervals import Estimate

MONTH = 30  # days, as the cells count them
GOOD, POOR, APART = "good", "poor", "no contact"
RECORDED, ALIKE = "as recorded", "like with like"
DIFFERENCE = "good minus poor"
# What is known of customers when their first days in the stage are over: never anything that came later.
CONFOUNDERS = (
    *("segment", "plan", "region", "industry", "acquisition_channel", "start_quarter"),
    *("tickets_band", "first_category", "first_priority"),
)
COLUMNS = (
    *("reading", "exposure", "customers", "moved_on", "value", "low", "high", "p_value", "is_model_dependent"),
    *("weighted", "used", "left_out", "refusal", "refusal_of", "refusal_value", "refusal_needed"),
    *("stage", "window_days", "landmark", "moved_on_before", "lost_before", "young"),
)


def journey_helped(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """Shares that moved on within the window, by the support of the first days in the stage, and their difference.

    As recorded: Kaplan-Meier of customers as they were; like with like: had all of them had that support, by what was
    known by then (source: `queries.statistics.like_with_like`). Customers without contact are another population: a
    line of their own, never compared. Where the comparison is refused, it says why, and only counts are left.
    """
    from queries.statistics.like_with_like import compare

    marks = ask("journey_landmarks", **parameters)
    marks = marks[marks["stage"] == parameters["stage"]]
    if marks.empty or not int(marks["compared"].iloc[0]):
        return pd.DataFrame(columns=list(COLUMNS))
    mark = marks.iloc[0]
    horizon = max(math.ceil((mark["window_days"] - mark["landmark"]) / MONTH), 1)
    cells = ask("journey_help_cells", **parameters)
    found = compare(cells, CONFOUNDERS, first=GOOD, second=POOR, horizon=horizon, is_event_good=True)
    rows = [_row(RECORDED, group, group.crude) for group in found.groups]
    rows += [_row(ALIKE, group, group.standardised) for group in found.groups if group.standardised is not None]
    rows += [_difference(RECORDED, found, found.crude), _difference(ALIKE, found, found.difference)]
    refusal = found.refusal
    frame = pd.DataFrame(rows).assign(
        refusal=None if refusal is None else str(refusal.reason),
        refusal_of=None if refusal is None else refusal.level,
        refusal_value=math.nan if refusal is None else refusal.value,
        refusal_needed=math.nan if refusal is None else refusal.needed,
        used=", ".join(found.used),
        left_out=", ".join(found.left_out),
        stage=mark["stage"],
        window_days=int(mark["window_days"]),
        landmark=int(mark["landmark"]),
        moved_on_before=int(mark["moved_on"]),
        lost_before=int(mark["lost"]),
        young=int(mark["young"]),
    )
    return frame.reindex(columns=list(COLUMNS))


def _row(reading: str, group: "Group", share: "Estimate | None") -> dict[str, Any]:
    counts = group.counts
    return {
        "reading": reading,
        "exposure": counts.level,
        "customers": counts.customers,
        "moved_on": counts.events,
    } | _of(share)


def _difference(reading: str, found: "Comparison", difference: "Estimate | None") -> dict[str, Any]:
    is_alike = reading == ALIKE
    more = {"p_value": found.p_value, "weighted": found.weighted, "is_model_dependent": found.is_model_dependent}
    both = [group.counts for group in (found.group(GOOD), found.group(POOR)) if group is not None]
    counts = {"customers": sum(one.customers for one in both), "moved_on": sum(one.events for one in both)}
    row: dict[str, Any] = {"reading": reading, "exposure": DIFFERENCE}
    return row | counts | _of(difference) | (more if is_alike else {})


def _of(share: "Estimate | None") -> dict[str, float | None]:
    return {name: None if share is None else getattr(share, name) for name in ("value", "low", "high")}


JOURNEY_HELPING = (
    Computed(
        "journey_helped",
        "One row per reading (as recorded, like with like) and support in the first days of $stage: the share that moved on.",
        ("journey_help_cells", "journey_landmarks"),
        journey_helped,
    ),
)
