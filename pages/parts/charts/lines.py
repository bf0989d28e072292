"""How do several figures go over time side by side: up to four lines in one chart, beyond that small multiples?"""

from collections.abc import Collection, Hashable, Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, scales, texts
from pages.parts.charts.speech import Speech, shown_values
from pages.parts.charts.timeline import Timeline, events_on
from pages.parts.charts.trend import DATES, bands, dot, partial_marker, partial_text, points

MOST_LINES = 4
MOST_PANELS = 8
_NAME = 16  # letters of a line's name beside it


def long_form(frame: pd.DataFrame, lines: Mapping[str, str]) -> pd.DataFrame:
    """One row per bucket and line, from a frame with a column per line; lines: column -> name, p50 -> median.

    Columns <column>_low and <column>_high, where there are any, become the ends of the line's interval.
    """
    parts = []
    for column, name in lines.items():
        part = frame[["bucket", "n"]].assign(series=name, value=frame[column])
        if {f"{column}_low", f"{column}_high"} <= set(frame.columns):
            part = part.assign(low=frame[f"{column}_low"], high=frame[f"{column}_high"])
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def trend_lines(
    frame: pd.DataFrame,
    *,
    unit: words.Unit,
    by: str = "week",
    clock: words.Clock = "calendar",
    noun: str = "ticket",
    target: float | None = None,
    events: pd.DataFrame | None = None,
    incomplete: Collection[str] = (),
    roles: Mapping[str, colours.Role] | None = None,
    height: int = canvas.MEDIUM,
) -> go.Figure:
    """Up to four lines with their names at the right end, no legend; more of them become small multiples.

    frame: one row per bucket and line, buckets in order of time: bucket (ISO date), series (name of the line), n,
    value, and low and high where the line has an interval. Values on fewer than 5 leave a gap. target, events and
    incomplete as in `trend`. roles: good, neutral or poor for every line, where they are that. A click gives bucket and
    series.
    """
    rows = _prepared(frame, Speech(unit, clock, by, noun), incomplete)
    names = list(dict.fromkeys(rows["series"]))
    if not rows["shown"].notna().any():
        return canvas.empty(height, "Too few to draw" if len(frame) else canvas.NOTHING)
    if len(names) > MOST_LINES:
        return small_multiples(frame, unit=unit, by=by, clock=clock, noun=noun, incomplete=incomplete)
    speech, timeline = Speech(unit, clock, by, noun), Timeline(sorted(rows["bucket"].unique()), by)
    axis = scales.scale([*rows["shown"], target], unit=unit, clock=clock)
    lines, labels, above = events_on(timeline, events, height=height - 10 - DATES)
    ends = ("low", "high") if {"low", "high"} <= set(rows.columns) else None
    traces: list[dict] = []
    shapes: list[dict] = []
    tags: list[canvas.Tag] = []
    shades = [colours.ROLE_LINES[roles[name]] for name in names] if roles else colours.LINES
    for name, colour in zip(names, shades, strict=False):
        line = _one(rows, name, timeline)
        traces += _line(line, timeline, name=name, colour=colour)
        shapes += bands(line, timeline, ends, colour)
        tags += _tag(line, name, colour, speech)
    if target is not None and not words.is_missing(target):
        tags.append(canvas.Tag(target, f"Target {speech.value(target)}"))
        lines.append(canvas.line(dash="dash", width=1.5, x0=0, x1=1, xref="paper", y0=target, y1=target))
    margin = {"t": 10 + above, "r": 16 + canvas.width_of(*(tag.text for tag in tags)), "b": DATES}
    plot_height = height - margin["t"] - margin["b"]
    return canvas.figure(
        traces,
        height=height,
        margin=margin,
        shapes=[*shapes, *lines],
        annotations=[*canvas.right_tags(tags, shown=(axis.low, axis.high), plot_height=plot_height, lines=2), *labels],
        xaxis=timeline.axis(beside=margin["r"], automargin=False),
        yaxis=canvas.axis(showgrid=True, **axis.settings()),
    )


def small_multiples(
    frame: pd.DataFrame,
    *,
    unit: words.Unit,
    by: str = "week",
    clock: words.Clock = "calendar",
    noun: str = "ticket",
    incomplete: Collection[str] = (),
    columns: int = 2,
) -> go.Figure:
    """One small panel per line, all on one scale, at most 8, the largest n first.

    frame and click as in `trend_lines`. The name and the last complete value stand above each panel.
    """
    speech = Speech(unit, clock, by, noun)
    rows = _prepared(frame, speech, incomplete)
    if not rows["shown"].notna().any():
        return canvas.empty(text="Too few to draw" if len(frame) else canvas.NOTHING)
    names = list(rows.groupby("series")["n"].sum().sort_values(ascending=False).index[:MOST_PANELS])
    timeline = Timeline(sorted(rows["bucket"].unique()), by)
    axis = scales.scale(rows["shown"], unit=unit, clock=clock, most=3)
    height = canvas.MEDIUM if len(names) <= 2 * columns else canvas.LARGE
    traces: list[dict] = []
    layout: dict = {"annotations": []}
    for place, name in enumerate(names):
        line = _one(rows, name, timeline)
        suffix = str(place + 1) if place else ""
        domains = _domains(place, panels=len(names), columns=columns, height=height)
        layout[f"xaxis{suffix}"] = timeline.axis(2, domain=domains[0], anchor=f"y{suffix}", automargin=False)
        ticks = axis.settings() if place % columns == 0 else axis.settings() | {"showticklabels": False}
        layout[f"yaxis{suffix}"] = canvas.axis(showgrid=True, domain=domains[1], anchor=f"x{suffix}", **ticks)
        layout[f"xaxis{suffix}"]["showticklabels"] = place + columns >= len(names)
        on_panel = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
        traces += [trace | on_panel for trace in _line(line, timeline, name=name, colour=colours.ACCENT)]
        title = _panel_title(line, name, speech)
        at = {"xref": "paper", "yref": "paper", "x": domains[0][0], "y": domains[1][1], "yanchor": "bottom"}
        layout["annotations"].append(canvas.note(title, xanchor="left", align="left", **at))
    return canvas.figure(traces, height=height, margin={"t": 20, "r": 24, "b": DATES}, **layout)


def _prepared(frame: pd.DataFrame, speech: Speech, incomplete: Collection[str]) -> pd.DataFrame:
    rows = frame.assign(
        shown=shown_values(frame, "value", speech.unit),
        bucket=frame["bucket"].astype(str).str[:10],
        series=[texts.name_of(name) for name in frame["series"]],
    ).reset_index(drop=True)
    rows["is_partial"] = rows["bucket"].isin([day[:10] for day in incomplete])
    last = rows["bucket"].max()
    ends = ("low", "high") if {"low", "high"} <= set(rows.columns) else None
    rows["hover"] = [
        speech.hover(row, ends=ends, name=row["series"], more=_remarks(row, last)) for row in rows.to_dict("records")
    ]
    return rows


def _remarks(row: Mapping[Hashable, Any], last: str) -> list[str]:
    return [partial_text(is_last=row["bucket"] == last)] if row["is_partial"] else []


def _one(rows: pd.DataFrame, name: str, timeline: Timeline) -> pd.DataFrame:
    """The rows of one line, one for every bucket of the axis."""
    line = rows[rows["series"] == name].drop_duplicates("bucket").set_index("bucket").reindex(timeline.x)
    line["is_partial"] = line["is_partial"].eq(True)
    return line.assign(series=name, hover=line["hover"].fillna("")).reset_index()


def _line(line: pd.DataFrame, timeline: Timeline, *, name: str, colour: str) -> list[dict]:
    marker, stroke = dot(len(line), colour), {"color": colour, "width": 2}
    plain = texts.escaped(name)
    complete = points(line, timeline, ~line["is_partial"], name=plain, mode="lines+markers", line=stroke, marker=marker)
    if not (line["is_partial"] & line["shown"].notna()).any():
        return [complete]
    hollow = partial_marker(colour)
    return [complete, points(line, timeline, line["is_partial"], name=plain, mode="markers", marker=hollow)]


def _tag(line: pd.DataFrame, name: str, colour: str, speech: Speech) -> list[canvas.Tag]:
    last = line["shown"].mask(line["is_partial"]).last_valid_index()
    if last is None:
        return []
    said = f"{texts.label(name, _NAME)}<br>{texts.escaped(speech.value(line['shown'][last], line['n'][last]))}"
    if colour not in (*colours.READABLE, colours.POOR):
        said, colour = f'<span style="color:{colour}">■</span> {said}', colours.INK
    return [canvas.Tag(float(line["shown"][last]), said, colour, is_strong=True)]


def _panel_title(line: pd.DataFrame, name: str, speech: Speech) -> str:
    last = line["shown"].mask(line["is_partial"]).last_valid_index()
    said = "too few" if last is None else speech.value(line["shown"][last], line["n"][last])
    return f"{texts.label(name, _NAME)} <b>{texts.escaped(said)}</b>"


def _domains(place: int, *, panels: int, columns: int, height: int) -> tuple[list[float], list[float]]:
    """Left and right, bottom and top of a panel, as fractions of the plot."""
    count = -(-panels // columns)
    row, column = divmod(place, columns)
    gap_x, gap_y = 0.06, 34 / (height - 20 - DATES)
    width, tall = (1 - gap_x * (columns - 1)) / columns, (1 - gap_y * (count - 1)) / count
    left, top = column * (width + gap_x), 1 - row * (tall + gap_y)
    return [round(left, 4), round(min(left + width, 1), 4)], [round(max(top - tall, 0), 4), round(top, 4)]
