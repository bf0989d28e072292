"""How much support do customers need in each stage, what about, and how good is it there?"""

from dataclasses import dataclass

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Card, Source
from pages.parts.charts import bars, ranges, sentences
from pages.parts.filters import View
from pages.parts.journey.cohort import known
from queries.registry import METRICS
from queries.uncertainty import interval_of


@dataclass(frozen=True)
class Measure:
    """What is shown of the support in each stage: its name, unit, what n counts, and how it is got.

    metric: a metric by stage; else column is one of `journey_needs`.
    """

    name: str
    unit: words.Unit
    noun: str
    about: str
    metric: str = ""
    column: str = ""


MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure("Tickets per 100 customers", "mean", "customer", "Tickets created while in the stage, per 100 customers who were in it",
                column="tickets_per_100"),
        Measure("Tickets per month", "mean", "customer", "Tickets created while in the stage, per customer and month in it",
                column="tickets_per_customer_month"),
        Measure("Needed help", "share", "customer", "Customers with at least one ticket while in the stage",
                column="helped_share"),
        Measure("First reply", "minutes", "ticket", "Median first reply time of tickets created in the stage", metric="first_reply_time"),
        Measure("Resolution", "minutes", "ticket", "Median resolution time of tickets of customers in the stage", metric="full_resolution_time"),
        Measure("CSAT", "share", "rating", "Satisfied of ratings by customers in the stage", metric="csat"),
    )
}  # fmt: skip


def source(view: View) -> Source:
    """The question behind the support in each stage, in the chosen days."""
    return Source("journey_needs", view.parameters())


@asking.remembered
def available(view: View) -> tuple[str, ...]:
    """The measures that this data can tell of a stage."""
    return tuple(name for name, measure in MEASURES.items() if not (measure.metric and asking.missing(measure.metric)))


@asking.remembered
def stages(view: View) -> tuple[str, ...]:
    """The stages whose customers created tickets in the chosen days, those with most tickets first."""
    frame = source(view).ask()
    there = frame[frame["stage"].notna() & (frame["tickets"] > 0)].sort_values("tickets", ascending=False)
    return tuple(there["stage"])


@asking.remembered
def card(view: View, name: str) -> Card:
    """One measure in each stage, with its interval and what it rests on."""
    measure = MEASURES[name]
    where = Source(measure.metric, view.parameters(by="stage")) if measure.metric else source(view)
    rows = _of_metric(where, measure) if measure.metric else _of_support(where, measure)
    clock = words.clock_text(view.clock) if measure.unit == "minutes" else ""
    subtitle = sentences.subtitle(measure.about, view.words(), clock, "bars: 95% interval")
    if rows.empty:
        return Card(f"{name}: too few to tell of any stage", subtitle, None, where)
    top = float(rows["high"].max()) or 1.0
    end = 1.0 if measure.unit == "share" else top
    figure = ranges.ranges(
        rows, unit=measure.unit, ends=(0.0, end), noun=measure.noun, clock=view.clock, height=_height(len(rows))
    )
    return Card(_title(rows, measure, view.clock), subtitle, figure, where)


def _of_support(where: Source, measure: Measure) -> pd.DataFrame:
    frame = where.ask()
    known = frame[frame["stage"].notna() & frame[measure.column].notna()]
    rows = []
    for row in known.to_dict("records"):
        counted = (
            words.plural(row["helped"], "customer")
            if measure.unit == "share"
            else words.plural(row["tickets"], "ticket")
        )
        value, low, high = (float(row[f"{measure.column}{end}"]) for end in ("", "_low", "_high"))
        rows.append(
            {"key": row["stage"], "label": row["stage"], "n": row["customers"], "value": value, "low": low, "high": high,
             "said": f"95% interval · {counted} · {_more(row)}"}
        )  # fmt: skip
    return pd.DataFrame(rows)


def _of_metric(where: Source, measure: Measure) -> pd.DataFrame:
    metric = METRICS[measure.metric]
    frame = where.ask()
    rows = []
    for stage in known().stages:
        found = frame[(frame["bucket"] == stage) & (frame["n"] >= words.FEWEST)]
        if found.empty or words.is_missing(found.iloc[0][metric.value]):
            continue
        row = found.iloc[0]
        ends = interval_of(metric, row)
        value = float(row[metric.value])
        rows.append(
            {"key": stage, "label": stage, "n": row["n"], "value": value, "low": value if ends is None else ends.low,
             "high": value if ends is None else ends.high, "said": f"95% interval · {words.plural(row['n'], measure.noun)}"}
        )  # fmt: skip
    return pd.DataFrame(rows)


def _more(row: dict) -> str:
    """The first contact, and who began the contact where that is known."""
    parts = [f"{words.plural(row['customers'], 'customer')} in the stage"]
    if row["first_contact_n"] >= words.FEWEST and not words.is_missing(row["first_contact_p50"]):
        parts.append(f"first contact after {words.duration(float(row['first_contact_p50']) * 1440)} (median)")
    for name, noun in (("proactive", "begun by us"), ("sales", "with sales"), ("self_service", "in self-service")):
        if not words.is_missing(row[name]) and row[name]:
            parts.append(f"{words.count(row[name])} {noun}")
    return " · ".join(parts)


def _title(rows: pd.DataFrame, measure: Measure, clock: words.Clock) -> str:
    """Tickets per 100 customers: most in Onboard, 84; fewest in Discover, 3."""
    ordered = rows.sort_values("value")
    least, most = ordered.iloc[0], ordered.iloc[-1]
    if least["high"] >= most["low"] or len(rows) < 2:
        return f"{measure.name}: no stage can be told apart from the others"
    ends = [
        f"{sentences.short_name(row['label'])}, {words.value(measure.unit, row['value'], n=row['n'], clock=clock)}"
        for row in (most, least)
    ]
    return f"{measure.name}: highest in {ends[0]}; lowest in {ends[1]}"


def _height(rows: int) -> int:
    from pages.parts.charts import canvas

    return canvas.SMALL if rows <= 2 else canvas.MEDIUM if rows <= 5 else canvas.LARGE


@asking.remembered
def categories_card(view: View, stage: str) -> Card:
    """What the tickets of a stage are about."""
    where = Source("journey_categories", view.parameters())
    frame = where.ask()
    rows = frame[frame["stage"] == stage]
    n = float(rows["tickets"].sum())
    subtitle = sentences.subtitle(f"Tickets created while in {stage}, by category", view.words(), n=n, noun="ticket")
    if n < words.FEWEST:
        return Card(f"{stage}: too few tickets to tell what they are about", subtitle, None, where)
    drawn = rows.assign(bucket=rows["category"], n=rows["tickets"], value=rows["tickets"].astype(float) / n)
    top = drawn.sort_values("n").iloc[-1]
    title = f"In {sentences.short_name(stage)} {words.percent(top['value'], n)} are about {sentences.short_name(top['bucket'])}"
    return Card(title, subtitle, bars.bars(drawn, unit="share", height=_height(8)), where)


@asking.remembered
def outside(view: View) -> str:
    """How many tickets were created by customers in no known stage."""
    frame = source(view).ask()
    none = frame[frame["stage"].isna()]
    n = int(none["tickets"].sum()) if len(none) else 0
    return f"{words.plural(n, 'ticket')} of nobody in a known stage left out." if n else ""
