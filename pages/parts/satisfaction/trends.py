"""How do the answers go over time, and how are they spread over the scale?"""

import datetime as dt

import pandas as pd

from pages.parts import asking, measures, words
from pages.parts.cards import Card, Source
from pages.parts.charts import columns, findings, lines, sentences
from pages.parts.filters import View
from pages.parts.measures import Bucket
from pages.parts.ratings import GOOD_OR_BAD, highest_of, scale_text
from pages.parts.satisfaction.subjects import SUBJECTS, Kind
from pages.parts.series import partial
from queries.periods import Period, week
from queries.statistics.intervals import wilson

BANDS = {"promoters": "Promoters (9–10)", "passives": "Passives (7–8)", "detractors": "Detractors (0–6)"}
BAND_SCORES = {"promoters": ("9", "11"), "passives": ("7", "9"), "detractors": ("0", "7")}


def days_of(bucket: str, by: Bucket) -> Period:
    """The days of a clicked week or month."""
    first = dt.date.fromisoformat(bucket)
    if by == "week":
        return week(first)
    return Period(first, measures.months_before(first, -1) - dt.timedelta(days=1))


@asking.remembered
def spread_card(kind: Kind, view: View, scale: str | None) -> Card:
    """How many answers each score has; scale: which, where there are several."""
    subject = SUBJECTS[kind]
    source = Source("score_distribution", view.parameters(kind=kind))
    frame = source.ask()
    rows = frame[frame["scale"] == (scale or most_used(frame))]
    shown = pd.DataFrame(
        {
            "label": [_label(row) for row in rows.to_dict("records")],
            "n": rows["n"],
            "role": [{"good": "good", "poor": "poor"}.get(str(band), "neutral") for band in rows["rating"]],
            "group": _groups(kind, rows),
            "key_low": rows["score"],
            "key_high": rows["score_below"],
        }
    ).reset_index(drop=True)
    n = float(shown["n"].sum())
    subtitle = sentences.subtitle(
        f"Distribution on {_named(scale or most_used(frame))}", view.words(), n=n, noun=subject.noun
    )
    title = findings.distribution(
        shown,
        out_of=highest_of(scale or most_used(frame)) if len(shown) <= 11 and not _is_binned(shown) else "",
        name=f"{subject.name} scores",
        group_is="" if kind == "ces" else "were ",
    )
    return Card(title, subtitle, columns.columns(shown, noun=subject.noun) if n else None, source)


def most_used(frame: pd.DataFrame) -> str:
    """The scale with most answers; empty without any."""
    return str(frame.groupby("scale")["n"].sum().idxmax()) if len(frame) else ""


@asking.remembered
def scales(kind: Kind, view: View) -> tuple[str, ...]:
    """The scales of the answers in the period, the most used first."""
    frame = Source("score_distribution", view.parameters(kind=kind)).ask()
    if frame.empty:
        return ()
    counts = frame.groupby("scale")["n"].sum().sort_values(ascending=False)
    return tuple(str(scale) for scale, n in counts.items() if n)


@asking.remembered
def bands_card(view: View, by: Bucket) -> Card:
    """The shares of promoters, passives and detractors over time, each with its interval."""
    days = measures.trend_days(view, by, about="answers")
    source = Source("nps", view.parameters(period=days, by=by))
    frame = source.ask()
    frame = frame.assign(**{name: frame[name].astype(float) for name in BANDS})
    shares = frame[["bucket", "n"]].copy()
    for name in BANDS:
        ends = [wilson(hits, n) for hits, n in zip(frame[name], frame["n"].astype(float), strict=True)]
        shares[name] = frame[name] / frame["n"].where(frame["n"] > 0)
        shares[f"{name}_low"] = [None if end is None else end.low for end in ends]
        shares[f"{name}_high"] = [None if end is None else end.high for end in ends]
    figure = lines.trend_lines(
        lines.long_form(shares, BANDS),
        unit="share",
        by=by,
        noun="answer",
        roles={BANDS["promoters"]: "good", BANDS["passives"]: "neutral", BANDS["detractors"]: "poor"},
        events=measures.events(days),
        incomplete=partial(frame),
    )
    total = measures.whole(SUBJECTS["nps"].metric, view)
    n = int(total["n"])
    title = "Too few answers to divide into promoters and detractors"
    if n >= words.FEWEST:
        parts = (words.percent(float(total[name]) / n, n) for name in ("promoters", "passives", "detractors"))
        title = "{} promoters, {} passives, {} detractors".format(*parts)
    subtitle = sentences.subtitle(f"By {by}", f"shares of answers · title: {view.words()}", has_band=True)
    return Card(title, subtitle, figure, source)


def _label(row: dict) -> str:
    if row["scale"] == GOOD_OR_BAD:
        return "Good" if row["score"] >= 1 else "Bad"
    low, below = words.number(row["score"]), row["score_below"]
    if words.is_missing(below):
        end = highest_of(row["scale"])
        return f"{low}–{end}" if end and float(end) > row["score"] else low
    return f"{low}–{words.number(below - 1)}" if below - row["score"] > 1 else low


def _groups(kind: Kind, rows: pd.DataFrame) -> list[str | None]:
    """What the scores are called together; nothing where a bin with answers holds the cut between two groups."""
    if kind == "nps":
        named = {"good": "promoters", "neutral": "passives", "poor": "detractors"}
        return [named.get(str(rating)) for rating in rows["rating"]]
    if (rows["is_satisfied"].isna() & (rows["n"] > 0)).any():
        return [None] * len(rows)
    subject = SUBJECTS[kind]
    return [None if pd.isna(one) else subject.happy if one else subject.unhappy for one in rows["is_satisfied"]]


def _is_binned(shown: pd.DataFrame) -> bool:
    return any("–" in str(label) for label in shown["label"])


def _named(scale: str) -> str:
    return scale_text(scale) if scale == GOOD_OR_BAD else f"the scale {scale_text(scale)}"
