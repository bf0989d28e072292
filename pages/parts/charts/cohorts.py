"""Does the share that moves on to the next stage change from month to month, and at which step?"""

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, texts
from pages.parts.charts import rows as row_parts
from pages.parts.charts.coverage import dates
from pages.parts.charts.speech import Speech, shown_values

MOST_ROWS = 9
REACH = 0.2  # from so many points away from the figure of all on, a cell has the full colour
_NAME = 18  # letters of a step
_HEAD, _DATES = 22, 22


def cohorts(frame: pd.DataFrame, *, noun: str = "customer", height: int | None = None) -> go.Figure:
    """Months of entry across, steps down; a cell is coloured by how far its share is from the step's share of all.

    frame: one row per step and month, steps in order from the top: bucket (the step), month (ISO date), n (customers
    who have had the window), value, low, high (share that moved on within it, its 95 % interval), is_mature, overall
    (the step's share of all complete months), is_apart (differs from that beyond noise: a triangle up or down). A
    month that has not had the window yet is a hollow square; cells below 5 stay empty. At the right: the share of all.
    A click gives the step as bucket and the month as series.
    """
    rows = frame.assign(shown=shown_values(frame, "value", "share")) if len(frame) else frame
    if rows.empty or not rows["shown"].notna().any():
        return canvas.empty(height or canvas.MEDIUM, "Too few to draw" if len(frame) else canvas.NOTHING)
    steps = list(dict.fromkeys(rows["bucket"]))[:MOST_ROWS]
    rows = rows[rows["bucket"].isin(steps)]
    months = sorted(rows["month"].unique())
    mature = rows[rows["is_mature"].astype(bool) & rows["shown"].notna()]
    grid = {(row["bucket"], row["month"]): row["shown"] - row["overall"] for row in mature.to_dict("records")}
    overall = rows.groupby("bucket")["overall"].first()
    said = ["" if words.is_missing(overall[step]) else words.percent(overall[step]) for step in steps]
    names = [texts.label(step, _NAME) for step in steps]
    cells = {
        "type": "heatmap",
        "z": [[grid.get((step, month)) for month in months] for step in steps],
        "x": list(range(len(months))),
        "y": list(range(len(steps))),
        "xgap": 1.5,
        "ygap": 1.5,
        "zmin": -REACH,
        "zmax": REACH,
        "colorscale": colours.diverging_scale(),
        "showscale": False,
        "hoverinfo": "skip",
    }
    head = {"x": 0, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "yshift": 3}
    side = canvas.width_of(*names) + 8
    return canvas.figure(
        [cells, *_signs(mature, steps, months), _handles(rows, steps, months, noun)],
        height=height or (canvas.SMALL if len(steps) <= 3 else canvas.MEDIUM),
        margin={"l": side, "r": canvas.width_of(*said, "all") + 12, "t": _HEAD, "b": _DATES},
        hoverdistance=14,
        annotations=[
            canvas.note(_heads(rows), xshift=-side, **head),
            canvas.note("all", **(head | {"x": 1, "xshift": 8})),
            *row_parts.values(said, [float(place) for place in range(len(steps))]),
        ],
        xaxis=canvas.axis(range=[-0.5, len(months) - 0.5], automargin=False, tickangle=0, **dates(months)),
        yaxis=canvas.axis(
            range=[len(steps) - 0.5, -0.5],
            automargin=False,
            tickvals=list(range(len(steps))),
            ticktext=names,
            tickfont=row_parts.INK,
        ),
    )


def _heads(rows: pd.DataFrame) -> str:
    """What the colours mean: words beside them, since colour alone tells nothing."""
    lower = f'<span style="color:{colours.POOR}">■</span> lower'
    higher = f'<span style="color:{colours.ACCENT}">■</span> higher'
    beyond = "▲▼ beyond noise"
    young = f'<span style="color:{colours.CONTEXT}">□</span> too young'
    return "  ".join([lower, higher, beyond, *([] if rows["is_mature"].all() else [young])])


def _signs(rows: pd.DataFrame, steps: list[str], months: list[str]) -> list[dict]:
    """Triangles on the cells that differ beyond noise: colour alone says too little, and too much."""
    apart = rows[rows["is_apart"].astype(bool)]
    if apart.empty:
        return []
    up = apart["shown"] > apart["overall"]
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": "apart",
            "x": [months.index(month) for month in apart["month"]],
            "y": [steps.index(step) for step in apart["bucket"]],
            "marker": {
                "symbol": ["triangle-up" if each else "triangle-down" for each in up],
                "size": 9,
                "color": colours.INK,
                "line": {"width": 1, "color": colours.PAPER},
            },
            "hoverinfo": "skip",
        }
    ]


def _handles(rows: pd.DataFrame, steps: list[str], months: list[str], noun: str) -> dict:
    """Marks over the cells for hovers and clicks: unseen, but hollow squares where the window is not over."""
    known = rows[rows["shown"].notna() | ~rows["is_mature"].astype(bool)]
    is_young = ~known["is_mature"].astype(bool)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [months.index(month) for month in known["month"]],
        "y": [steps.index(step) for step in known["bucket"]],
        "marker": {
            "symbol": "square-open",
            "size": 12,
            "color": colours.CONTEXT,
            "line": {"width": 1.5, "color": colours.CONTEXT},
            "opacity": [float(young) for young in is_young],
        },
        "customdata": texts.keys(known["bucket"], known["month"]),
        "hovertext": [_hover(row, noun) for row in known.to_dict("records")],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _hover(row: dict, noun: str) -> str:
    speech = Speech("share", noun=noun)
    when = f"who came in {words.bucket_text(row['month'], 'month')}"
    all_of_them = "" if words.is_missing(row["overall"]) else f"{words.percent(row['overall'])} of all"
    if not row["is_mature"]:
        return texts.hover("Window not over yet", str(row["bucket"]), when, "Not compared")
    named = row | {"bucket": f"{row['bucket']}, {when}"}
    return speech.hover(named, ends=("low", "high"), more=[all_of_them])
