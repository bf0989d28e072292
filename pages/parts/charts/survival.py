"""How many are still customers, by time since the start: up to four curves, with the numbers at risk under them?"""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, scales, texts

MOST_CURVES = 4
MONTH = 365 / 12  # days
_NAME = 20  # letters of a curve's name beside it
_STEPS = (1, 2, 3, 6, 12, 24, 36, 60)  # months between two ticks
_TICKS = 6
_AXIS = 40  # pixels for the ticks and what they are
_SHOWN = 400  # steps of a curve that are drawn
_TOP = 1.02  # a little room above 100 %


def survival(
    frame: pd.DataFrame,
    *,
    roles: Mapping[str, colours.Role] | None = None,
    noun: str = "customer",
    since: str = "since the start",
    height: int = canvas.LARGE,
) -> go.Figure:
    """Step curves with a light band and their names at the right end; the numbers at risk under the ticks.

    frame: one row per curve and time, in order: series, days, value (share still there, 0 to 1), low, high (null where
    not known), at_risk (just before); each curve begins at 0 days with 1. It ends where the caller ends it: fewer than
    10 at risk are not to be drawn. roles: good, poor, neutral or other for every curve, where they are that. A click
    gives the series as bucket and the days as series.
    """
    rows = frame[frame["value"].notna()]
    names = list(dict.fromkeys(rows["series"]))[:MOST_CURVES]
    if not names or rows["days"].max() <= 0:
        return canvas.empty(height, "Too few to draw" if len(frame) else canvas.NOTHING)
    shades = [colours.ROLE_LINES[roles[name]] for name in names] if roles else list(colours.LINES)
    months = float(rows["days"].max()) / MONTH
    ticks = _ticks(months)
    curves = {name: _thinned(rows[rows["series"] == name]) for name in names}
    lowest = min(float(curve["low"].fillna(curve["value"]).min()) for curve in curves.values())
    axis = scales.scale([1.0, max(lowest, 0.0)], unit="share", most=6)
    tags = [_tag(name, curves[name], shade) for name, shade in zip(names, shades, strict=False)]
    side = (
        canvas.width_of(*(texts.label(name, _NAME) for name in names)) + 22
        if len(names) > 1
        else canvas.width_of("at risk") + 8
    )
    margin = {"t": 8, "l": max(side, 44), "r": 16 + canvas.width_of(*(tag.text for tag in tags))}
    margin["b"] = _AXIS + canvas.LINE * (len(names) + 1)
    plot_height = height - margin["t"] - margin["b"]
    return canvas.figure(
        [_curve(name, curves[name], shade, noun) for name, shade in zip(names, shades, strict=False)],
        height=height,
        margin=margin,
        shapes=[band for name, shade in zip(names, shades, strict=False) for band in _band(curves[name], shade)],
        annotations=[
            *canvas.right_tags(tags, shown=(axis.low, _TOP), plot_height=plot_height, lines=2),
            *_at_risk(frame, names, shades, ticks, margin["l"]),
        ],
        xaxis=canvas.axis(
            range=[0, months * 1.01],
            tickvals=ticks,
            ticktext=[words.count(tick) for tick in ticks],
            title={"text": f"months {since}", "font": {"size": canvas.FONT, "color": colours.MUTED}, "standoff": 4},
            automargin=False,
        ),
        yaxis=canvas.axis(showgrid=True, automargin=False, **axis.settings() | {"range": [axis.low, _TOP]}),
    )


def at_risk_at(curve: pd.DataFrame, days: float) -> float | None:
    """How many are at risk at that time: those of the next step at or after it; None beyond the curve."""
    later = curve[curve["days"] >= days - 1e-9]
    return None if later.empty else float(later["at_risk"].iloc[0])


def _ticks(months: float) -> list[float]:
    step = next((step for step in _STEPS if months / step <= _TICKS), _STEPS[-1])
    return [float(tick) for tick in range(0, int(months + 1e-9) + 1, step)]


def _thinned(curve: pd.DataFrame) -> pd.DataFrame:
    """At most so many steps: those nearest to an even spread; the first and the last always."""
    if len(curve) <= _SHOWN:
        return curve
    keep = sorted({round(place * (len(curve) - 1) / (_SHOWN - 1)) for place in range(_SHOWN)})
    return curve.iloc[keep]


def _curve(name: str, curve: pd.DataFrame, shade: str, noun: str) -> dict:
    hovers = [
        texts.hover(
            f"{name}: {words.percent(row['value'], row['at_risk'])} after {words.number(round(row['days'] / MONTH, 1))} months",
            words.interval_text(row["low"], row["high"], unit="share", n=row["at_risk"]),
            f"{words.plural(row['at_risk'], noun)} at risk",
        )
        for row in curve.to_dict("records")
    ]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": texts.escaped(name),
        "x": [days / MONTH for days in curve["days"]],
        "y": list(curve["value"]),
        "line": {"color": shade, "width": 2.5, "shape": "hv"},
        "marker": {"color": shade, "size": 8, "opacity": 0},  # what can be pointed at; the steps are what is seen
        "customdata": texts.keys([name] * len(curve), map(texts.numeral, curve["days"])),
        "hovertext": hovers,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _band(curve: pd.DataFrame, shade: str) -> list[dict]:
    known = curve.dropna(subset=["low", "high"])
    if known.empty:
        return []
    x = [days / MONTH for days in known["days"]]
    there = _stairs(x, list(known["high"]))
    back = _stairs(x, list(known["low"]))[::-1]
    path = " L".join(f"{at:.4f},{end:.5f}" for at, end in [*there, *back])
    fill = {"layer": "below", "line": {"width": 0}, "fillcolor": colours.faded(shade, 0.14)}
    return [{"type": "path", "path": f"M{path} Z"} | fill]


def _stairs(x: list[float], y: list[float]) -> list[tuple[float, float]]:
    """The corners of a step line: each height holds until the next time."""
    corners = [(x[0], y[0])]
    for place in range(1, len(x)):
        corners += [(x[place], y[place - 1]), (x[place], y[place])]
    return corners


def _tag(name: str, curve: pd.DataFrame, shade: str) -> canvas.Tag:
    last = float(curve["value"].iloc[-1])
    said = f"{texts.label(name, _NAME)}<br>{texts.escaped(words.percent(last, float(curve['at_risk'].iloc[-1])))}"
    if shade not in (*colours.READABLE, colours.POOR):
        return canvas.Tag(last, f'<span style="color:{shade}">■</span> {said}', colours.INK, is_strong=True)
    return canvas.Tag(last, said, shade, is_strong=True)


def _at_risk(frame: pd.DataFrame, names: list[str], shades: list[str], ticks: list[float], side: float) -> list[dict]:
    """A line of numbers per curve under the axis, under a heading."""
    quiet = {"xref": "x", "yref": "paper", "y": 0, "yanchor": "top"}
    rows = [canvas.note("At risk", x=0, xanchor="left", xshift=-side, yshift=-_AXIS + 2, **quiet)]
    for line, (name, shade) in enumerate(zip(names, shades, strict=False), start=1):
        curve = frame[frame["series"] == name]
        shift = -_AXIS + 2 - canvas.LINE * line
        ink = {"size": canvas.FONT, "color": shade if shade in (*colours.READABLE, colours.POOR) else colours.INK}
        if len(names) > 1:
            label = texts.label(name, _NAME)
            rows.append(canvas.note(label, x=0, xanchor="left", xshift=-side, yshift=shift, font=ink, **quiet))
        for tick in ticks:
            n = at_risk_at(curve, tick * MONTH)
            if n is not None:
                rows.append(canvas.note(words.count(n), x=tick, xanchor="center", yshift=shift, font=ink, **quiet))
    return rows
