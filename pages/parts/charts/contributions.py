"""Which groups moved a figure, and is it their own change or the mix of groups that changed?"""

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, scales, texts
from pages.parts.charts import rows as row_parts
from pages.parts.charts.speech import Speech

MOST_ROWS = 8
PARTS = {"performance": "Within the group", "mix": "Mix of groups"}


def contributions(
    frame: pd.DataFrame,
    *,
    unit: words.Unit,
    clock: words.Clock = "calendar",
    noun: str = "ticket",
    height: int | None = None,
) -> go.Figure:
    """Two bars per group that go left or right of zero: its own change, and its changed weight; their sum at the right.

    frame: one row per group: bucket (null is unknown), n (of the newer period), performance and mix in the unit of the
    figure (shares: 0.01 is one point); their sum over all groups is the whole change (source:
    `queries.statistics.mix.rate_change`). The 8 groups with the largest parts are shown, the others as one row.
    A click gives the bucket and the part as series.
    """
    if frame.empty or not frame[list(PARTS)].notna().any(axis=None):
        return canvas.empty(height or canvas.MEDIUM)
    rows = _largest(frame)
    speech = Speech(unit, clock, "", noun)
    change = "points" if unit == "share" else unit
    axis = scales.scale([*rows["performance"], *rows["mix"], 0.0], unit=change, clock=clock, from_zero=True, most=4)
    said = [speech.change(total) for total in rows["total"]]
    whole = f"all {speech.change(float(frame[list(PARTS)].sum().sum()))}"
    top = {"yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 2, "xref": "paper", "xanchor": "left"}
    side = row_parts.room(rows["bucket"].map(texts.name_of), rows["n"])
    names = {
        float(y): row_parts.named(bucket, n)
        for y, (bucket, n) in enumerate(zip(rows["bucket"], rows["n"], strict=True))
    }
    return canvas.figure(
        [_bar(rows, part, speech) for part in reversed(PARTS)],
        height=height or (canvas.MEDIUM if len(rows) <= 5 else canvas.LARGE),
        margin={"l": side, "r": 14 + canvas.width_of(*said, whole), "t": 22, "b": 22},
        barmode="group",
        bargap=0.3,
        bargroupgap=0.05,
        shapes=[canvas.line(x0=0, x1=0, y0=0, y1=1, yref="paper", layer="above")],
        annotations=[
            *row_parts.values(said, [float(y) for y in range(len(rows))]),
            canvas.note(_heads(), x=0, xshift=-side, font=row_parts.INK, **top),
            canvas.note(whole, x=1, xshift=8, font=row_parts.INK, **top),
        ],
        xaxis=canvas.axis(showgrid=True, automargin=False, **_ends(axis, change, clock)),
        yaxis=row_parts.axis(names, lines=len(rows)),
    )


def _largest(frame: pd.DataFrame) -> pd.DataFrame:
    """The groups with the largest change, the smallest of them first, and the others summed in one row at the bottom."""
    rows = frame.assign(total=frame["performance"].fillna(0) + frame["mix"].fillna(0), hidden=0)
    size = rows["performance"].abs().fillna(0) + rows["mix"].abs().fillna(0)
    order = rows.assign(size=size).sort_values("size", ascending=False)
    shown, others = order.head(MOST_ROWS), order.iloc[MOST_ROWS:]
    shown = shown.sort_values("size").drop(columns="size")
    if others.empty:
        return shown.reset_index(drop=True)
    summed = others[["n", "performance", "mix", "total"]].sum().to_frame().T
    rest = summed.assign(bucket=f"{len(others)} others", hidden=1)
    return pd.concat([rest, shown], ignore_index=True)


def _bar(rows: pd.DataFrame, part: str, speech: Speech) -> dict:
    colour = colours.ACCENT if part == "performance" else colours.CONTEXT
    hovers = [
        texts.hover(
            f"{PARTS[part]} {speech.change(row[part])}",
            texts.name_of(row["bucket"]),
            f"{speech.change(row['total'])} in all",
            words.plural(row["n"], speech.noun),
        )
        for row in rows.to_dict("records")
    ]
    named = rows["bucket"].mask(rows["hidden"].astype(bool))
    kept = [
        None if hidden else key
        for hidden, key in zip(rows["hidden"], texts.keys(named, [part] * len(rows)), strict=True)
    ]
    return {
        "type": "bar",
        "orientation": "h",
        "name": PARTS[part],
        "x": [None if words.is_missing(each) else each for each in rows[part]],
        "y": list(range(len(rows))),
        "marker": {"color": colour, "line": {"width": 0}},
        "customdata": kept,
        "hovertext": hovers,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


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
