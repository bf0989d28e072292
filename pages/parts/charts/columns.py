"""Which scores do customers give, and how many of them are satisfied?"""

from itertools import groupby

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, texts
from queries.statistics.intervals import wilson

INK = {"size": canvas.FONT, "color": colours.INK}
_GROUP = 14  # letters of a group's name
_SCORES, _GROUPS = 23, 40  # pixels under the bars for the scores, and for the groups under them
_NARROW = 300  # pixels of the plot on a phone: so far are scores cut
_MOST_VALUES = 12  # bars that have room for their share on a phone


def columns(frame: pd.DataFrame, *, noun: str = "answer", height: int = canvas.MEDIUM) -> go.Figure:
    """One bar per score from zero with its share above and its 95 % interval (Wilson); below, what the scores mean.

    frame: one row per score from the lowest to the highest: label (text), n (answers), role (good, neutral, poor or
    other), group (what neighbouring scores are called together: satisfied, promoters; null is nothing), key_low and
    key_high (number or text). Shares are of all n; below 5 answers in all there is none. A click gives key_low as
    bucket and key_high as series.
    """
    total = float(frame["n"].sum()) if len(frame) else 0.0
    if total < words.FEWEST:
        return canvas.empty(height, words.few_text(total).capitalize() if total else canvas.NOTHING)
    rows = frame.reset_index(drop=True)
    rows = rows.assign(n=rows["n"].fillna(0), group=rows["group"].map(lambda group: group or None))
    spans = [wilson(float(n), total) for n in rows["n"]]
    rows = rows.assign(share=rows["n"] / total, high=[span.high if span else 0.0 for span in spans])
    rows = rows.assign(low=[span.low if span else 0.0 for span in spans])
    below = _SCORES + (_GROUPS if rows["group"].notna().any() else 0)
    lines, names = _groups(rows, total, plot_height=height - canvas.LINE - 6 - below)
    return canvas.figure(
        [_bars(rows, total, noun)],
        height=height,
        margin={"t": canvas.LINE + 6, "r": 2, "l": 2, "b": below},
        bargap=0.2,
        shapes=lines,
        annotations=[*(_values(rows) if len(rows) <= _MOST_VALUES else []), *names],
        xaxis=canvas.axis(
            tickvals=list(rows.index),
            ticktext=[
                texts.label(texts.name_of(label), max(int(_NARROW / len(rows) / canvas.LETTER), 4))
                for label in rows["label"]
            ],
            tickfont=INK,
            tickangle=0,
            range=[-0.5, len(rows) - 0.5],
            automargin=False,
        ),
        yaxis=canvas.axis(range=[0, max(rows["high"])], visible=False),
    )


def _bars(rows: pd.DataFrame, total: float, noun: str) -> dict:
    looks = [colours.ROLES[role] for role in rows["role"]]
    edges = [1 if look.edge == colours.CONTEXT else 0 for look in looks]
    return {
        "type": "bar",
        "x": list(rows.index),
        "y": list(rows["share"]),
        "marker": {
            "color": [look.fill for look in looks],
            "line": {"width": edges, "color": [look.edge for look in looks]},
        },
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": list(rows["high"] - rows["share"]),
            "arrayminus": list(rows["share"] - rows["low"]),
            "color": colours.CONTEXT,
            "thickness": 2,
            "width": 0,
        },
        "customdata": texts.keys(*(map(texts.numeral, rows[key]) for key in ("key_low", "key_high"))),
        "hovertext": [_hover(row, total, noun) for row in rows.to_dict("records")],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _hover(row: dict, total: float, noun: str) -> str:
    return texts.hover(
        f"{texts.name_of(row['label'])}: {words.percent(row['share'], total)}",
        str(row["group"] or ""),
        f"{words.count(row['n'])} of {words.plural(total, noun)}",
        words.interval_text(row["low"], row["high"], unit="share", n=total),
    )


def _values(rows: pd.DataFrame) -> list[dict]:
    """The shares over the ends of their intervals, short enough for eleven of them on a phone."""
    place = {"yanchor": "bottom", "yshift": 1, "font": INK}
    return [
        canvas.note(f"<b>{texts.escaped(words.percent(share))}</b>", x=x, y=y, **place)
        for x, share, y in zip(rows.index, rows["share"], rows["high"], strict=True)
    ]


def _groups(rows: pd.DataFrame, total: float, *, plot_height: int) -> tuple[list[dict], list[dict]]:
    """A bracket under the scores of each group, and under that its name and share."""
    lines, names = [], []
    for group, members in groupby(rows.index, key=lambda index: rows["group"][index]):
        if words.is_missing(group):
            continue
        part = rows.loc[list(members)]
        look = colours.ROLES[part["role"].iloc[0]]
        y = -_SCORES / plot_height
        place = {"x0": part.index[0] - 0.4, "x1": part.index[-1] + 0.4, "y0": y, "y1": y, "yref": "paper"}
        shade = colours.CONTEXT if look.edge == colours.CONTEXT else look.fill
        lines.append(canvas.line(colour=shade, width=3, **place))
        said = f"<b>{texts.label(group, _GROUP)}</b><br>{texts.escaped(words.percent(part['n'].sum() / total, total))}"
        middle = {"x": (part.index[0] + part.index[-1]) / 2, "y": 0, "yref": "paper", "yanchor": "top"}
        names.append(canvas.note(said, yshift=-_SCORES - 3, font=INK | {"color": look.beside}, **middle))
    return lines, names
