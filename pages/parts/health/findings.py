"""What can be wrong with the data, how serious is it, and what is the most serious thing?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pages.parts import words

Level = Literal["serious", "notable"]

# Seen as badges: word, icon and colour.
LEVELS: dict[Level, tuple[str, str, str]] = {
    "serious": ("Serious", ":material/error:", "red"),
    "notable": ("To know", ":material/info:", "orange"),
}


@dataclass(frozen=True)
class Finding:
    """One thing to know before trusting the numbers.

    section: the anchor of the section that shows it. reach: the share (0 to 1) of the records or metrics concerned that
    it touches, for the order. text: a sentence with number and denominator. action: what to do about it, a sentence.
    """

    section: str
    level: Level
    reach: float
    text: str
    action: str = ""


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """The most serious first, within a level what reaches furthest."""
    return sorted(findings, key=lambda one: (list(LEVELS).index(one.level), -one.reach))


def graded(share: float, *, n: float, notable: float, serious: float) -> Level | None:
    """The level of a share (0 to 1) by its two thresholds; None below both, and where it rests on fewer than 30."""
    if n < words.FEW:
        return None
    return "serious" if share >= serious else "notable" if share >= notable else None


def verdict(findings: Iterable[Finding]) -> str:
    """One line: the most serious thing, or that nothing is; findings in any order."""
    first = next(iter(ordered(findings)), None)
    if first is None:
        return "Nothing was found that would change the numbers."
    return first.text if first.level == "serious" else f"Nothing serious. First to know: {first.text}"
