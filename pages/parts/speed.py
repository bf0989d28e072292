"""Which figures does the speed page show, of replies or of resolutions?"""

from collections.abc import Mapping
from dataclasses import dataclass

from pages.parts import asking, measures, words
from pages.parts.cards import Card, Source
from pages.parts.charts import ages, heatmap, histogram, sentences
from pages.parts.filters import View
from queries.metrics.metric import Metric
from queries.registry import METRICS

DIMENSIONS = ("channel", "priority", "category", "team", "agent", "segment", "plan")
AGES = ("under 1 day", "1 to 3 days", "3 to 7 days", "7 to 30 days", "over 30 days")
OLD = AGES[3:]
AGE_MINUTES: Mapping[str, tuple[str | None, str | None]] = {
    "under 1 day": (None, "1440"),
    "1 to 3 days": ("1440", "4320"),
    "3 to 7 days": ("4320", "10080"),
    "7 to 30 days": ("10080", "43200"),
    "over 30 days": ("43200", None),
}


@dataclass(frozen=True)
class Subject:
    """What is timed: its duration metric, its share within target, and the words for it."""

    name: str
    duration: Metric
    within: Metric
    noun: str
    done: str
    what: str


SUBJECTS: Mapping[str, Subject] = {
    "First reply": Subject(
        "First reply time",
        METRICS["first_reply_time"],
        METRICS["replied_within_target"],
        "first replies",
        "replied",
        "reply",
    ),
    "Resolution": Subject(
        "Resolution time",
        METRICS["full_resolution_time"],
        METRICS["resolved_within_target"],
        "resolutions",
        "resolved",
        "resolution",
    ),
}


@asking.remembered
def spread_card(name: str, view: View) -> Card:
    """How long it takes, from the quickest to the slowest."""
    subject = SUBJECTS[name]
    row = measures.whole(subject.duration, view)
    source = Source("duration_distribution", view.parameters(what=subject.what))
    bins = source.ask().rename(columns={"from_minutes": "low", "below_minutes": "high"})
    total = int(bins["n"].sum())
    marks = {"median": row["p50"], "90th percentile": row["p90"]}
    figure = histogram.histogram(bins, marks=marks, clock=view.clock) if total else None
    subtitle = sentences.subtitle("Distribution", words.clock_text(view.clock), f"{subject.noun} that came", n=total)
    return Card(sentences.spread(row["p50"], row["p90"], name=subject.noun, clock=view.clock), subtitle, figure, source)


@asking.remembered
def arrivals_card(view: View) -> Card:
    """When customers ask: tickets by weekday and hour."""
    source = Source("arrivals_by_hour", view.parameters())
    frame = source.ask().assign(value=lambda answer: answer["n"])
    subtitle = f"Tickets created in that hour of the week, in all · {view.words()}"
    figure = heatmap.heatmap(frame, unit="count")
    return Card(sentences.hours(frame, name="Arrivals", unit="count"), subtitle, figure, source)


@asking.remembered
def waiting_card(view: View) -> Card:
    """When customers wait: the median first reply time by weekday and hour of creation."""
    source = Source("waiting_by_hour", view.parameters())
    frame = source.ask().rename(columns={"p50": "value"})
    subtitle = f"Median first reply time by hour of creation · {words.clock_text(view.clock)} · {view.words()}"
    figure = heatmap.heatmap(frame, unit="minutes", clock=view.clock)
    enough = frame[frame["n"] >= words.FEW]  # hours with fewer are drawn, but not named
    title = sentences.hours(enough, name="Waiting", unit="minutes", clock=view.clock)
    return Card(title, subtitle, figure, source)


@asking.remembered
def ages_card(view: View) -> Card:
    """How old the backlog is, at the end of each week."""
    days = measures.trend_days(view)
    source = Source("backlog_ages", view.parameters(period=days, by="week"))
    frame = source.ask()
    complete = frame[frame["bucket"] <= _last_complete(view)]
    last = complete[complete["bucket"] == complete["bucket"].max()]
    open_now = float(last["n"].sum()) if len(last) else None
    old = float(last.loc[last["band"].isin(OLD), "n"].sum() / open_now) if open_now else None
    figure = ages.ages(complete, bands=AGES, events=measures.events(days))
    return Card(sentences.backlog(open_now, None, old), "Open tickets by age, at the end of each week", figure, source)


def _last_complete(view: View) -> str:
    """The Monday of the last complete week that trends show."""
    found, _ = measures.weekly(METRICS["backlog"], view)
    return str(found.frame["bucket"].iloc[found.at])


def sentence(name: str, view: View) -> str:
    """88% replied in time, 1.4 points lower than before; half within 1.29 h, nine in ten within 8.45 h."""
    subject = SUBJECTS[name]
    row = measures.whole(subject.duration, view)
    if words.is_missing(row["p50"]) or row["n"] < words.FEWEST:
        return f"{subject.name}: too few to judge"
    half, most = (words.duration(row[column], clock=view.clock) for column in ("p50", "p90"))
    spread = f"half within {half}, nine in ten within {most}"
    within = measures.whole(subject.within, view)
    if words.is_missing(within["value"]) or within["n"] < words.FEWEST:
        return f"{subject.done.capitalize()}: {spread}"
    before = measures.before_of(subject.within, view)
    share = f"{words.percent(within['value'], within['n'])} {subject.done} in time"
    if before is None or words.is_missing(before["value"]):
        return f"{share}; {spread}"
    change = within["value"] - before["value"]
    if not measures.is_apart(subject.within, within, before, "value"):
        return f"{share}, no change beyond noise; {spread}"
    moved = f"{words.points(abs(change)).removeprefix('+')} {'higher' if change > 0 else 'lower'} than {view.compared}"
    return f"{share}, {moved}; {spread}"
