"""Who needs a call this week, and why?"""

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import cards, words
from pages.parts.cards import Source
from pages.parts.customer.listing import AT_RISK, ORIGIN, PAGE
from pages.parts.retention.chosen import Chosen
from pages.parts.risk.reasons import reasons
from pages.parts.value import amounts
from queries.computed.risk import FIRST_PAGE
from queries.printing import to_csv

SIZE = int(FIRST_PAGE["limit"])
SHOWN = {"With a sign": 1, "Two or more signs": 2, "All": 0}


def source(one: Chosen, least: int, search: str | None, *, limit: int | None = SIZE, offset: int = 0) -> Source:
    """The question behind the list."""
    return one.source("customers_at_risk", least_signs=least, search=search, limit=limit, offset=offset)


def show(one: Chosen) -> None:
    """The list with its choice, search, pages and file; a row leads to the customer."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = st.segmented_control("Shown", list(SHOWN), default="With a sign", required=True, key="shown",
                                     bind="query-params") or "With a sign"  # fmt: skip
        search = st.text_input(
            "Search", key="find_at_risk", bind="query-params", placeholder="Name or id", width=240
        ).strip()
    least = SHOWN[label]
    total = _total(source(one, least, search or None).ask())
    if not total:
        empty = f"No customer with “{search}” in name or id" if search else "No customer shows as many signs"
        st.caption(words.plain(f"{empty}. “All” lists customers without a sign, too."))
        return
    _table(one, least, search or None, total)


def _table(one: Chosen, least: int, search: str | None, total: int) -> None:
    pages = -(-total // SIZE)
    number = 1
    if "at_risk_page" in st.session_state:  # of a longer list, perhaps
        number = st.session_state["at_risk_page"] = min(int(st.session_state["at_risk_page"]), pages)
    where = source(one, least, search, offset=(number - 1) * SIZE)
    frame = where.ask()
    shown = table(frame)
    event = st.dataframe(
        shown,
        hide_index=True,
        column_config=settings(),
        height=min(430, 60 + 36 * len(shown)),
        on_select="rerun",
        selection_mode="single-row",
        key="at_risk_rows",
        placeholder="",
        alt=f"{words.plural(total, 'customer')}, {first_words(frame)}, with the signs of each in words",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if pages > 1:
            st.number_input(
                f"Page of {words.exact(pages)}", min_value=1, max_value=pages, key="at_risk_page", width=140
            )
        st.download_button(
            f"CSV of all {words.exact(total)}", lambda: to_csv(exported(source(one, least, search, limit=None).ask())),
            "customers_at_risk.csv", "text/csv", on_click="ignore", icon=":material/download:", key="at_risk_file",
        )  # fmt: skip
    first = (number - 1) * SIZE + 1
    shown_rows = (
        f"{words.exact(first)} to {words.exact(first + len(frame) - 1)} of {words.exact(total)}, {first_words(frame)}"
    )
    cards.behind("at_risk", where, hint=f"{shown_rows}. Select a row for everything that happened with the customer.")
    picked = list(event.selection.rows)
    if picked and picked[0] < len(frame):
        st.switch_page(PAGE, query_params={"customer": str(frame["customer_id"].iloc[picked[0]]), ORIGIN: AT_RISK})


def first_words(frame: pd.DataFrame) -> str:
    """What the list goes by."""
    if frame["at_stake"].notna().any():
        return "most at stake first"
    return "highest chance first" if frame["probability"].notna().any() else "most signs first"


def table(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows as the table shows them: name and words first, then chance (in percent) and money."""
    made = pd.DataFrame(
        {
            "customer": frame["customer_name"].where(frame["customer_name"].notna(), frame["customer_id"]),
            "why": [reasons(row) for row in frame.to_dict("records")],
            "chance": (100 * frame["probability"]).round(1),
            "monthly_revenue": frame["monthly_revenue"],
            "at_stake": frame["at_stake"].round(),
            "signs": frame["signs"],
            "segment": frame["segment"],
            "plan": frame["plan"],
            "customer_id": frame["customer_id"],
        }
    )
    return made.dropna(axis="columns", how="all") if len(made) else made


def exported(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows as a file: why in words, then everything that is known of each; nothing that is empty throughout."""
    first = ["customer_id", "customer_name", "segment", "plan", "signs", "probability", "monthly_revenue", "at_stake"]
    made = frame.drop(columns=["total"]).assign(why=[reasons(row) for row in frame.to_dict("records")])
    ordered = made[[*first[:2], "why", *first[2:], *(name for name in made if name not in (*first, "why"))]]
    return ordered.dropna(axis="columns", how="all") if len(ordered) else ordered


def settings() -> dict[str, Any]:
    """Headings and formats of the table."""
    currency = amounts.currency()
    unit = f", {currency}" if currency else ""
    return {
        "customer": st.column_config.TextColumn("Customer", width=155),
        "why": st.column_config.TextColumn(
            "Why", width=590, help="Signs of the last 90 days; renewals within 30 days."
        ),
        "chance": st.column_config.NumberColumn(
            "Chance, %",
            format="%.1f",
            width=80,
            help="Chance to leave within 90 days, by the model; see its record below.",
        ),
        "monthly_revenue": st.column_config.NumberColumn(
            f"Pays{unit}", format="localized", width=85, help="What the customer pays a month."
        ),
        "at_stake": st.column_config.NumberColumn(
            f"At stake{unit}", format="localized", help="Chance times what the customer pays a month."
        ),
        "signs": st.column_config.NumberColumn("Signs", format="%d"),
        "segment": st.column_config.Column("Segment"),
        "plan": st.column_config.Column("Plan"),
        "customer_id": st.column_config.Column("Customer id"),
    }


def _total(frame: pd.DataFrame) -> int:
    return int(frame["total"].iloc[0]) if len(frame) else 0
