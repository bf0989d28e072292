"""Which surveys have had the time in which nearly all answers come? Later ones would look like silence."""

import datetime as dt
import math

from pages.parts import asking, filters, words
from pages.parts.filters import View, covered


@asking.remembered
def delay(kind: str) -> float | None:
    """Days within which 95 % of the answers come, told by all of the data; None below 5 answers with both times."""
    days = filters.everything()
    row = asking.ask("response_delay", kind=kind, from_=days.start, to_=days.end).iloc[0]
    return None if row["n"] < words.FEWEST else float(row["p95_days"])


def known_until(kind: str) -> dt.date:
    """The last day of sending whose answers have come; the last of all, where nobody knows how long answers take."""
    waited = delay(kind)
    return covered("answers").last_day - dt.timedelta(days=math.ceil(waited or 0))


def arrived(kind: str, view: View) -> View | None:
    """The view without the days of sending whose answers are still coming; None when that leaves none.

    Where nobody knows how long answers take, nothing is left out.
    """
    return view if delay(kind) is None else view.until(known_until(kind))


def cut_words(kind: str, view: View) -> str:
    """Up to which day surveys are counted, where the last days of the view are left out; else empty."""
    seen = arrived(kind, view)
    return f"sent to {words.date_text(seen.period.end)}" if seen and seen.period.end < view.period.end else ""


def reason(kind: str) -> str:
    """Why the last days are left out; or that nobody knows whether their answers have come."""
    waited = delay(kind)
    if waited is None:
        few = f"fewer than {words.FEWEST} answers say when they were asked for"
        return f"How long answers take is not known ({few}): some of the last days may still come"
    return f"95% of answers come within {words.duration(waited * 1440)}"
