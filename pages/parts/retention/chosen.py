"""Which customers is a page about retention and money about, and who cannot be chosen there?"""

from dataclasses import dataclass

from pages.parts import asking, words
from pages.parts.cards import Source
from pages.parts.filters import View
from queries.filters import FIELDS, NONE

OF_CUSTOMERS = ("segment", "plan")  # filters that say something of a customer; all others are of tickets
DIMENSIONS = {
    "segment": "Segment",
    "plan": "Plan",
    "region": "Region",
    "acquisition_channel": "Acquisition channel",
    "industry": "Industry",
    "revenue_band": "Revenue",
    "start_year": "Year of start",
}


@dataclass(frozen=True)
class Chosen:
    """The customers asked for, whatever the days and tickets: their history counts as a whole."""

    segments: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()

    def source(self, question: str, **parameters: object) -> Source:
        """A question about these customers."""
        given: dict[str, object] = {"segments": list(self.segments) or None, "plans": list(self.plans) or None}
        return Source(question, {**{key: value for key, value in given.items() if value}, **parameters})

    def words(self) -> str:
        """The choice in words."""
        said = [
            f"{name} {words.list_text('none' if value == NONE else value for value in values)}"
            for name, values in (("segment", self.segments), ("plan", self.plans))
            if values
        ]
        return "; ".join(said) or "all customers"


def chosen(view: View) -> Chosen:
    """The customers that the shared filters choose."""
    return Chosen(view.filters.values("segment"), view.filters.values("plan"))


def unused_words(view: View) -> str:
    """Which of the shared filters do nothing here; empty when none is set."""
    unused = [field for field in FIELDS if view.filters.values(field) and field not in OF_CUSTOMERS]
    if not unused:
        return ""
    return f"Filters of tickets ({words.list_text(unused)}) choose no customers, and do nothing on this page."


@asking.remembered
def dimensions(one: Chosen) -> tuple[str, ...]:
    """The dimensions in which these customers differ: at least two groups with five customers or more."""
    there = []
    for by in DIMENSIONS:
        frame = one.source("retention_risk_sets", customers_by=by).ask()
        if int((frame.groupby("bucket")["entered"].sum() >= words.FEWEST).sum()) > 1:
            there.append(by)
    return tuple(there)
