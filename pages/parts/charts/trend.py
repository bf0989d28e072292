"""How does one figure go over time, and is the last of it more than the ordinary up and down?"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, scales, texts
from pages.parts.charts.speech import Speech, shown_values
from pages.parts.charts.timeline import Timeline, events_on
from queries.statistics.limits import ProcessLimits, Segment, Signal

REASONS: dict[Signal, str] = {
    "outside": "Signal: outside the usual range",
    "run": "Signal: 8 in a row on one side of the mean",
    "near": "Signal: 3 of 4 near the edge of the usual range",
}
DATES = 38  # pixels for two lines of dates under the axis
_MANY = 120  # points from which on a line is drawn thin and without dots
_FARTHEST_TARGET = 3  # times the highest value; beyond, a target would flatten the line and is only named


def trend(
    frame: pd.DataFrame,
    *,
    unit: words.Unit,
    value: str = "value",
    low: str | None = None,
    high: str | None = None,
    by: str = "week",
    clock: words.Clock = "calendar",
    noun: str = "ticket",
    limits: ProcessLimits | Sequence[Segment] | None = None,
    signals: Sequence[Signal | None] | None = None,
    target: float | None = None,
    events: pd.DataFrame | None = None,
    incomplete: Collection[str] = (),
    height: int = canvas.MEDIUM,
) -> go.Figure:
    """One line over time, with interval, usual range, target, signals and events.

    frame: one row per bucket in order of time, none left out: bucket (ISO date), n, the column named by `value`, and
    the ends of its 95 % interval where `low` and `high` name them; a value on fewer than 5 leaves a gap. limits and
    signals: those of `queries.statistics.limits` for the same rows (source: there). events: happened_day, label.
    incomplete: buckets that the data hold in part, the running one and one that they begin inside: drawn hollow and not
    joined. A click gives the bucket.
    """
    days = frame["bucket"].astype(str).str[:10]
    rows = frame.assign(bucket=days, shown=shown_values(frame, value, unit)).reset_index(drop=True)
    if not rows["shown"].notna().any():
        return canvas.empty(height, "Too few to draw" if len(frame) else canvas.NOTHING)
    speech = Speech(unit, clock, by, noun)
    timeline = Timeline(rows["bucket"], by)
    ends = (low, high) if low and high else None
    rows["is_partial"] = rows["bucket"].isin([day[:10] for day in incomplete])
    rows["signal"] = [None] * len(rows) if signals is None else list(signals)
    rows["hover"] = [
        speech.hover(row, ends=ends, more=_remarks(row, is_last=at == len(rows) - 1))
        for at, row in enumerate(rows.to_dict("records"))
    ]
    segments = _segments(limits, len(rows))
    axis = scales.scale(
        [*rows["shown"], *_interval_values(rows, ends), *_limit_values(segments), _near(target, rows["shown"])],
        unit=unit,
        clock=clock,
        most=3 if height == canvas.SMALL else scales.MOST_TICKS,
    )
    lines, labels, above = events_on(timeline, events, height=height - 10 - DATES)
    tags = _tags(rows, segments, target, speech)
    margin = {"t": 10 + above, "r": 16 + canvas.width_of(*(tag.text for tag in tags)), "b": DATES}
    plot_height = height - margin["t"] - margin["b"]
    shapes = [*bands(rows, timeline, ends), *_limit_lines(segments, timeline), *_target_line(target, rows), *lines]
    return canvas.figure(
        _traces(rows, timeline, segments),
        height=height,
        margin=margin,
        shapes=shapes,
        annotations=[*canvas.right_tags(tags, shown=(axis.low, axis.high), plot_height=plot_height), *labels],
        xaxis=timeline.axis(beside=margin["r"], automargin=False),
        yaxis=canvas.axis(showgrid=True, **axis.settings()),
    )


def bands(
    rows: pd.DataFrame, timeline: Timeline, ends: tuple[str, str] | None, colour: str = colours.ACCENT
) -> list[dict]:
    """The 95 % interval as areas under the line, one for each stretch without a gap; a lone point gets a thin bar."""
    if ends is None:
        return []
    low, high = ends
    known = rows["shown"].notna() & rows[low].notna() & rows[high].notna()
    fill = {"layer": "below", "line": {"width": 0}, "fillcolor": colours.faded(colour, 0.16)}
    shapes: list[dict] = []
    is_cut = rows["is_partial"].ne(rows["is_partial"].shift(fill_value=False)) | rows["is_partial"]
    parts = (~known).cumsum() + is_cut.cumsum()
    for _, stretch in rows[known].groupby(parts[known]):
        x = [timeline.x[index] for index in stretch.index]
        if len(x) == 1:
            place = {"x0": x[0], "x1": x[0], "y0": float(stretch[low].iloc[0]), "y1": float(stretch[high].iloc[0])}
            shapes.append(canvas.line(colour=colours.faded(colour, 0.4), width=3, **place))
            continue
        there = [f"{day},{end}" for day, end in zip(x, stretch[low], strict=True)]
        back = [f"{day},{end}" for day, end in zip(x[::-1], stretch[high][::-1], strict=True)]
        shapes.append({"type": "path", "path": f"M{' L'.join(there + back)} Z"} | fill)
    return shapes


def points(rows: pd.DataFrame, timeline: Timeline, chosen: pd.Series, **how: object) -> dict:
    """A trace of the chosen rows, with their hovers and keys; the others leave gaps."""
    y = rows["shown"].mask(~chosen)
    return {
        "type": "scatter",
        "x": timeline.x,
        "y": [None if words.is_missing(each) else each for each in y],
        "customdata": texts.keys(rows["bucket"], rows.get("series")),
        "hovertext": list(rows["hover"]),
        "hovertemplate": "%{hovertext}<extra></extra>",
        "connectgaps": False,
        "cliponaxis": False,
    } | how


def dot(rows: int, colour: str) -> dict:
    """The mark of a bucket on its line; unseen where there are many, but still to be clicked."""
    return {"color": colour, "size": 5 if rows <= 60 else 4, "opacity": 1 if rows <= _MANY else 0}


def partial_marker(colour: str = colours.ACCENT) -> dict:
    """The hollow mark of a bucket that the data hold in part."""
    return {"color": colours.PAPER, "size": 9, "line": {"color": colour, "width": 2}}


def _traces(rows: pd.DataFrame, timeline: Timeline, segments: Sequence[Segment]) -> list[dict]:
    means = [next((s.limits.mean for s in segments if s.limits and s.start <= i < s.stop), 0.0) for i in rows.index]
    marked = rows["signal"].notna() & ~rows["is_partial"]
    up = rows["shown"] >= pd.Series(means, index=rows.index)
    raised = {"color": colours.SIGNAL, "size": 11, "line": {"color": colours.PAPER, "width": 1}}
    complete, stroke = (
        dot(len(rows), colours.ACCENT),
        {"color": colours.ACCENT, "width": 2 if len(rows) <= _MANY else 1},
    )
    kinds = {
        "value": (~rows["is_partial"], {"mode": "lines+markers", "line": stroke, "marker": complete}),
        "partial": (rows["is_partial"], {"mode": "markers", "marker": partial_marker()}),
        "signal above": (marked & up, {"mode": "markers", "marker": raised | {"symbol": "triangle-up"}}),
        "signal below": (marked & ~up, {"mode": "markers", "marker": raised | {"symbol": "triangle-down"}}),
    }
    return [
        points(rows, timeline, chosen, name=name, **how)
        for name, (chosen, how) in kinds.items()
        if (chosen & rows["shown"].notna()).any()
    ]


def partial_text(*, is_last: bool) -> str:
    """What is said of a bucket that the data hold in part."""
    return "so far, not compared" if is_last else "in part, not compared: the data begin inside it"


def _remarks(row: Mapping[Hashable, Any], *, is_last: bool) -> list[str]:
    if row["is_partial"]:
        return [partial_text(is_last=is_last)]
    return [REASONS[row["signal"]]] if row["signal"] in REASONS else []


def _segments(limits: ProcessLimits | Sequence[Segment] | None, length: int) -> Sequence[Segment]:
    if isinstance(limits, ProcessLimits):
        return [Segment(start=0, stop=length, limits=limits, is_provisional=False)]
    return limits or []


def _limit_values(segments: Sequence[Segment]) -> list[float]:
    return [edge for part in segments if part.limits for edge in (part.limits.lower, part.limits.upper)]


def _limit_lines(segments: Sequence[Segment], timeline: Timeline) -> list[dict]:
    lines = []
    for part in segments:
        if part.limits is None:
            continue
        x0, x1 = timeline.edges(part.start, part.stop)
        for at, dash in ((part.limits.lower, "dot"), (part.limits.mean, "solid"), (part.limits.upper, "dot")):
            lines.append(canvas.line(colour=colours.CONTEXT, dash=dash, x0=x0, x1=x1, y0=at, y1=at))
    return lines


def _interval_values(rows: pd.DataFrame, ends: tuple[str, str] | None) -> list[float]:
    """The ends of the intervals, as far as they do not take the chart over."""
    if ends is None:
        return []
    least, most = rows["shown"].min(), rows["shown"].max()
    room = (most - least) or abs(most)
    return [end for name in ends for end in rows[name].where(rows["shown"].notna()).clip(least - room, most + room)]


def _near(target: float | None, shown: pd.Series) -> float | None:
    is_far = target is None or words.is_missing(target) or target > _FARTHEST_TARGET * shown.max() > 0
    return None if is_far else target


def _target_line(target: float | None, rows: pd.DataFrame) -> list[dict]:
    near = _near(target, rows["shown"])
    return [] if near is None else [canvas.line(dash="dash", width=1.5, x0=0, x1=1, xref="paper", y0=near, y1=near)]


def _tags(rows: pd.DataFrame, segments: Sequence[Segment], target: float | None, speech: Speech) -> list[canvas.Tag]:
    tags = []
    last = rows["shown"].mask(rows["is_partial"]).last_valid_index()
    if last is not None:
        at, n = float(rows["shown"][last]), float(rows["n"][last])
        tags.append(canvas.Tag(at, texts.escaped(speech.value(at, n)), colours.ACCENT, is_strong=True))
    if target is not None and not words.is_missing(target):
        near, said = _near(target, rows["shown"]), f"Target {speech.value(target)}"
        tags.append(canvas.Tag(rows["shown"].max(), f"{said} ↑") if near is None else canvas.Tag(near, said))
    if segments and segments[-1].limits:
        tags.append(canvas.Tag(segments[-1].limits.upper, "Usual range"))
    return tags
