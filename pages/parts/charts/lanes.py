"""What happened with one customer, each kind of thing in a lane of its own on one line of time?"""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, texts
from pages.parts.charts.timeline import Timeline, events_on

LANES = {"stage": "Journey", "ticket": "Tickets", "rating": "Ratings", "money": "Money", "relation": "Relation"}
DATES = 38  # pixels for two lines of dates under the axis
SYMBOLS: Mapping[colours.Role, str] = {
    "good": "circle",
    "neutral": "circle-open",
    "poor": "triangle-down",
    "other": "circle-open-dot",
}
MARKS: Mapping[colours.Role, str] = {"good": "●", "neutral": "○", "poor": "▼", "other": "⊙"}
PLAIN = "diamond"  # what is neither good nor poor by its nature, such as a payment
_HEAD = 22  # pixels over the plot for what the marks mean
_CROWDED = 0.012  # marks nearer than this part of the axis stand over and under each other
_LIFTS = (0.0, 0.22, -0.22)
_BAR = 0.8  # thickness of a stage, in lanes


def lanes(
    frame: pd.DataFrame,
    *,
    first: object,
    last: object,
    events: pd.DataFrame | None = None,
    named: Mapping[colours.Role, str] | None = None,
    height: int | None = None,
) -> go.Figure:
    """One lane per kind of thing that happened, over one line of time; events of the firm are thin lines through all.

    frame: one row per thing: lane (a key of LANES), at (moment), until (where it ends, for stages; else null), label,
    detail (said in the hover), role (good, neutral, poor or other: shape and colour of its mark; null: a plain mark),
    key (the bucket of a click, such as a ticket; null leads nowhere). first, last: the days that are shown. named: what
    the roles are called, over the plot. Only lanes that hold something are drawn. A click gives key and lane.
    """
    shown = [lane for lane in LANES if (frame["lane"] == lane).any()] if len(frame) else []
    if not shown:
        return canvas.empty(height or canvas.SMALL)
    tall = height or (canvas.SMALL if len(shown) == 1 else canvas.MEDIUM)
    places = {lane: float(len(shown) - 1 - index) for index, lane in enumerate(shown)}
    timeline = Timeline([first, last], "day")
    lines, labels, above = events_on(timeline, events, height=tall - _HEAD - DATES)
    said = [f"{LANES[lane]}" for lane in shown]
    marks = [_marks(frame[frame["lane"] == lane], lane, places[lane], timeline) for lane in shown if lane != "stage"]
    return canvas.figure(
        [*([_stages(frame[frame["lane"] == "stage"], places["stage"])] if "stage" in places else []), *marks],
        height=tall,
        margin={"l": canvas.width_of(*said) + 10, "r": 10, "t": _HEAD + above, "b": DATES},
        barmode="overlay",
        uniformtext={"mode": "hide", "minsize": canvas.FONT},
        shapes=[*_rules(places), *lines],
        annotations=[*labels, *_key(frame, named or {}, above)],
        xaxis=canvas.axis(**dates(timeline.first, timeline.last), automargin=False),
        yaxis=canvas.axis(
            range=[-0.5, len(shown) - 0.5],
            automargin=False,
            tickvals=list(places.values()),
            ticktext=said,
            tickfont={"size": canvas.FONT, "color": colours.INK},
        ),
    )


def dates(first: pd.Timestamp, last: pd.Timestamp, *, most: int = 4) -> dict:
    """A time axis with a few first days of months, or of days where the time is short; the year where it changes."""
    days = [day for day in _months(first, last, most) if first <= day <= last] or [first.normalize()]
    labels = []
    for place, day in enumerate(days):
        text = words.MONTHS[day.month - 1] if day.day == 1 else words.day_text(day)
        labels.append(text if place and days[place - 1].year == day.year else f"{text}<br>{day.year}")
    return {
        "type": "date",
        "range": [str(first), str(last)],
        "tickvals": [day.date().isoformat() for day in days],
        "ticktext": labels,
        "tickangle": 0,
    }


def _months(first: pd.Timestamp, last: pd.Timestamp, most: int) -> list[pd.Timestamp]:
    """First days of every 1st, 2nd, 3rd, 6th, 12th … month: as many as there is room for."""
    length = (last.year - first.year) * 12 + last.month - first.month
    if length < 2:
        step = max(1, -(-(last - first).days // most))
        return list(pd.date_range(first.normalize(), last, freq=f"{step}D"))
    step = next((months for months in (1, 2, 3, 6, 12, 24, 36, 60, 120) if length / months <= most), 240)
    starts = pd.date_range(first.normalize().replace(day=1), last, freq="MS")
    return [day for day in starts if ((day.year * 12 + day.month - 1) % step) == 0]


def _stages(rows: pd.DataFrame, y: float) -> dict:
    """Stays in stages as bars, named inside where there is room."""
    starts, ends = pd.to_datetime(rows["at"]), pd.to_datetime(rows["until"])
    fills = [colours.SEQUENTIAL[(1, 2)[place % 2]] for place in range(len(rows))]
    return {
        "type": "bar",
        "orientation": "h",
        "name": "stage",
        "base": [str(start) for start in starts],
        "x": [(end - start).total_seconds() * 1000 for start, end in zip(starts, ends, strict=True)],
        "y": [y] * len(rows),
        "width": _BAR,
        "marker": {"color": fills, "line": {"width": 1, "color": colours.PAPER}},
        "text": [texts.label(label, 16) for label in rows["label"]],
        "textposition": "inside",
        "insidetextanchor": "start",
        "textangle": 0,
        "insidetextfont": {"size": canvas.FONT, "color": colours.INK},
        "customdata": texts.keys(rows["key"], rows["lane"]),
        "hovertext": _hovers(rows),
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _marks(rows: pd.DataFrame, lane: str, y: float, timeline: Timeline) -> dict:
    """The things of a lane in order of time; those that would hide each other stand over and under."""
    rows = rows.assign(at=pd.to_datetime(rows["at"])).sort_values("at", kind="stable")
    lifts, before, level = [], -1.0, 0
    for moment in rows["at"]:
        at = timeline.fraction(moment)
        level = level + 1 if at - before < _CROWDED else 0
        lifts.append(_LIFTS[level % len(_LIFTS)])
        before = at
    roles = [None if words.is_missing(role) else role for role in rows["role"]]
    shades = [colours.MUTED if role is None else colours.ROLE_LINES[role] for role in roles]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": lane,
        "x": [str(moment) for moment in rows["at"]],
        "y": [y + lift for lift in lifts],
        "marker": {
            "symbol": [PLAIN if role is None else SYMBOLS[role] for role in roles],
            "size": [11 if role == "poor" else 9 for role in roles],
            "color": shades,
            "line": {"width": 1.5, "color": shades},
        },
        "cliponaxis": False,
        "customdata": texts.keys(rows["key"], rows["lane"]),
        "hovertext": _hovers(rows),
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _hovers(rows: pd.DataFrame) -> list[str]:
    """What it was, when, and what else is known of it."""
    found = []
    for row in rows.to_dict("records"):
        start = pd.Timestamp(row["at"])
        until = None if words.is_missing(row["until"]) else pd.Timestamp(row["until"])
        when = words.date_text(start) if until is None else words.period_text(start, until)
        detail = "" if words.is_missing(row["detail"]) else str(row["detail"])
        found.append(texts.hover(str(row["label"]), when, detail))
    return found


def _rules(places: Mapping[str, float]) -> list[dict]:
    """A thin line along each lane of marks."""
    return [
        canvas.line(colour=colours.FAINT, x0=0, x1=1, xref="paper", y0=y, y1=y)
        for lane, y in places.items()
        if lane != "stage"
    ]


def _key(frame: pd.DataFrame, named: Mapping[colours.Role, str], above: int) -> list[dict]:
    """What the marks mean, in their shapes and colours, over the plot."""
    there = set(frame.loc[frame["lane"] != "stage", "role"])
    said = [
        f'<span style="color:{colours.ROLE_LINES[role]}">{MARKS[role]}</span> {texts.escaped(name)}'
        for role, name in named.items()
        if role in there
    ]
    place = {"x": 0, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return [canvas.note("   ".join(said), yshift=above + 3, **place)] if said else []
