"""Which days does the data health page look at? Complete ones only, up to the last full week of tickets."""

import datetime as dt
from zoneinfo import ZoneInfo

from pages.parts import asking, filters, words
from pages.parts.filters import View
from queries.filters import Filters
from queries.periods import DAY, WEEK, Period

WEEKS = 12
MONTHS = 3


@asking.remembered
def last_weeks() -> Period:
    """The last 12 complete weeks (fewer, where the data hold fewer), up to the last usual one; else all days."""
    monday, _ = filters.last_usual_week()
    if monday is None:
        return filters.everything()
    first = max(monday - (WEEKS - 1) * WEEK, min(filters.complete_weeks()))
    return Period(first, monday + WEEK - DAY)


@asking.remembered
def last_months() -> Period:
    """The last three complete calendar months (or fewer) up to the last usual week; without any, the weeks above."""
    weeks, first_day = last_weeks(), asking.status().first_day
    found: list[Period] = []
    start = (weeks.end + DAY).replace(day=1)
    while len(found) < MONTHS:
        end = start - DAY
        start = end.replace(day=1)
        if first_day is None or start < first_day:
            break
        found.append(Period(start, end))
    return Period(found[-1].start, found[0].end) if found else weeks


def view(days: Period) -> View:
    """All tickets of these days, by the calendar: what a link from this page shows."""
    return View(Filters(), days, days.previous(), "the period before", "calendar")


def asked(days: Period) -> dict[str, object]:
    """The parameters of a question about these days."""
    return {"from": days.start, "to": days.end}


def local(moment: dt.datetime | None) -> dt.datetime | None:
    """A moment of the store (UTC) in the business time zone, without a zone; None stays None."""
    if moment is None or words.is_missing(moment):
        return None
    zone = ZoneInfo(asking.status().time_zone)
    return moment.replace(tzinfo=dt.UTC).astimezone(zone).replace(tzinfo=None)
