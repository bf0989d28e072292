"""What do the charts of answers say, in one sentence each built from their figures?

As in `sentences`: at most 15 words, sentence case, no full stop, names from files cut and not escaped. One thing goes
with another, it is never called its cause, and a difference within noise is said to be none.
"""

from collections.abc import Sequence

import pandas as pd

from pages.parts import words
from pages.parts.charts.sentences import MOST_WORDS, short_name
from queries.statistics.intervals import newcombe_difference

_NAME = 30  # letters of the name of a group
_TERMS = 2  # terms named of each side


def distribution(frame: pd.DataFrame, *, out_of: str = "", name: str = "Answers") -> str:
    """62% gave 5 of 5; 9% were dissatisfied.

    frame: label, n, role, group, as in `columns`: the highest score is the last row. out_of: the end of the scale, said
    after the score. The second half is said of the whole group that the answers with the role poor belong to.
    """
    total = float(frame["n"].sum()) if len(frame) else 0.0
    if total < words.FEWEST:
        return f"{name}: {'too few to judge' if total else 'no data'}"
    top = frame.iloc[-1]
    end = f" of {out_of}" if out_of else ""
    said = f"{words.percent(top['n'] / total, total)} gave {short_name(top['label'])}{end}"
    poor = frame[frame["role"].eq("poor") & frame["group"].notna()]
    if poor.empty:
        return said
    group = poor["group"].iloc[0]
    in_group = float(frame.loc[frame["group"].eq(group), "n"].sum())
    return f"{said}; {words.percent(in_group / total, total)} were {short_name(group)}"


def dose(
    name: str,
    what: str,
    *,
    unit: words.Unit,
    first: float | None,
    last: float | None,
    is_clear: bool,
    grows: str = "",
    turning: str = "",
    clock: words.Clock = "calendar",
) -> str:
    """CSAT falls from 91% to 74% as first reply takes longer; CSAT does not clearly go with handoffs.

    name: the metric, at most two words. what: the dose, at most three words. first and last: the fitted figure at the
    least and the greatest dose seen. is_clear: is there more than noise? grows: what the dose does ("first reply takes
    longer", at most four words; else "<what> grows"). turning: the dose in words where the figure turns clearly, said
    in place of how it grows.
    """
    if first is None or last is None or words.is_missing(first) or words.is_missing(last):
        return f"{name} by {what}: too few to judge"
    if not is_clear:
        return f"{name} does not clearly go with {what}"
    low, high = (words.value(unit, value, clock=clock) for value in (first, last))
    if low == high and not turning:
        return f"{name} goes up and down with {what}"
    moves = f"{name} {'rises' if last > first else 'falls'} from {low} to {high}"
    if not turning:
        return f"{moves} as {grows or f'{what} grows'}"
    whole = f"{moves}, turning at about {turning} of {what}"
    is_short = low != high and len(whole.split()) <= MOST_WORDS
    return whole if is_short else f"{name} turns at about {turning} of {what}"


def pattern(frame: pd.DataFrame, part: str, *, said: str, noun: str = "answer") -> str:
    """A poor rating is most usual after poor ones, 41%; least after good ones, 9%.

    frame: bucket (said as it is), n, and the column of counts named by `part`, as in `stacked`. said: the part, at most
    three words. With zero inside the interval (Newcombe) of the difference between the highest and the lowest group
    they cannot be told apart; of several groups that is one comparison of many, so it errs to the side of a difference.
    """
    rows = frame[frame["n"] >= words.FEWEST].reset_index(drop=True)
    if len(rows) < 2:
        return f"{said}: too few {noun}s to compare"
    share = rows[part].fillna(0) / rows["n"]
    high, low = (rows.iloc[int(place)] for place in (share.to_numpy().argmax(), share.to_numpy().argmin()))
    apart = newcombe_difference(high[part], high["n"], other_successes=low[part], other_n=low["n"])
    if apart is None or apart.low <= 0:
        return f"{said}: no difference beyond noise"
    first, second = (words.percent(row[part] / row["n"], row["n"]) for row in (high, low))
    most, least = (words.shorten(words.bucket_text(row["bucket"]), _NAME) for row in (high, low))
    for whole in (
        f"{said} is most usual {most}, {first}; least {least}, {second}",
        f"{said} is most usual {most}, {first}; the least is {second}",
    ):
        if len(whole.split()) <= MOST_WORDS:
            return whole
    return f"{said} is most usual {short_name(high['bucket'])}, {first}"


def before_after(
    name: str,
    *,
    unit: words.Unit,
    before: float | None,
    after: float | None,
    low: float | None,
    high: float | None,
    states: tuple[str, str] = ("before", "after"),
    clock: words.Clock = "calendar",
) -> str:
    """CSAT is 91% as answered, 86% as weighted.

    before, after: the figure in two states, whose words (at most three each) follow it. low, high: 95 % interval of
    after minus before; with zero inside there is no difference beyond noise, without them the two only stand together.
    """
    if before is None or after is None or words.is_missing(before) or words.is_missing(after):
        return f"{name}: too few to compare"
    one, other = (words.value(unit, value, clock=clock) for value in (before, after))
    is_known = low is not None and high is not None and not words.is_missing(low + high)
    if is_known and low is not None and high is not None and low <= 0 <= high:
        return f"{name} is {one} {states[0]}; {states[1]}, no difference beyond noise"
    if one == other:
        return f"{name} is {one} {states[0]} and practically the same {states[1]}"
    return f"{name} is {one} {states[0]}, {other} {states[1]}"


def terms(poor: Sequence[object], good: Sequence[object], *, noun: str = "comments") -> str:
    """Words that stand out: “refund” and “late” in poor comments, “kind” in good ones.

    poor, good: the terms that stand out, the strongest first, none that chance alone brings.
    """
    there = [f"{_quoted(found)} in {side} {noun}" for found, side in ((poor, "poor"), (good, "good")) if len(found)]
    if not there:
        return f"No word stands out in poor or good {noun}"
    if len(there) == 2:
        there[1] = f"{_quoted(good)} in good ones"
    said = f"Words that stand out: {', '.join(there)}"
    if len(said.split()) <= MOST_WORDS:
        return said
    return f"Words that stand out: {_quoted(poor[:1])} in poor {noun}, {_quoted(good[:1])} in good ones"


def _quoted(found: Sequence[object]) -> str:
    return words.list_text(f"“{short_name(term)}”" for term in found[:_TERMS])
