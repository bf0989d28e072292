"""Which teams or agents can be told apart from the rest, and which cannot?"""

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, scales, texts
from pages.parts.charts import rows as row_parts
from pages.parts.charts.bars import rest_note
from pages.parts.charts.speech import Speech, shown_values

MOST_ROWS = 14
GROUPS = {"above": "Above overall", "not distinguishable": "Cannot be told apart", "below": "Below overall"}


def intervals(
    frame: pd.DataFrame,
    *,
    unit: words.Unit,
    overall: float,
    value: str = "value",
    raw: str = "raw",
    low: str = "low",
    high: str = "high",
    standing: str = "standing",
    clock: words.Clock = "calendar",
    noun: str = "ticket",
    height: int | None = None,
) -> go.Figure:
    """A dot with its 95 % interval per group, under three headings: above overall, cannot be told apart, below.

    frame: one row per group: bucket (null is unknown), n, the shrunken value and its interval, the raw value (a small
    open dot) and the standing: above, below, not distinguishable (source: `queries.statistics.shrinkage`). Groups
    below 5 are left out. Those that stand apart come first when there is no room for all, then the largest. A click
    gives the bucket.
    """
    rows = frame.assign(shown=shown_values(frame, value, unit))
    rows = rows[rows["shown"].notna()]
    if rows.empty:
        return canvas.empty(height or canvas.MEDIUM, "Too few to compare" if len(frame) else canvas.NOTHING)
    rows = rows.assign(rank=rows[standing].eq("not distinguishable")).sort_values(
        ["rank", "n"], ascending=[True, False]
    )
    left_out, rows = max(len(rows) - MOST_ROWS, 0), rows.head(MOST_ROWS)
    rows, headings = _placed(rows, standing)
    speech = Speech(unit, clock, "", noun)
    axis = scales.scale([*rows["shown"], *rows[raw], *rows[low], *rows[high], overall], unit=unit, clock=clock)
    said = [texts.escaped(speech.value(row["shown"], row["n"])) for row in rows.to_dict("records")]
    lines = len(rows) + len(headings)
    names = {
        y: row_parts.named(bucket, n, is_few=n < words.FEW)
        for y, bucket, n in zip(rows["y"], rows["bucket"], rows["n"], strict=True)
    }
    heads = {"x": 0, "xref": "paper", "xanchor": "left", "yanchor": "middle", "font": row_parts.INK}
    side = max(row_parts.room(list(names.values())), canvas.width_of(*headings.values()) + 8)
    return canvas.figure(
        _marks(rows, speech, raw=raw, low=low, high=high, standing=standing),
        height=height or canvas.row_height(lines),
        margin={"l": side, "r": 14 + canvas.width_of(*said), "t": 22, "b": 42 if left_out else 22},
        shapes=[row_parts.across(overall)],
        annotations=[
            *[canvas.note(f"<b>{head}</b>", y=y, xshift=-side, **heads) for y, head in headings.items()],
            *row_parts.values(said, list(rows["y"])),
            row_parts.across_label(overall, f"all {speech.value(overall)}", axis),
            *[each | {"yshift": -22} for each in rest_note(left_out)],
        ],
        xaxis=canvas.axis(showgrid=True, automargin=False, **axis.settings()),
        yaxis=row_parts.axis(names, lines=lines),
    )


def _placed(rows: pd.DataFrame, standing: str) -> tuple[pd.DataFrame, dict[float, str]]:
    """The rows with their height y, from the top down under their heading, highest first; and the headings' heights."""
    parts, headings, y = [], {}, float(len(rows) + rows[standing].nunique() - 1)
    for group, heading in GROUPS.items():
        part = rows[rows[standing] == group].sort_values("shown", ascending=False)
        if part.empty:
            continue
        headings[y] = heading
        parts.append(part.assign(y=[y - 1 - step for step in range(len(part))]))
        y -= len(part) + 1
    return pd.concat(parts, ignore_index=True), headings


def _marks(rows: pd.DataFrame, speech: Speech, *, raw: str, low: str, high: str, standing: str) -> list[dict]:
    colour = [colours.CONTEXT if each == "not distinguishable" else colours.ACCENT for each in rows[standing]]
    hovers = [
        speech.hover(row, ends=(low, high), more=[f"{speech.value(row[raw], row['n'])} before shrinking"])
        for row in rows.to_dict("records")
    ]
    said = {"customdata": texts.keys(rows["bucket"]), "hovertext": hovers}
    said |= {"hovertemplate": "%{hovertext}<extra></extra>"}
    whiskers = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "interval",
            "x": [x for ends in zip(rows[low][chosen], rows[high][chosen], strict=True) for x in (*ends, None)],
            "y": [y for each in rows["y"][chosen] for y in (each, each, None)],
            "line": {"color": shade, "width": 3},
            "opacity": 0.55,
            "hoverinfo": "skip",
        }
        for shade in dict.fromkeys(colour)
        for chosen in [pd.Series(colour, index=rows.index) == shade]
    ]
    dot = {"type": "scatter", "mode": "markers", "y": list(rows["y"])}
    open_dot = {"symbol": "circle-open", "size": 7, "color": colours.MUTED}
    return [
        *whiskers,
        dot | {"name": "raw", "x": list(rows[raw]), "marker": open_dot, "hoverinfo": "skip"},
        dot | {"name": "value", "x": list(rows["shown"]), "marker": {"color": colour, "size": 10}} | said,
    ]
