"""Between which ends does one figure lie, by several ways of reckoning?"""

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, scales, texts
from pages.parts.charts import rows as row_parts
from pages.parts.charts.speech import Speech

_AXIS = 22  # pixels under the plot
_NAMES_ABOVE = 0.3  # rows: how far a name stands above its range


def ranges(
    frame: pd.DataFrame, *, unit: words.Unit, ends: tuple[float, float], noun: str = "answer", height: int | None = None
) -> go.Figure:
    """A bar from low to high per row, with a dot where there is a value, under the row's name; the first row on top.

    frame: label, value (null: only the ends are known), low, high in the unit, n, and how the ends are to be read
    (`said`: "95% interval", "whatever the silent think"), shown in the hover; `key`, else label, is the bucket of a
    click. ends: of the axis.
    """
    if frame.empty:
        return canvas.empty(height or canvas.SMALL)
    rows = frame.reset_index(drop=True)
    places = [float(len(rows) - 1 - index) for index in rows.index]
    speech = Speech(unit, "calendar", "", noun)
    said = [_said(row, speech) for row in rows.to_dict("records")]
    tall = height or (canvas.SMALL if len(rows) <= 2 else canvas.MEDIUM)
    names = [
        canvas.note(
            texts.label(str(label), 60), x=0, xref="paper", xanchor="left", y=y + _NAMES_ABOVE, yanchor="middle",
            font=row_parts.INK,
        )
        for y, label in zip(places, rows["label"], strict=True)
    ]  # fmt: skip
    values = [
        canvas.note(f"<b>{texts.escaped(text)}</b>", x=1, xref="paper", xanchor="right", y=y + _NAMES_ABOVE,
                    yanchor="middle", font=row_parts.INK)
        for y, text in zip(places, said, strict=True)
    ]  # fmt: skip
    return canvas.figure(
        _marks(rows, places, said),
        height=tall,
        margin={"t": 4, "r": 8, "l": 8, "b": _AXIS},
        annotations=[*names, *values],
        xaxis=canvas.axis(showgrid=True, automargin=False, **_ticks(ends, speech)),
        yaxis=canvas.axis(range=[-0.5, len(rows) - 0.4], visible=False),
    )


def _ticks(ends: tuple[float, float], speech: Speech) -> dict:
    """Whole shares and net scores by quarters of the scale; anything else as usual."""
    low, high = ends
    if speech.unit not in ("share", "score"):
        return scales.scale(list(ends), unit=speech.unit).settings()
    places = [low + (high - low) * part / 4 for part in range(5)]
    return {"range": [low, high], "tickvals": places, "ticktext": [speech.value(place) for place in places]}


def _marks(rows: pd.DataFrame, places: list[float], said: list[str]) -> list[dict]:
    hovers = [
        texts.hover(f"{text}", str(row["label"]), str(row["said"]))
        for row, text in zip(rows.to_dict("records"), said, strict=True)
    ]
    keys = rows["key"] if "key" in rows else rows["label"]
    is_estimate = [not words.is_missing(value) for value in rows["value"]]
    bars = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "range",
            "x": [row["low"], (row["low"] + row["high"]) / 2, row["high"]],
            "y": [y] * 3,
            "line": {"color": colours.ACCENT if known else colours.CONTEXT, "width": 8},
            "opacity": 0.45 if known else 0.8,
            "hovertext": [hover] * 3,
            "customdata": texts.keys(pd.Series([key] * 3)),
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
        for row, y, known, hover, key in zip(rows.to_dict("records"), places, is_estimate, hovers, keys, strict=True)
    ]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "name": "value",
        "x": [None if words.is_missing(value) else value for value in rows["value"]],
        "y": places,
        "marker": {"color": colours.ACCENT, "size": 11},
        "customdata": texts.keys(keys),
        "hovertext": hovers,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    return [*bars, dots]


def _said(row: dict, speech: Speech) -> str:
    low, high = (speech.value(row[end], row["n"]) for end in ("low", "high"))
    if words.is_missing(row["value"]):
        return f"{low} to {high}"
    return f"{speech.value(row['value'], row['n'])} ({low} to {high})"
