"""Which customers stand behind a mark that counts customers?"""

from dataclasses import dataclass

import streamlit as st

from pages.parts import cards, words
from pages.parts.cards import Source
from pages.parts.charts import texts
from pages.parts.filters import View
from pages.parts.satisfaction.consistency import PATTERNS
from pages.parts.tiles import TICKETS_PAGE
from queries.parameters import BANDS, RATINGS_GIVEN
from queries.parameters import PATTERNS as KNOWN_PATTERNS
from queries.printing import to_csv

PAGE = 100  # customers shown at once
HEADINGS = {
    "customer_name": "Customer",
    "customer_id": "Customer id",
    "segment": "Segment",
    "plan": "Plan",
    "ratings": "Ratings",
    "hits": "Satisfied",
    "last_day": "Last rating",
    "band": "First answer",
    "day": "Answered on",
    "referrals": "New customers referred",
}


@dataclass(frozen=True)
class Listed:
    """The customers of a mark: the question that lists them, what they are called, and behind which number their answers are."""

    key: str
    source: Source
    title: str
    metric: str


def choose(key: str, clicked: texts.Clicked) -> None:
    """Remember in the address which mark was clicked."""
    st.query_params[key] = "|".join(filter(None, (clicked.bucket, clicked.series)))


def by_pattern(view: View, key: str) -> Listed | None:
    """The customers of a clicked bar of patterns; None when none was clicked."""
    given, _, pattern = st.query_params.get(key, "").replace(" ratings", "").partition("|")
    if given not in RATINGS_GIVEN or pattern not in KNOWN_PATTERNS:
        return None
    source = Source("repeat_customers", view.parameters(ratings_given=given, pattern=pattern, limit=PAGE))
    return Listed(key, source, f"with {given} ratings, {PATTERNS[pattern][0].lower()}", "csat")


def by_band(view: View, key: str) -> Listed | None:
    """The customers of a clicked band of first answers; None when none was clicked."""
    band = st.query_params.get(key, "")
    if band not in BANDS:
        return None
    source = Source("referring_customers", view.parameters(band=band, limit=PAGE))
    return Listed(key, source, f"whose first answer of the period made them {band}s", "nps")


def show(listed: Listed | None, view: View) -> None:
    """The customers, those with most revenue or referrals first; selecting one leads to what they answered."""
    if listed is None:
        return
    frame = listed.source.ask()
    total = int(frame["total"].iloc[0]) if len(frame) else 0
    with st.container(border=True):
        said = f"{words.plural(total, 'customer')} {listed.title}"
        st.markdown(f"**{words.plain(said)}**")
        if frame.empty:
            return
        order = ["customer_name", "monthly_revenue", *(name for name in HEADINGS if name != "customer_name")]
        table = frame[[name for name in order if name in frame]].dropna(axis="columns", how="all")
        settings = {name: st.column_config.Column(label) for name, label in HEADINGS.items()}
        settings["monthly_revenue"] = st.column_config.NumberColumn("Revenue a month", format="localized")
        event = st.dataframe(
            table,
            hide_index=True,
            column_config=settings,
            height=min(420, 60 + 36 * len(table)),
            on_select="rerun",
            selection_mode="single-row",
            key=f"{listed.key}_rows",
            placeholder="",
            alt=said,
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(
                f"{words.exact(len(table))} of {words.exact(total)}. Select a row for the customer's answers.",
                width="content",
            )
            everybody = Source(listed.source.question, {**listed.source.parameters, "limit": None})
            st.download_button(
                f"CSV of all {words.exact(total)}", lambda: to_csv(everybody.ask()), f"{listed.key}.csv", "text/csv",
                on_click="ignore", icon=":material/download:", key=f"{listed.key}_file",
            )  # fmt: skip
        cards.behind(listed.key, listed.source)
    picked = list(event.selection.rows)
    if picked and picked[0] < len(frame):
        more = {"customer": str(frame["customer_id"].iloc[picked[0]])}
        st.switch_page(TICKETS_PAGE, query_params=view.link(metric=listed.metric, more=more))
