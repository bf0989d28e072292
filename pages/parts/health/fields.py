"""Which fields are filled in which months, and which changed?"""

import pandas as pd
import streamlit as st

from pages.parts import asking, cards, words
from pages.parts.cards import Card, Source
from pages.parts.charts import coverage
from pages.parts.health import needed
from pages.parts.health.findings import Finding
from pages.parts.health.steps import Step, steps

SECTION = "fields"
MONTHS = 24
FULL = 0.95  # filled in so many rows, a field counts as filled
FAMILIES = {
    "needed": "Fields of tickets that metrics are made of",
    "others": "Fields of tickets that filters and breakdowns use",
    "surveys": "Fields of answered surveys",
}


@asking.remembered
def changes() -> list[Step]:
    """The fields whose coverage changed, falls first."""
    frame = asking.ask("field_coverage")
    return steps(frame[frame["is_carried"].astype(bool)])


def findings() -> list[Finding]:
    """Fields that changed, and metrics that leave tickets out or cannot be told."""
    found = []
    by_column = needed.by_column()
    for step in changes():
        metrics = by_column.get(f"{step.table}.{step.column}", [])
        rest = "rests" if len(metrics) == 1 else "rest"
        rests = f": {words.list_text(metrics, 3)} {rest} on it" if metrics else ""
        reach = step.size if step.is_fall else step.size / 2
        text = f"In {step.table}, {step.words()}{rests}."
        action = "Compare months before and since with care."
        found.append(Finding(SECTION, "serious" if step.is_fall and metrics else "notable", reach, text, action))
    return [*found, *needed.findings(SECTION)]


def heading() -> str:
    """The section's finding in a sentence."""
    named = changes()
    if not named:
        return "Fields: none began, ended or changed by 20 points or more"
    more = f", and {words.plural(len(named) - 1, 'other field')} changed" if len(named) > 1 else ""
    return f"Fields: {named[0].words()}{more}"


def show() -> None:
    """Heat-maps of what is missing, and what metrics leave out for it."""
    st.caption(
        words.plain(
            "Rows without a value, by month: the stronger the colour, the more; at the right: filled in the last "
            f"month. Tickets that count by creation, answered surveys by response; complete months, at most {MONTHS}."
        )
    )
    left, right = st.columns(2)
    height = max(_height("needed"), _height("others"))
    with left:
        cards.show(card("needed", height), key="health_needed")
    with right:
        cards.show(card("others", height), key="health_others")
    needed.show_left_out()
    if card("surveys").figure is None:
        st.caption(card("surveys").empty)
        needed.show_absent()
        return
    left, right = st.columns(2)
    with left:
        cards.show(card("surveys"), key="health_surveys")
    with right:
        needed.show_absent()


@asking.remembered
def card(family: str, height: int | None = None) -> Card:
    """The coverage of one family of fields as a heat-map, as high as asked or as its fields need."""
    source = Source("field_coverage")
    frame = _of_family(source.ask(), family)
    carried = frame[frame["is_carried"].astype(bool)]
    absent = sorted(set(frame["column_name"]) - set(carried["column_name"]))
    months = sorted(carried["month"].unique())[-MONTHS:]
    last = words.bucket_text(months[-1], "month") if months else ""
    said = [
        FAMILIES[family],
        f"last: {last}" if last else "",
        f"not in this data: {words.list_text(absent)}" if absent else "",
    ]
    subtitle = " · ".join(part for part in said if part)
    noun = "answer" if family == "surveys" else "ticket"
    if not months:
        empty = "No answered surveys are loaded: load the export of your survey tool."
        return Card(f"{FAMILIES[family]}: none", subtitle, None, source, empty=empty if noun == "answer" else "None.")
    rows = _ordered(carried[carried["month"].isin(months)].rename(columns={"column_name": "bucket"}), months[-1])
    figure = coverage.coverage(rows, noun=noun, height=height or None)
    return Card(_title(rows, months[-1], noun), subtitle, figure, source, frame=frame)


def _of_family(frame: pd.DataFrame, family: str) -> pd.DataFrame:
    """The rows of the complete months of a family; of every month where none is complete."""
    is_ticket = frame["table_name"] == "tickets"
    is_needed = (frame["table_name"] + "." + frame["column_name"]).isin(list(needed.by_column()))
    wanted = {"needed": is_ticket & is_needed, "others": is_ticket & ~is_needed}
    found = frame[wanted.get(family, ~is_ticket)]
    complete = found[found["is_complete"].astype(bool)]
    return complete if len(complete) else found


def _ordered(rows: pd.DataFrame, month: str) -> pd.DataFrame:
    """The fields that are filled best in the month on top."""
    last = rows[rows["month"] == month].sort_values(["value", "bucket"], ascending=[False, True])
    order = {column: place for place, column in enumerate(last["bucket"])}
    return rows.assign(place=rows["bucket"].map(order).fillna(99)).sort_values(["place", "bucket", "month"])


def _title(rows: pd.DataFrame, month: str, noun: str) -> str:
    """7 of 11 fields are filled in at least 95% of tickets"""
    last = rows[(rows["month"] == month) & (rows["n"] >= words.FEWEST)]
    if last.empty:
        return f"Too few {noun}s in {words.bucket_text(month, 'month')} to judge their fields"
    full = int((last["value"] >= FULL).sum())
    return f"{full} of {words.plural(rows['bucket'].nunique(), 'field')} are filled in at least 95% of {noun}s"


def _height(family: str) -> int:
    figure = card(family).figure
    return 0 if figure is None else int(figure.layout.height)
