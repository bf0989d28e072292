"""Who answers, who stays silent, and how far does that carry the figure?"""

import datetime as dt
import math
from dataclasses import dataclass

import pandas as pd

from pages.parts import asking, measures, words
from pages.parts.cards import Card, Source
from pages.parts.charts import ranges, sentences
from pages.parts.filters import View
from pages.parts.measures import Bucket
from pages.parts.satisfaction import arriving
from pages.parts.satisfaction.subjects import SUBJECTS, Kind, sent_is_known
from pages.parts.series import weekly_card
from pages.parts.tiles import Tile
from queries.periods import DAY, Period, monday
from queries.registry import METRICS
from queries.summaries import summarise

DIMENSIONS = ("reply_speed", "reopened", "channel", "priority", "segment", "team", "category", "plan", "stage")


@dataclass(frozen=True)
class Reading:
    """A value with the ends of its 95 % interval, or of what is certain; nan where it cannot be told."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Silence:
    """The answers of surveys sent in the period, in the unit of the measure (share 0 to 1; NPS −100 to 100).

    limits: if every silent customer were unhappy, or happy; weighted: None where it cannot be, by: what is known of
    those who were asked.
    """

    sent: int
    answered: int
    raw: Reading
    limits: Reading
    weighted: Reading | None
    by: tuple[str, ...]

    @property
    def share(self) -> float:
        return self.answered / self.sent


def source(kind: Kind, view: View) -> Source:
    """The question behind what is said of the silent ones. view: of surveys whose answers have come (arriving.arrived)."""
    return Source("weighted_answers", view.parameters(kind=kind))


@asking.remembered
def silence(kind: Kind, view: View) -> Silence | None:
    """What the silent customers could mean; None below 5 answers."""
    rows = source(kind, view).ask().to_dict("records")
    if rows[0]["answered"] < words.FEWEST:
        return None
    raw, weighted, limits = (Reading(float(row["value"]), float(row["low"]), float(row["high"])) for row in rows)
    is_known = not words.is_missing(weighted.value)
    return Silence(
        sent=int(rows[0]["sent"]),
        answered=int(rows[0]["answered"]),
        raw=raw,
        limits=limits,
        weighted=weighted if is_known else None,
        by=tuple(str(rows[1]["weighted_by"]).split(", ")) if is_known else (),
    )


@asking.remembered
def silence_card(kind: Kind, view: View) -> Card:
    """The figure as answered, weighted to all who were asked, and whatever the silent ones think."""
    subject, unit = SUBJECTS[kind], words.metric_unit(SUBJECTS[kind].metric.unit)
    found = silence(kind, view)
    where = source(kind, view)
    if found is None:
        return Card(f"{subject.name}: too few answers to weigh the silence", view.words(), None, where)
    rows = [
        {"key": "answered", "label": "As answered", "noun": "answer", "value": found.raw.value, "low": found.raw.low,
         "high": found.raw.high, "n": found.answered, "said": "95% interval"},
    ]  # fmt: skip
    title = f"{subject.name} cannot be weighted to all who were asked: too little is recorded"
    if (weighted := found.weighted) is not None:
        rows.append(
            {"key": "asked", "label": "Weighted to all who were asked", "noun": "answer", "value": weighted.value,
             "low": weighted.low, "high": weighted.high, "n": found.answered,
             "said": f"95% interval · by {words.list_text(measures.dimension_text(by) for by in found.by)}"}
        )  # fmt: skip
        before, after = (words.value(unit, value, n=found.answered) for value in (found.raw.value, weighted.value))
        title = f"{subject.name} by the day of asking: {before} as answered, {after} weighted to all asked"
    rows.append(
        {"key": "silent", "label": "Were all the silent unhappy, or all happy", "noun": "survey", "value": math.nan, "low": found.limits.low,
         "high": found.limits.high, "n": found.sent,
         "said": f"{words.plural(found.sent - found.answered, 'survey')} without an answer: nothing in the data can narrow this"}
    )  # fmt: skip
    frame = pd.DataFrame(rows)
    ends = (-100.0, 100.0) if kind == "nps" else (0.0, 1.0)
    subtitle = sentences.subtitle(
        f"Surveys sent {words.period_text(view.period.start, view.period.end)}",
        view.words(with_period=False),
        f"{words.percent(found.share, found.sent)} of {words.plural(found.sent, 'survey')} answered",
        "bars: 95% interval; last row: certain limits",
    )
    return Card(title, subtitle, ranges.ranges(frame, unit=unit, ends=ends), where)


def meaning(kind: Kind, seen: View, view: View) -> str:
    """What the silence means for the figure, in plain sentences. seen: of surveys whose answers have come; view: of all."""
    found, subject = silence(kind, seen), SUBJECTS[kind]
    if found is None:
        return "Too few answers to say anything of those who did not answer."
    unit = words.metric_unit(subject.metric.unit)
    low, high = (words.value(unit, end) for end in (found.limits.low, found.limits.high))
    said = (
        f"{_two_days(kind, view, found)}"
        f"{words.percent(1 - found.share, found.sent)} of those asked stayed silent, and nobody knows what they think: "
        f"if all of them were unhappy, {subject.name} would be {low}; if all were happy, {high}."
    )
    weighted = found.weighted
    if weighted is None:
        return f"{said} Too little is recorded about them to weigh the answers."
    named = words.list_text(measures.dimension_text(by) for by in found.by)
    moved = weighted.value - found.raw.value
    ends = " to ".join(words.value(unit, end) for end in (weighted.low, weighted.high))
    lean = "hardly moves" if abs(moved) < (0.5 if unit == "score" else 0.005) else "raises" if moved > 0 else "lowers"
    lean = f"{lean} {'it' if lean == 'hardly moves' else 'it to'}"
    to = "" if lean == "hardly moves it" else f" {words.value(unit, weighted.value, n=found.answered)}"
    return (
        f"{said} Weighting the answers so that they look like all surveys sent by {named} {lean}{to} (95% interval "
        f"{ends}). That allows for who answers as far as it is recorded, and for nothing else."
    )


def _two_days(kind: Kind, view: View, found: Silence) -> str:
    """That answers count on another day here than in the figure of the period, where that makes a difference."""
    subject, unit = SUBJECTS[kind], words.metric_unit(SUBJECTS[kind].metric.unit)
    answered = measures.whole(subject.metric, view)
    asked, given = (
        words.value(unit, value, n=n)
        for value, n in ((found.raw.value, found.answered), (float(answered[subject.metric.value]), int(answered["n"])))
    )
    if asked == given:
        return ""
    return f"Here answers count on the day of asking: {subject.name} is {asked}, and {given} by the day of the answer. "


def tiles_of(kind: Kind, view: View) -> list[Tile]:
    """The tiles of a kind of survey: its figures, and how many answered where that can be known."""
    goals = asking.setting_values()["goals"]
    keys = ("ces", "ces_agreement") if kind == "ces" else (kind,)
    shown = [measures.tile(METRICS[key], view, goal=goals.get(key)) for key in keys]
    return [*shown, _rate_tile(kind, view)] if kind != "ces" and sent_is_known(SUBJECTS[kind]) else shown


def _rate_tile(kind: Kind, view: View) -> Tile:
    """The response rate of surveys whose answers have come; no value while all are still coming."""
    metric, seen = SUBJECTS[kind].response, arriving.arrived(kind, view)
    if seen is None:
        said = f"answers are still coming: {arriving.reason(kind)}"
        return Tile(metric.label, words.MISSING, None, "off", "gray", "", [], said, metric.formula)
    goal, note = asking.setting_values()["goals"].get(metric.key), arriving.cut_words(kind, view)
    return measures.tile(metric, seen, goal=goal, until=arriving.known_until(kind), note=note)


@asking.remembered
def rate_card(kind: Kind, view: View, by: Bucket) -> Card:
    """The response rate over time, without the weeks whose answers are still coming."""
    metric = SUBJECTS[kind].response
    days = measures.trend_days(view, by, about="answers")
    known_until = arriving.known_until(kind)
    last = monday(known_until + DAY) - DAY if by == "week" else measures.months_before(known_until + DAY, 0) - DAY
    left_out = days.end > last >= days.start
    days = Period(days.start, last) if left_out else days
    where = Source(metric.key, view.parameters(period=days, by=by))
    frame = where.ask()
    last_bucket = dt.date.fromisoformat(frame["bucket"].iloc[-1]) if len(frame) else days.start
    found = summarise(metric, frame, week=last_bucket, events=measures.events(days))
    card = weekly_card(found, where, clock=view.clock, by=by)
    if not left_out or arriving.delay(kind) is None:
        return card
    note = f"later {by}s left out: {arriving.reason(kind)}"
    return Card(card.title, f"{card.subtitle} · {note}", card.figure, card.source, card.empty, card.frame)


def dimensions(kind: Kind, view: View) -> tuple[str, ...]:
    """The dimensions in which the surveys sent differ."""
    return measures.varying(SUBJECTS[kind].response.key, view, DIMENSIONS)
