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
from queries.journeys import Month, judged, recorded_from
from queries.periods import DAY, Period

NEWEST, CHOSEN, ALL = "Newest whose time is over", "In the chosen period", "All"
CHOICES = (NEWEST, CHOSEN, ALL)
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

    def described(self) -> str:
        """What stands under the title: the customers, those they are compared with, and the days of tickets."""
        said = self.words()
        before = ""
        if self.before is not None:
            before = f"compared with those who came {words.period_text(self.before.start, self.before.end)}"
        through = "" if (last := known().last_day) is None else f"stages known through {words.date_text(last)}"
        parts = [f"{said[:1].upper()}{said[1:]}", before, through, f"time zone {asking.status().time_zone}"]
        return " · ".join(filter(None, parts))


@dataclass(frozen=True)
class Known:
    """What the data tells of the journey: its stages in order, the days of each step, and how far entries are known.

    first_day: the first entry; whole_from: from which day on also those are recorded who did not go on; last_came: the
    first day of the last month in which anybody came.
    """

    stages: tuple[str, ...]
    windows: tuple[int, ...]
    is_told: bool
    customers: int
    first_day: dt.date | None
    whole_from: dt.date | None
    last_came: dt.date | None
    last_day: dt.date | None
    left_over: str


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
    months = [] if first is None or last is None else _months(first, last)
    return Known(
        stages=tuple(there["stage"]),
        windows=tuple(int(days) for days in there["days_to_next"].dropna()),
        is_told=bool(status["is_told"]),
        customers=int(status["customers"]),
        first_day=first,
        whole_from=None if first is None else max(recorded_from(months) or first, first),
        last_came=months[-1].start if months else None,
        last_day=last,
        left_over=_left_over(status),
    )


def _months(first: dt.date, last: dt.date) -> list[Month]:
    """The customers who came in each month, and how many of them went on at all."""
    frame = Source("journey_cohorts", {"from": first, "to": max(first, last)}).ask()
    found = []
    for month, rows in frame.sort_values(["cohort_month", "position"]).groupby("cohort_month", sort=True):
        went_on = int(rows["entered"].iloc[1]) if len(rows) > 1 else 0
        is_over = bool(rows["is_mature"].fillna(False).iloc[0])
        found.append(Month(words.as_date(str(month)), int(rows["customers"].iloc[0]), went_on, is_over))
    return found


def _left_over(status: pd.Series) -> str:
    """What of the data is in no stage."""
    parts = []
    if int(status["customers_without"]):
        parts.append(f"{words.plural(int(status['customers_without']), 'customer')} of whom no stage is known")
    if int(status["unknown_entries"]):
        named = words.shorten(str(status["unknown_stages"]), 60)
        parts.append(
            f"{words.plural(int(status['unknown_entries']), 'entry', 'entries')} into stages that the settings do not have "
            f"({named})"
        )
    return words.list_text(parts)


def table_of_stages() -> pd.DataFrame:
    """Every stage of the settings, and those of files that the settings do not know."""
    return Source("journey_stages").ask()


def choose(view: View) -> Cohort | None:
    """Draw the choice of customers; None where there is no entry that could be judged."""
    found = known()
    chosen = st.segmented_control(
        "Customers who came", CHOICES, default=NEWEST, required=True, key="cohort", bind="query-params",
        help="The newest customers (up to a year of them) who have had the time for the early steps; those who came in "
        "the days chosen at the left; or all there are.",
    )  # fmt: skip
    return cohort_of(chosen or NEWEST, view, found)


def cohort_of(chosen: str, view: View, found: Known) -> Cohort | None:
    """The customers of a choice; nobody is compared with months of which only those are known who went on."""
    if found.whole_from is None or found.last_day is None:
        return None
    if chosen == CHOSEN:
        return Cohort(view, view.period, view.before if view.before.start >= found.whole_from else None)
    if chosen == ALL:
        return Cohort(view, Period(found.whole_from, max(found.last_day, found.whole_from)), None)
    days = judged(found.whole_from, found.last_day, found.windows, last_came=found.last_came)
    return None if days is None else Cohort(view, *days)


def left_out() -> str:
    """Which months are not compared, and why; empty where all are."""
    found = known()
    if found.first_day is None or found.whole_from is None or found.whole_from <= found.first_day:
        return ""
    return (
        f"Before {words.bucket_text(found.whole_from, 'month')} the data hold nearly only customers who went on, not those "
        "who did not: nothing is judged by these."
    )


def months(cohort: Cohort) -> Cohort:
    """The customers of the last 36 months of entry, whose months are compared with each other; those of the cohort, too."""
    last = known().last_day or cohort.period.end
    start = min(cohort.period.start.replace(day=1), months_before(last, MONTHS - 1))
    first = known().whole_from or start
    return Cohort(cohort.view, Period(max(start, first.replace(day=1)), max(last, cohort.period.end)), None)


def month(day: str) -> Period:
    """The days of a month of entry."""
    first = words.as_date(day)
    return Period(first, months_before(first, -1) - DAY)


def footer() -> str:
    """On what the page stands: how far stages are known, of how many customers, and what is left out."""
    found, status = known(), asking.status()
    left = f"left out: {found.left_over}" if found.left_over else "no customer or entry left out"
    told = "told by files" if found.is_told else "derived"
    parts = [
        f"Stages known through {words.date_text(found.last_day)}, {told}",
        f"{words.plural(found.customers, 'customer')} with a stage",
        left,
        "a customer counts once at a stage, by the first entry",
        f"all days in {status.time_zone}",
    ]
    return " · ".join(parts)


def covered_words() -> str:
    """The days on which customers came, in words."""
    found = known()
    if found.first_day is None or found.last_day is None:
        return ""
    return words.period_text(found.first_day, max(found.last_day, found.first_day))
