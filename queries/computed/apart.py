"""Which groups of answers are surely apart? Columns for a frame of groups, by customers."""

import math
from collections.abc import Iterable

import pandas as pd

from queries.statistics.clusters import Group, clearest_difference


def with_shares(frame: pd.DataFrame, *, fewest: int, pairs: Iterable[tuple[int, int]] | None = None) -> pd.DataFrame:
    """The groups (hits, n, customers, squares) with value, value_low, value_high, clearest, apart_low and apart_high.

    clearest: higher or lower for the two that are surely farthest apart, among those with at least `fewest` answers
    (and among `pairs` of places, where given); apart: the interval of their difference, on every row.
    """
    known = [
        Group(float(row["hits"]), float(row["n"]), float(row["squares"]), int(row["customers"]))
        for row in frame.to_dict("records")
    ]
    compared = [
        (one, other)
        for one in range(len(known))
        for other in range(one + 1, len(known))
        if known[one].n >= fewest <= known[other].n
    ]
    if pairs is not None:
        wanted = {tuple(sorted(pair)) for pair in pairs}
        compared = [pair for pair in compared if pair in wanted]
    found = clearest_difference(known, compared)
    clearest: list[str | None] = [None] * len(known)
    if found is not None:
        clearest[found.higher], clearest[found.lower] = "higher", "lower"
    shares = [group.share() for group in known]
    return frame.drop(columns=["squares"]).assign(
        value=frame["hits"] / frame["n"],
        value_low=[math.nan if share is None else share.low for share in shares],
        value_high=[math.nan if share is None else share.high for share in shares],
        clearest=pd.Series(clearest, index=frame.index, dtype="object"),
        apart_low=math.nan if found is None else found.difference.low,
        apart_high=math.nan if found is None else found.difference.high,
    )
