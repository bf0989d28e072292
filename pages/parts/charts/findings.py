"""What do the charts of answers say, in one sentence each built from their figures?

As in `sentences`: at most 15 words, sentence case, no full stop, names from files cut and not escaped. One thing goes
with another, it is never called its cause, and a difference within noise is said to be none.
"""

import pandas as pd

from pages.parts import words
from pages.parts.charts.sentences import MOST_WORDS, short_name

_NAME = 30  # letters of the name of a group
_GROUP = 3  # words of what scores are called together
_TERMS = 2  # terms named of each side


def distribution(frame: pd.DataFrame, *, out_of: str = "", name: str = "Answers", group_is: str = "were ") -> str:
    """62% gave 5 of 5; 9% were dissatisfied.

    frame: label, n, role, group, as in `columns`: the highest score is the last row. out_of: the end of the scale, said
    after the score. The second half is said of the whole group that the answers with the role poor belong to, after
    group_is: nothing, where the group is called by what it does ("do not agree").
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
    called = str(group) if len(str(group).split()) <= _GROUP else short_name(group)
    return f"{said}; {words.percent(in_group / total, total)} {group_is}{called}"


def clearest(groups: pd.DataFrame) -> tuple[dict, dict] | None:
    """The higher and the lower of the two groups that are clearest apart; None where no two are.

    groups: with the column `clearest` (higher, lower or missing), as in queries.computed.apart.
    """
    found = {str(row["clearest"]): row for row in groups.to_dict("records") if row["clearest"] in ("higher", "lower")}
    return (found["higher"], found["lower"]) if len(found) == 2 else None


def apart(groups: pd.DataFrame) -> str:
    """By how much those two differ for sure; empty where no two groups do. groups: with apart_low, apart_high."""
    if clearest(groups) is None:
        return ""
    low, high = (words.points(float(groups[end].iloc[0])).removeprefix("+") for end in ("apart_low", "apart_high"))
    return f"the two of the title differ by {low.removesuffix(' points')} to {high} (95% interval for all pairs)"


def pair_shares(pair: tuple[dict, dict]) -> tuple[str, str]:
    """Their shares in words, as exact as the smaller of the two allows."""
    n = min(float(row["n"]) for row in pair)
    return words.percent(float(pair[0]["value"]), n), words.percent(float(pair[1]["value"]), n)


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
