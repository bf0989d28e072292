"""Which groups moved a figure, and is it their own change or the mix of groups that changed?"""

import math
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, scales, texts
from pages.parts.charts import rows as row_parts
from pages.parts.charts.speech import Speech

MOST_ROWS = 8
PARTS = {"performance": "Within the group", "mix": "Mix of groups"}
HEADINGS = {"changed": "Beyond noise", "within noise": "Within noise"}
_PALE = 0.45  # opacity of own changes within noise
_UNKNOWN: dict[str, Any] = {
    "low": math.nan,
    "high": math.nan,
    "n_before": math.nan,
    "standing": None,
    "groups": 1,
    "names": "",
}


def contributions(
    frame: pd.DataFrame,
    *,
    unit: words.Unit,
    whole: float | None = None,
    clock: words.Clock = "calendar",
    noun: str = "ticket",
    height: int | None = None,
) -> go.Figure:
    """Two bars per group that go left or right of zero: its own change, and its changed weight; their sum at the right.

    frame: one row per group: bucket (null is unknown), n (of the newer period), performance and mix in the unit of the
    figure (shares: 0.01 is one point). As of `queries.changes.told`: low and high, the 95 % interval of performance, drawn
    as a thin bar; n_before; standing, by which the rows stand under headings, in their order; groups and names of rows
    that are several groups. Without a standing the 8 groups with the largest parts are shown, the others as one row.
    whole: the whole change, else the sum of all parts. A click gives the bucket and the part as series.
    """
    if frame.empty or not frame[list(PARTS)].notna().any(axis=None):
        return canvas.empty(height or canvas.MEDIUM, "Too few to compare" if len(frame) else canvas.NOTHING)
    known = frame.assign(**{name: value for name, value in _UNKNOWN.items() if name not in frame})
    known = known.assign(
        total=known["performance"].fillna(0) + known["mix"].fillna(0), name=list(map(_name, known.to_dict("records")))
    )
    rows, headings = _placed(known) if known["standing"].notna().any() else (_largest(known), {})
    speech, change = Speech(unit, clock, "", noun), "points" if unit == "share" else unit
    axis = scales.scale(
        [*rows["performance"], *rows["mix"], *rows["low"], *rows["high"], 0.0],
        unit=change, clock=clock, from_zero=True, most=4,
    )  # fmt: skip
    said = [
        "too few" if row["standing"] == "too few" else speech.change(row["total"]) for row in rows.to_dict("records")
    ]
    in_all = f"all {speech.change(float(known['total'].sum()) if whole is None else whole)}"
    names = {
        row["y"]: row_parts.named(row["name"], row["n"], is_few=_is_few(row, unit)) for row in rows.to_dict("records")
    }
    side = max(row_parts.room(list(names.values())), canvas.width_of(*headings.values()) + 8)
    lines = len(rows) + len(headings)
    top = {"yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 2, "xref": "paper", "xanchor": "left"}
    heads = {"x": 0, "xref": "paper", "xanchor": "left", "yanchor": "middle", "font": row_parts.INK, "xshift": -side}
    return canvas.figure(
        [_bar(rows, part, speech) for part in reversed(PARTS)],
        height=height or (canvas.SMALL if lines <= 2 else canvas.MEDIUM if lines <= 6 else canvas.LARGE),
        margin={"l": side, "r": 14 + canvas.width_of(*said, in_all), "t": 22, "b": 22},
        barmode="group",
        bargap=0.3,
        bargroupgap=0.05,
        shapes=[canvas.line(x0=0, x1=0, y0=0, y1=1, yref="paper", layer="above")],
        annotations=[
            *[canvas.note(f"<b>{head}</b>", y=y, **heads) for y, head in headings.items()],
            *row_parts.values(said, list(rows["y"])),
            canvas.note(_heads(), x=0, xshift=-side, font=row_parts.INK, **top),
            canvas.note(in_all, x=1, xshift=8, font=row_parts.INK, **top),
        ],
        xaxis=canvas.axis(showgrid=True, automargin=False, **_ends(axis, change, clock)),
        yaxis=row_parts.axis(names, lines=lines),
    )


def _name(row: dict) -> str:
    """The name of a group, or how many groups a row is."""
    if row["groups"] > 1:
        return f"{row['groups']} {'too few' if row['standing'] == 'too few' else 'together'}"
    return texts.name_of(row["bucket"])


def _is_few(row: dict, unit: words.Unit) -> bool:
    counted = [n for n in (row["n"], row["n_before"]) if not words.is_missing(n)]
    return unit != "count" and row["groups"] == 1 and row["standing"] != "too few" and min(counted) < words.FEW


def _placed(rows: pd.DataFrame) -> tuple[pd.DataFrame, dict[float, str]]:
    """The rows with their height y, from the top down under their headings; and the headings' heights."""
    headings: dict[float, str] = {}
    places: list[float] = []
    y, last = float(len(rows) + rows.loc[rows["standing"].isin(list(HEADINGS)), "standing"].nunique() - 1), None
    for standing in rows["standing"]:
        if standing != last and standing in HEADINGS:
            headings[y], y = HEADINGS[standing], y - 1
        last = standing
        places.append(y)
        y -= 1
    return rows.assign(y=places), headings


def _largest(rows: pd.DataFrame) -> pd.DataFrame:
    """The groups with the largest change, the smallest of them first, and the others summed in one row at the bottom."""
    size = rows["performance"].abs().fillna(0) + rows["mix"].abs().fillna(0)
    order = rows.assign(size=size).sort_values("size", ascending=False)
    shown, others = order.head(MOST_ROWS).sort_values("size"), order.iloc[MOST_ROWS:]
    if len(others):
        summed = others[["n", "performance", "mix", "total"]].sum().to_frame().T
        of_several = _UNKNOWN | {"bucket": None, "name": f"{len(others)} others", "groups": len(others)}
        shown = pd.concat([summed.assign(**of_several), shown], ignore_index=True)
    return shown.assign(y=[float(place) for place in range(len(shown))])


def _bar(rows: pd.DataFrame, part: str, speech: Speech) -> dict:
    pale = colours.faded(colours.ACCENT, _PALE)
    own = [pale if standing == "within noise" else colours.ACCENT for standing in rows["standing"]]
    keys = texts.keys(rows["bucket"], [part] * len(rows))
    bar = {
        "type": "bar",
        "orientation": "h",
        "name": PARTS[part],
        "x": [None if words.is_missing(each) else each for each in rows[part]],
        "y": list(rows["y"]),
        "marker": {"color": own if part == "performance" else colours.CONTEXT, "line": {"width": 0}},
        "customdata": [None if several > 1 else key for several, key in zip(rows["groups"], keys, strict=True)],
        "hovertext": [_hover(row, part, speech) for row in rows.to_dict("records")],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    return bar | {"error_x": _whiskers(rows)} if part == "performance" and rows["low"].notna().any() else bar


def _whiskers(rows: pd.DataFrame) -> dict:
    """The 95 % intervals of own changes as thin bars."""
    above, below = rows["high"] - rows["performance"], rows["performance"] - rows["low"]
    sides = {"array": list(above.fillna(0)), "arrayminus": list(below.fillna(0))}
    return {"type": "data", "symmetric": False, "color": colours.CONTEXT, "thickness": 2, "width": 0, **sides}


def _hover(row: dict, part: str, speech: Speech) -> str:
    ends = [words.change(speech.unit, row[end], clock=speech.clock) for end in ("low", "high")]
    has_before = speech.unit != "count" and not words.is_missing(row["n_before"])
    before = f", {words.count(row['n_before'])} before" if has_before else ""
    return texts.hover(
        f"{PARTS[part]} {speech.change(row[part])}",
        row["name"],
        f"95% interval {' to '.join(ends)}" if part == "performance" and words.MISSING not in ends else "",
        f"{speech.change(row['total'])} in all",
        f"{words.plural(row['n'], speech.noun)}{before}",
        f"few {speech.noun}s" if _is_few(row, speech.unit) else "",
        row["names"],
    )


def _heads() -> str:
    """The two parts named in the colour of their bars."""
    first, second = PARTS.values()
    own = f'<span style="color:{colours.ACCENT}"><b>■ {first}</b></span>'
    return f'{own}   <span style="color:{colours.CONTEXT}">■</span> {second}'


def _ends(axis: scales.Scale, unit: words.Unit, clock: words.Clock) -> dict:
    """The axis with words at its two ends only: the bars are told apart by length, the sums are at the right."""
    ends = [tick for tick in (axis.ticks[0], axis.ticks[-1]) if tick]
    labels = [words.change(unit, tick, clock=clock) for tick in ends]
    return {"range": [axis.low, axis.high], "tickvals": ends, "ticktext": labels, "tickangle": 0}
