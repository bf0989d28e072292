"""Which customers are there, and which one is looked for?"""

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import asking, cards, filters, states, words
from pages.parts.cards import Source
from pages.parts.filters import View
from pages.parts.narrowing import OF_CUSTOMERS
from queries.filters import Filters
from queries.printing import to_csv

PAGE = "pages/customers/customer.py"
ORIGIN, AT_RISK = "from", "risk"  # part of a customer's address that leads back to the page of customers at risk
SIZE = 100
SHORT = 12  # rows that need no scrolling
SEARCH = "find_customer"
HEADINGS = {
    "name": "Customer",
    "customer_id": "Customer id",
    "segment": "Segment",
    "plan": "Plan",
    "region": "Region",
    "acquisition_channel": "Channel",
    "stage": "Stage",
    "entered_day": "In it since",
    "next_day": "Moved on",
    "days": "Days in it",
    "outcome": "Outcome",
    "exposure": "Support in it",
    "tickets": "Tickets",
    "poor_tickets": "Poor",
    "last_contact_day": "Last contact",
    "last_contact_poor": "Last one poor",
    "acquired_day": "Since",
    "churned_day": "Left",
    "email": "E-mail",
}


def source(view: View, search: str | None, *, limit: int | None = SIZE, offset: int = 0) -> Source:
    """The question behind the list of customers under the filters by segment and plan."""
    return Source("customers", view.parameters(search=search, limit=limit, offset=offset))


def described(view: View) -> str:
    """Which filters the list is under: those by segment and plan; others are about tickets."""
    chosen = Filters(segments=view.filters.segments, plans=view.filters.plans)
    return f"{chosen.describe() if chosen else 'all customers'} · time zone {asking.status().time_zone}"


def show(view: View) -> None:
    """The list of customers with a search; choosing one leads to it."""
    search = st.text_input(
        "Search", key=SEARCH, bind="query-params", placeholder="Name, id or e-mail", width=300
    ).strip()
    listed = table(lambda limit, offset: source(view, search or None, limit=limit, offset=offset), key="customers")
    if listed:
        return
    if search:
        st.caption(words.plain(f"No customer with “{search}” in name, id or e-mail."))
    elif not (view.filters.segments or view.filters.plans):
        states.no_customers()
    else:
        states.nothing_matches(described(view), reset=filters.reset, noun="customers")


def table(asked: Any, *, key: str) -> int:
    """A page of customers that can be chosen; asked: (limit, offset) -> its source. How many there are in all."""
    total = _total(asked(SIZE, 0).ask())
    if not total:
        return 0
    pages = -(-total // SIZE)
    number = 1
    if pages > 1:
        number = int(st.number_input(f"Page of {words.exact(pages)}", min_value=1, max_value=pages, value=1,
                                     key=f"{key}_page", width=140))  # fmt: skip
    where = asked(SIZE, (number - 1) * SIZE)
    frame = where.ask()
    shown = shown_columns(frame)
    event = st.dataframe(
        shown,
        hide_index=True,
        column_config=settings(),
        height="content" if len(shown) <= SHORT else 480,
        on_select="rerun",
        selection_mode="single-row",
        key=f"{key}_rows",
        placeholder="",
        alt=f"{words.plural(total, 'customer')}",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        first = (number - 1) * SIZE + 1
        st.caption(
            f"{words.exact(first)} to {words.exact(first + len(frame) - 1)} of {words.exact(total)}. Select a row for "
            "everything that happened with the customer.",
            width="content",
        )
        st.download_button(
            f"CSV of all {words.exact(total)}", lambda: to_csv(asked(None, 0).ask()), f"{key}.csv", "text/csv",
            on_click="ignore", icon=":material/download:", key=f"{key}_file",
        )  # fmt: skip
    cards.behind(key, where)
    picked = list(event.selection.rows)
    if picked and picked[0] < len(frame):
        narrowed = {part: st.query_params[part] for part in ("stage", *OF_CUSTOMERS) if part in st.query_params}
        st.switch_page(PAGE, query_params=narrowed | {"customer": str(frame["customer_id"].iloc[picked[0]])})
    return total


def shown_columns(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows as the table shows them: the name first, nothing that is empty throughout."""
    order = ["name", "monthly_revenue", *(name for name in HEADINGS if name != "name")]
    return frame[[name for name in order if name in frame]].dropna(axis="columns", how="all")


def settings() -> dict[str, Any]:
    """Headings and formats of the table."""
    named: dict[str, Any] = {name: st.column_config.Column(label) for name, label in HEADINGS.items()}
    named["monthly_revenue"] = st.column_config.NumberColumn("Revenue a month", format="localized")
    return named


def _total(frame: pd.DataFrame) -> int:
    return int(frame["total"].iloc[0]) if len(frame) else 0
