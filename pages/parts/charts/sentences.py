"""What does a chart say, in one sentence built from its figures?

Title and alternative text are the same words: at most 15, sentence case, no full stop. A difference is never called a
cause, and a change within the ordinary up and down is said to be one. Names from files are cut, not escaped: pass the
sentence through `words.plain` where Markdown is read.
"""

from collections.abc import Sequence

import pandas as pd

from pages.parts import words
from queries.statistics.limits import Signal

MOST_WORDS = 15
_NAME = 18  # letters of a name in a sentence
_PLACES = {
    "outside": "outside its usual range",
    "run": "long on one side",
    "near": "near the edge of usual",
}


def trend(
    name: str,
    *,
    unit: words.Unit,
    value: float | None,
    previous: float | None,
    n: float | None = None,
    signal: Signal | None = None,
    has_limits: bool = True,
    clock: words.Clock = "calendar",
) -> str:
    """First reply time fell to 2.1 h, within its usual range.

    name: the metric, at most five words. value and previous: of the last complete bucket and the one before, or of two
    equal periods. signal: that of the last bucket; has_limits: false where there are too few weeks for a usual range.
    """
    said = words.value(unit, value, n=n, clock=clock)
    if words.is_missing(value) or (unit != "count" and n is not None and n < words.FEWEST):
        return f"{name}: {'no data' if words.is_missing(value) and not n else 'too few to judge'}"
    place = f", {_PLACES[signal]}" if signal else ", within its usual range" if has_limits else ""
    if value is None or previous is None or words.is_missing(previous):
        return f"{name} is {said}{place}"
    direction = words.change_word(value - previous, unit=unit)
    if direction == "unchanged":
        return f"{name} stayed at {said}{place}"
    few = ", usual range not known yet" if not has_limits and not signal else ""
    return f"{name} {'rose' if direction == 'higher' else 'fell'} to {said}{place or few}"


def comparison(
    name: str,
    *,
    unit: words.Unit,
    value: float | None,
    difference: float | None,
    low: float | None,
    high: float | None,
    better: words.Better = "neutral",
    n: float | None = None,
    clock: words.Clock = "calendar",
) -> str:
    """CSAT is 91%, no change beyond noise; or: CSAT is 91%, 2.1 points higher than the period before.

    low, high: 95 % interval of the difference; with zero inside, the change is called noise.
    """
    if words.is_missing(value) or (n is not None and n < words.FEWEST):
        return f"{name}: {'no data' if words.is_missing(value) and not n else 'too few to judge'}"
    said = words.value(unit, value, n=n, clock=clock)
    if difference is None or low is None or high is None or words.is_missing(difference + low + high):
        return f"{name} is {said}, with nothing to compare it with"
    if low <= 0 <= high:
        return f"{name} is {said}, no change beyond noise"
    word = words.change_word(difference, unit=unit, better=better)
    if word == "unchanged":
        return f"{name} is {said}, practically unchanged"
    amount = words.change(unit, abs(difference), clock=clock).removeprefix("+")
    return f"{name} is {said}, {amount} {word} than the period before"


def breakdown(frame: pd.DataFrame, *, name: str, unit: words.Unit, clock: words.Clock = "calendar") -> str:
    """First reply time is highest for Email, 5.2 h; lowest for Chat, 12 min.

    frame: bucket, n, value. Groups below 5 are passed over.
    """
    rows = frame[frame["value"].notna() & (frame["n"] >= words.FEWEST)].sort_values("value")
    if rows.empty:
        return f"{name}: too few to compare"
    lowest, highest = rows.iloc[0], rows.iloc[-1]
    low, high = (
        f"{short_name(row['bucket'])}, {words.value(unit, row['value'], n=row['n'], clock=clock)}"
        for row in (lowest, highest)
    )
    if len(rows) == 1 or highest["value"] == lowest["value"]:
        return f"{name}: {high}" if len(rows) == 1 else f"{name} is the same everywhere"
    whole = f"{name} is highest for {high}; lowest for {low}"
    return whole if len(whole.split()) <= MOST_WORDS else f"{name} is highest for {high}"


def standings(standing: Sequence[str], *, noun: str = "agent", several: str = "") -> str:
    """2 of 14 agents stand apart from the overall figure; 12 cannot be told apart. several: the plural, if not in -s."""
    apart = sum(each != "not distinguishable" for each in standing)
    if not standing:
        return f"Too few to compare {several or f'{noun}s'}"
    if not apart:
        return f"No {noun} can be told apart from the overall figure"
    return f"{apart} of {words.plural(len(standing), noun, several)} stand{'s' if apart == 1 else ''} apart from the overall figure"


def hours(frame: pd.DataFrame, *, name: str, unit: words.Unit, clock: words.Clock = "calendar") -> str:
    """Arrivals peak on Monday at 09:00 with 123.

    frame: weekday (1 = Monday), hour, value, and n where the value is not a count.
    """
    enough = frame["value"].notna() & (unit == "count" or frame["n"] >= words.FEWEST)
    if not enough.any():
        return f"{name}: too few to compare hours"
    top = frame[enough].sort_values("value").iloc[-1]
    said = words.value(unit, top["value"], clock=clock)
    day = words.WEEKDAYS[int(top["weekday"]) - 1]
    return f"{name} peak{'s' if not name.endswith('s') else ''} on {day} at {int(top['hour']):02d}:00 with {said}"


def spread(median: float | None, p90: float | None, *, name: str, clock: words.Clock = "calendar") -> str:
    """Half of first replies came within 42 min, nine in ten within 5.2 h. name: what is timed, at most three words."""
    if median is None or words.is_missing(median):
        return f"Too few {name} to judge"
    half = f"Half of {name} came within {words.duration(median, clock=clock)}"
    return (
        half
        if p90 is None or words.is_missing(p90)
        else f"{half}, nine in ten within {words.duration(p90, clock=clock)}"
    )


def moved(
    frame: pd.DataFrame,
    *,
    name: str,
    unit: words.Unit,
    whole: float | None = None,
    noun: str = "group",
    is_noise: bool = False,
    clock: words.Clock = "calendar",
) -> str:
    """CSAT −1.2 points: largest own change Email, −0.8 points.

    frame: bucket, performance, low, high, mix and is_mix_apart, as in `queries.changes.told`; whole: the whole change,
    else the sum of the parts.
    is_noise: the whole change is within noise. Of counts, which are no estimates, the largest part is named.
    """
    total = frame["performance"].fillna(0) + frame["mix"].fillna(0)
    whole = float(total.sum()) if whole is None else whole
    if frame.empty or (unit == "count" and words.change_word(whole, unit=unit) == "unchanged"):
        return f"{name} did not change in all"
    change = words.change(unit, whole, clock=clock)
    if unit == "count":
        place = int((total * (1 if whole > 0 else -1)).to_numpy().argmax())
        said = f"Largest part of {change} in {name}: {short_name(frame['bucket'].iloc[place])}"
        return f"{said}, {words.change(unit, float(total.iloc[place]), clock=clock)}"
    beyond = [
        (float(row[part]), what, row["bucket"])
        for row in frame.to_dict("records")
        for part, what, is_beyond in (
            ("performance", "largest own change", row["low"] > 0 or row["high"] < 0),
            ("mix", "largest part the weight of", row["is_mix_apart"]),
        )
        if is_beyond
    ]
    found = f"no {noun}'s own change is beyond noise"
    if beyond:
        size, what, bucket = max(beyond, key=lambda one: abs(one[0]))
        found = f"{what} {short_name(bucket)}, {words.change(unit, size, clock=clock)}"
    elif is_noise:
        return f"{name}: no change beyond noise in all or any {noun}"
    said = f"{name} {change}: {found}"
    return f"{name}: {found}" if is_noise or len(said.split()) > MOST_WORDS else said


def backlog(open_now: float | None, open_before: float | None, old_share: float | None, *, old: str = "7 days") -> str:
    """Backlog rose to 1,234 tickets, 12% of them older than 7 days."""
    if open_now is None or words.is_missing(open_now):
        return "Backlog: no data"
    word = "is"
    if open_before is not None and not words.is_missing(open_before):
        word = {1: "rose to", -1: "fell to", 0: "stayed at"}[int(open_now > open_before) - int(open_now < open_before)]
    said = f"Backlog {word} {words.plural(open_now, 'ticket')}"
    aged = old_share is not None and not words.is_missing(old_share) and open_now > 0
    return f"{said}, {words.percent(old_share, open_now)} of them older than {old}" if aged else said


def subtitle(*parts: str, n: float | None = None, noun: str = "ticket", has_band: bool = False) -> str:
    """Measure, population, period, unit in one line, then n and what the band is; empty parts are left out."""
    said = [*parts, "" if n is None else counted(n, noun), words.BAND if has_band else ""]
    return " · ".join(part for part in said if part)


def counted(n: float, noun: str) -> str:
    """1,234 answers; 12 answers, few."""
    return f"{words.plural(n, noun)}{', few' if words.FEWEST <= n < words.FEW else ''}"


def short_name(bucket: object) -> str:
    """A name of at most two words; what is cut off is said by an ellipsis."""
    whole = words.bucket_text(bucket)
    name = words.shorten(whole, _NAME).rstrip("…")
    while sum(part[0].isalnum() for part in name.split()) > 2 or (name and not name[-1].isalnum()):
        name = name.rsplit(None, 1)[0] if " " in name else name[:-1]
    if not name:
        return words.shorten(whole, _NAME)
    return name if name == whole else f"{name}…"
