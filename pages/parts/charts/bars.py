"""Where is a figure high and where is it low: one bar per group, from zero, sorted?"""

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, scales, texts
from pages.parts.charts.speech import Speech, shown_values

MOST_ROWS = 11
_ROW = 31  # pixels that a group wants: a line of text and a bar
_TALLEST_ROW = 42
_TEXT_AT, _BAR_AT, _BAR = 0.22, -0.24, 0.3  # places within a row, and thickness, in rows
_NAME = 30  # letters of a name; the bar is under it, so there is room


def bars(
    frame: pd.DataFrame,
    *,
    unit: words.Unit,
    value: str = "value",
    low: str | None = None,
    high: str | None = None,
    overall: float | None = None,
    clock: words.Clock = "calendar",
    noun: str = "ticket",
    highlight: str | None = None,
    height: int | None = None,
) -> go.Figure:
    """Horizontal bars from zero, highest on top, under the name, n and the value of each group.

    frame: one row per group: bucket (name, null is unknown), n, the column named by `value`, and the ends of its 95 %
    interval where `low` and `high` name them. Groups below 5 have no bar, only their count. overall: the figure of all
    groups together, a short line across every bar. highlight: the one bucket in colour, all others grey; without it
    all are in colour. The 11 largest groups by n are shown, fewer in a lower chart. A click gives the bucket.
    """
    if frame.empty:
        return canvas.empty(height or canvas.MEDIUM)
    tall = height or (canvas.SMALL if len(frame) <= 3 else canvas.MEDIUM if len(frame) <= 7 else canvas.LARGE)
    speech = Speech(unit, clock, "", noun)
    rows = frame.assign(shown=shown_values(frame, value, unit)).nlargest(min(MOST_ROWS, (tall - 20) // _ROW), "n")
    rows = rows.sort_values(["shown", "n"], na_position="first").reset_index(drop=True)
    ends = (low, high) if low and high else None
    limits = [end for name in ends or () for end in rows[name].where(rows["shown"].notna())]
    axis = scales.scale([*rows["shown"], *limits, overall], unit=unit, clock=clock, from_zero=True)
    marks = [_bars(rows, speech, ends, highlight), *_overall(rows, overall)]
    left_out = len(frame) - len(rows)
    above, below = 18 if overall is not None else 2, 22 if left_out else 2
    room = (tall - above - below) / min((tall - above - below) / len(rows), _TALLEST_ROW)
    return canvas.figure(
        marks,
        height=tall,
        margin={"t": above, "r": 10, "l": 2, "b": below},
        annotations=[*_texts(rows, speech), *_key(overall, speech), *rest_note(left_out)],
        xaxis=canvas.axis(range=[axis.low, max(axis.high, *rows["shown"].fillna(0))], visible=False),
        yaxis=canvas.axis(range=[len(rows) - 0.5 - room, len(rows) - 0.5], visible=False),
    )


def rest_note(left_out: int) -> list[dict]:
    """How many groups are only in the table."""
    place = {"x": 0, "y": 0, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top", "yshift": -3}
    return [canvas.note(f"{words.plural(left_out, 'smaller group')} in the table", **place)] if left_out else []


def _bars(rows: pd.DataFrame, speech: Speech, ends: tuple[str, str] | None, highlight: str | None) -> dict:
    chosen = rows["bucket"].eq(highlight) if highlight is not None else pd.Series(True, index=rows.index)
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [None if words.is_missing(each) else each for each in rows["shown"]],
        "y": [index + _BAR_AT for index in rows.index],
        "width": _BAR,
        "marker": {"color": [colours.ACCENT if each else colours.CONTEXT for each in chosen], "line": {"width": 0}},
        "customdata": texts.keys(rows["bucket"]),
        "hovertext": [speech.hover(row, ends=ends) for row in rows.to_dict("records")],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    if ends is None:
        return trace
    low, high = (rows[name].where(rows["shown"].notna()).fillna(rows["shown"]) for name in ends)
    whiskers = {
        "type": "data",
        "symmetric": False,
        "array": list((high - rows["shown"]).fillna(0)),
        "arrayminus": list((rows["shown"] - low).fillna(0)),
        "color": colours.CONTEXT,
        "thickness": 2,
        "width": 0,
    }
    return trace | {"error_x": whiskers}


def _overall(rows: pd.DataFrame, overall: float | None) -> list[dict]:
    """A short line across every bar."""
    if overall is None or words.is_missing(overall):
        return []
    tick = {"symbol": "line-ns", "size": 12, "line": {"width": 2, "color": colours.INK}}
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": "overall",
            "x": [overall] * len(rows),
            "y": [index + _BAR_AT for index in rows.index],
            "marker": tick,
            "hoverinfo": "skip",
        }
    ]


def _texts(rows: pd.DataFrame, speech: Speech) -> list[dict]:
    """Name and n at the left, the value at the right, over the bar."""
    ink = {"size": canvas.FONT, "color": colours.INK}
    notes = []
    for index, row in enumerate(rows.to_dict("records")):
        place = {"xref": "paper", "y": index + _TEXT_AT, "yanchor": "middle", "font": ink}
        n = "" if speech.unit == "count" else f'  <span style="color:{colours.MUTED}">{words.count(row["n"])}</span>'
        name = f"{texts.label(texts.name_of(row['bucket']), _NAME)}{n}"
        said = texts.escaped(speech.value(row["shown"], row["n"]))
        notes.append(canvas.note(name, x=0, xanchor="left", align="left", **place))
        notes.append(canvas.note(f"<b>{said}</b>", x=1, xanchor="right", align="right", **place))
    return notes


def _key(overall: float | None, speech: Speech) -> list[dict]:
    if overall is None or words.is_missing(overall):
        return []
    place = {"x": 1, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "bottom"}
    return [canvas.note(f"┃ all {texts.escaped(speech.value(overall))}", **place)]
