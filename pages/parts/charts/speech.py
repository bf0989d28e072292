"""How are the numbers of one chart said: in which unit, by which clock, per which bucket, of what?"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pages.parts import words
from pages.parts.charts import texts


@dataclass(frozen=True)
class Speech:
    """Unit and clock of the values, what a bucket is (day, week, month or a dimension), and what n counts."""

    unit: words.Unit
    clock: words.Clock = "calendar"
    by: str = ""
    noun: str = "ticket"

    def value(self, value: float | None, n: float | None = None) -> str:
        """The value in words, too few below 5."""
        return words.value(self.unit, value, n=n, clock=self.clock)

    def change(self, difference: float | None) -> str:
        """A difference in words, with its sign."""
        return words.change(self.unit, difference, clock=self.clock)

    def hover(
        self,
        row: Mapping[Hashable, Any],
        *,
        value: str = "shown",
        ends: tuple[str, str] | None = None,
        name: str = "",
        more: Sequence[str] = (),
    ) -> str:
        """The hover of one mark: its name and value, then bucket, interval, n, whether that is few, and more.

        row: bucket, n, the column `value`, and the columns of the interval where `ends` names them.
        """
        when = words.bucket_text(row["bucket"], self.by)
        lines = [when[:1].upper() + when[1:] if self.by in ("week", "month", "day") else when]
        n = row.get("n")
        has_value = not words.is_missing(row[value])
        if ends and has_value:
            lines.append(words.interval_text(row[ends[0]], row[ends[1]], unit=self.unit, n=n, clock=self.clock))
        if self.unit != "count" and n is not None and not words.is_missing(n):
            lines += [words.plural(n, self.noun), words.few_text(n, f"{self.noun}s") if n >= words.FEWEST else ""]
        said = words.plural(row[value], self.noun) if self.unit == "count" and has_value else self.value(row[value], n)
        return texts.hover(f"{name} {said}".strip(), *lines, *more)


def shown_values(frame: pd.DataFrame, value: str, unit: words.Unit) -> pd.Series:
    """The values as numbers, missing where they rest on fewer than 5; counts always show."""
    numbers = pd.to_numeric(frame[value], errors="coerce").astype(float)
    return numbers if "n" not in frame or unit in ("count", "money") else numbers.mask(frame["n"] < words.FEWEST)
