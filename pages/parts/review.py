"""What does an executive need to know of one week, and in which words?"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pages.parts import asking, changing, words
from pages.parts.cards import Card, Source
from pages.parts.filters import View, covered
from pages.parts.series import weekly_card
from pages.parts.tiles import signal_words
from queries.findings import Finding, one_thing
from queries.metrics.metric import Metric
from queries.periods import DAY, WEEK, Period, week
from queries.registry import METRICS
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
INSTEAD = ("full_resolution_time", "first_contact_resolution", "solved", "contact_rate", "requester_wait")
SPLIT = ("arrivals", "replied_within_target", "resolved_within_target", "csat", "reopen_rate", "one_touch_rate")
DIMENSIONS = ("channel", "team", "category", "priority", "segment")
SPANS = (1, 4)  # weeks in which a group may have got worse
SIGNALS_SHOWN = 5
WORSE = {
    "replied_within_target": "late replies",
    "resolved_within_target": "late solutions",
    "csat": "unsatisfied customers",
    "reopen_rate": "reopened tickets",
    "one_touch_rate": "tickets with more than one touch",
}
MOST_NAMED = 3  # in one part of the sentence
USUAL = 12  # weeks that a group's week is compared with; fewer where the data hold fewer
FEWEST_WEEKS = 4


@dataclass(frozen=True)
class Review:
    """The week's figures: one summary per metric that the data can answer, and the metrics that it cannot."""

    week: dt.date
    summaries: tuple[Summary, ...]
    missing: tuple[Metric, ...]

    def summary(self, key: str) -> Summary | None:
        return next((one for one in self.summaries if one.metric.key == key), None)


@asking.remembered
def review(view: View, monday: dt.date) -> Review:
    """Ask everything the weekly review shows as tiles: each metric by week over half a year."""
    missing = tuple(METRICS[key] for key in WANTED if asking.missing(key))
    there = [key for key in (*WANTED, *INSTEAD) if not asking.missing(key)][:TILES]
    return Review(monday, tuple(_summary(METRICS[key], view, monday) for key in there), missing)


def source(metric: Metric, view: View, monday: dt.date, *, weeks: int = WEEKS) -> Source:
    """The question of a metric by week, up to the week that starts on `monday`."""
    days = Period(monday - (weeks - 1) * WEEK, monday + 6 * DAY)
    return Source(metric.key, view.parameters(period=days, by="week"))


def _summary(metric: Metric, view: View, monday: dt.date) -> Summary:
    where = source(metric, view, monday)
    return summarise(metric, where.ask(), week=monday, events=_events(where))


def _events(where: Source) -> pd.DataFrame:
    return asking.ask("events", from_=where.parameters["from"], to_=where.parameters["to"])


@asking.remembered
def trend_card(view: View, monday: dt.date, key: str) -> Card:
    """One metric of the review over half a year, with its usual range."""
    found = review(view, monday).summary(key)
    assert found is not None
    return weekly_card(found, source(found.metric, view, monday), clock=view.clock)


@asking.remembered
def change_card(view: View, monday: dt.date, key: str, by: str, before: Period) -> Card:
    """Which groups of a dimension changed a metric: their own change, and their changed weight."""
    days = week(monday)
    asked = view.parameters(period=days, by=by) | {"previous_from": before.start, "previous_to": before.end}
    against = "the week before" if before.days == 7 else f"the {before.days // 7} weeks before"
    found = review(view, monday).summary(key)
    usual = "the week is within its usual range" if found and found.limits and not found.signal else ""
    source = Source(key, asked, "changes")
    return changing.change_card(METRICS[key], source, by=by, against=against, clock=view.clock, note=usual)


@asking.remembered
def finding(view: View, monday: dt.date) -> Finding | None:
    """The one thing to look at: the group that got worse most, this week or over four, against its own weeks before."""
    frames: dict[tuple[Metric, str, int], pd.DataFrame] = {}
    for weeks in SPANS:
        now = Period(monday - (weeks - 1) * WEEK, monday + 6 * DAY)
        if not (usual := usual_weeks(weeks, monday)):
            continue
        asked = view.parameters(period=now) | {
            "previous_from": now.start - usual * WEEK,
            "previous_to": now.start - DAY,
        }
        for key in SPLIT:
            if METRICS[key].unit == "share" and not asking.missing(key):
                for by in DIMENSIONS:
                    frames[METRICS[key], by, weeks] = Source(key, asked | {"by": by}, "changes").ask()
    return one_thing(frames)


def usual_weeks(weeks: int, monday: dt.date) -> int:
    """How many whole weeks before the last so many ones a group is compared with: at most 12, and 0 below 4."""
    first = covered().first_day
    whole = (monday - (weeks - 1) * WEEK - first).days // 7
    return min(USUAL, whole) if whole >= FEWEST_WEEKS else 0


def days_of(found: Finding, monday: dt.date) -> Period:
    """The days that a finding is about."""
    return Period(monday - (found.weeks - 1) * WEEK, monday + 6 * DAY)


def noted(found: Review) -> Summary:
    """The tile to look at first: one that got worse, else one with a signal, else the first reply time."""
    worse = [one for one in found.summaries if one.is_good_news is False]
    marked = [one for one in found.summaries if one.signal]
    return next(iter(worse or marked), None) or found.summary("first_reply_time") or found.summaries[0]


@asking.remembered
def signal_lines(view: View, monday: dt.date) -> list[str]:
    """The signals of the last 13 weeks as lines of Markdown, newest first."""
    lines = []
    for row in news(review(view, monday).summaries).to_dict("records"):
        metric = METRICS[row["metric"]]
        shown = words.value(words.metric_unit(metric.unit), row["value"], n=row["n"], clock=view.clock)
        word = "" if row["is_good"] is None else ", better" if row["is_good"] else ", worse"
        reason = signal_words(row["signal"], row["value"] > row["usual"])
        lines.append(
            f"{words.day_text(row['bucket'])} · {metric.label} **{words.plain(shown)}**{word} · :small[{reason}]"
        )
    return lines


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
    for is_good, word in ((False, "worse than usual: "), (True, "better than usual: "), (None, "")):
        named = words.list_text([_named(one) for one in marked if one.is_good_news is is_good], MOST_NAMED)
        if named:
            parts.append(f"{word}{named}")
    text = "; ".join(parts)
    rest = sum(one.limits is not None for one in known) - len(marked)
    tail = f" The other {rest} that can be judged are within their usual range." if rest > 1 else ""
    return f"{text[0].upper()}{text[1:]}.{tail}"


def targets_sentence(found: Review, goals: Mapping[str, float]) -> str:
    """Which targets the week has missed; empty when none is."""
    missed = []
    for one in found.summaries:
        goal = goals.get(one.metric.key)
        if goal is None or one.value is None:
            continue
        if one.value < goal if one.metric.better == "higher" else one.value > goal:
            unit = words.metric_unit(one.metric.unit)
            reached, wanted = words.value(unit, one.value, n=one.n), words.value(unit, goal)
            if reached == wanted and unit == "share":  # 89.6% is not 90%
                reached = words.percent(one.value, 1000)
            said = f"{reached} of {wanted}"
            missed.append(f"{_in_sentence(one.metric)} ({said})")
    return f"Target missed: {words.list_text(missed)}." if missed else ""


def thing_sentence(found: Finding, monday: dt.date) -> str:
    """The finding in words: who, what, how much, and how many tickets that is."""
    metric = found.metric
    name = words.bucket_text(found.group)
    low, high = sorted((abs(found.low), abs(found.high)))
    direction = "above" if found.is_hit_bad else "below"
    share = words.value("share", found.share, n=found.n)
    when = "" if found.weeks == 1 else f" in {found.weeks} weeks"
    said = (
        f"{name} ({found.dimension}): {_in_sentence(metric)} is {share} of "
        f"{words.plural(found.n, 'response' if metric.key == 'csat' else 'ticket')}{when}, {words.points(abs(found.share - found.usual)).removeprefix('+')} {direction} its "
        f"{usual_weeks(found.weeks, monday)} weeks before (95% interval {low * 100:.0f} to {high * 100:.0f})."
    )
    return f"{said} That is about {words.count(found.extra)} more {WORSE.get(metric.key, 'tickets')} than at its earlier share."


def _named(one: Summary) -> str:
    side = "" if one.metric.better != "neutral" else ", more than usual" if one.is_above else ", fewer than usual"
    return f"{_in_sentence(one.metric)} ({words.value(words.metric_unit(one.metric.unit), one.value, n=one.n)}{side})"


def _in_sentence(metric: Metric) -> str:
    """The label without its capital, unless it is an abbreviation."""
    return metric.label if metric.label.isupper() else metric.label[0].lower() + metric.label[1:]
