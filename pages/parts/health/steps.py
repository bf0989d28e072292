"""In which month did a field begin, end, fall or rise? The one step that splits its months best."""

from dataclasses import dataclass

import pandas as pd

from pages.parts import words

STEP = 0.2  # smaller changes of a field's coverage are not named
NOTHING = 0.02  # filled in fewer rows: the field is not there
FEWEST_BEFORE = 2  # months before a step: the first month of an export is often only a part of one
# Fields that a ticket gets late: the last month's are not all there yet.
LATE = ("first_solved_at", "solved_at", "closed_at", "requester_wait_minutes", "csat_score", "csat_scale")


@dataclass(frozen=True)
class Step:
    """A field whose coverage changed: table and column, from which month on (ISO), its shares before and since."""

    table: str
    column: str
    month: str
    before: float
    since: float

    @property
    def is_fall(self) -> bool:
        return self.since < self.before

    @property
    def size(self) -> float:
        return abs(self.since - self.before)

    def words(self) -> str:
        """first_reply_at fell from 94% to 12% in Mar 2026"""
        when = words.bucket_text(self.month, "month")
        before, since = words.percent(self.before), words.percent(self.since)
        if self.since < NOTHING:
            return f"{self.column} ended in {when} (filled in {before} before, {since} since)"
        if self.before < NOTHING:
            return f"{self.column} began in {when} (filled in {before} before, {since} since)"
        return f"{self.column} {'fell' if self.is_fall else 'rose'} from {before} to {since} in {when}"


def steps(frame: pd.DataFrame) -> list[Step]:
    """The steps of at least 20 points: falls before rises, the largest first.

    frame: the answer to `field_coverage`; only complete months with at least 30 rows are read.
    """
    usable = frame[frame["is_complete"].astype(bool) & (frame["n"] >= words.FEW)].sort_values("month")
    found = [
        step
        for (table, column), rows in usable.groupby(["table_name", "column_name"], sort=True)
        if (step := _step(str(table), str(column), rows)) is not None
    ]
    return sorted(found, key=lambda step: (not step.is_fall, -step.size))


def _step(table: str, column: str, rows: pd.DataFrame) -> Step | None:
    if column in LATE:
        rows = rows.iloc[:-1]
    place = _best_place(rows)
    if place is not None and place < FEWEST_BEFORE:  # the first month stands alone: look at the others
        rows = rows.iloc[1:]
        place = _best_place(rows)
    if place is None or place < FEWEST_BEFORE:
        return None
    before, since = (part["filled"].sum() / part["n"].sum() for part in (rows.iloc[:place], rows.iloc[place:]))
    found = Step(table, column, str(rows["month"].iloc[place]), float(before), float(since))
    return found if found.size >= STEP else None


def _best_place(rows: pd.DataFrame) -> int | None:
    """Where to split the months so that the two parts differ most, by their rows; None without a difference."""
    n, filled = rows["n"].to_numpy(float), rows["filled"].to_numpy(float)
    apart = []
    for place in range(1, len(n)):
        before, since = n[:place].sum(), n[place:].sum()
        apart.append(before * since * (filled[place:].sum() / since - filled[:place].sum() / before) ** 2)
    return apart.index(max(apart)) + 1 if apart and max(apart) > 0 else None
