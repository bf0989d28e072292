"""How old is what is still open, and does the old part grow?"""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, scales, texts
from pages.parts.charts.speech import Speech
from pages.parts.charts.timeline import Timeline, events_on
from pages.parts.charts.trend import DATES

MOST_BANDS = 5


def ages(
    frame: pd.DataFrame,
    *,
    bands: Sequence[str],
    by: str = "week",
    noun: str = "ticket",
    events: pd.DataFrame | None = None,
    height: int = canvas.MEDIUM,
) -> go.Figure:
    """Stacked bars of the backlog over time by age, the oldest at the bottom in the strongest colour.

    frame: one row per bucket and age band: bucket (ISO date; a week's is its Monday), band, n (open tickets). bands:
    the names of the bands from the youngest to the oldest, at most 5, named beside the last bar. A click gives bucket
    and band.
    """
    if len(bands) > MOST_BANDS:
        raise ValueError(f"at most {MOST_BANDS} age bands can be told apart, not {len(bands)}")
    if frame.empty or not frame["n"].sum():
        return canvas.empty(height)
    speech = Speech("count", by=by, noun=noun)
    days = frame.assign(bucket=frame["bucket"].astype(str).str[:10])
    table = days.pivot_table(index="bucket", columns="band", values="n", aggfunc="sum", fill_value=0).sort_index()
    table = table.reindex(columns=list(bands), fill_value=0)
    timeline = Timeline(table.index, by)
    totals = table.sum(axis=1)
    axis = scales.scale(totals, unit="count", from_zero=True)
    lines, labels, above = events_on(timeline, events, height=height - 10 - DATES)
    tags = _tags(table, speech)
    margin = {
        "t": 10 + above,
        "r": 16 + canvas.width_of(*(tag.text for tag in tags)),
        "b": DATES,
    }
    plot_height = height - margin["t"] - margin["b"]
    return canvas.figure(
        [_bar(table, band, totals, timeline, speech) for band in reversed(bands)],
        height=height,
        margin=margin,
        barmode="stack",
        bargap=0.15,
        shapes=lines,
        annotations=[*canvas.right_tags(tags, shown=(axis.low, axis.high), plot_height=plot_height), *labels],
        xaxis=timeline.axis(beside=margin["r"], automargin=False),
        yaxis=canvas.axis(showgrid=True, **axis.settings()),
    )


def colour_of(place: int, bands: int) -> str:
    """The colour of a band, 0 the youngest: steps of the sequential palette that stand 3:1 from the background."""
    steps = {1: (9,), 2: (5, 9), 3: (5, 7, 9), 4: (5, 6, 8, 9), 5: (5, 6, 7, 8, 9)}[bands]
    return colours.SEQUENTIAL[steps[place]]


def _bar(table: pd.DataFrame, band: str, totals: pd.Series, timeline: Timeline, speech: Speech) -> dict:
    place = list(table.columns).index(band)
    hovers = []
    for bucket, n, total in zip(table.index, table[band], totals, strict=True):
        when = words.bucket_text(bucket, speech.by)
        share = f"{words.percent(n / total)} of {words.plural(total, speech.noun)}" if total else ""
        hovers.append(texts.hover(words.plural(n, speech.noun), band, when[:1].upper() + when[1:], share))
    return {
        "type": "bar",
        "name": texts.escaped(band),
        "x": timeline.x,
        "y": list(table[band]),
        "marker": {"color": colour_of(place, len(table.columns)), "line": {"width": 1, "color": colours.PAPER}},
        "customdata": texts.keys(table.index, [band] * len(table)),
        "hovertext": hovers,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _tags(table: pd.DataFrame, speech: Speech) -> list[canvas.Tag]:
    """Names beside the parts of the last bar, with a dot in the colour of the part."""
    tags, below = [], 0.0
    for place, band in reversed(list(enumerate(table.columns))):
        n = float(table[band].iloc[-1])
        dot = f'<span style="color:{colour_of(place, len(table.columns))}">■</span>'
        tags.append(canvas.Tag(below + n / 2, f"{dot} {texts.label(band, 14)} {words.count(n)}", colours.INK))
        below += n
    return tags
