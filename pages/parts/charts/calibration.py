"""Did chances come true: of customers given a chance, how large a share left?"""

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, scales, texts
from pages.parts.charts.speech import shown_values

_AXIS = 40  # pixels under the plot: ticks, and what they are
_ROOM = 2.0  # the axis reaches at most so many times the largest share seen or predicted


def calibration(frame: pd.DataFrame, *, across: str, noun: str = "customer", height: int = canvas.MEDIUM) -> go.Figure:
    """A dot with its 95 % interval per group by the chance that it was given; dashed: as predicted.

    frame: predicted, value (share seen), value_low, value_high (all 0 to 1), n; groups below 5 are left out. across:
    what the chance is. Both axes have the same range; intervals that reach beyond it are cut there. A click gives the
    chance.
    """
    rows = frame.assign(shown=shown_values(frame, "value", "share"))
    rows = rows[rows["shown"].notna()].reset_index(drop=True)
    if rows.empty:
        return canvas.empty(height, "Too few to draw" if len(frame) else canvas.NOTHING)
    most = max(*rows["shown"], *rows["predicted"])
    ends = [min(end, _ROOM * most) for end in rows["value_high"]]
    axis = scales.scale([0.0, *rows["predicted"], *ends], unit="share", from_zero=True)
    tag = canvas.Tag(axis.high, "as predicted")
    side = 16 + canvas.width_of(tag.text)
    hovers = [
        texts.hover(
            f"{words.percent(row['shown'], row['n'])} left",
            words.interval_text(row["value_low"], row["value_high"], unit="share", n=row["n"]),
            f"chance {words.percent(row['predicted'], 1000)} on average",
            words.plural(row["n"], noun),
        )
        for row in rows.to_dict("records")
    ]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "name": "seen",
        "x": list(rows["predicted"]),
        "y": list(rows["shown"]),
        "marker": {"color": colours.ACCENT, "size": 9, "line": {"color": colours.PAPER, "width": 1}},
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": list(rows["value_high"] - rows["shown"]),
            "arrayminus": list(rows["shown"] - rows["value_low"]),
            "color": colours.ACCENT,
            "thickness": 1.5,
            "width": 0,
        },
        "customdata": texts.keys(map(texts.numeral, rows["predicted"])),
        "hovertext": hovers,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    plot_height = height - 10 - _AXIS
    return canvas.figure(
        [dots],
        height=height,
        margin={"t": 10, "r": side, "b": _AXIS},
        shapes=[canvas.line(dash="dash", x0=0, y0=0, x1=axis.high, y1=axis.high)],
        annotations=[
            *canvas.right_tags([tag], shown=(axis.low, axis.high), plot_height=plot_height),
            canvas.note(texts.escaped(across), x=0.5, xref="paper", y=0, yref="paper", yanchor="top", yshift=-22),
        ],
        xaxis=canvas.axis(**axis.settings(), automargin=False),
        yaxis=canvas.axis(showgrid=True, **axis.settings()),
    )
