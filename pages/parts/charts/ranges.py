"""Between which ends does one figure lie, by several ways of reckoning?"""

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, scales, sentences, texts
from pages.parts.charts import rows as row_parts
from pages.parts.charts.speech import Speech

_AXIS = 22  # pixels under the plot
_TEXT_AT, _BAR_AT = 0.16, -0.3  # places within a row: of its name and words, and of its range
_NAME = 50  # letters of a name, as many as a phone has room for
_SIDE = 20  # pixels beside the plot


def ranges(
    frame: pd.DataFrame,
    *,
    unit: words.Unit,
    ends: tuple[float, float],
    noun: str = "answer",
    clock: words.Clock = "calendar",
    height: int | None = None,
) -> go.Figure:
    """A bar from low to high per row, with a dot where there is a value, under the row's name and words; the first row on top.

    frame: label, value (null: only the ends are known), low, high in the unit, n, and how the ends are to be read
    (`said`: "95% interval", "whatever the silent think"), shown in the hover; `key`, else label, is the bucket of a
    click; `noun`, what n counts where the rows differ in that. ends: of the axis.
    """
    if frame.empty:
        return canvas.empty(height or canvas.SMALL)
    rows = frame.reset_index(drop=True)
    places = [float(len(rows) - 1 - index) for index in rows.index]
    speech = Speech(unit, clock, "", noun)
    said = [_said(row, speech) for row in rows.to_dict("records")]
    counts = [sentences.counted(row["n"], row.get("noun", noun)) for row in rows.to_dict("records")]
    tall = height or (canvas.SMALL if len(rows) <= 2 else canvas.MEDIUM)
    place = {"x": 0, "xref": "paper", "xanchor": "left", "xshift": -_SIDE, "yanchor": "middle", "align": "left"}
    named = [
        canvas.note(
            f"{texts.label(str(label), _NAME)}<br><b>{texts.escaped(text)}</b>  "
            f'<span style="color:{colours.MUTED}">{texts.escaped(count)}</span>',
            y=y + _TEXT_AT, font=row_parts.INK, **place,
        )
        for y, label, text, count in zip(places, rows["label"], said, counts, strict=True)
    ]  # fmt: skip
    return canvas.figure(
        _marks(rows, [y + _BAR_AT for y in places], said, counts),
        height=tall,
        margin={"t": 2, "r": _SIDE, "l": _SIDE, "b": _AXIS},
        annotations=named,
        xaxis=canvas.axis(showgrid=True, automargin=False, **_ticks(ends, speech)),
        yaxis=canvas.axis(range=[-0.5, len(rows) - 0.5], visible=False),
    )


def _ticks(ends: tuple[float, float], speech: Speech) -> dict:
    """Whole shares and net scores by quarters of the scale; anything else as usual."""
    low, high = ends
    if speech.unit not in ("share", "score"):
        return scales.scale(list(ends), unit=speech.unit, clock=speech.clock).settings()
    places = [low + (high - low) * part / 4 for part in range(5)]
    return {"range": [low, high], "tickvals": places, "ticktext": [speech.value(place) for place in places]}


def _marks(rows: pd.DataFrame, places: list[float], said: list[str], counts: list[str]) -> list[dict]:
    hovers = [
        texts.hover(text, str(row["label"]), str(row["said"]), count)
        for row, text, count in zip(rows.to_dict("records"), said, counts, strict=True)
    ]
    keys = rows["key"] if "key" in rows else rows["label"]
    is_estimate = [not words.is_missing(value) for value in rows["value"]]
    bars = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "range",
            "x": [row["low"], row["high"]],
            "y": [y, y],
            "line": {"color": colours.ACCENT if known else colours.CONTEXT, "width": 8},
            "opacity": 0.45 if known else 0.8,
            "hoverinfo": "skip",
        }
        for row, y, known in zip(rows.to_dict("records"), places, is_estimate, strict=True)
    ]
    # Lines cannot be clicked: points that are not seen stand on both ends, and in the middle where there is no value.
    middles = [
        value if known else (low + high) / 2
        for value, low, high, known in zip(rows["value"], rows["low"], rows["high"], is_estimate, strict=True)
    ]
    ends = _points([*rows["low"], *rows["high"]], [*places] * 2, [*hovers] * 2, pd.concat([keys, keys]))
    dots = _points(middles, places, hovers, keys)
    ends["marker"] = {"color": colours.ACCENT, "size": 12, "opacity": 0}
    dots["marker"] = {"color": colours.ACCENT, "size": 11, "opacity": [float(known) for known in is_estimate]}
    return [*bars, ends | {"name": "ends"}, dots | {"name": "value"}]


def _points(x: list[float], y: list[float], hovers: list[str], keys: pd.Series) -> dict:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": x,
        "y": y,
        "customdata": texts.keys(keys),
        "hovertext": hovers,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _said(row: dict, speech: Speech) -> str:
    low, high = (speech.value(row[end], row["n"]) for end in ("low", "high"))
    if words.is_missing(row["value"]):
        return f"{low} to {high}"
    return f"{speech.value(row['value'], row['n'])} ({low} to {high})"
