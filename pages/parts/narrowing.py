"""What has a click on a chart narrowed the rows to, and how is that said?"""

import contextlib
from collections.abc import Mapping

from pages.parts import ratings, words
from queries.parameters import QuestionError, Value, from_text
from queries.questions import parameters_of

# Parts of the address that narrow the rows further: they come by clicking a mark, and are parameters of questions.
NARROWING = (
    *("weekday", "hour", "least", "below", "observed", "customer"),
    *("score_from", "score_below", "scale", "stage", "reply_speed", "reopened", "support"),
    *("dose", "dose_from", "dose_below", "ratings_given", "pattern", "after", "first"),
)
# Those of lists of customers, behind marks of the journey.
OF_CUSTOMERS = ("outcome", "exposure", "stage_days", "about", "poor", "region", "acquisition_channel")
DOSES = {
    "first_reply": "a first reply time",
    "resolution": "a resolution time",
    "replies": "a number of replies",
    "reopens": "a number of reopenings",
    "handoffs": "a number of handoffs",
    "hour": "an hour of creation",
}


def narrowed(query: Mapping[str, str], metric: str = "csat") -> dict[str, Value]:
    """The narrowing that an address carries for the rows of a metric; what cannot be read or used narrows nothing."""
    found: dict[str, Value] = {}
    takes = parameters_of(metric, "rows")
    for name in NARROWING:
        if query.get(name) and name in takes:
            with contextlib.suppress(QuestionError):
                found[name] = from_text(name, query[name])
    if "dose" not in found:
        found = {name: value for name, value in found.items() if name not in ("dose_from", "dose_below")}
    return found


def narrowed_words(found: Mapping[str, Value], clock: words.Clock) -> list[str]:
    """The narrowing in words, one part each."""
    return [*_of_tickets(found, clock), *_of_answers(found), *_of_customers(found), *_of_dose(found, clock)]


def _of_tickets(found: Mapping[str, Value], clock: words.Clock) -> list[str]:
    said = []
    if isinstance(day := found.get("weekday"), int):
        said.append(f"created on a {words.WEEKDAYS[day - 1]}")
    if isinstance(hour := found.get("hour"), int):
        said.append(f"created from {hour:02d}:00 to {hour + 1:02d}:00")
    if isinstance(least := found.get("least"), float | int):
        said.append(f"at least {words.duration(float(least), clock=clock)}")
    if isinstance(below := found.get("below"), float | int):
        said.append(f"below {words.duration(float(below), clock=clock)}")
    if "observed" in found:
        said.append("already over" if found["observed"] else "still waiting")
    if (speed := found.get("reply_speed")) is not None:
        said.append("with an unknown reply time" if speed == "(none)" else f"replied to {speed}")
    if (reopened := found.get("reopened")) is not None:
        said.append("not known to be reopened or not" if reopened == "(none)" else str(reopened))
    return said


def _of_answers(found: Mapping[str, Value]) -> list[str]:
    said = []
    low, below, scale = found.get("score_from"), found.get("score_below"), found.get("scale")
    if scale == ratings.GOOD_OR_BAD and isinstance(low, float | int):
        said.append(f"rated {ratings.rating_text(float(low), scale)}")
        scale = None
    elif isinstance(low, float | int) and isinstance(below, float | int):
        last = float(below) - 1
        several = last > float(low)
        said.append(f"scored {words.number(float(low))}{f' to {words.number(last)}' if several else ''}")
    elif isinstance(low, float | int):
        said.append(f"scored {words.number(float(low))} or more")
    elif isinstance(below, float | int):
        said.append(f"scored below {words.number(float(below))}")
    if scale is not None:
        said.append(f"on the scale {ratings.scale_text(scale)}")
    if (after := found.get("after")) is not None:
        said.append(f"given {after}")
    return said


def _of_customers(found: Mapping[str, Value]) -> list[str]:
    said = []
    if (customer := found.get("customer")) is not None:
        said.append(f"of customer {customer}")
    if (stage := found.get("stage")) is not None:
        said.append("of customers in no known stage" if stage == "(none)" else f"of customers in stage {stage}")
    if (support := found.get("support")) is not None:
        known = f"after {support} (support) in the 90 days before"
        said.append("of unknown customers" if support == "(none)" else known)
    if (given := found.get("ratings_given")) is not None:
        said.append(f"of customers with {given} ratings")
    if (pattern := found.get("pattern")) is not None:
        who = {"always": "always", "mixed": "at times", "never": "never"}.get(str(pattern), str(pattern))
        said.append(f"of customers {who} satisfied")
    if found.get("first"):
        said.append("that are the customer's first of the period")
    return said


def _of_dose(found: Mapping[str, Value], clock: words.Clock) -> list[str]:
    dose = found.get("dose")
    low, below = found.get("dose_from"), found.get("dose_below")
    if dose is None or (low is None and below is None):
        return []
    is_time = dose in ("first_reply", "resolution")
    ends = [
        "" if not isinstance(end, float | int) else words.duration(float(end), clock=clock) if is_time else words.number(end)
        for end in (low, below)
    ]  # fmt: skip
    if not is_time and isinstance(low, float | int) and isinstance(below, float | int) and below - low == 1:
        return [f"about tickets with {DOSES[str(dose)]} of {ends[0]}"]
    span = f"from {ends[0]}" if not ends[1] else f"below {ends[1]}" if not ends[0] else f"from {ends[0]} to {ends[1]}"
    return [f"about tickets with {DOSES[str(dose)]} {span}"]
