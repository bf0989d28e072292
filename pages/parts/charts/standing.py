"""Which words stand out in poor comments, and which in good ones?"""

import unicodedata
from typing import Literal

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, texts

MOST_ROWS = 12
TERM = 20  # letters of a term, or half as many that are twice as wide
CHANCE = 1.96  # beyond, chance alone brings a term once in twenty
_ROW, _TALLEST_ROW = 27, 36  # pixels that a term wants and takes at most
_TEXT_AT, _BAR_AT, _BAR = 0.2, -0.27, 0.26  # places within a row, and thickness, in rows
_HEAD, _FOOT = 22, 18

Side = Literal["poor", "good"]


def two_sides(
    frame: pd.DataFrame,
    *,
    left_label: str = "Poor comments",
    right_label: str = "Good comments",
    noun: str = "comment",
    height: int | None = None,
) -> go.Figure:
    """Terms over bars that grow from the middle, to the left where poor comments have them more often, else right.

    frame: one row per term: term (text in any script), z (how far it stands out, of any sign), n_poor and n_good (the
    comments that have it), share_poor and share_good (of all poor and of all good ones). A bar is as long as z, and
    pale as far as chance reaches (1.96). Up to 12 terms a side, the strongest on top, in the lowest chart that has
    room for them, each with how many comments of its side have it; those in fewer than 5 comments are left out. A click
    gives the term as bucket, and `poor` or `good` as series.
    """
    sides, tall = _sides(frame, height)
    if not any(map(len, sides.values())):
        return canvas.empty(tall, "Too few to draw" if len(frame) else canvas.NOTHING)
    count = max(map(len, sides.values()))
    size = min((tall - _HEAD - _FOOT) / count, _TALLEST_ROW)
    reach = max(*(rows["size"].max() for rows in sides.values() if len(rows)), CHANCE * 1.2)
    lowest = count - 0.5 - (tall - _HEAD - _FOOT) / size
    labels = {"poor": left_label, "good": right_label}
    return canvas.figure(
        [
            _bars(rows, side, labels, noun, is_beyond=is_beyond)
            for side, rows in sides.items()
            for is_beyond in (False, True)
            if len(rows)
        ],
        height=tall,
        margin={"t": _HEAD, "b": _FOOT, "l": 2, "r": 2},
        barmode="relative",
        shapes=[canvas.line(x0=0, x1=0, y0=-0.5, y1=count - 0.5)],
        annotations=[
            *[note for side, rows in sides.items() for note in (_head(labels[side], side), *_terms(rows, side))],
            canvas.note("pale: as far as chance alone reaches", x=0, y=-0.5, yanchor="top", yshift=-2),
        ],
        xaxis=canvas.axis(range=[-reach, reach], visible=False),
        yaxis=canvas.axis(range=[lowest, count - 0.5], visible=False),
    )


def _sides(frame: pd.DataFrame, height: int | None) -> tuple[dict[Side, pd.DataFrame], int]:
    """The strongest terms of each side with their row y, and the height: the lowest that has room for them."""
    known = frame[(frame["n_poor"].fillna(0) + frame["n_good"].fillna(0)) >= words.FEWEST]
    known = known[np.isfinite(known["z"].astype(float))]
    known = known.assign(size=known["z"].abs()).sort_values("size", ascending=False, kind="stable")
    is_poor = known["share_poor"] > known["share_good"]
    sides: dict[Side, pd.DataFrame] = {"poor": known[is_poor], "good": known[~is_poor]}
    wanted = max(map(len, sides.values())) or MOST_ROWS
    heights = (canvas.SMALL, canvas.MEDIUM, canvas.LARGE)
    tall = height or next((each for each in heights if _room(each) >= wanted), canvas.LARGE)
    most = min(MOST_ROWS, _room(tall))
    count = min(wanted, most)
    return {
        side: rows.head(most).assign(y=[count - 1.0 - index for index in range(min(len(rows), most))])
        for side, rows in sides.items()
    }, tall


def _room(height: int) -> int:
    return (height - _HEAD - _FOOT) // _ROW


def shown_term(term: object) -> str:
    """The term cut by how wide it is drawn, without marks that turn the direction of the text beside it."""
    flat = "".join(letter for letter in str(term) if not _turns(letter))
    width = np.cumsum([2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in flat])
    return words.shorten(flat, int((width <= TERM).sum()) if len(flat) and width[-1] > TERM else TERM)


def _turns(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


def _bars(rows: pd.DataFrame, side: Side, labels: dict, noun: str, *, is_beyond: bool) -> dict:
    """The part of the bars within the reach of chance, pale, or the part beyond it."""
    within = rows["size"].clip(upper=CHANCE)
    length = rows["size"] - within if is_beyond else within
    fill = colours.ROLES[side].fill
    direction = -1 if side == "poor" else 1
    return {
        "type": "bar",
        "orientation": "h",
        "name": f"{side} beyond chance" if is_beyond else side,
        "x": list(length * direction),
        "y": list(rows["y"] + _BAR_AT),
        "width": _BAR,
        "marker": {"color": fill if is_beyond else colours.faded(fill, 0.45), "line": {"width": 0}},
        "customdata": texts.keys(rows["term"], [side] * len(rows)),
        "hovertext": [_hover(row, labels, noun) for row in rows.to_dict("records")],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _hover(row: dict, labels: dict, noun: str) -> str:
    return texts.hover(
        "".join(letter for letter in str(row["term"]) if not _turns(letter)),
        *[
            f"{labels[side]}: {words.plural(row[f'n_{side}'], noun)} ({words.percent(row[f'share_{side}'])})"
            for side in ("poor", "good")
        ],
        f"z = {words.number(row['size'])}",
    )


def _terms(rows: pd.DataFrame, side: Side) -> list[dict]:
    place = _beside(side) | {"yanchor": "middle", "font": {"size": canvas.FONT, "color": colours.INK}}
    return [
        canvas.note(
            f'{texts.escaped(shown_term(term))}  <span style="color:{colours.MUTED}">{words.count(n)}</span>',
            y=y + _TEXT_AT,
            **place,
        )
        for term, n, y in zip(rows["term"], rows[f"n_{side}"], rows["y"], strict=True)
    ]


def _head(label: str, side: Side) -> dict:
    place = _beside(side) | {"y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 3}
    font = {"size": canvas.FONT, "color": colours.ROLES[side].beside}
    name = texts.label(label)
    return canvas.note(f"<b>{name} ■</b>" if side == "poor" else f"<b>■ {name}</b>", font=font, **place)


def _beside(side: Side) -> dict:
    """At the middle line, to the side."""
    return {"x": 0} | ({"xanchor": "right", "xshift": -5} if side == "poor" else {"xanchor": "left", "xshift": 5})
