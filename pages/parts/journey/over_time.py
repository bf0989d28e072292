"""Does the share that moves on change from month to month, and for which customers is it other than usual?"""

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Card, Source
from pages.parts.charts import cohorts, intervals, sentences
from pages.parts.journey.cohort import Cohort, months

GROUPS = {"Segment": "segment", "Plan": "plan", "Region": "region", "Acquisition channel": "acquisition_channel"}


@asking.remembered
def months_card(cohort: Cohort) -> Card:
    """Months of entry against the figure of all of them, step by step."""
    asked = months(cohort)
    source = Source("journey_months", asked.parameters())
    frame = source.ask()
    subtitle = sentences.subtitle(
        "Share that moved on within the window, by month in which customers came, against all months",
        asked.words(),
        "▲▼: beyond noise after correction for the number of cells",
    )
    if frame.empty:
        return Card("No month of customers yet", subtitle, None, source)
    if frame.loc[frame["value"].notna(), "cohort_month"].nunique() < 2:
        return Card(_months_title(frame), sentences.subtitle(subtitle, "two months are needed"), None, source)
    judged = frame["value"].notna().groupby(frame["stage"]).transform("any")
    without = list(dict.fromkeys(frame.loc[~judged, "stage"]))
    drawn = frame[judged].rename(columns={"stage": "bucket", "cohort_month": "month"})
    more = f"no month has had the time for {words.list_text(without)}" if without else ""
    return Card(_months_title(frame), sentences.subtitle(subtitle, more), cohorts.cohorts(drawn), source)


def _months_title(frame: pd.DataFrame) -> str:
    """Onboard in Mar 2026 was lower than usual, 62% against 81%; or: no month differs beyond noise."""
    judged = frame[frame["value"].notna()]
    if judged["cohort_month"].nunique() < 2:
        return "Too few months have had the time to be compared"
    apart = judged[judged["is_apart"].astype(bool)]
    if apart.empty:
        return "No month of customers differs from the others beyond noise"
    newest = apart.sort_values(["cohort_month", "position"]).iloc[-1]
    side = "more" if newest["value"] > newest["overall"] else "fewer"
    share, usual = words.percent(newest["value"], newest["n"]), words.percent(newest["overall"])
    month = words.bucket_text(newest["cohort_month"], "month")
    return f"{side.capitalize()} of {month} moved on from {sentences.short_name(newest['stage'])}: {share}, usually {usual}"


@asking.remembered
def varying(cohort: Cohort) -> dict[str, str]:
    """The dimensions in which these customers differ, by name: at least two groups with some."""
    found = {}
    for name, by in GROUPS.items():
        frame = Source("journey_funnel", cohort.parameters(customers_by=by)).ask()
        if frame.loc[frame["entered"] > 0, "bucket"].nunique(dropna=True) > 1:
            found[name] = by
    return found


@asking.remembered
def steps_of(cohort: Cohort) -> tuple[str, ...]:
    """The stages whose step can be judged for some customers."""
    frame = Source("journey_funnel", cohort.parameters()).ask()
    return tuple(frame.loc[frame["mature"].fillna(0) >= words.FEWEST, "stage"])


@asking.remembered
def groups_card(cohort: Cohort, stage: str, by: str) -> Card:
    """Which groups move on from a stage more or less often than all."""
    source = Source("journey_groups", cohort.parameters(customers_by=by))
    frame = source.ask()
    rows = frame[frame["stage"] == stage]
    named = by.replace("_", " ")
    subtitle = sentences.subtitle(
        f"Share that moved on from {stage} within the window, by {named}",
        cohort.words(),
        "open dot: before shrinking",
        has_band=True,
    )
    if rows.empty:
        return Card(f"{stage}: too few customers have had the time", subtitle, None, source)
    overall = float(rows["overall"].iloc[0])
    figure = intervals.intervals(rows, unit="share", overall=overall, noun="customer")
    said = sentences.standings(list(rows["standing"]), noun=_noun(named))
    title = f"{sentences.short_name(stage)}: {said[:1].lower()}{said[1:]}"
    return Card(title, subtitle, figure, source, frame=rows)


def _noun(named: str) -> str:
    return named.removeprefix("acquisition ")
