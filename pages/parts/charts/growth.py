"""How does something add up month by month, how far is it seen, and how far only expected?"""

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, scales, texts

_STEPS = (1, 2, 3, 6, 12, 24, 36, 60)  # months between two ticks
_TICKS = 7
_AXIS = 40  # pixels for the ticks and what they are


def growth(
    frame: pd.DataFrame,
    *,
    currency: str = "",
    target: float | None = None,
    target_name: str = "",
    height: int = canvas.LARGE,
) -> go.Figure:
    """A line from 0 with a light band: solid inside the data, dashed with a hollow end beyond; the last value beside it.

    frame: month (0, 1, …), value, value_low, value_high (money), kept (share 0 to 1), is_in_data. target: a dashed line
    across, with its name and amount at the right.
    """
    if len(frame) < 2:
        return canvas.empty(height, "Too few to draw" if len(frame) else canvas.NOTHING)
    inside, beyond = frame[frame["is_in_data"]], frame[~frame["is_in_data"]]
    beyond = pd.concat([inside.tail(1), beyond]) if len(beyond) else beyond
    last = frame.iloc[-1]
    axis = scales.scale([0.0, *frame["value_low"], *frame["value_high"], target], unit="money", from_zero=True)
    tags = [
        canvas.Tag(
            float(last["value"]), texts.escaped(words.money(last["value"], currency)), colours.ACCENT, is_strong=True
        )
    ]
    lines = []
    if target is not None and not words.is_missing(target):
        tags.append(
            canvas.Tag(target, f"{texts.escaped(target_name)}<br>{texts.escaped(words.money(target, currency))}")
        )
        lines.append(canvas.line(dash="dash", width=1.5, x0=0, x1=1, xref="paper", y0=target, y1=target))
    margin = {"t": 10, "r": 18 + canvas.width_of(*(tag.text for tag in tags)), "b": _AXIS}
    return canvas.figure(
        [_line(inside, "solid", currency), *([_line(beyond, "dash", currency)] if len(beyond) else []), _end(last, currency)],
        height=height,
        margin=margin,
        shapes=[_band(frame), *lines],
        annotations=canvas.right_tags(tags, shown=(axis.low, axis.high), plot_height=height - 10 - _AXIS, lines=2),
        xaxis=_months(int(last["month"])),
        yaxis=canvas.axis(showgrid=True, **axis.settings()),
    )  # fmt: skip


def _months(last: int) -> dict:
    step = next((step for step in _STEPS if last / step <= _TICKS), _STEPS[-1])
    ticks = list(range(0, last + 1, step))
    title = {"text": "months since the start", "font": {"size": canvas.FONT, "color": colours.MUTED}, "standoff": 4}
    return canvas.axis(
        range=[0, last * 1.01], tickvals=ticks, ticktext=[words.count(tick) for tick in ticks], title=title, automargin=False
    )  # fmt: skip


def _line(rows: pd.DataFrame, dash: str, currency: str) -> dict:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": "in the data" if dash == "solid" else "beyond the data",
        "x": list(rows["month"]),
        "y": list(rows["value"]),
        "line": {"color": colours.ACCENT, "width": 2.5, "dash": dash},
        "marker": {"color": colours.ACCENT, "size": 8, "opacity": 0},  # what can be pointed at
        "hovertext": [_hover(row, currency) for row in rows.to_dict("records")],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _end(last: pd.Series, currency: str) -> dict:
    fill = colours.ACCENT if last["is_in_data"] else colours.PAPER
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "end",
        "x": [last["month"]],
        "y": [last["value"]],
        "marker": {"color": fill, "size": 10, "line": {"color": colours.ACCENT, "width": 2}},
        "cliponaxis": False,
        "hovertext": [_hover(last.to_dict(), currency)],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _band(frame: pd.DataFrame) -> dict:
    there = list(zip(frame["month"], frame["value_high"], strict=True))
    back = list(zip(frame["month"], frame["value_low"], strict=True))[::-1]
    path = " L".join(f"{month},{end:.4f}" for month, end in [*there, *back])
    return {"type": "path", "path": f"M{path} Z", "layer": "below", "line": {"width": 0},
            "fillcolor": colours.faded(colours.ACCENT, 0.14)}  # fmt: skip


def _hover(row: dict, currency: str) -> str:
    low, high = (words.money(row[end], currency) for end in ("value_low", "value_high"))
    return texts.hover(
        f"{words.money(row['value'], currency)} in the first {words.plural(row['month'], 'month')}",
        f"95% interval {low} to {high}",
        f"{words.percent(row['kept'])} of the money is still there after them",
        "" if row["is_in_data"] else "beyond the data: by the model",
    )
