"""What does an executive need to know of one week, and in which words?"""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Card, Source
from pages.parts.charts import contributions, sentences, trend
from pages.parts.filters import View
from pages.parts.tiles import SIGNALS as SIGNAL_WORDS
from queries.findings import Finding, one_thing
from queries.metrics.metric import Metric
from queries.periods import DAY, WEEK, Period, week
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
SPANS = (1, 4)  # weeks in which a group may have got worse
SIGNALS_SHOWN = 6
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
    metric, unit = found.metric, words.metric_unit(found.metric.unit)
    where = source(metric, view, monday)
    title = sentences.trend(
        metric.label,
        unit=unit,
        value=found.value,
        previous=found.previous,
        n=found.n,
        signal=found.signal,
        has_limits=found.limits is not None,
        clock=view.clock,
    )
    figure = trend.trend(
        found.frame,
        unit=unit,
        value=metric.value,
        limits=found.segments,
        signals=found.frame["signal"].tolist(),
        clock=view.clock,
        target=asking.setting_values()["goals"].get(key),
        events=_events(where),
    )
    clock = words.clock_text(view.clock) if metric.has_clock else ""
    subtitle = sentences.subtitle(f"By week, {WEEKS} weeks", metric.denominator, clock, "grey lines: usual range")
    return Card(title, subtitle, figure, where)


@asking.remembered
def change_card(view: View, monday: dt.date, key: str, by: str, before: Period) -> Card:
    """Which groups of a dimension changed a metric: their own change, and their changed weight."""
    metric, unit = METRICS[key], words.metric_unit(METRICS[key].unit)
    frame, where = changes(metric, view, monday, by=by, before=before)
    against = "the week before" if before.days == 7 else f"the {before.days // 7} weeks before"
    measure = "difference in tickets" if metric.unit == "count" else "own change, and changed weight (mix), in points"
    subtitle = f"By {by} · against {against} · {measure}"
    if frame.empty:
        return Card(f"{metric.label}: nothing to compare", subtitle, None, where)
    title = sentences.moved(frame, name=metric.label, unit=unit, clock=view.clock)
    return Card(title, subtitle, contributions.contributions(frame, unit=unit, clock=view.clock), where)


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


@asking.remembered
def finding(view: View, monday: dt.date) -> Finding | None:
    """The one thing to look at: the group that got worse most, this week or over four, against its own weeks before."""
    frames: dict[tuple[Metric, str, int], pd.DataFrame] = {}
    for weeks in SPANS:
        now = Period(monday - (weeks - 1) * WEEK, monday + 6 * DAY)
        asked = view.parameters(period=now) | {
            "previous_from": now.start - USUAL * WEEK,
            "previous_to": now.start - DAY,
        }
        for key in SPLIT:
            if METRICS[key].unit == "share" and not asking.missing(key):
                for by in DIMENSIONS:
                    frames[METRICS[key], by, weeks] = Source(key, asked | {"by": by}, "changes").ask()
    return one_thing(frames)


def days_of(found: Finding, monday: dt.date) -> Period:
    """The days that a finding is about."""
    return Period(monday - (found.weeks - 1) * WEEK, monday + 6 * DAY)


def noted(found: Review) -> Summary:
    """The tile to look at first: one that got worse, else one with a signal, else the first reply time."""
    worse = [one for one in found.summaries if one.is_good_news is False]
    marked = [one for one in found.summaries if one.signal]
    return next(iter(worse or marked), None) or found.summary("first_reply_time") or found.summaries[0]


def signals_text(found: Review, view: View) -> str:
    """The newest signals as lines of Markdown; empty when there are none."""
    marks = news(found.summaries)
    lines = []
    for row in marks.head(SIGNALS_SHOWN).itertuples():
        metric = METRICS[str(row.metric)]
        shown = words.value(
            words.metric_unit(metric.unit), float(str(row.value)), n=float(str(row.n)), clock=view.clock
        )
        word = "unusual" if row.is_good is None else "better" if row.is_good else "worse"
        reason = SIGNAL_WORDS[str(row.signal)]
        lines.append(
            f"{words.day_text(str(row.bucket))} · {metric.label} **{words.plain(shown)}**, {word} · :small[{reason}]"
        )
    if len(marks) > SIGNALS_SHOWN:
        lines.append(f":gray[and {len(marks) - SIGNALS_SHOWN} more]")
    return "\n\n".join(lines)


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
    metric = found.metric
    name = words.bucket_text(found.group)
    low, high = sorted((abs(found.low), abs(found.high)))
    direction = "above" if found.is_hit_bad else "below"
    share = words.value("share", found.share, n=found.n)
    when = "" if found.weeks == 1 else f" in {found.weeks} weeks"
    said = (
        f"{name} ({found.dimension}): {_in_sentence(metric)} is {share} of "
        f"{words.plural(found.n, 'response' if metric.key == 'csat' else 'ticket')}{when}, {words.points(abs(found.share - found.usual)).removeprefix('+')} {direction} its "
        f"{USUAL} weeks before (95% interval {low * 100:.0f} to {high * 100:.0f})."
    )
    return f"{said} That is about {words.count(found.extra)} tickets more than usual that went wrong."


def _named(one: Summary) -> str:
    return f"{_in_sentence(one.metric)} ({words.value(words.metric_unit(one.metric.unit), one.value, n=one.n)})"


def _in_sentence(metric: Metric) -> str:
    """The label without its capital, unless it is an abbreviation."""
    return metric.label if metric.label.isupper() else metric.label[0].lower() + metric.label[1:]
