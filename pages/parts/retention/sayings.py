"""How is a comparison of customers said: in customers of 1,000, with its interval, its limits, and never as a cause?"""

import math
from collections.abc import Mapping

from pages.parts import words
from queries.statistics.comparison import Comparison
from queries.statistics.evalue import EValue
from queries.statistics.intervals import Estimate
from queries.statistics.refusals import Reason, Refusal

# What the two groups of a part of support are called: after "where", and in short.
PARTS: Mapping[str, tuple[str, str]] = {
    "overall": ("support in the first {days} days was good", "it was poor"),
    "fast_reply": ("every reply in the first {days} days came within target", "one did not"),
    "resolved_in_target": ("every ticket of the first {days} days was resolved within target", "one was not"),
    "not_reopened": ("no ticket of the first {days} days was reopened", "one was"),
    "csat": ("every rating of the first {days} days was satisfied", "one was not"),
}
NAMES: Mapping[str, str] = {
    "overall": "Good or poor",
    "fast_reply": "Replied within target",
    "resolved_in_target": "Resolved within target",
    "not_reopened": "Not reopened",
    "csat": "Rated satisfied",
}
LEVELS: Mapping[str, str] = {
    "good": "Good support",
    "poor": "Poor support",
    "neither": "Neither good nor poor",
    "no contact": "No contact",
    "yes": "Yes",
    "no": "No",
    "not known": "Not known",
}
LIKE: Mapping[str, str] = {
    "tickets_band": "number of tickets",
    "revenue_band": "revenue",
    "first_category": "category and priority of the first ticket",
    "first_priority": "category and priority of the first ticket",
    "acquisition_channel": "acquisition channel",
    "start_quarter": "start quarter",
}
LIMITS = "This is an association in our records, not proof"


def sentence(found: Comparison, *, landmark: int, part: str = "overall", hidden: EValue | None = None) -> str:
    """The finding for an executive: a clear difference, none that can be told, or why there is no comparison."""
    if found.refusal is not None:
        return refused(found.refusal, found, landmark=landmark, part=part)
    first, second = (text.format(days=landmark) for text in PARTS[part])
    per = found.per_1000
    assert per is not None
    if not found.is_clear:
        return (
            f"No clear difference: of every 1,000 customers, the data cannot exclude {thousandth(per.low)} to "
            f"{thousandth(per.high)} still with us {found.horizon} months later where {first} than where {second}, "
            f"comparing like with like{_on(found)}."
        )
    low, high = sorted((abs(per.low), abs(per.high)))
    more = "more" if per.value > 0 else "fewer"
    said = (
        f"Of every 1,000 customers, about {words.count(abs(per.value))} {more} (95% interval {words.count(low)} to "
        f"{words.count(high)}) were still with us {found.horizon} months later where {first} than where {second}, "
        f"comparing like with like{_on(found)}. {LIMITS}"
    )
    return f"{said}{_hidden(hidden)}."


def _hidden(hidden: EValue | None) -> str:
    if hidden is None or not math.isfinite(hidden.value):
        return ""
    return f": a hidden factor of strength {words.number(round(hidden.value, 1))} could explain it"


def _on(found: Comparison) -> str:
    named = list(dict.fromkeys(LIKE.get(name, name) for name in found.used))
    return f" on {words.list_text(named, limit=5)}" if named else ""


def short(found: Comparison) -> str:
    """The finding in a few words, as the title of a chart."""
    if found.refusal is not None:
        return f"No comparison: {found.refusal.reason}"
    per = found.per_1000
    assert per is not None
    if not found.is_clear:
        return "No clear difference in customers kept, comparing like with like"
    more = "more" if per.value > 0 else "fewer"
    return f"{words.count(abs(per.value))} {more} of 1,000 kept, comparing like with like"


def thousandth(value: float) -> str:
    """A number of customers of 1,000, with its sign."""
    rounded = round(value)
    text = words.count(abs(rounded))
    return text if not rounded else f"+{text}" if rounded > 0 else f"{words.MINUS}{text}"


def refused(refusal: Refusal, found: Comparison, *, landmark: int, part: str = "overall") -> str:
    """Why there is no comparison, and what it would take."""
    level = LEVELS.get(str(refusal.level), str(refusal.level)).lower() if refusal.level else ""
    first, second = (
        LEVELS.get(name, name).lower() if part == "overall" else f"{NAMES[part].lower()}: {name}"
        for name in (found.first, found.second)
    )
    match refusal.reason:
        case Reason.NOTHING:
            return f"Nothing to compare: no customer has “{level}” in the first {landmark} days."
        case Reason.LEAK:
            group, is_all = found.group(refusal.level), refusal.value >= 1
            seen = group and (group.counts.events if is_all else group.counts.customers)
            n = words.plural(seen, "customer") if seen else "customers"
            return (
                f"No comparison: of {n} with “{level}”{' whose fate is known' if is_all else ''}, "
                f"{'all' if is_all else 'none'} left. Was this recorded after, or because of, leaving?"
            )
        case Reason.COUNTS_ONLY:
            counts = [
                f"{group.counts.events} of {words.count(group.counts.customers)} lost ({name})"
                for level_name, name in ((found.first, first), (found.second, second))
                if (group := found.group(level_name)) is not None
            ]
            return f"Too few customers left to compare: {words.list_text(counts)}. At least 20 in all and 10 in each are needed."
        case Reason.NOT_FOLLOWED:
            return (
                f"The data do not reach {found.horizon} months beyond day {landmark} for “{level}”: "
                f"{words.count(refusal.value)} are followed so long, at least {words.count(refusal.needed)} are needed."
            )
        case Reason.TOO_FEW_EVENTS:
            return (
                f"Too few customers left to compare like with like: {words.number(round(refusal.value, 1))} for every figure of "
                f"the model, at least {words.count(refusal.needed)} are needed."
            )
        case Reason.NO_OVERLAP:
            return (
                f"No comparison: the two groups are too unlike. {words.percent(refusal.value)} of customers could hardly have "
                f"been in one of them; at most {words.percent(refusal.needed)} may."
            )
    return f"No comparison: {refusal.reason}."


def points_interval(found: Estimate) -> str:
    """+4.2 points (95% interval +1.8 points to +6.6 points)"""
    return f"{words.points(found.value)} (95% interval {words.points(found.low)} to {words.points(found.high)})"
