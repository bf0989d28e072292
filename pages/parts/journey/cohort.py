"""Which customers is the journey about, and which stages does this data know?"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from pages.parts import asking, words
from pages.parts.cards import Source
from pages.parts.filters import View
from pages.parts.measures import months_before
from queries.filters import Filters
from queries.journeys import judged_year, year_before
from queries.periods import DAY, Period

YEAR, CHOSEN, ALL = "Newest year whose time is over", "The chosen period", "All customers"
CHOICES = (YEAR, CHOSEN, ALL)
MONTHS = 36  # of entry that are compared over time


@dataclass(frozen=True)
class Cohort:
    """The customers who came in these days, those of the days before them, and the filters on both.

    before: None where nobody came before.
    """

    view: View
    period: Period
    before: Period | None

    def parameters(self, **more: object) -> dict[str, object]:
        """The parameters of a question about these customers."""
        days: dict[str, object] = {"from": self.period.start, "to": self.period.end}
        if self.before is not None:
            days |= {"previous_from": self.before.start, "previous_to": self.before.end}
        return {**self.view.filters.parameters(), "clock": self.view.clock, **days, **more}

    def link(
        self, more: Mapping[str, str | None], *, period: Period | None = None, filters: Filters | None = None
    ) -> dict[str, str]:
        """The address part of the list of customers behind a mark; more: what narrows it, by its name in the address."""
        return self.view.link(period=period or self.period, filters=filters, more=more)

    def words(self) -> str:
        """Came 1 Feb 2025 to 31 Jan 2026 · segment Mid-market."""
        chosen = Filters(segments=self.view.filters.segments, plans=self.view.filters.plans)
        of = f" · {chosen.describe()}" if chosen else ""
        return f"customers who came {words.period_text(self.period.start, self.period.end)}{of}"


@dataclass(frozen=True)
class Known:
    """What the data tells of the journey: its stages in order, the days of each step, and how far entries are known."""

    stages: tuple[str, ...]
    windows: tuple[int, ...]
    is_told: bool
    customers: int
    first_day: dt.date | None
    last_day: dt.date | None


@asking.remembered
def known() -> Known:
    """What there is of the journey in this data."""
    status = Source("journey_status").ask().iloc[0]
    stages = table_of_stages()
    there = stages[stages["is_in_data"].astype(bool) & stages["position"].notna()].sort_values("position")
    first, last = (
        None if words.is_missing(status[name]) else words.as_date(str(status[name]))
        for name in ("first_day", "last_day")
    )
    return Known(
        stages=tuple(there["stage"]),
        windows=tuple(int(days) for days in there["days_to_next"].dropna()),
        is_told=bool(status["is_told"]),
        customers=int(status["customers"]),
        first_day=first,
        last_day=last,
    )


def table_of_stages() -> pd.DataFrame:
    """Every stage of the settings, and those of files that the settings do not know."""
    return Source("journey_stages").ask()


def choose(view: View) -> Cohort | None:
    """Draw the choice of customers; None where there is no entry that could be judged."""
    found = known()
    chosen = st.segmented_control(
        "Customers who came in", CHOICES, default=YEAR, required=True, key="cohort", bind="query-params",
        help="The newest 12 months of customers who have had the time for the early steps; the days chosen at the left; or all there are.",
    )  # fmt: skip
    return cohort_of(chosen or YEAR, view, found)


def cohort_of(chosen: str, view: View, found: Known) -> Cohort | None:
    """The customers of a choice."""
    if found.first_day is None or found.last_day is None:
        return None
    if chosen == CHOSEN:
        return Cohort(view, view.period, view.before)
    if chosen == ALL:
        return Cohort(view, Period(found.first_day, max(found.last_day, found.first_day)), None)
    year = judged_year(found.first_day, found.last_day, found.windows)
    if year is None:
        return None
    before = year_before(year)
    return Cohort(view, year, before if before.start >= found.first_day.replace(day=1) else None)


def months(cohort: Cohort) -> Cohort:
    """The customers of the last 36 months of entry, whose months are compared with each other; those of the cohort, too."""
    last = known().last_day or cohort.period.end
    start = min(cohort.period.start.replace(day=1), months_before(last, MONTHS - 1))
    first = known().first_day or start
    return Cohort(cohort.view, Period(max(start, first.replace(day=1)), max(last, cohort.period.end)), None)


def month(day: str) -> Period:
    """The days of a month of entry."""
    first = words.as_date(day)
    return Period(first, months_before(first, -1) - DAY)


def covered_words() -> str:
    """The days on which customers came, in words."""
    found = known()
    if found.first_day is None or found.last_day is None:
        return ""
    return words.period_text(found.first_day, max(found.last_day, found.first_day))
