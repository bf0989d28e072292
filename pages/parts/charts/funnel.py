"""How many customers reach each stage, how many of them move on within its window, and was that so before?"""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.parts import words
from pages.parts.charts import canvas, colours, texts
from pages.parts.charts.bars import rest_note

MOST_ROWS = 9
# The parts of a stage's customers, as a click names them: their words, and how they look.
PARTS: Mapping[str, tuple[str, colours.Role]] = {
    "converted": ("moved on within the window", "good"),
    "dropped": ("did not", "neutral"),
    "in_window": ("window not over", "other"),
}
INK = {"size": canvas.FONT, "color": colours.INK}
_HEAD, _AXIS = 2 * canvas.LINE + 6, 20  # pixels over and under the plot
_LEFT, _RIGHT = [0.0, 0.48], [0.55, 1.0]  # parts of the width for customers and for shares
_TEXT_AT, _BAR_AT, _BAR = 0.26, -0.2, 0.32  # places within a row, and thickness, in rows
_NOW_AT, _BEFORE_AT = -0.12, -0.32
_NAME = 16  # letters of a stage


def funnel(frame: pd.DataFrame, *, noun: str = "customer", height: int | None = None) -> go.Figure:
    """Per stage from the first on top: its customers as a bar, and the share that moved on within the window as a dot.

    frame: one row per stage in order: stage, entered (customers at the stage) = converted (within the window) + dropped
    (not within it, late of them later, lost of them left) + in_window (still within it), all null for the last stage;
    value, low, high (share that moved on within the window, of the n customers who have had it, and its 95 %
    interval), is_mature (all have had the window; else the dot is hollow and nothing is compared), before_value,
    before_low, before_high (of the earlier cohort, where it can be compared), and days (median to the next stage, in
    words). Below 5 there is no share. The first 9 stages are shown. A click gives the stage and the part (converted,
    dropped, in_window; on a dot null).
    """
    if frame.empty or not frame["entered"].sum():
        return canvas.empty(height or canvas.LARGE)
    rows = frame.head(MOST_ROWS).reset_index(drop=True)
    rows = rows.assign(y=[float(len(rows) - 1 - index) for index in rows.index])
    is_enough = pd.to_numeric(rows["n"], errors="coerce").fillna(0) >= words.FEWEST
    rows = rows.assign(shown=pd.to_numeric(rows["value"], errors="coerce").where(is_enough))
    tall = height or (canvas.MEDIUM if len(rows) <= 4 else canvas.LARGE)
    left_out = len(frame) - len(rows)
    return canvas.figure(
        [*[_bar(rows, part, noun) for part in PARTS], *_shares(rows, noun)],
        height=tall,
        margin={"t": _HEAD, "l": 2, "r": 18, "b": _AXIS},
        barmode="stack",
        shapes=[
            canvas.line(colour=colours.FAINT, x0=0, x1=1, xref="paper", y0=y - 0.5, y1=y - 0.5) for y in rows["y"][:-1]
        ],
        annotations=[*_heads(rows), *_texts(rows), *rest_note(left_out)],
        xaxis=canvas.axis(range=[0, float(rows["entered"].max())], domain=_LEFT, visible=False),
        xaxis2=canvas.axis(
            range=[0, 1], domain=_RIGHT, anchor="y", showgrid=True, automargin=False, tickangle=0,
            tickvals=[0, 0.5, 1], ticktext=[words.percent(share) for share in (0, 0.5, 1)],
        ),
        yaxis=canvas.axis(range=[-0.5, len(rows) - 0.5], visible=False),
    )  # fmt: skip


def _bar(rows: pd.DataFrame, part: str, noun: str) -> dict:
    """One part of the bars of customers; all of the last stage, which has no next, is its first part."""
    name, role = PARTS[part]
    look, is_last = colours.ROLES[role], rows["converted"].isna()
    counts = pd.to_numeric(rows[part]).fillna(0).astype(float)
    if part == "converted":
        counts = counts.mask(is_last, rows["entered"].astype(float))
    hovers = [
        _part_hover(row, float(count), part, noun, is_last=last)
        for row, count, last in zip(rows.to_dict("records"), counts, is_last, strict=True)
    ]
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "x": list(counts),
        "y": list(rows["y"] + _BAR_AT),
        "width": _BAR,
        "marker": {"color": look.fill, "line": {"width": 0 if role == "good" else 1, "color": look.edge}},
        "customdata": texts.keys(rows["stage"], [None if last else part for last in is_last]),
        "hovertext": hovers,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _part_hover(row: Mapping[Hashable, Any], count: float, part: str, noun: str, *, is_last: bool) -> str:
    entered = float(row["entered"])
    if is_last:
        return texts.hover(f"{row['stage']}: {words.plural(entered, noun)}")
    share = words.percent(count / entered, entered) if entered >= words.FEWEST else ""
    said = f"{words.count(count)} {PARTS[part][0]}{f', {share}' if share else ''}"
    late = f"{words.count(row['late'])} of them moved on later, {words.count(row['lost'])} left the firm"
    more = late if part == "dropped" and count else ""
    return texts.hover(said, str(row["stage"]), f"of {words.plural(entered, noun)} at this stage", more)


def _shares(rows: pd.DataFrame, noun: str) -> list[dict]:
    """The intervals and dots of the share that moved on: the earlier cohort in grey, this one over it."""
    now, is_mature = rows[rows["shown"].notna()], rows["is_mature"].astype(bool)
    before = rows[rows["shown"].notna() & rows["before_value"].notna() & is_mature]
    traces = []
    if len(before):
        traces.append(_whiskers(before, "before_low", "before_high", _BEFORE_AT, colours.CONTEXT))
        hovers = [_share_hover(row, "before_", noun) for row in before.to_dict("records")]
        diamond = {"symbol": "diamond-open", "size": 8, "color": colours.CONTEXT, "line": {"width": 1.5}}
        traces.append(_dots(before, "before_value", _BEFORE_AT, "before", diamond, hovers))
    if len(now):
        hollow = list(now["is_mature"].astype(bool).map({True: colours.ACCENT, False: colours.PAPER}))
        dot = {"size": 11, "color": hollow, "line": {"width": 2, "color": colours.ACCENT}}
        hovers = [_share_hover(row, "", noun) for row in now.to_dict("records")]
        traces.append(_whiskers(now, "low", "high", _NOW_AT, colours.ACCENT))
        traces.append(_dots(now, "shown", _NOW_AT, "share", dot, hovers))
    return traces


def _whiskers(rows: pd.DataFrame, low: str, high: str, lift: float, colour: str) -> dict:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "interval",
        "xaxis": "x2",
        "x": [x for ends in zip(rows[low], rows[high], strict=True) for x in (*ends, None)],
        "y": [y for each in rows["y"] + lift for y in (each, each, None)],
        "line": {"color": colour, "width": 3},
        "opacity": 0.5,
        "hoverinfo": "skip",
    }


def _dots(rows: pd.DataFrame, value: str, lift: float, name: str, marker: dict, hovers: list[str]) -> dict:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "xaxis": "x2",
        "x": list(rows[value]),
        "y": list(rows["y"] + lift),
        "marker": marker,
        "cliponaxis": False,
        "customdata": texts.keys(rows["stage"]),
        "hovertext": hovers,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _share_hover(row: Mapping[Hashable, Any], prefix: str, noun: str) -> str:
    n = None if prefix else float(row["n"])
    said = f"{words.percent(row[f'{prefix}value'], n)} moved on within the window"
    ends = words.interval_text(row[f"{prefix}low"], row[f"{prefix}high"], unit="share", n=n)
    if prefix:
        return texts.hover(said, f"{row['stage']}, the earlier cohort", ends)
    few = words.few_text(float(row["n"]), f"{noun}s")
    young = "" if row["is_mature"] else "Some have not had the window yet: not compared"
    return texts.hover(said, str(row["stage"]), ends, f"of {words.plural(float(row['n']), noun)}", few, young)


def _texts(rows: pd.DataFrame) -> list[dict]:
    """Over the marks of a stage: its name and customers at the left; the share and the time to the next at the right."""
    notes = []
    for row in rows.to_dict("records"):
        place = {"xref": "paper", "y": row["y"] + _TEXT_AT, "yanchor": "middle", "font": INK}
        n = f'<span style="color:{colours.MUTED}">{words.count(row["entered"])}</span>'
        notes.append(canvas.note(f"{texts.label(row['stage'], _NAME)}  {n}", x=0, xanchor="left", **place))
        if said := _said(row):
            notes.append(canvas.note(said, x=1, xanchor="right", xshift=16, align="right", **place))
    return notes


def _said(row: Mapping[Hashable, Any]) -> str:
    """78% · 12 d; nothing at the last stage."""
    if words.is_missing(row["converted"]):
        return ""
    n = 0.0 if words.is_missing(row["n"]) else float(row["n"])
    share = words.value("share", row["shown"], n=n) if n else "not yet"
    days = "" if words.is_missing(row["days"]) or not row["days"] else f"· {row['days']}"
    quiet = f'<span style="color:{colours.MUTED}">{texts.escaped(days)}</span>' if days else ""
    return f"<b>{texts.escaped(share)}</b> {quiet}"


def _heads(rows: pd.DataFrame) -> list[dict]:
    """What bars and dots mean, in their colours, in two lines that a phone has room for."""
    is_young = bool((rows["shown"].notna() & ~rows["is_mature"].astype(bool)).any())
    grey = f'<span style="color:{colours.CONTEXT}">{{}}</span>'
    accent = f'<span style="color:{colours.ACCENT}">{{}}</span>'
    said = {
        f"{accent.format('■')} moved on in time": True,
        f"{grey.format('■')} did not": True,
        f"{grey.format('□')} time not over": bool(pd.to_numeric(rows["in_window"]).fillna(0).sum()),
    }
    dots = {
        f"{accent.format('●')} share in time": True,
        f"{grey.format('◇')} earlier cohort": bool(
            (rows["before_value"].notna() & rows["is_mature"].astype(bool)).any()
        ),
        f"{accent.format('○')} not over for all": is_young,
    }
    place = {"x": 0, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "align": "left"}
    lines = ["   ".join(name for name, is_there in part.items() if is_there) for part in (said, dots)]
    return [canvas.note("<br>".join(lines), yshift=3, **place)]
