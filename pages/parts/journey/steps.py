"""How many customers move on at each step, how fast, and is that other than in the earlier cohort?"""

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Card, Source
from pages.parts.charts import funnel, sentences
from pages.parts.journey.cohort import Cohort
from queries.statistics.intervals import newcombe_difference, wilson
from queries.statistics.survival import kaplan_meier, quantile

SHARE = ("value", "low", "high")


def source(cohort: Cohort) -> Source:
    """The question behind the steps of these customers."""
    return Source("journey_funnel", cohort.parameters())


@asking.remembered
def steps(cohort: Cohort) -> pd.DataFrame:
    """One row per stage in order: as in the question, with value, low, high and n of its step, median_days, the figures
    of the earlier cohort (before_…), and the change with its interval, where both can be compared."""
    rows = source(cohort).ask().reset_index(drop=True)
    rows = _with_shares(rows)
    rows["next_is_optional"] = rows["is_optional"].shift(-1).fillna(False).astype(bool)
    rows["median_days"] = [_median(cohort, stage) for stage in rows["stage"]]
    empty = pd.DataFrame({"stage": rows["stage"]})
    before = empty
    if cohort.before is not None:
        earlier = Cohort(cohort.view, cohort.before, None)
        before = _with_shares(source(earlier).ask())
    for name in ("value", "low", "high", "n", "hits", "is_mature"):
        by_stage = before.set_index("stage")[name] if name in before else pd.Series(dtype=object)
        rows[f"before_{name}"] = rows["stage"].map(by_stage)
    changes = [_change(row) for row in rows.to_dict("records")]
    for place, name in enumerate(("change", "change_low", "change_high")):
        rows[name] = [None if change is None else change[place] for change in changes]
    return rows


def _with_shares(rows: pd.DataFrame) -> pd.DataFrame:
    n, hits = rows["mature"].astype(float), rows["mature_converted"].astype(float)
    spans = [wilson(hit, number) if number >= words.FEWEST else None for hit, number in zip(hits, n, strict=True)]
    return rows.assign(
        n=n,
        hits=hits,
        value=(hits / n.where(n > 0)).where(n >= words.FEWEST),
        low=pd.Series([None if span is None else span.low for span in spans], rows.index, dtype="float64"),
        high=pd.Series([None if span is None else span.high for span in spans], rows.index, dtype="float64"),
        is_mature=rows["is_mature"].fillna(False).astype(bool),
    )


def _median(cohort: Cohort, stage: str) -> float | None:
    times = Source("journey_times", cohort.parameters()).ask()
    times = times[times["stage"] == stage]
    if times["customers"].sum() < words.FEWEST:
        return None
    return quantile(kaplan_meier(times["days"], times["is_observed"], counts=times["customers"]), 0.5)


def _change(row: dict) -> tuple[float, float, float] | None:
    """The difference to the earlier cohort with its interval, where both have had the window."""
    is_judged = row["is_mature"] and row["before_is_mature"] is True
    if not is_judged or row["n"] < words.FEWEST or not row["before_n"] >= words.FEWEST:
        return None
    found = newcombe_difference(row["hits"], row["n"], other_successes=row["before_hits"], other_n=row["before_n"])
    return None if found is None else (found.value, found.low, found.high)


@asking.remembered
def card(cohort: Cohort) -> Card:
    """The funnel: customers at each stage, the share that moved on in time, the time it took, the earlier cohort."""
    rows = steps(cohort)
    is_compared = rows["change"].notna()
    drawn = rows.assign(
        days=rows["median_days"].map(
            lambda days: None if words.is_missing(days) else words.duration(float(days) * 1440)
        ),
        **{f"before_{name}": rows[f"before_{name}"].where(is_compared) for name in SHARE},
    )
    days = "" if cohort.before is None else words.period_text(cohort.before.start, cohort.before.end)
    subtitle = sentences.subtitle(
        "Customers at each stage; share that moved on within the window, and median time to the next stage",
        cohort.words(),
        f"earlier: came {days}" if is_compared.any() else "",
        "bars of dots: 95% interval",
    )
    return Card(title(rows), subtitle, funnel.funnel(drawn), source(cohort), frame=rows)


def title(rows: pd.DataFrame) -> str:
    """Fewest move on from Evaluate: 48%; Onboard fell 4.2 points."""
    weak = weakest(rows)
    if weak is None:
        return "Too few customers have had the time to judge a step"
    said = f"Fewest move on from {_short(weak['stage'])}: {words.percent(weak['value'], weak['n'])}"
    moved = most_changed(rows)
    if moved is None:
        return said
    name = "that" if moved["stage"] == weak["stage"] else _short(moved["stage"])
    return f"{said}; {name} {_moved(moved['change'])}"


def weakest(rows: pd.DataFrame) -> pd.Series | None:
    """The step that the smallest share takes, of those that all customers have had the time for; optional ones apart."""
    judged = rows[rows["value"].notna() & rows["is_mature"]]
    needed = judged[~judged["next_is_optional"].astype(bool)]
    judged = needed if len(needed) else judged
    return None if judged.empty else judged.iloc[int(judged["value"].astype(float).argmin())]


def changed(rows: pd.DataFrame) -> pd.DataFrame:
    """The steps whose share changed beyond noise."""
    return rows[rows["change"].notna() & ((rows["change_low"] > 0) | (rows["change_high"] < 0))]


def most_changed(rows: pd.DataFrame) -> pd.Series | None:
    """The step with the largest change beyond noise."""
    moved = changed(rows)
    return None if moved.empty else moved.iloc[int(moved["change"].astype(float).abs().argmax())]


def _moved(change: float) -> str:
    return f"{'rose' if change > 0 else 'fell'} {words.points(abs(change)).removeprefix('+')}"


def _short(stage: object) -> str:
    return sentences.short_name(stage)
