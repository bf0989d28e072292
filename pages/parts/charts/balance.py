"""How unlike are two groups in what is known of them, before and after they are made alike?"""

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, scales, texts
from pages.parts.charts import rows as row_parts

_AXIS = 22  # pixels under the plot
_NAME = 26  # letters of a name


def balance(frame: pd.DataFrame, *, limit: float, height: int | None = None) -> go.Figure:
    """An open dot before and a full one after per row, joined by a thin line; dashed: the limit. Largest before on top.

    frame: label, before, after (standardised differences, 0 or more; null: not known). A click gives the
    label.
    """
    rows = frame[frame["before"].notna()].sort_values("before").reset_index(drop=True)
    if rows.empty:
        return canvas.empty(height or canvas.SMALL)
    axis = scales.scale([0.0, limit * 1.5, *rows["before"], *rows["after"]], unit="mean", from_zero=True)
    side = canvas.width_of(*(words.shorten(str(label), _NAME) for label in rows["label"])) + 8
    places = [float(place) for place in rows.index]
    hovers = [
        texts.hover(
            str(row["label"]),
            f"{words.number(round(row['before'], 3))} as seen",
            "" if words.is_missing(row["after"]) else f"{words.number(round(row['after'], 3))} after weighting",
        )
        for row in rows.to_dict("records")
    ]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "y": places,
        "customdata": texts.keys(rows["label"]),
        "hovertext": hovers,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    joined = {
        "type": "scatter",
        "mode": "lines",
        "name": "change",
        "x": [x for ends in zip(rows["before"], rows["after"], strict=True) for x in (*ends, None)],
        "y": [y for place in places for y in (place, place, None)],
        "line": {"color": colours.CONTEXT, "width": 1.5},
        "hoverinfo": "skip",
    }
    before = {"symbol": "circle-open", "size": 9, "color": colours.CONTEXT, "line": {"width": 2}}
    return canvas.figure(
        [
            joined,
            dots | {"name": "before", "x": list(rows["before"]), "marker": before},
            dots | {"name": "after", "x": list(rows["after"]), "marker": {"size": 10, "color": colours.ACCENT}},
        ],
        height=height or canvas.row_height(len(rows)),
        margin={"t": 18, "l": side, "r": 12, "b": _AXIS},
        shapes=[row_parts.across(limit)],
        annotations=[row_parts.across_label(limit, words.number(limit), axis)],
        xaxis=canvas.axis(showgrid=True, automargin=False, **axis.settings()),
        yaxis=row_parts.axis(
            {y: texts.label(str(label), _NAME) for y, label in zip(places, rows["label"], strict=True)},
            lines=len(rows),
        ),
    )
