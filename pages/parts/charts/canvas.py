"""What do all charts have in common: three heights, quiet axes, no tool bar, labels beside the marks?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

import plotly.graph_objects as go

from pages.parts.charts import colours, texts

SMALL, MEDIUM, LARGE = 120, 260, 380
FONT = 12
LETTER = 6.9  # width of a letter in pixels at that size, a little more than the average
LINE = 16  # height of a line of text in pixels

# For st.plotly_chart(config=…): nothing floats over the chart, the page scrolls through it. A tap on a phone is a touch
# and a mouse click in one: without the delay they would count as a double click, which takes the selection back.
CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "doubleClickDelay": 1,
    "showTips": False,
}
NOTHING = "Nothing to show for this selection"

# Streamlit turns "no dragging" into "pan" where a chart can be clicked, and then a phone cannot scroll over it. A word
# that plotly does not know makes it take the mode of the template instead, which is no dragging.
_SCROLL = "scroll"

Json = dict[str, Any]


@dataclass(frozen=True)
class Tag:
    """A direct label at the height of what it names, in the unit of the axis."""

    at: float
    text: str
    colour: str = colours.MUTED
    is_strong: bool = False


def figure(traces: Sequence[Json], *, height: int, margin: Json | None = None, **layout: Any) -> go.Figure:
    """A figure of plain SVG traces, without title, legend, zoom or colours of its own.

    margin: pixels by side (l, r, t, b); the axes add the room that their labels need.
    """
    quiet: Json = {
        "template": {"layout": {"dragmode": False}},
        "dragmode": _SCROLL,
        "height": height,
        "margin": {"l": 0, "r": 8, "t": 8, "b": 0, "pad": 4} | (margin or {}),
        "font": {"size": FONT, "color": colours.INK},
        "showlegend": False,
        "hovermode": "closest",
        "hoverdistance": 40,
        "hoverlabel": {"align": "left", "namelength": 0, "font": {"size": FONT, "color": colours.INK}},
        "bargap": 0.35,
    }
    return go.Figure({"data": list(traces), "layout": quiet | layout}, _validate=False)


def axis(**settings: Any) -> Json:
    """An axis that cannot be dragged, without line, title or grid."""
    quiet: Json = {
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "automargin": True,
        "ticks": "",
        "tickfont": {"size": FONT, "color": colours.MUTED},
    }
    return quiet | settings


def note(text: str, **place: Any) -> Json:
    """An annotation without arrow; the text must be escaped already."""
    quiet: Json = {"text": text, "showarrow": False, "font": {"size": FONT, "color": colours.MUTED}, "borderpad": 0}
    return quiet | place


def line(*, colour: str = colours.MUTED, width: float = 1, dash: str = "solid", **place: Any) -> Json:
    """A straight line under the marks."""
    return {"type": "line", "layer": "below", "line": {"color": colour, "width": width, "dash": dash}} | place


def empty(height: int = MEDIUM, text: str = NOTHING) -> go.Figure:
    """A figure that says why it is empty."""
    middle = note(texts.escaped(text), x=0.5, y=0.5, xref="paper", yref="paper")
    hidden = axis(visible=False, range=[0, 1])
    return figure([], height=height, annotations=[middle], xaxis=hidden, yaxis=hidden)


def width_of(*labels: str) -> int:
    """Pixels that the longest line of the labels needs."""
    lines = [unescape(re.sub("<[^<>]*>", "", line)) for text in labels for line in text.split("<br>")]
    return round(max(map(len, lines), default=0) * LETTER)


def row_height(rows: int) -> int:
    """The smallest of the three heights that has room for so many rows."""
    return SMALL if rows <= 3 else MEDIUM if rows <= 9 else LARGE


def spread(places: Sequence[float], *, gap: float, lowest: float, highest: float) -> list[float]:
    """The places moved as little as needed to stand at least gap apart, within lowest and highest, order kept."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = [min(max(places[index], lowest), highest) for index in order]
    for step in range(1, len(moved)):
        moved[step] = max(moved[step], moved[step - 1] + gap)
    if moved and moved[-1] > highest:
        moved[-1] = highest
        for step in range(len(moved) - 2, -1, -1):
            moved[step] = min(moved[step], moved[step + 1] - gap)
    return [moved[order.index(index)] for index in range(len(places))]


def right_tags(tags: Sequence[Tag], *, shown: tuple[float, float], plot_height: float, lines: int = 1) -> list[Json]:
    """The labels in the right margin, each of so many lines and as near to its value as the others allow."""
    low, high = shown
    scale = plot_height / (high - low)
    places = [(tag.at - low) * scale for tag in tags]
    tall = LINE * lines + (4 if lines > 1 else 0)
    apart = spread(places, gap=tall, lowest=tall / 2, highest=plot_height - tall / 2)
    return [
        note(
            f"<b>{tag.text}</b>" if tag.is_strong else tag.text,
            x=1,
            xref="paper",
            xanchor="left",
            xshift=8,
            y=tag.at,
            yanchor="middle",
            yshift=round(moved - place, 1),
            align="left",
            font={"size": FONT, "color": tag.colour},
        )
        for tag, place, moved in zip(tags, places, apart, strict=True)
    ]
