"""How are surveys, their scales and one rating called? The same on every page."""

from collections.abc import Mapping

from pages.parts import words

SURVEYS: Mapping[str, str] = {"csat": "CSAT", "nps": "NPS", "ces": "Effort (CES)"}
GOOD_OR_BAD = "good-bad"


def survey_text(kind: object) -> str:
    """CSAT, NPS, Effort (CES)"""
    return SURVEYS.get(str(kind), str(kind).upper())


def scale_text(scale: object) -> str:
    """1 to 5; good or bad; a scale of the firm's own by its name."""
    if scale == GOOD_OR_BAD:
        return "good or bad"
    ends = str(scale).split("-")
    return " to ".join(ends) if len(ends) == 2 and all(end.isdigit() for end in ends) else str(scale)


def highest_of(scale: object) -> str:
    """The end of a scale of points; empty for good or bad, and for a name that tells none."""
    end = str(scale).split("-")[-1]
    return end if end.isdigit() else ""


def rating_text(score: float | None, scale: object) -> str:
    """4 of 5; good; 2 on smiles. A missing score is a dash."""
    if score is None or words.is_missing(score):
        return words.MISSING
    if scale == GOOD_OR_BAD:
        return "good" if score >= 1 else "bad"
    said, end = words.number(float(score)), highest_of(scale)
    return f"{said} of {end}" if end else f"{said} on {scale}"
