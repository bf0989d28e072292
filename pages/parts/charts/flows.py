"""Which ways do customers take through the stages: on to the next, over some of them, or back?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, texts

MOST_LINKS = 12
INK = {"size": canvas.FONT, "color": colours.INK}
_NAME = 16  # letters of a stage
_NODE = 0.2  # thickness of a stage, in rows
_GAP = 0.035  # between a stage and what passes it, in widths of the plot
_WIDEST = 0.62  # width of the largest stage
_SAID = 0.06  # narrower bands carry no count


@dataclass(frozen=True)
class _Link:
    """Customers who went from one row to another (0 is the top one)."""

    source: int
    target: int
    customers: float


def flows(
    frame: pd.DataFrame, stages: Sequence[str], *, noun: str = "customer", height: int | None = None
) -> go.Figure:
    """Stages from top to bottom, bands as wide as the customers who went from one to the other; ways back are dashed.

    frame: one row per way from a stage to another: source, target, customers; of several rows of one way the
    customers add up. stages: all in their order. The 12 ways with most customers are shown. Bands that pass a stage
    leave it out; ways back go up at the right, dashed, with an arrow. Stages without a shown way are left out. A click
    gives the source as bucket and the target as series.
    """
    links, names = _links(frame, stages)
    if not links:
        return canvas.empty(height or canvas.LARGE)
    tall = height or (canvas.SMALL if len(names) <= 2 else canvas.MEDIUM if len(names) <= 5 else canvas.LARGE)
    drawn = _Drawn(links, len(names))
    rows = range(len(names))
    return canvas.figure(
        [_handles(drawn, names, noun)],
        height=tall,
        margin={"l": canvas.width_of(*(words.shorten(name, _NAME) for name in names)) + 10, "r": 8, "t": 4, "b": 4},
        shapes=drawn.shapes(),
        annotations=drawn.notes(),
        xaxis=canvas.axis(range=[0, 1], visible=False),
        yaxis=canvas.axis(
            range=[len(names) - 0.6, -0.4],
            automargin=False,
            tickvals=list(rows),
            ticktext=[texts.label(name, _NAME) for name in names],
            tickfont=INK,
        ),
    )


def most_usual(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per way with its customers, the 12 with most, those first."""
    if frame.empty:
        return frame
    ways = frame.groupby(["source", "target"], sort=False)["customers"].sum().to_frame().reset_index()
    return ways.sort_values("customers", ascending=False, kind="stable").head(MOST_LINKS)


def _links(frame: pd.DataFrame, stages: Sequence[str]) -> tuple[list[_Link], list[str]]:
    ways = most_usual(frame[frame["source"].isin(stages) & frame["target"].isin(stages)] if len(frame) else frame)
    ways = ways[ways["customers"] > 0] if len(ways) else ways
    there = {*ways["source"], *ways["target"]} if len(ways) else set()
    names = [stage for stage in stages if stage in there]
    links = [
        _Link(names.index(row["source"]), names.index(row["target"]), float(row["customers"]))
        for row in ways.to_dict("records")
        if row["source"] != row["target"]
    ]
    return links, names


class _Drawn:
    """Where stages, bands and ways back stand: x from 0 to 1, y in rows from the top."""

    def __init__(self, links: Sequence[_Link], rows: int) -> None:
        self.forward = sorted(
            (each for each in links if each.target > each.source), key=lambda each: each.target - each.source
        )
        self.back = [each for each in links if each.target < each.source]
        self.rows = rows
        sizes = [max(_sum(self.forward, source=row), _sum(self.forward, target=row)) for row in range(rows)]
        biggest = max([*sizes, *(each.customers for each in self.back)])
        self.scale = _WIDEST / biggest
        self.width = [max(size * self.scale, 0.012) for size in sizes]
        self.bands = self._bands()

    def _bands(self) -> list[tuple[_Link, list[tuple[float, float]]]]:
        """For every way on: (left end, height) at its source, at the stages that it passes, and at its target."""
        out, into = [0.0] * self.rows, [0.0] * self.rows
        beside = [width + _GAP for width in self.width]
        found = []
        for link in self.forward:
            wide = link.customers * self.scale
            points = [(out[link.source], link.source + _NODE / 2)]
            out[link.source] += wide
            for row in range(link.source + 1, link.target):
                points += [(beside[row], row - _NODE / 2), (beside[row], row + _NODE / 2)]
                beside[row] += wide + _GAP / 2
            points.append((into[link.target], link.target - _NODE / 2))
            into[link.target] += wide
            found.append((link, points))
        self.beside = beside
        return found

    def shapes(self) -> list[dict]:
        """Bands under the bars of the stages, and dashed lines for the ways back."""
        fill = {"layer": "below", "line": {"width": 0}, "fillcolor": colours.faded(colours.ACCENT, 0.22)}
        bands = [
            {"type": "path", "path": _ribbon(points, link.customers * self.scale)} | fill for link, points in self.bands
        ]
        bar = {"type": "rect", "layer": "below", "line": {"width": 0}, "fillcolor": colours.ACCENT}
        bars = [
            bar | {"x0": 0, "x1": self.width[row], "y0": row - _NODE / 2, "y1": row + _NODE / 2}
            for row in range(self.rows)
        ]
        stroke = {"color": colours.POOR, "width": 2, "dash": "dot"}
        ways = [
            {"type": "path", "layer": "below", "line": stroke, "path": self._way_back(place)}
            for place in range(len(self.back))
        ]
        return [*bands, *bars, *ways]

    def _lane(self, place: int) -> float:
        """Where a way back goes up."""
        return 0.99 - 0.05 * (place % 4)

    def _ends(self, link: _Link) -> tuple[tuple[float, float], tuple[float, float]]:
        """Right of the bar where it begins, and right of the one where it ends."""
        return (
            (self.beside[link.source] - _GAP / 2, link.source - 0.05),
            (self.beside[link.target] - _GAP / 2, link.target + 0.05),
        )

    def _way_back(self, place: int) -> str:
        (x0, y0), (x1, y1) = self._ends(self.back[place])
        x = self._lane(place)
        return f"M{x0},{y0} C{x},{y0} {x},{y0} {x},{(y0 + y1) / 2} C{x},{y1} {x},{y1} {x1},{y1}"

    def notes(self) -> list[dict]:
        """Counts on the bands that have room for them, beside the ways back, and their arrows."""
        found = []
        for link, points in self.bands:
            wide = link.customers * self.scale
            if wide >= _SAID:
                x, y = _middle(points, wide)
                found.append(canvas.note(f"<b>{texts.escaped(words.count(link.customers))}</b>", x=x, y=y, font=INK))
        for place, link in enumerate(self.back):
            _, (x1, y1) = self._ends(link)
            red = {"size": canvas.FONT, "color": colours.POOR}
            found.append(canvas.note("◀", x=x1, y=y1, xanchor="left", xshift=-4, font=red))
            beside = {"x": self._lane(place), "y": link.source - 0.45, "xanchor": "right", "xshift": -4}
            found.append(
                canvas.note(
                    f"<b>{texts.escaped(words.count(link.customers))}</b> back",
                    font=red,
                    bgcolor=colours.PAPER,
                    **beside,
                )
            )
        return found

    def points(self) -> list[tuple[_Link, float, float]]:
        """Where a way can be hovered and clicked: some places along it."""
        found = []
        for link, points in self.bands:
            wide = link.customers * self.scale
            for (x0, y0), (x1, y1) in pairwise(points):
                found += [(link, (x0 + x1) / 2 + wide * part, (y0 + y1) / 2) for part in (0.2, 0.5, 0.8)]
        for place, link in enumerate(self.back):
            (_, y0), (_, y1) = self._ends(link)
            found += [(link, self._lane(place), y0 + (y1 - y0) * part) for part in (0.25, 0.5, 0.75)]
        return found


def _sum(links: Iterable[_Link], *, source: int | None = None, target: int | None = None) -> float:
    return sum(each.customers for each in links if each.source == source or each.target == target)


def _middle(points: Sequence[tuple[float, float]], wide: float) -> tuple[float, float]:
    """The middle of the first bend of a band."""
    (x0, y0), (x1, y1) = points[0], points[1]
    return (x0 + x1 + wide) / 2, (y0 + y1) / 2


def _ribbon(points: Sequence[tuple[float, float]], wide: float) -> str:
    """A band of one width through the places of its left edge, in smooth bends."""
    there = _edge(points)
    back = _edge([(x + wide, y) for x, y in reversed(points)])
    x, y = points[-1]
    return f"M{points[0][0]},{points[0][1]} {there} L{x + wide},{y} {back} Z"


def _edge(points: Sequence[tuple[float, float]]) -> str:
    bends = []
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = (y0 + y1) / 2
        bends.append(f"C{x0},{middle} {x1},{middle} {x1},{y1}")
    return " ".join(bends)


def _handles(drawn: _Drawn, names: Sequence[str], noun: str) -> dict:
    """Unseen marks along the ways, for the hover and for clicks."""
    points = drawn.points()
    hovers = []
    for link, _, _ in points:
        way = f"{names[link.source]} → {names[link.target]}"
        kind = (
            "back" if link.target < link.source else "" if link.target - link.source == 1 else "stages between left out"
        )
        hovers.append(texts.hover(words.plural(link.customers, noun), way, kind))
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for _, x, _ in points],
        "y": [y for _, _, y in points],
        "marker": {"size": 18, "opacity": 0, "color": colours.ACCENT},
        "customdata": texts.keys(
            [names[link.source] for link, _, _ in points], [names[link.target] for link, _, _ in points]
        ),
        "hovertext": hovers,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "selected": {"marker": {"opacity": 0}},
        "unselected": {"marker": {"opacity": 0}},
    }
