"""What does an executive need to know of one week, and in which words?"""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Source
from pages.parts.filters import View
from queries.findings import Finding, one_thing
from queries.metrics.metric import Metric
from queries.periods import WEEK, Period, week
from queries.registry import METRICS
from queries.statistics.mix import count_changes, rate_change
from queries.summaries import Summary, news, summarise

WEEKS = 26  # of history for the usual range
TILES = 8
WANTED = (
    "arrivals",
    "backlog",
    "first_reply_time",
    "replied_within_target",
    "resolved_within_target",
    "csat",
    "nps",
    "reopen_rate",
)
INSTEAD = ("full_resolution_time", "first_contact_resolution", "solved", "handoffs_per_ticket", "contact_rate")
SPLIT = ("arrivals", "replied_within_target", "resolved_within_target", "csat", "reopen_rate", "one_touch_rate")
DIMENSIONS = ("channel", "team", "category", "priority", "segment")
MOST_NAMED = 3  # in one part of the sentence
USUAL = 12  # weeks that a group's week is compared with


@dataclass(frozen=True)
class Review:
    """The week's figures: one summary per metric that the data can answer, and the metrics that it cannot."""

    week: dt.date
    summaries: tuple[Summary, ...]
    missing: tuple[Metric, ...]

    def summary(self, key: str) -> Summary | None:
        return next((one for one in self.summaries if one.metric.key == key), None)


def review(view: View, monday: dt.date) -> Review:
    """Ask everything the weekly review shows as tiles: each metric by week over half a year."""
    missing = tuple(METRICS[key] for key in WANTED if asking.missing(key))
    there = [key for key in (*WANTED, *INSTEAD) if not asking.missing(key)][:TILES]
    events = asking.ask("events", **_days(Period(monday - WEEKS * WEEK, monday + 6 * dt.timedelta(days=1))))
    summaries = tuple(summary(METRICS[key], view, monday, events) for key in there)
    return Review(monday, summaries, missing)


def source(metric: Metric, view: View, monday: dt.date, *, weeks: int = WEEKS) -> Source:
    """The question of a metric by week, up to the week that starts on `monday`."""
    days = Period(monday - (weeks - 1) * WEEK, monday + dt.timedelta(days=6))
    return Source(metric.key, view.parameters(period=days, by="week"))


def summary(metric: Metric, view: View, monday: dt.date, events: pd.DataFrame) -> Summary:
    """The weekly series of a metric, read for one week."""
    return summarise(metric, source(metric, view, monday).ask(), week=monday, events=events)


def signals(found: Review) -> pd.DataFrame:
    """The signals of the last 13 weeks over all tiles, newest first."""
    return news(found.summaries)


def changes(metric: Metric, view: View, monday: dt.date, *, by: str, before: Period) -> tuple[pd.DataFrame, Source]:
    """What each group of a dimension did to a metric: bucket, n, performance, mix; with their source.

    Shares: exact split of the change into mix and performance. Counts: the difference per group, mix is zero; the
    earlier days are brought to the length of a week.
    """
    days = week(monday)
    asked = view.parameters(period=days, by=by) | {"previous_from": before.start, "previous_to": before.end}
    where = Source(metric.key, asked, "changes")
    frame = where.ask()
    if metric.unit == "count":
        counts = count_changes(frame["n_before"] * days.days / before.days, frame["n_after"])
        return pd.DataFrame(
            {"bucket": frame["bucket"], "n": frame["n_after"], "performance": counts.difference, "mix": 0.0}
        ), where
    change = rate_change(
        numerator_before=frame["numerator_before"].fillna(0),
        denominator_before=frame["n_before"],
        numerator_after=frame["numerator_after"].fillna(0),
        denominator_after=frame["n_after"],
    )
    if change is None:
        return pd.DataFrame(columns=["bucket", "n", "performance", "mix"]), where
    parts = {"performance": change.performance, "mix": change.mix}
    return pd.DataFrame({"bucket": frame["bucket"], "n": frame["n_after"], **parts}), where


def finding(view: View, monday: dt.date) -> Finding | None:
    """The one thing to look at: the group that got worse most, against its own last 12 weeks."""
    before = Period(monday - USUAL * WEEK, monday - dt.timedelta(days=1))
    asked = view.parameters(period=week(monday)) | {"previous_from": before.start, "previous_to": before.end}
    frames = {
        (METRICS[key], by): Source(key, asked | {"by": by}, "changes").ask()
        for key in SPLIT
        if METRICS[key].unit == "share" and not asking.missing(key)
        for by in DIMENSIONS
    }
    return one_thing(frames)


def sentence(found: Review) -> str:
    """The week in one or two sentences, built from the signals; a difference is never called a cause."""
    known = [one for one in found.summaries if one.value is not None]
    marked = [one for one in known if one.signal is not None]
    if not known:
        return "There is nothing to judge in this week."
    if not marked:
        judged = [one for one in known if one.limits is not None]
        if not judged:
            return "Too few weeks to know what is usual: read the tiles as they are."
        return f"A usual week: all {len(judged)} measures that can be judged are within their usual range."
    parts = []
    for is_good, word in ((False, "worse"), (True, "better"), (None, "unusual")):
        named = words.list_text([_named(one) for one in marked if one.is_good_news is is_good], MOST_NAMED)
        if named:
            parts.append(f"{word}{'' if is_good is None else ' than usual'}: {named}")
    text = f"{'; '.join(parts)}. "
    rest = len(known) - len(marked)
    return text[0].upper() + text[1:] + (f"The other {rest} measures are within their usual range." if rest > 1 else "")


def thing_sentence(found: Finding) -> str:
    """The finding in words: who, what, how much, and how many tickets that is."""
    metric, unit = found.metric, "share"
    name = words.bucket_text(found.group)
    low, high = sorted((abs(found.low), abs(found.high)))
    direction = "above" if found.is_hit_bad else "below"
    said = (
        f"{name} ({found.dimension}): {metric.label.lower()} is {words.value(unit, found.share, n=found.n)} of "
        f"{words.plural(found.n, 'ticket')}, {words.points(abs(found.share - found.usual)).removeprefix('+')} {direction} its "
        f"{USUAL} weeks before (95% interval {low * 100:.0f} to {high * 100:.0f})."
    )
    return f"{said} That is about {words.count(found.extra)} tickets more than usual that went wrong."


def _named(one: Summary) -> str:
    metric = one.metric
    label = metric.label if metric.label.isupper() else metric.label[0].lower() + metric.label[1:]
    return f"{label} ({words.value(words.metric_unit(metric.unit), one.value, n=one.n)})"


def _days(period: Period) -> dict[str, object]:
    return {"from_": period.start, "to_": period.end}
