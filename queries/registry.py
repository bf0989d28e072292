"""Which metrics are there, and which of them can this data answer?"""

from collections.abc import Collection, Mapping

import pandas as pd

from queries.metrics.metric import Metric
from queries.metrics.quality import QUALITY
from queries.metrics.satisfaction import SATISFACTION
from queries.metrics.speed import SPEED
from queries.metrics.volume import VOLUME

__all__ = ["FAMILIES", "METRICS", "OF_ANSWERS", "Metric", "carried_columns", "missing_columns"]

FAMILIES: Mapping[str, tuple[Metric, ...]] = {
    "volume": VOLUME,
    "speed": SPEED,
    "quality": QUALITY,
    "satisfaction": SATISFACTION,
}
METRICS: Mapping[str, Metric] = {metric.key: metric for family in FAMILIES.values() for metric in family}
OF_ANSWERS = frozenset(metric.key for metric in SATISFACTION)  # metrics that count surveys, sent or answered


def carried_columns(carried: pd.DataFrame) -> frozenset[str]:
    """The columns ("tickets.solved_at") that the loaded sources carry, from the answer to the question `carried`."""
    having = carried[carried["is_carried"].astype(bool)]
    return frozenset(having["table_name"] + "." + having["column_name"])


def missing_columns(metric: Metric, columns: Collection[str]) -> tuple[str, ...]:
    """What of `metric.needs` is not among the columns; empty when the metric can be answered from this data."""
    return tuple(need for need in metric.needs if not any(one in columns for one in need.split("|")))
