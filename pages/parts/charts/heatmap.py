"""At which hours of the week does it happen?"""

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, scales, texts
from pages.parts.charts.speech import Speech, shown_values

HOURS = 24
_SHOWN_HOURS = (0, 6, 12, 18)


def heatmap(
    frame: pd.DataFrame,
    *,
    unit: words.Unit,
    value: str = "value",
    clock: words.Clock = "calendar",
    noun: str = "ticket",
    height: int = canvas.MEDIUM,
) -> go.Figure:
    """Hours across, weekdays down with Monday on top; darker is more (in the dark theme: brighter).

    frame: one row per weekday (1 = Monday to 7) and hour (0 to 23, in the business time zone): n, and the column
    named by `value`. Cells below 5 stay empty unless the value is a count. A click gives the weekday as bucket and the
    hour as series.
    """
    rows = frame.assign(shown=shown_values(frame, value, unit))
    if not rows["shown"].notna().any():
        return canvas.empty(height, "Too few to draw" if len(frame) else canvas.NOTHING)
    speech = Speech(unit, clock, "", noun)
    grid = rows.set_index(["weekday", "hour"])["shown"].reindex(_cells())
    z = [[None if words.is_missing(each) else each for each in grid[day]] for day in range(1, 8)]
    axis = scales.scale(rows["shown"], unit=unit, clock=clock, from_zero=True, most=4)
    bar = {"thickness": 8, "len": 1, "outlinewidth": 0, "ticks": "", "xpad": 6, "ypad": 0}
    bar |= {"tickvals": list(axis.ticks), "ticktext": list(axis.labels)}
    bar |= {"tickfont": {"size": canvas.FONT, "color": colours.MUTED}}
    cells = {
        "type": "heatmap",
        "z": z,
        "x": list(range(HOURS)),
        "y": list(range(7)),
        "xgap": 1.5,
        "ygap": 1.5,
        "zmin": axis.low,
        "zmax": axis.high,
        "colorscale": colours.colour_scale(),
        "colorbar": bar,
        "hoverinfo": "skip",
    }
    return canvas.figure(
        [cells, _handles(rows, speech)],
        height=height,
        margin={"r": 0, "t": 6, "b": 20},
        hoverdistance=12,
        xaxis=canvas.axis(
            tickvals=[hour - 0.5 for hour in _SHOWN_HOURS],
            ticktext=[f"{hour:02d}:00" for hour in _SHOWN_HOURS],
            range=[-0.5, HOURS - 0.5],
            automargin=False,
        ),
        yaxis=canvas.axis(tickvals=list(range(7)), ticktext=[day[:3] for day in words.WEEKDAYS], range=[6.5, -0.5]),
    )


def _cells() -> pd.MultiIndex:
    return pd.MultiIndex.from_product([range(1, 8), range(HOURS)], names=["weekday", "hour"])


def _handles(rows: pd.DataFrame, speech: Speech) -> dict:
    """Unseen marks over the cells: plotly lets points be clicked, cells of a heatmap not."""
    known = rows[rows["shown"].notna()]
    names = [
        f"{words.WEEKDAYS[int(day) - 1]}, {int(hour):02d}:00 to {(int(hour) + 1) % 24:02d}:00"
        for day, hour in zip(known["weekday"], known["hour"], strict=True)
    ]
    named = known.assign(bucket=names)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(known["hour"].astype(int)),
        "y": list(known["weekday"].astype(int) - 1),
        "marker": {"symbol": "square", "size": 16, "opacity": 0},
        "customdata": texts.keys(known["weekday"].astype(int), known["hour"].astype(int)),
        "hovertext": [speech.hover(row) for row in named.to_dict("records")],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "selected": {"marker": {"opacity": 0}},
        "unselected": {"marker": {"opacity": 0}},
    }
