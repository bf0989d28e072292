"""Which colour does a mark have?

Streamlit replaces the placeholders below by the colours of the theme in force, in the browser: a figure made of them
is right in light and dark without being made again. The palettes themselves are in `.streamlit/config.toml`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

Role = Literal["good", "neutral", "poor", "other"]

ACCENT = "#000001"  # "this": first colour of chartCategoricalColors
SIGNAL = "#000004"  # a point outside the ordinary up and down; always a triangle as well
INK = "#000037"  # text of the theme at full strength
MUTED = "#000037B3"  # the same, quieter: axes, notes, targets
FAINT = "#00003733"  # thin lines that are only a background: events, panels
POOR = "#000021"  # the answers that are poor: first of chartDivergingColors, whose last is the accent; words have its colour
PAPER = "#000038"  # background of the theme, to keep marks that overlap apart
CONTEXT = "#7F8794"  # grey with 3:1 on white and on the dark background

# Order for lines: first those that reach 4.5:1 as text, so that a label may have the colour of its line.
READABLE = (ACCENT, "#000003", "#000005")
LINES = (*READABLE, "#000002")
TEAMS = (ACCENT, "#000002", "#000003", "#000004", "#000005", "#000006")
SEQUENTIAL = tuple(f"#0000{step}" for step in range(11, 21))  # from nearly background to full strength
DIVERGING = tuple(f"#0000{step}" for step in range(21, 31))  # from poor over nearly background to the accent


@dataclass(frozen=True)
class Look:
    """Fill and edge of a part, the colour of the words inside it, and of those beside it (all 4.5:1)."""

    fill: str
    edge: str
    inside: str
    beside: str


def faded(colour: str, opacity: float) -> str:
    """The colour with an opacity of 0 to 1."""
    return f"{colour[:7]}{round(255 * opacity):02X}"


def colour_scale() -> list[tuple[float, str]]:
    """The sequential palette as plotly wants it."""
    return [(step / 9, colour) for step, colour in enumerate(SEQUENTIAL)]


def diverging_scale() -> list[tuple[float, str]]:
    """The diverging palette as plotly wants it, poor to good."""
    return [(step / 9, colour) for step, colour in enumerate(DIVERGING)]


def by_name(names: Iterable[str]) -> dict[str, str]:
    """A colour for each name that stays with the name whatever else is filtered; from the seventh on grey.

    Give all names there are, not only those shown: the colour comes from the name, and only two names that
    would share one are told apart by the others.
    """
    chosen: dict[str, str] = {}
    for name in sorted(set(names)):
        start = crc32(name.encode()) % len(TEAMS)
        free = [TEAMS[(start + step) % len(TEAMS)] for step in range(len(TEAMS))]
        chosen[name] = next((colour for colour in free if colour not in chosen.values()), CONTEXT)
    return chosen


# What is neither good nor poor is pale with an edge, what is not known is hollow.
ROLES: dict[Role, Look] = {
    "good": Look(fill=ACCENT, edge=PAPER, inside=PAPER, beside=ACCENT),
    "neutral": Look(fill=faded(CONTEXT, 0.4), edge=CONTEXT, inside=INK, beside=INK),
    "poor": Look(fill=POOR, edge=PAPER, inside=PAPER, beside=POOR),
    "other": Look(fill=PAPER, edge=CONTEXT, inside=INK, beside=INK),
}
ROLE_LINES: dict[Role, str] = {"good": ACCENT, "neutral": CONTEXT, "poor": POOR, "other": CONTEXT}
