"""In which months are which fields empty?"""

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, texts
from pages.parts.charts import rows as row_parts
from pages.parts.charts.speech import Speech, shown_values

MOST_ROWS = 19
_NAME = 22  # letters of a field's name
_MOST_DATES = 4


def coverage(frame: pd.DataFrame, *, noun: str = "ticket", height: int | None = None) -> go.Figure:
    """Months across, fields down; the stronger the colour, the more is missing. At the right: filled in the last month.

    frame: one row per bucket (field) and month (ISO date), in the order in which fields are to stand from the top: n,
    value (share filled, 0 to 1). Cells below 5 stay empty. The first 19 fields are shown. A click gives the field as
    bucket and the month as series.
    """
    rows = frame.assign(shown=shown_values(frame, "value", "share"))
    if not rows["shown"].notna().any():
        return canvas.empty(height or canvas.SMALL, "Too few to draw" if len(frame) else canvas.NOTHING)
    fields = list(dict.fromkeys(rows["bucket"]))[:MOST_ROWS]
    months = sorted(rows["month"].unique())
    rows = rows[rows["bucket"].isin(fields)]
    grid = rows.set_index(["bucket", "month"])["shown"]
    z = [[_missing(grid.get((field, month))) for month in months] for field in fields]
    last = [grid.get((field, months[-1])) for field in fields]
    said = ["too few" if words.is_missing(value) else words.percent(value) for value in last]
    names = [texts.label(field, _NAME) for field in fields]
    cells = {
        "type": "heatmap",
        "z": z,
        "x": list(range(len(months))),
        "y": list(range(len(fields))),
        "xgap": 1.5,
        "ygap": 1.5,
        "zmin": 0,
        "zmax": 1,
        "colorscale": colours.colour_scale(),
        "showscale": False,
        "hoverinfo": "skip",
    }
    return canvas.figure(
        [cells, _handles(rows, fields, months, noun)],
        height=height or _height(len(fields)),
        margin={"l": canvas.width_of(*names) + 8, "r": canvas.width_of(*said) + 12, "t": 4, "b": 22},
        hoverdistance=12,
        annotations=row_parts.values(said, [float(place) for place in range(len(fields))]),
        xaxis=canvas.axis(range=[-0.5, len(months) - 0.5], automargin=False, tickangle=0, **dates(months)),
        yaxis=canvas.axis(
            range=[len(fields) - 0.5, -0.5],
            automargin=False,
            tickvals=list(range(len(fields))),
            ticktext=names,
            tickfont=row_parts.INK,
        ),
    )


def _height(fields: int) -> int:
    """The smallest of the three heights that gives every field a line of text."""
    return canvas.SMALL if fields <= 5 else canvas.MEDIUM if fields <= 13 else canvas.LARGE


def _missing(filled: float | None) -> float | None:
    return None if filled is None or words.is_missing(filled) else 1 - float(filled)


def dates(months: list[str]) -> dict:
    """A few months on the axis, the newest always, the year where it begins or changes."""
    places = list(range(len(months)))[:: -max(1, -(-len(months) // _MOST_DATES))][::-1]
    labels = []
    for number, place in enumerate(places):
        day = words.as_date(months[place])
        is_new = not number or words.as_date(months[places[number - 1]]).year != day.year
        labels.append(f"{words.MONTHS[day.month - 1]}{f' {day.year}' if is_new else ''}")
    return {"tickvals": places, "ticktext": labels}


def _handles(rows: pd.DataFrame, fields: list[str], months: list[str], noun: str) -> dict:
    """Unseen marks over the cells, for the hover and for clicks: plotly gives neither to a heatmap's cells."""
    known = rows[rows["shown"].notna()]
    speech = Speech("share", noun=noun)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [months.index(month) for month in known["month"]],
        "y": [fields.index(field) for field in known["bucket"]],
        "marker": {"symbol": "square", "size": 14, "opacity": 0},
        "customdata": texts.keys(known["bucket"], known["month"]),
        "hovertext": [
            speech.hover(row, name=f"{row['bucket']}, {words.bucket_text(row['month'], 'month')}:")
            for row in known.to_dict("records")
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "selected": {"marker": {"opacity": 0}},
        "unselected": {"marker": {"opacity": 0}},
    }
