"""How is each group made up: one bar of 100 % per group, and does its first part differ from what was to be expected?"""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, texts
from pages.parts.charts.bars import rest_note
from queries.statistics.intervals import wilson

MOST_PARTS, MOST_ROWS = 4, 7
CHANCE = "if chance alone"
INK = {"size": canvas.FONT, "color": colours.INK}
_ROW, _TALLEST_ROW = 43, 60  # pixels that a group wants and takes at most: a line of text and a bar that holds one
_TEXT_AT, _BAR_AT, _BAR, _SPAN_AT = 0.33, -0.12, 0.54, -0.44  # places within a row, and thickness, in rows
_NAME = 30  # letters of a name; the bar is under it, so there is room
_NARROW = 320  # pixels of the plot on a phone: so wide are the lines of the parts' names

Parts = Mapping[str, tuple[str, colours.Role]]


def stacked(
    frame: pd.DataFrame,
    parts: Parts,
    *,
    noun: str = "answer",
    ticks: str | None = None,
    ticks_label: str = CHANCE,
    height: int | None = None,
) -> go.Figure:
    """One bar of 100 % per group under its name and n, parts from left to right, their names once above all bars.

    frame: one row per group, the first on top: bucket (null is unknown), n (all its answers), and a column of counts
    per part. parts: column -> its name and role, at most 4; the first part starts at zero and has its 95 % interval
    (Wilson) as a thin line under its end. ticks: the column with the share of the first part to be expected, a short
    line at the lower edge of the bar, over the interval. Groups below 5 have no bar, only their count. The largest 7
    groups are shown, fewer in a lower chart. A click gives the bucket, and the column of the part as series.
    """
    if len(parts) > MOST_PARTS:
        raise ValueError(f"at most {MOST_PARTS} parts can be told apart, not {len(parts)}")
    if frame.empty:
        return canvas.empty(height or canvas.MEDIUM)
    heads = _heads(parts, ticks_label if ticks else "")
    above = canvas.LINE * (heads.count("<br>") + 1) + 8
    heights = (canvas.SMALL, canvas.MEDIUM, canvas.LARGE)
    tall = height or next((each for each in heights if (each - above - 2) // _ROW >= len(frame)), canvas.LARGE)
    rows = frame.reset_index(drop=True).assign(n=frame["n"].fillna(0).to_numpy())
    rows = rows.nlargest(min(MOST_ROWS, max((tall - above - 2) // _ROW, 1)), "n").sort_index()
    left_out = len(frame) - len(rows)
    rows = rows.reset_index(drop=True).assign(y=[float(len(rows) - 1 - index) for index in range(len(rows))])
    drawn = rows[rows["n"] >= words.FEWEST]
    below = 22 if left_out else 2
    size = min((tall - above - below) / len(rows), _TALLEST_ROW)
    top = {"x": 0, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "align": "left"}
    return canvas.figure(
        [
            *[_bar(drawn, column, parts, noun) for column in parts],
            *_spans(drawn, next(iter(parts))),
            *_ticks(drawn, ticks),
        ],
        height=tall,
        margin={"t": above, "r": 4, "l": 4, "b": below},
        barmode="stack",
        uniformtext={"mode": "hide", "minsize": canvas.FONT},
        annotations=[canvas.note(heads, font=INK, yshift=2, **top), *_texts(rows, noun), *rest_note(left_out)],
        xaxis=canvas.axis(range=[-0.003, 1.003], visible=False),
        yaxis=canvas.axis(
            range=[len(rows) - 0.5 - (tall - above - below) / size, len(rows) - 0.5],
            visible=False,
        ),
    )


def _bar(rows: pd.DataFrame, column: str, parts: Parts, noun: str) -> dict:
    """One part of all bars, its share inside where there is room for it."""
    name, role = parts[column]
    look = colours.ROLES[role]
    counts = rows[column].fillna(0)
    hovers = [_hover(row, float(count), name, noun) for row, count in zip(rows.to_dict("records"), counts, strict=True)]
    return {
        "type": "bar",
        "orientation": "h",
        "name": texts.escaped(name),
        "x": list(counts / rows["n"]),
        "y": list(rows["y"] + _BAR_AT),
        "width": _BAR,
        "marker": {"color": look.fill, "line": {"width": 1, "color": look.edge}},
        "text": [texts.escaped(words.percent(share)) if share else "" for share in counts / rows["n"]],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "insidetextfont": {"size": canvas.FONT, "color": look.inside},
        "customdata": texts.keys(rows["bucket"], [column] * len(rows)),
        "hovertext": hovers,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _hover(row: Mapping, count: float, name: str, noun: str) -> str:
    n = float(row["n"])
    span = wilson(min(count, n), n)
    return texts.hover(
        f"{name} {words.percent(count / n, n)}",
        texts.name_of(row["bucket"]),
        words.interval_text(span.low, span.high, unit="share", n=n) if span else "",
        f"{words.count(count)} of {words.plural(n, noun)}",
        words.few_text(n, f"{noun}s"),
    )


def _spans(rows: pd.DataFrame, column: str) -> list[dict]:
    """The intervals of the first part, thin lines under the bars."""
    if rows.empty:
        return []
    spans = [wilson(min(count, n), n) for count, n in zip(rows[column].fillna(0), rows["n"], strict=True)]
    ends = [(span.low, span.high) if span else (None, None) for span in spans]
    stroke = {"color": colours.CONTEXT, "width": 2.5}
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "interval",
            "x": [x for pair in ends for x in (*pair, None)],
            "y": [y for each in rows["y"] + _SPAN_AT for y in (each, each, None)],
            "line": stroke,
            "hoverinfo": "skip",
        }
    ]


def _ticks(rows: pd.DataFrame, ticks: str | None) -> list[dict]:
    """Where the first part would end if all was as expected: a short line over the lower edge of the bar."""
    known = rows[rows[ticks].notna()] if ticks else rows.head(0)
    if known.empty:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": "expected",
            "x": list(known[ticks]),
            "y": list(known["y"] + _BAR_AT - _BAR / 2 - 0.02),
            "marker": {"symbol": "line-ns", "size": 8.5, "line": {"width": width, "color": colour}},
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
        for width, colour in ((5, colours.PAPER), (2, colours.INK))
    ]


def _texts(rows: pd.DataFrame, noun: str) -> list[dict]:
    """Name and n at the left over the bar; at the right that they are few."""
    notes = []
    for row in rows.to_dict("records"):
        place = {"xref": "paper", "y": row["y"] + _TEXT_AT, "yanchor": "middle", "font": INK}
        n = f'<span style="color:{colours.MUTED}">{words.count(row["n"])}</span>'
        name = f"{texts.label(texts.name_of(row['bucket']), _NAME)}  {n}"
        notes.append(canvas.note(name, x=0, xanchor="left", align="left", **place))
        if few := words.few_text(row["n"], f"{noun}s"):
            quiet = place | {"font": {"size": canvas.FONT, "color": colours.MUTED}}
            notes.append(canvas.note(texts.escaped(few), x=1, xanchor="right", align="right", **quiet))
    return notes


def _heads(parts: Parts, chance: str) -> str:
    """The names of the parts in their colours, and of the tick, in as many lines as a phone needs."""
    lines: list[list[str]] = [[]]
    used = 0
    for name, said in [*(_head(*part) for part in parts.values()), *([(chance, "┃ {}")] if chance else [])]:
        width = canvas.width_of(name) + 2 * canvas.FONT
        if used and used + width > _NARROW:
            lines.append([])
            used = 0
        used += width
        lines[-1].append(said.format(texts.label(name)))
    return "<br>".join("   ".join(line) for line in lines)


def _head(name: str, role: colours.Role) -> tuple[str, str]:
    look = colours.ROLES[role]
    if role == "other":
        return name, f'<span style="color:{look.edge}">□</span> {{}}'
    if role == "neutral":
        return name, f'<span style="color:{look.edge}">■</span> {{}}'
    return name, f'<span style="color:{look.fill}"><b>■ {{}}</b></span>'
