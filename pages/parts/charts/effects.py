"""How large is a difference, by several ways of reckoning, and can it be told from none?"""

import math

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, scales, texts
from pages.parts.charts import rows as row_parts
from pages.parts.charts.speech import Speech

_AXIS = 22  # pixels under the plot
_NAME = 34  # letters of a name
_ROOM = 4.0  # the axis reaches at most so many times the largest difference: a wide interval does not hide the others


def effects(
    frame: pd.DataFrame,
    *,
    unit: words.Unit,
    noun: str = "customer",
    none: str = "no difference",
    height: int | None = None,
) -> go.Figure:
    """A dot with its 95 % interval per row against a line at 0, called `none`; the first row on top.

    frame: label, value (null: refused), low, high in the unit, n; role: "main" in colour, "context" in grey; `said`:
    what else the hover tells, or why there is no value. `key`, else label, is the bucket of a click. Intervals that
    reach beyond the axis are cut there.
    """
    if frame.empty:
        return canvas.empty(height or canvas.SMALL)
    rows = frame.reset_index(drop=True)
    places = [float(len(rows) - 1 - index) for index in rows.index]
    speech = Speech(unit, "calendar", "", noun)
    said = [_said(row, speech) for row in rows.to_dict("records")]
    axis = scales.scale([0.0, *_ends(rows)], unit=unit, most=5)
    labels = [words.shorten(str(label), _NAME) for label in rows["label"]]
    side = canvas.width_of(*labels) + 8
    tall = height or canvas.row_height(len(rows))
    return canvas.figure(
        _marks(rows, places, speech, axis),
        height=tall,
        margin={"t": 18, "l": side, "r": 14 + canvas.width_of(*said), "b": _AXIS},
        shapes=[canvas.line(colour=colours.INK, width=1.5, x0=0, x1=0, y0=0, y1=1, yref="paper")],
        annotations=[
            *row_parts.values([texts.escaped(text) for text in said], places),
            row_parts.across_label(0.0, none, axis),
        ],
        xaxis=canvas.axis(showgrid=True, automargin=False, **_settings(axis)),
        yaxis=row_parts.axis(
            {y: texts.label(str(label), _NAME) for y, label in zip(places, rows["label"], strict=True)},
            lines=len(rows),
        ),
    )


def _settings(axis: scales.Scale) -> dict:
    """The ticks with their sign; what they are of stands at the values."""
    signed = [
        label if tick <= 0 or not label[0].isdigit() else f"+{label}"
        for tick, label in zip(axis.ticks, axis.labels, strict=True)
    ]
    return axis.settings() | {"ticktext": signed, "tickangle": 0}


def _ends(rows: pd.DataFrame) -> list[float]:
    """What the axis holds: every value, and the intervals as far as they leave the values readable."""
    known = rows[rows["value"].notna()]
    values = [float(value) for value in known["value"]]
    largest = max((abs(value) for value in values), default=0.0)
    ends = [float(end) for name in ("low", "high") for end in known[name].dropna()]
    room = _ROOM * largest if largest else math.inf
    return [*values, *(min(max(end, -room), room) for end in ends)]


def _marks(rows: pd.DataFrame, places: list[float], speech: Speech, axis: scales.Scale) -> list[dict]:
    known = [not words.is_missing(value) for value in rows["value"]]
    shade = [colours.ACCENT if role == "main" else colours.CONTEXT for role in rows["role"]]
    bars = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "interval",
            "x": [max(row["low"], axis.low), min(row["high"], axis.high)],
            "y": [y, y],
            "line": {"color": colour, "width": 3},
            "opacity": 0.55,
            "hoverinfo": "skip",
        }
        for row, y, colour, there in zip(rows.to_dict("records"), places, shade, known, strict=True)
        if there and not words.is_missing(row["low"]) and not words.is_missing(row["high"])
    ]
    hovers = [
        texts.hover(
            f"{row['label']}: {_said(row, speech)}",
            "" if words.is_missing(row["value"]) else _interval(row, speech),
            words.plural(row["n"], speech.noun) if not words.is_missing(row["n"]) else "",
            str(row.get("said") or ""),
        )
        for row in rows.to_dict("records")
    ]
    keys = rows["key"] if "key" in rows else rows["label"]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "name": "value",
        "x": [float(value) if there else 0.0 for value, there in zip(rows["value"], known, strict=True)],
        "y": places,
        "marker": {
            "color": [colour if there else colours.PAPER for colour, there in zip(shade, known, strict=True)],
            "size": 11,
            "opacity": [1.0 if there else 0.0 for there in known],
        },
        "customdata": texts.keys(keys),
        "hovertext": hovers,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    return [*bars, dots]


def _interval(row: dict, speech: Speech) -> str:
    return f"95% interval {speech.change(row['low'])} to {speech.change(row['high'])}"


def _said(row: dict, speech: Speech) -> str:
    return "refused" if words.is_missing(row["value"]) else speech.change(row["value"])
