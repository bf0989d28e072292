"""What share of each quarter's new customers is still there, month by month?"""

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, scales, texts

MOST_COHORTS = 12
MOST_MONTHS = 36
_HEAD, _TICK = 22, 3


def kept(frame: pd.DataFrame, *, height: int = canvas.LARGE) -> go.Figure:
    """Quarters of start down, the newest below, months of tenure across; darker is more kept (in the dark theme: brighter).

    frame: start_quarter, months_since (1 is the first), at_risk, kept (share 0 to 1 at the end of the month), lost.
    A click gives the quarter as bucket and the month as series.
    """
    rows = frame[frame["months_since"] <= MOST_MONTHS]
    if rows.empty:
        return canvas.empty(height, "Too few to draw" if len(frame) else canvas.NOTHING)
    quarters = sorted(rows["start_quarter"].unique())[-MOST_COHORTS:]
    rows = rows[rows["start_quarter"].isin(quarters)]
    months = list(range(1, int(rows["months_since"].max()) + 1))
    found = {(row["start_quarter"], row["months_since"]): row for row in rows.to_dict("records")}
    first = {quarter: found[quarter, 1]["at_risk"] for quarter in quarters if (quarter, 1) in found}
    axis = scales.scale([1.0, float(rows["kept"].min())], unit="share", most=4)
    grid = [[(found.get((quarter, month)) or {}).get("kept") for month in months] for quarter in quarters]
    names = [f"{quarter.replace('-', ' ')}  {words.count(first.get(quarter, 0))}" for quarter in quarters]
    bar = {"thickness": 8, "len": 1, "outlinewidth": 0, "ticks": "", "xpad": 6, "ypad": 0}
    bar |= {"tickvals": list(axis.ticks), "ticktext": list(axis.labels)}
    bar |= {"tickfont": {"size": canvas.FONT, "color": colours.MUTED}}
    cells = {
        "type": "heatmap",
        "name": "kept",
        "z": grid,
        "x": months,
        "y": list(range(len(quarters))),
        "xgap": 1.5,
        "ygap": 1.5,
        "zmin": axis.low,
        "zmax": 1,
        "colorscale": colours.colour_scale(),
        "colorbar": bar,
        "hoverinfo": "skip",
    }
    ticks = [month for month in months if month == 1 or month % _TICK == 0]
    return canvas.figure(
        [cells, _handles(rows, quarters)],
        height=height,
        margin={"l": canvas.width_of(*names) + 8, "r": 8, "t": _HEAD, "b": 8},
        xaxis=canvas.axis(side="top", tickvals=ticks, ticktext=[str(tick) for tick in ticks], automargin=False),
        yaxis=canvas.axis(
            tickvals=list(range(len(quarters))), ticktext=[texts.escaped(name) for name in names], autorange="reversed",
            automargin=False, tickfont={"size": canvas.FONT, "color": colours.INK},
        ),
    )  # fmt: skip


def _handles(rows: pd.DataFrame, quarters: list[str]) -> dict:
    """What can be pointed at: cells of a heat map cannot be clicked."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "cells",
        "x": list(rows["months_since"]),
        "y": [quarters.index(quarter) for quarter in rows["start_quarter"]],
        "marker": {"color": colours.ACCENT, "size": 16, "opacity": 0, "symbol": "square"},
        "customdata": texts.keys(rows["start_quarter"], map(str, rows["months_since"])),
        "hovertext": [_hover(row) for row in rows.to_dict("records")],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _hover(row: dict) -> str:
    return texts.hover(
        f"{words.percent(row['kept'], row['at_risk'])} kept to the end of month {row['months_since']}",
        f"started in {row['start_quarter'].replace('-', ' ')}",
        f"{words.plural(row['at_risk'], 'customer')} at risk when the month began, {words.count(row['lost'])} lost in it",
    )
