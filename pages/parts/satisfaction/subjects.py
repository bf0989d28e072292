"""Which kinds of surveys are there in this data, and what are their answers called?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pages.parts import asking, filters, measures, words
from pages.parts.cards import Source
from pages.parts.filters import View
from pages.parts.ratings import GOOD_OR_BAD, SURVEYS, scale_text
from pages.parts.satisfaction import arriving
from queries.metrics.metric import Metric
from queries.registry import METRICS
from queries.uncertainty import change_of

Kind = Literal["csat", "nps", "ces"]


@dataclass(frozen=True)
class Subject:
    """One kind of survey: its measure, its response rate, and its words. happy: what the best answers are called."""

    kind: Kind
    name: str
    metric: Metric
    response: Metric
    noun: str
    happy: str
    unhappy: str


SUBJECTS: Mapping[Kind, Subject] = {
    "csat": Subject(
        "csat", SURVEYS["csat"], METRICS["csat"], METRICS["csat_response_rate"], "rating", "satisfied", "not satisfied"
    ),
    "nps": Subject(
        "nps", SURVEYS["nps"], METRICS["nps"], METRICS["nps_response_rate"], "answer", "promoters", "detractors"
    ),
    "ces": Subject(
        "ces", SURVEYS["ces"], METRICS["ces_agreement"], METRICS["ces_response_rate"], "answer", "agree", "do not agree"
    ),
}
DIMENSIONS = ("channel", "team", "agent", "priority", "category", "segment", "plan", "stage", "reply_speed", "reopened")


@asking.remembered
def found() -> tuple[Kind, ...]:
    """The kinds of surveys that this data holds answers to."""
    days = filters.everything()
    counts = {}
    for kind, subject in SUBJECTS.items():
        if not asking.missing(subject.metric.key):
            counts[kind] = int(asking.ask(subject.metric.key, from_=days.start, to_=days.end, by="all")["n"].sum())
    return tuple(kind for kind, n in counts.items() if n)


def sent_is_known(subject: Subject) -> bool:
    """Does the data say of this kind of survey which were sent?"""
    return not asking.missing(subject.response.key) and _sent(subject.kind) > 0


@asking.remembered
def _sent(kind: Kind) -> int:
    days = filters.everything()
    key = SUBJECTS[kind].response.key
    return int(asking.ask(key, from_=days.start, to_=days.end, by="all")["n"].sum())


def answered_by(kind: Kind, view: View) -> tuple[str, ...]:
    """The dimensions in which the answers of the period differ."""
    return measures.varying(SUBJECTS[kind].metric.key, view, DIMENSIONS)


@asking.remembered
def sentence(kind: Kind, view: View) -> str:
    """CSAT is 83% of 1,234 ratings, no change beyond noise."""
    subject = SUBJECTS[kind]
    now, before = measures.whole(subject.metric, view), measures.before_of(subject.metric, view)
    n, unit = int(now["n"]), words.metric_unit(subject.metric.unit)
    if n < words.FEWEST:
        few = f"{words.plural(n, subject.noun)}, too few to judge" if n else f"no {subject.noun}s in these days"
        return f"{subject.name}: {few}"
    value = float(now[subject.metric.value])
    said = f"{subject.name} is {words.value(unit, value, n=n)}"
    if subject.kind == "ces":
        said = f"{subject.name}: {words.value(unit, value, n=n)} agree that it was easy"
    said = f"{said} ({words.plural(n, subject.noun)}{', few' if n < words.FEW else ''})"
    if not view.can_compare("answers"):
        return said  # that there is nothing to compare with stands under the title
    change = None if before is None else change_of(subject.metric, now, before)
    if change is None:
        return f"{said}, with too little before to compare"
    if change.low <= 0 <= change.high:
        return f"{said}, no change beyond noise"
    amount = words.change(unit, abs(change.value)).removeprefix("+")
    return f"{said}, {amount} {'higher' if change.value > 0 else 'lower'} than {view.compared}"


def answered_sentence(kinds: tuple[Kind, ...], view: View) -> str:
    """24% of 1,234 CSAT surveys were answered; or that nobody knows who was asked."""
    known = [SUBJECTS[kind] for kind in kinds if sent_is_known(SUBJECTS[kind])]
    if not known:
        return "How many customers were asked is not in this data, so nobody knows how many stayed silent"
    for subject in known:
        if (seen := arriving.arrived(subject.kind, view)) is None:
            return "Answers to the surveys of these days are still coming"
        row = measures.whole(subject.response, seen)
        if row["n"] >= words.FEWEST:
            share = words.percent(float(row["value"]), float(row["n"]))
            sent = f"{words.plural(int(row['n']), f'{subject.name} survey')} {arriving.cut_words(subject.kind, view)}"
            return f"{share} of {sent.strip()} were answered"
    return "Too few surveys were sent in these days to tell how many are answered"


@asking.remembered
def scales_words(kind: Kind, view: View) -> str:
    """On which scales the answers of the period are, and from where on they count as satisfied."""
    frame = Source("score_distribution", view.parameters(kind=kind)).ask()
    counts = frame.groupby("scale")["n"].sum()
    return words.list_text(f"{_scale_words(kind, str(scale))} ({words.count(n)})" for scale, n in counts.items() if n)


def _scale_words(kind: Kind, scale: str) -> str:
    if kind == "nps":
        return "0 to 10: promoters 9 and 10, detractors 0 to 6"
    cuts = asking.settings().scales.get(scale)
    if scale == GOOD_OR_BAD:
        return f"{scale_text(scale)}: good is satisfied"
    if cuts is None:
        return f"{scale}: not in the settings, not judged"
    named = f"{words.number(cuts.lowest)} to {words.number(cuts.highest)}"
    happy = "agree that it was easy" if kind == "ces" else "satisfied"
    return f"{named}: {happy} from {words.number(cuts.satisfied_from)}"
