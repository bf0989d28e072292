"""Do customers move on more often after good support than after poor support, and how sure can one be of it?"""

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Card, Source
from pages.parts.charts import canvas, ranges, sentences
from pages.parts.journey import steps
from pages.parts.journey.cohort import Cohort
from queries.computed.journey_helping import ALIKE, DIFFERENCE, RECORDED

NAMED = {
    "no contact": "No contact: other customers",
    "good": "Good support",
    "neither": "Neither good nor poor",
    "poor": "Poor support",
}
REFUSED = {
    "nothing to compare": "no customer had {of} support in the first days",
    "recorded after leaving": "all or none of the customers with {of} support moved on, as if it had been recorded later",
    "counts only": "{value} moved on{of_them}, and {needed} are needed",
    "not followed long enough": "only {customers} with {of} support could be followed to the end of the window",
    "too few events for the model": "{value} customers moved on per quantity to allow for, and {needed} are needed",
    "groups too unlike": "{share} of the customers could hardly have had the other kind of support",
}


def source(cohort: Cohort, stage: str) -> Source:
    """The question behind both figures."""
    return Source("journey_helped", cohort.parameters(stage=stage))


@asking.remembered
def card(cohort: Cohort, stage: str, reading: str) -> Card:
    """The share that moved on by the support in the first days of a stage; reading: as recorded, or like with like."""
    where = source(cohort, stage)
    frame = where.ask()
    rows = frame[(frame["reading"] == reading) & (frame["exposure"] != DIFFERENCE)]
    about = {RECORDED: "As recorded, whoever they were", ALIKE: "Like with like"}[reading]
    subtitle = sentences.subtitle(f"{about}: share that moved on from {stage} within the window", cohort.words(),
                                  "bars: 95% interval")  # fmt: skip
    drawn = _drawn(rows)
    if drawn.empty:
        return Card(_without(frame, reading), subtitle, None, where, frame=frame)
    figure = ranges.ranges(drawn, unit="share", ends=(0.0, 1.0), noun="customer", height=canvas.MEDIUM)
    return Card(_title(frame, reading), subtitle, figure, where, frame=frame)


def _drawn(rows: pd.DataFrame) -> pd.DataFrame:
    found = []
    known = {row["exposure"]: row for row in rows.to_dict("records")}
    for exposure, name in NAMED.items():
        row = known.get(exposure)
        if row is None or words.is_missing(row["value"]) or row["customers"] < words.FEWEST:
            continue
        said = f"95% interval · {words.count(row['moved_on'])} of {words.plural(row['customers'], 'customer')} moved on"
        few = words.few_text(row["customers"], "customers")
        found.append(
            {"key": exposure, "label": f"{name}{f' ({few})' if few else ''}", "value": row["value"], "low": row["low"],
             "high": row["high"], "n": row["customers"], "said": said}
        )  # fmt: skip
    return pd.DataFrame(found)


def _title(frame: pd.DataFrame, reading: str) -> str:
    """As recorded: 12 points more moved on after good support, 4 to 20 (95% interval)."""
    row = _difference(frame, reading)
    name = reading.capitalize()
    if row is None or words.is_missing(row["value"]):
        return _without(frame, reading)
    low, high = (words.points(row[end]) for end in ("low", "high"))
    if row["low"] <= 0 <= row["high"]:
        return f"{name}: no clear difference; the data cannot exclude {low} to {high}"
    side = "more" if row["value"] > 0 else "fewer"
    amount = words.points(abs(row["value"])).removeprefix("+")
    return f"{name}: {amount} {side} moved on after good support than after poor"


def _without(frame: pd.DataFrame, reading: str) -> str:
    if reading == RECORDED or frame.empty:
        return f"{reading.capitalize()}: too few customers with good and poor support to compare"
    return f"Not compared like with like: {refused(frame)}"


def _difference(frame: pd.DataFrame, reading: str) -> pd.Series | None:
    rows = frame[(frame["reading"] == reading) & (frame["exposure"] == DIFFERENCE)]
    return None if rows.empty else rows.iloc[0]


def refused(frame: pd.DataFrame) -> str:
    """Why there is no comparison, in a few words."""
    row = frame.iloc[0]
    of = "" if words.is_missing(row["refusal_of"]) else str(row["refusal_of"])
    value = words.number(row["refusal_value"])
    return REFUSED.get(str(row["refusal"]), str(row["refusal"])).format(
        of=of or "either",
        of_them=f" of those with {of} support" if of else "",
        value=value,
        customers=words.plural(row["refusal_value"], "customer"),
        needed=words.number(row["refusal_needed"]),
        share=words.percent(row["refusal_value"]),
    )


def meaning(cohort: Cohort, stage: str) -> str:
    """What was compared, who is left out, and what it does not say."""
    frame = source(cohort, stage).ask()
    if frame.empty:
        return f"Nobody has been in {stage} long enough."
    row = frame.iloc[0]
    days = words.plural(int(row["landmark"]), "day")
    parts = [
        f"Support is that of the first {days} in {stage}, as it was known then; what counts is who moved on after that, "
        f"within {words.plural(int(row['window_days']), 'day')}. Left out: {words.count(row['moved_on_before'])} who "
        f"moved on in the first {days}, {words.count(row['lost_before'])} who left by then, {words.count(row['young'])} "
        "whose time is not over."
    ]
    alike = _difference(frame, ALIKE)
    if alike is not None and not words.is_missing(alike["value"]):
        parts.append(f"Like with like allows for {words.list_text(_named(row['used']))}, and for nothing else.")
        if bool(alike["is_model_dependent"]):
            parts.append(
                "Another way of reckoning (weights) gives a different figure: the result depends on the model."
            )
    parts.append(
        "Contact marks trouble: customers without contact are other customers, and a line of their own. All of this is "
        "an association in these records, not proof."
    )
    return " ".join(parts)


def _named(used: object) -> list[str]:
    names = {"acquisition_channel": "acquisition channel", "start_quarter": "quarter of the start", "tickets_band": "number of tickets",
             "first_category": "category of the first ticket", "first_priority": "its priority"}  # fmt: skip
    return [names.get(name, name) for name in str(used).split(", ") if name]


@asking.remembered
def stages(cohort: Cohort) -> tuple[str, ...]:
    """The stages in which customers can be compared: some with good and some with poor support. First those that all
    have had the time to move on from, then those whose smaller group is the largest."""
    frame = Source("journey_landmarks", cohort.parameters()).ask()
    rows = steps.steps(cohort)
    over = set(rows.loc[rows["is_mature"], "stage"])
    both = frame[(frame["good"] > 0) & (frame["poor"] > 0)]
    both = both.assign(is_over=both["stage"].isin(over), smaller=both[["good", "poor"]].min(axis="columns"))
    return tuple(both.sort_values(["is_over", "smaller"], ascending=False, kind="stable")["stage"])
