"""How long does it take, from the quickest to the slowest?"""

import math
from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, scales, texts

# Ends of the bins in minutes, each about twice the one before; the last bin is open. A business day has 8 hours.
EDGES: dict[words.Clock, tuple[int, ...]] = {
    "calendar": (0, 5, 15, 30, 60, 120, 240, 480, 960, 1440, 2880, 5760, 10080, 20160),
    "business": (0, 5, 15, 30, 60, 120, 240, 480, 960, 1440, 2400, 4800),
}
TARGET = "Target"
INK = {"size": canvas.FONT, "color": colours.INK}
_EDGES = 36  # pixels for the ends of the bins under the bars


def histogram(
    frame: pd.DataFrame,
    *,
    marks: Mapping[str, float | None] | None = None,
    target: float | None = None,
    clock: words.Clock = "calendar",
    noun: str = "ticket",
    height: int = canvas.MEDIUM,
) -> go.Figure:
    """Bars of equal width for bins that grow, with lines for the marks and the target.

    frame: one row per bin in order: low and high (minutes, low <= duration < high; high of the last bin is null: open),
    n. marks: name -> minutes, such as median and 90th percentile. A click gives the low end as bucket and the high end
    as series.
    """
    total = float(frame["n"].sum()) if len(frame) else 0.0
    if total == 0:
        return canvas.empty(height)
    if total < words.FEWEST:
        return canvas.empty(height, words.few_text(total))
    bins = frame.reset_index(drop=True)
    axis = scales.scale(bins["n"] / total, unit="share", from_zero=True, most=4)
    shapes, labels, above = _marks(bins, dict(marks or {}) | {TARGET: target}, clock, height - 10 - _EDGES)
    edges = [edge for edge in [*bins["low"], bins["high"].iloc[-1]] if not words.is_missing(edge)]
    return canvas.figure(
        [_bar(bins, total, clock, noun)],
        height=height,
        margin={"t": 10 + above, "b": _EDGES, "r": 4},
        bargap=0.06,
        shapes=shapes,
        annotations=labels,
        xaxis=canvas.axis(
            tickvals=[index - 0.5 for index in range(len(edges))],
            ticktext=_edge_texts(edges, clock),
            range=[-0.5, len(bins) - 0.5],
            tickangle=0,
            automargin=False,
        ),
        yaxis=canvas.axis(showgrid=True, **axis.settings()),
    )


def place_in(bins: pd.DataFrame, minutes: float) -> float:
    """Where a duration stands on the axis of the bins, whose centres are 0, 1, 2…; within a bin in proportion."""
    last = len(bins) - 1
    index = max(int((bins["low"] <= minutes).sum()) - 1, 0)
    low, high = float(bins["low"][index]), bins["high"][index]
    if words.is_missing(high):
        return last - 0.5 + min(math.log2(max(minutes / low, 1)) / 2, 0.95) if low > 0 else float(last)
    return index - 0.5 + min((minutes - low) / (float(high) - low), 1.0)


def _edge_texts(edges: list[float], clock: words.Clock) -> list[str]:
    """The ends of the bins, their unit under the first that has it."""
    said = [words.duration(edge, clock=clock).split(" ") for edge in edges]
    units = [None, *(unit for _, unit in said)]
    return [size if unit == before else f"{size}<br>{unit}" for (size, unit), before in zip(said, units, strict=False)]


def _bar(bins: pd.DataFrame, total: float, clock: words.Clock, noun: str) -> dict:
    hovers = []
    for low, high, n in zip(bins["low"], bins["high"], bins["n"], strict=True):
        first = words.duration(low, clock=clock)
        span = f"{first} or longer" if words.is_missing(high) else f"{first} to {words.duration(high, clock=clock)}"
        share = words.percent(n / total, total)
        hovers.append(texts.hover(span, words.plural(n, noun), f"{share} of {words.plural(total, noun)}"))
    return {
        "type": "bar",
        "x": list(range(len(bins))),
        "y": list(bins["n"] / total),
        "marker": {"color": colours.ACCENT, "line": {"width": 0}},
        "customdata": texts.keys(
            *([None if words.is_missing(edge) else f"{edge:g}" for edge in bins[end]] for end in ("low", "high"))
        ),
        "hovertext": hovers,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _marks(
    bins: pd.DataFrame, marks: dict[str, float | None], clock: words.Clock, height: int
) -> tuple[list[dict], list[dict], int]:
    """Lines, labels each in a row of its own above the bars, and the pixels of these rows; height: plot without them."""
    known = {name: at for name, at in marks.items() if at is not None and not words.is_missing(at)}
    above = len(known) * canvas.LINE
    shapes, labels = [], []
    for row, (name, minutes) in enumerate(sorted(known.items(), key=lambda mark: mark[1])):
        x, top = place_in(bins, minutes), 1 + (row + 1) * canvas.LINE / (height - above)
        dash = "dash" if name == TARGET else "solid"
        place = {"x0": x, "x1": x, "y0": 0, "y1": top, "yref": "paper", "layer": "above"}
        shapes.append(canvas.line(colour=colours.INK, width=1.5, dash=dash, **place))
        side = {"xanchor": "left", "xshift": 4} if x < len(bins) / 2 else {"xanchor": "right", "xshift": -4}
        at = {"x": x, "y": 1, "yref": "paper", "yanchor": "middle", "yshift": 2 + (row + 0.5) * canvas.LINE}
        said = f"{name} {words.duration(minutes, clock=clock)}"
        labels.append(canvas.note(texts.escaped(said), font=INK, bgcolor=colours.PAPER, **at, **side))
    return shapes, labels, above
