"""On what does this page stand? How far the data reaches, what was counted, and what was left out and why."""

import streamlit as st

from pages.parts import asking, words
from pages.parts.filters import View
from queries.periods import Period

REASONS = {"spam": "spam", "deleted": "deleted", "merged": "merged into another ticket", "test": "tests"}


def show(view: View, period: Period) -> None:
    """The caption at the foot of a page."""
    status = asking.status()
    asked = {f"{key}_": value for key, value in view.parameters(period=period).items()}
    counted = int(asking.ask("arrivals", by="all", **asked)["n"].sum())
    left_out = asking.ask("excluded", **asked)
    reasons = [
        f"{words.count(row.n)} {REASONS.get(str(row.reason), str(row.reason))}"
        for row in left_out.itertuples()
        if row.n
    ]
    said = [
        f"Data through {words.moment_text(status.data_through)} UTC",
        f"{words.plural(counted, 'ticket')} created in these days counted",
        f"left out: {words.list_text(reasons)}" if reasons else "none left out",
        f"days in {status.time_zone}",
        words.clock_text(view.clock),
    ]
    st.caption(words.plain(" · ".join(said)))
