"""How are the verdicts on what the firm believes said and shown?"""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import asking, words
from pages.parts.cards import Source
from pages.parts.retention.chosen import Chosen
from queries.computed.beliefs import CONTRADICTED, NOT_SUPPORTED, SUPPORTED, UNTESTED

BADGES = {
    SUPPORTED: (":material/check:", "green"),
    NOT_SUPPORTED: (":material/remove:", "gray"),
    CONTRADICTED: (":material/close:", "red"),
    UNTESTED: (":material/question_mark:", "gray"),
}
NOTES = {
    2: "As recorded, not like with like: satisfied customers may be others than dissatisfied ones.",
    3: "As recorded; a customer's ratings count as independent.",
    6: "As recorded; loyal customers forgive more.",
    7: "The firm's own costs beside the multiple that is often quoted.",
    8: "The quoted range (Reichheld) is about profit and retention, not about support.",
    9: "Tickets and proactive contacts against orders; renewals and refunds do not count as sales contacts.",
}


@asking.remembered
def verdicts(one: Chosen) -> pd.DataFrame:
    """The nine beliefs on these customers."""
    return source(one).ask()


def source(one: Chosen) -> Source:
    """The question behind the verdicts."""
    return one.source("beliefs")


def sentence(frame: pd.DataFrame) -> str:
    """How many of the beliefs the records bear out."""
    counts = frame["verdict"].value_counts()
    parts = [f"{counts[name]} {name}" for name in (SUPPORTED, NOT_SUPPORTED, CONTRADICTED) if counts.get(name)]
    untested = int(counts.get(UNTESTED, 0))
    tested = len(frame) - untested
    if not tested:
        return "None of the nine beliefs can be tested with this data"
    rest = f"; {untested} cannot be tested with this data" if untested else ""
    return f"Of {words.plural(tested, 'belief')} tested on these records {words.list_text(parts)}{rest}"


def figure_text(row: Mapping[Hashable, Any]) -> str:
    """The figure of a belief with its interval and n."""
    value, low, high = (_in_unit(row["unit"], row[name]) for name in ("value", "value_low", "value_high"))
    n = "" if words.is_missing(row["n"]) or not row["n"] else f", {words.count(row['n'])} {row['of']}"
    return f"{value} (95% interval {low} to {high}{n})"


def _in_unit(unit: str, value: float) -> str:
    if unit == "points":
        return words.points(value)
    if unit == "score":
        return words.change("score", value)
    if unit == "share":
        return words.percent(value)
    return f"{words.number(round(value, 1))} times"


def show(row: Mapping[Hashable, Any]) -> None:
    """One belief: its verdict as a badge, the figure, and what has to be known beside it."""
    icon, colour = BADGES[row["verdict"]]
    with st.container(border=True, height="stretch"):
        st.badge(row["verdict"].capitalize(), icon=icon, color=colour)  # type: ignore[arg-type]
        st.markdown(f"**{words.plain(row['belief'])}**")
        if row["verdict"] == UNTESTED:
            st.write(words.plain(f"Missing: {row['missing']}."))
        else:
            st.write(words.plain(f"{figure_text(row)}: {row['measure']}."))
        st.caption(words.plain(" ".join(_notes(row))))


def _notes(row: Mapping[Hashable, Any]) -> list[str]:
    said = []
    if row["is_like_with_like"] and row["verdict"] != UNTESTED:
        said.append("Compared like with like; an association in our records, not proof.")
    if not words.is_missing(row["adjusted"]):
        p = row["adjusted"]
        said.append(
            f"p {'< 0.001' if p < 0.001 else words.number(round(p, 3))} after correction for the number of tests."
        )
    if note := NOTES.get(row["number"]):
        said.append(note)
    return said
