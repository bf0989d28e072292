"""What goes with a longer wait, more replies, a later hour: a figure by dose, with the range the data have seen?"""

import math
from typing import Literal, Protocol

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, scales, texts
from pages.parts.charts.speech import Speech, shown_values

Dose = words.Unit | Literal["hour"]

# Where ticks of a logarithmic axis may stand, the most wanted first.
LOG_TICKS: dict[str, tuple[float, ...]] = {
    "calendar": (60, 1440, 5, 10080, 240, 15, 720, 43200, 0, 4320, 30, 120, 480, 2880, 20160, 1, 2, 10, 180),
    "business": (60, 480, 2400, 5, 120, 15, 960, 4800, 0, 240, 30, 1440, 1, 2, 10, 180, 9600),
    "other": (1, 10, 100, 1000, 10_000, 0, 3, 30, 300, 3000, 2, 5, 20, 50, 200, 500),
}
_HOURS = (0, 6, 12, 18, 23)
_MOST_NUMBERS = 12  # whole doses up to so many are all named
_MOST_SHARES = 8  # groups of counts up to so many have their share over them, also on a phone
_MANY = 16  # groups from which on dots are smaller, to stand apart on a phone
_TICKS = 22  # pixels under the plot
_NEAREST = 0.17  # ticks stand at least this part of the axis apart


class Turning(Protocol):
    """Where the curve turns, and the 95 % interval of that, in the unit of the dose."""

    @property
    def at(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...


def curve(
    bins: pd.DataFrame,
    line: pd.DataFrame | None,
    *,
    x_unit: Dose,
    unit: words.Unit = "share",
    is_log: bool = False,
    clock: words.Clock = "calendar",
    turning: Turning | None = None,
    overall: float | None = None,
    x_name: str = "",
    noun: str = "rating",
    height: int = canvas.LARGE,
) -> go.Figure:
    """Dots with thin 95 % bars for the groups seen, a curve with a light band through them, and where it turns.

    bins: one row per group of doses in order: low and high (low <= dose < high; null high: open), middle, n, value,
    value_low, value_high; those below 5 are left out. line: x, value, low, high of a fitted curve, or None. x_unit:
    unit of low, high, middle and x; `hour` is an hour of the day. is_log: the axis goes by log(1 + dose). turning: a
    vertical line with its interval. overall: the figure of all together, dashed. x_name: the dose in hovers. Up
    to eight groups of counts have their share over their bar. A click gives low as bucket and high as series.
    """
    rows = bins.assign(shown=shown_values(bins, "value", unit))
    rows = rows[rows["shown"].notna() & rows["middle"].notna()].reset_index(drop=True)
    if rows.empty:
        return canvas.empty(height, "Too few to draw" if len(bins) else canvas.NOTHING)
    fitted = None if line is None else line[line["x"].notna() & line["value"].notna()].sort_values("x")
    fitted = None if fitted is None or len(fitted) < 2 else fitted
    dose = _Dose(rows, fitted, unit=x_unit, clock=clock, is_log=is_log)
    speech = Speech(unit, clock, "", noun)
    axis = scales.scale([*_drawn(rows, fitted), overall], unit=unit, clock=clock, most=6)
    tags = _tags(fitted, overall, speech)
    shapes, labels = _turn(turning, dose)
    shares = _shares(rows, dose, speech)
    above = canvas.LINE if labels or shares else 0
    margin = {"t": 10 + above, "r": 16 + canvas.width_of(*(tag.text for tag in tags)), "b": _TICKS}
    plot_height = height - margin["t"] - margin["b"]
    for each in shapes[1:]:
        each["y1"] = 1 + above / plot_height
    if overall is not None and not words.is_missing(overall):
        shapes.append(canvas.line(dash="dash", x0=0, x1=1, xref="paper", y0=overall, y1=overall))
    return canvas.figure(
        [*_curve(fitted, dose), _dots(rows, dose, speech, x_name, is_main=fitted is None)],
        height=height,
        margin=margin,
        shapes=[*_band(fitted, dose), *shapes],
        annotations=[*canvas.right_tags(tags, shown=(axis.low, axis.high), plot_height=plot_height), *labels, *shares],
        xaxis=canvas.axis(**dose.settings(), tickangle=0, automargin=False),
        yaxis=canvas.axis(showgrid=True, **axis.settings()),
    )


class _Dose:
    """The axis of doses: where a dose stands on it, its ticks and its words."""

    def __init__(
        self, rows: pd.DataFrame, line: pd.DataFrame | None, *, unit: Dose, clock: words.Clock, is_log: bool
    ) -> None:
        self.unit, self.clock, self.is_log = unit, clock, is_log
        seen = [float(each) for each in [*rows["middle"], *(line["x"] if line is not None else [])]]
        self.least, self.most = min(seen), max(seen)
        ends = [row for row in rows.to_dict("records") if unit == "count" and words.is_missing(row["high"])]
        self.open_from = ends[-1]["middle"] if ends else None
        self.is_labelled = unit == "count" and len(rows) <= _MOST_SHARES and line is None

    def place(self, dose: float) -> float:
        return math.log1p(max(dose, 0)) if self.is_log else float(dose)

    def text(self, dose: float) -> str:
        if self.unit == "hour":
            return f"{int(dose) % 24:02d}:00"
        return words.value(self.unit, dose, clock=self.clock)

    def span(self, low: float | None, high: float | None) -> str:
        """The doses of a bin; the one whole number in it where they are counted."""
        if low is None or words.is_missing(low):
            return "unknown"
        if high is None or words.is_missing(high):
            return f"{self.text(low)} or more"
        is_one = high <= low or (self.unit == "count" and high - low <= 1)
        return self.text(low) if is_one else f"{self.text(low)} to {self.text(high)}"

    def settings(self) -> dict:
        """Range and ticks for plotly."""
        low, high = self.place(self.least), self.place(self.most)
        room = (high - low) * 0.04 or 0.5
        ticks = self._ticks()
        return {
            "range": [low - room, high + room],
            "tickvals": [self.place(tick) for tick in ticks],
            "ticktext": [f"{self.text(tick)}{'+' if tick == self.open_from else ''}" for tick in ticks],
        }

    def _ticks(self) -> list[float]:
        if self.unit == "hour":
            return [hour for hour in _HOURS if self.least <= hour <= self.most] or [self.least]
        if self.is_log:
            return self._log_ticks()
        if self.unit == "count" and self.most - self.least < _MOST_NUMBERS:
            return [float(dose) for dose in range(math.ceil(self.least), math.floor(self.most) + 1)]
        linear = scales.scale([self.least, self.most], unit=self.unit, clock=self.clock, most=6).ticks
        return [tick for tick in linear if self.least <= tick <= self.most] or [self.least]

    def _log_ticks(self) -> list[float]:
        apart = (self.place(self.most) - self.place(self.least)) * _NEAREST
        chosen: list[float] = []
        for tick in LOG_TICKS[self.clock if self.unit == "minutes" else "other"]:
            is_free = all(abs(self.place(tick) - self.place(other)) >= apart for other in chosen)
            if self.least <= tick <= self.most and is_free:
                chosen.append(tick)
        return sorted(chosen) if len(chosen) > 1 else sorted({self.least, self.most})


def _drawn(rows: pd.DataFrame, line: pd.DataFrame | None) -> list[float]:
    """What the axis has to hold: values, and their intervals as far as they do not take the chart over."""
    middle = [*rows["shown"], *(line["value"] if line is not None else [])]
    room = (max(middle) - min(middle)) or abs(max(middle)) or 1
    ends = [*rows["value_low"], *rows["value_high"], *([*line["low"], *line["high"]] if line is not None else [])]
    near = [min(max(end, min(middle) - room), max(middle) + room) for end in ends if not words.is_missing(end)]
    return [*middle, *near]


def _dots(rows: pd.DataFrame, dose: _Dose, speech: Speech, x_name: str, *, is_main: bool) -> dict:
    """The groups seen: grey where a curve goes through them, in colour where they are all there is."""
    colour = colours.ACCENT if is_main else colours.CONTEXT
    spans = [dose.span(low, high) for low, high in zip(rows["low"], rows["high"], strict=True)]
    named = rows.assign(bucket=[f"{x_name}: {span}" if x_name else span for span in spans])
    most = float(rows["n"].max())
    size = 6 if len(rows) <= _MANY else 4
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "seen",
        "x": [dose.place(middle) for middle in rows["middle"]],
        "y": list(rows["shown"]),
        "marker": {
            "color": colour,
            "size": [round(size * (1 + math.sqrt(n / most)), 1) for n in rows["n"]],
            "line": {"color": colours.PAPER, "width": 1},
            "opacity": 1,
        },
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": list((rows["value_high"] - rows["shown"]).fillna(0)),
            "arrayminus": list((rows["shown"] - rows["value_low"]).fillna(0)),
            "color": colour,
            "thickness": 1.5,
            "width": 0,
        },
        "customdata": texts.keys(*(map(texts.numeral, rows[end]) for end in ("low", "high"))),
        "hovertext": [speech.hover(row, ends=("value_low", "value_high")) for row in named.to_dict("records")],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _shares(rows: pd.DataFrame, dose: _Dose, speech: Speech) -> list[dict]:
    """The share of each group of counts, over its interval; none where there is no room for all."""
    if not dose.is_labelled:
        return []
    tops = rows["value_high"].where(rows["value_high"].notna(), rows["shown"])
    look = {"yanchor": "bottom", "font": {"size": canvas.FONT, "color": colours.INK}}
    return [
        canvas.note(texts.escaped(speech.value(value)), x=dose.place(middle), y=top, **look)
        for value, middle, top in zip(rows["shown"], rows["middle"], tops, strict=True)
    ]


def _curve(line: pd.DataFrame | None, dose: _Dose) -> list[dict]:
    if line is None:
        return []
    stroke = {"color": colours.ACCENT, "width": 2.5}
    x = [dose.place(each) for each in line["x"]]
    plain = {"type": "scatter", "mode": "lines", "name": "curve", "line": stroke, "hoverinfo": "skip"}
    return [plain | {"x": x, "y": list(line["value"])}]


def _band(line: pd.DataFrame | None, dose: _Dose) -> list[dict]:
    if line is None or (known := line.dropna(subset=["low", "high"])).empty:
        return []
    x = [dose.place(each) for each in known["x"]]
    there = [f"{at},{end}" for at, end in zip(x, known["low"], strict=True)]
    back = [f"{at},{end}" for at, end in zip(x[::-1], known["high"][::-1], strict=True)]
    fill = {"layer": "below", "line": {"width": 0}, "fillcolor": colours.faded(colours.ACCENT, 0.16)}
    return [{"type": "path", "path": f"M{' L'.join(there + back)} Z"} | fill]


def _turn(turning: Turning | None, dose: _Dose) -> tuple[list[dict], list[dict]]:
    """The interval and then the line of the turning point, and its words over the plot; nothing outside the doses seen."""
    at = None if turning is None else turning.at
    if turning is None or at is None or words.is_missing(at) or not dose.least <= at <= dose.most:
        return [], []
    said = f"turns at {dose.text(at)}"
    ends = [at if end is None or words.is_missing(end) else end for end in (turning.low, turning.high)]
    low, high = (dose.place(min(max(end, dose.least), dose.most)) for end in ends)
    band = {"type": "rect", "layer": "below", "line": {"width": 0}, "fillcolor": colours.faded(colours.CONTEXT, 0.16)}
    x = dose.place(at)
    is_left = x < (dose.place(dose.least) + dose.place(dose.most)) / 2
    side = {"xanchor": "left", "xshift": 4} if is_left else {"xanchor": "right", "xshift": -4}
    interval = f"95% interval {dose.text(ends[0])} to {dose.text(ends[1])}" if ends[0] < ends[1] else ""
    place = {"x": x, "y": 1, "yref": "paper", "yanchor": "bottom", "font": {"size": canvas.FONT, "color": colours.INK}}
    return (
        [
            band | {"x0": low, "x1": high, "y0": 0, "y1": 1, "yref": "paper"},
            canvas.line(colour=colours.INK, width=1.5, x0=x, x1=x, y0=0, y1=1, yref="paper", layer="above"),
        ],
        [canvas.note(f"<b>{texts.escaped(said)}</b>", hovertext=texts.hover(said, interval), **place, **side)],
    )


def _tags(line: pd.DataFrame | None, overall: float | None, speech: Speech) -> list[canvas.Tag]:
    """Where the curve ends, and the figure of all."""
    tags = []
    if line is not None:
        last = float(line["value"].iloc[-1])
        tags.append(canvas.Tag(last, texts.escaped(speech.value(last)), colours.ACCENT, is_strong=True))
    if overall is not None and not words.is_missing(overall):
        tags.append(canvas.Tag(overall, texts.escaped(f"all {speech.value(overall)}")))
    return tags
