"""Which customers are still here, and had a poor contact as their last?"""

import streamlit as st

from pages.parts import cards, ratings, words
from pages.parts.filters import View
from pages.parts.satisfaction import consistency
from pages.parts.ticket import CUSTOMER_PAGE
from queries.printing import to_csv

HEADINGS = {
    "customer_name": "Customer",
    "segment": "Segment",
    "plan": "Plan",
    "why": "Why poor",
    "day": "Last contact",
    "subject": "Subject",
    "csat_score": "Rating",
    "csat_scale": "Scale",  # said with the rating
    "contacts": "Contacts",
    "customer_id": "Customer id",
    "ticket_id": "Ticket",
}


def show(view: View) -> None:
    """The customers to call, those with the most revenue first; selecting one leads to all that happened with it."""
    search = st.session_state.get("poor_search") or None
    source = consistency.last_poor_source(view, search)
    frame = source.ask()
    everybody = consistency.last_poor_source(view, None).ask() if search else frame
    with st.container(border=True):
        st.markdown(f"**{words.plain(consistency.last_poor_sentence(everybody, view))}**")
        st.caption(
            words.plain(
                "Customers not lost by the end of the period whose last ticket of it was poor: rated poor, or unrated "
                f"and reopened or very late · {view.words()}"
            )
        )
        if everybody.empty:
            return
        st.text_input("Search customers", key="poor_search", placeholder="Customer", width=240)
        if frame.empty:
            st.caption("No customer of that name is among them.")
            return
        table = frame[[name for name in ("customer_name", "monthly_revenue", *HEADINGS) if name in frame]]
        table = table.loc[:, ~table.columns.duplicated()].dropna(axis="columns", how="all")
        if "csat_score" in table:
            rated = zip(frame["csat_score"], frame["csat_scale"], strict=True)
            table["csat_score"] = [
                None if words.is_missing(score) else ratings.rating_text(score, scale) for score, scale in rated
            ]
            table = table.drop(columns="csat_scale")
        settings = {name: st.column_config.Column(label) for name, label in HEADINGS.items()}
        settings["monthly_revenue"] = st.column_config.NumberColumn("Revenue a month", format="localized")
        event = st.dataframe(
            table,
            hide_index=True,
            column_config=settings,
            height=min(420, 60 + 36 * len(table)),
            on_select="rerun",
            selection_mode="single-row",
            key="last_poor",
            placeholder="",
            alt="Customers whose last contact was poor",
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            total = int(frame["total"].iloc[0])
            st.caption(
                f"{words.exact(len(table))} of {words.exact(total)}, by revenue. Select a row for all that happened with the customer.",
                width="content",
            )
            every = consistency.last_poor_source(view, search, limit=None)
            st.download_button(
                f"CSV of all {words.exact(total)}",
                lambda: to_csv(every.ask()),
                "customers_last_contact_poor.csv",
                "text/csv",
                on_click="ignore",
                icon=":material/download:",
            )
        cards.behind("last_poor_rows", source)
    picked = list(event.selection.rows)
    if picked and picked[0] < len(frame):
        row = frame.iloc[picked[0]]
        query = {"customer": str(row["customer_id"]), "ticket": str(row["ticket_id"])}
        st.switch_page(CUSTOMER_PAGE, query_params=query)
