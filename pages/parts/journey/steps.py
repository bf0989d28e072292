"""How many customers move on at each step, how fast, and is that other than in the earlier cohort?"""

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Card, Source
from pages.parts.charts import funnel, sentences
from pages.parts.journey.cohort import Cohort

SHARE = ("value", "low", "high")
MOST = 0.5  # of the customers of a stage must have had the window, else nothing is said of the step


def source(cohort: Cohort) -> Source:
    """The question behind the steps of these customers."""
    return Source("journey_steps", cohort.parameters())


def steps(cohort: Cohort) -> pd.DataFrame:
    """One row per stage in order, as in the question."""
    return source(cohort).ask()


@asking.remembered
def card(cohort: Cohort) -> Card:
    """The funnel: customers at each stage, the share that moved on in time, the time it took, the earlier cohort."""
    rows = steps(cohort)
    is_compared = rows["change"].notna()
    is_told = rows["n"] >= rows["entered"] * MOST  # who had the window early is not like the others
    drawn = rows.assign(
        value=rows["value"].where(is_told),
        n=rows["n"].where(is_told, 0),
        days=rows["p50_days"].map(lambda days: None if words.is_missing(days) else words.duration(days * 1440)),
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
    """The step that the smallest share takes: of those that all customers have had the time for, else of those that at
    least half have. Steps beyond the last stage that everybody is to reach count only where there are no others."""
    judged = rows[rows["value"].notna() & (rows["n"] >= rows["entered"] * MOST)]
    needed = rows.loc[~rows["is_optional"].astype(bool), "position"].iloc[:-1] if len(rows) else rows["position"]
    for is_chosen in (judged["is_mature"], judged["position"] < (needed.max() if len(needed) else 0)):
        chosen = is_chosen.loc[judged.index]
        judged = judged[chosen] if chosen.any() else judged
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
