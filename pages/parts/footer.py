"""On what does this page stand? How far the data reaches, what was counted, and what was left out and why."""

from datetime import UTC
from zoneinfo import ZoneInfo

import streamlit as st

from pages.parts import asking, words
from pages.parts.cards import Source
from pages.parts.filters import View
from queries.periods import Period

REASONS = {"spam": "spam", "deleted": "deleted", "merged": "merged into another ticket", "test": "tests"}


def show(view: View, period: Period) -> None:
    """The caption at the foot of a page."""
    status = asking.status()
    asked = view.parameters(period=period, by="all")
    counted = int(Source("arrivals", asked).ask()["n"].sum())
    left_out = Source("excluded", asked).ask()
    pairs = zip(left_out["reason"].astype(str), left_out["n"].astype(int), strict=True)
    reasons = [f"{words.count(n)} {REASONS.get(reason, reason)}" for reason, n in pairs if n]
    said = [
        _through(),
        f"{words.plural(counted, 'ticket')} created in these days counted",
        f"left out: {words.list_text(reasons)}" if reasons else "none left out",
        f"all times in {status.time_zone}",
        words.clock_text(view.clock),
    ]
    st.caption(words.plain(" · ".join(said)))


def of_relations(described: str) -> None:
    """The caption at the foot of a page about customers: since when losses are recorded, who is counted, and who is not."""
    row = Source("relation_status").ask().iloc[0]
    said = [_through(), f"{described}, whole history"]
    if not words.is_missing(row["losses_from"]):
        said.append(f"losses recorded since {words.date_text(row['losses_from'])}")
    st.caption(words.plain(" · ".join(said)))


def _through() -> str:
    status = asking.status()
    through = status.data_through.replace(tzinfo=UTC).astimezone(ZoneInfo(status.time_zone))
    return f"Data through {words.moment_text(through)}"
