"""Customers: who are they, and what happened with one of them?"""

import streamlit as st

from pages.parts import asking, cards, filters, ticket, tiles, words
from pages.parts.charts import texts
from pages.parts.customer import facts, line, listing, narrowed
from pages.parts.filters import everything
from queries.filters import Filters

view = filters.current()
customer = st.query_params.get("customer")


def back_to_list() -> None:
    """The list again, narrowed as it was."""
    for key in ("customer", "ticket", listing.ORIGIN):
        st.query_params.pop(key, None)


if not customer:
    narrowed_to = narrowed.narrowed(st.query_params)
    if narrowed_to:
        narrowed.way_back()
    st.title("Customers", anchor=False)
    st.caption(words.plain(listing.described(view)))
    if narrowed_to:
        narrowed.show(view, narrowed_to)
    else:
        listing.show(view)
    st.stop()

label = "These customers" if narrowed.narrowed(st.query_params) else "All customers"
with st.container(horizontal=True, vertical_alignment="center"):
    st.button(label, icon=":material/arrow_back:", type="tertiary", key="all_customers", on_click=back_to_list)
    if st.query_params.get(listing.ORIGIN) == listing.AT_RISK:
        st.page_link("pages/customers/risk.py", label="Customers at risk", icon=":material/arrow_back:")
row = facts.found(customer)
if row is None:
    st.title("No such customer", anchor=False)
    st.caption(words.plain(f"There is no customer {words.shorten(customer, 60)} in this data."))
    st.stop()

st.title(words.plain(facts.name_of(row)), anchor=False)
st.caption(words.plain(facts.described(row)))
st.subheader(words.plain(f"{facts.sentence(row)}."), anchor=False)
with st.grid(6, min_column_width=150, gap="small"):
    for tile in facts.tiles(row):
        tiles.show(tile)


def open_ticket(clicked: texts.Clicked) -> None:
    """The ticket of a clicked mark, below the line of time."""
    if clicked.bucket is not None:
        st.query_params["ticket"] = clicked.bucket


spans = line.spans(customer)
span = spans[0]
if len(spans) > 1:
    span = st.segmented_control(
        "Shown", spans, default=spans[0], required=True, key="span", bind="query-params", label_visibility="collapsed"
    ) or spans[0]  # fmt: skip
cards.show(line.card(customer, span), key="customer_line", on_click=open_ticket, opens="ticket")

detail = st.container()
if (chosen := line.table(customer)) and cards.is_new("customer_happened", texts.Clicked(chosen)):
    st.query_params["ticket"] = chosen
if linked := st.query_params.get("ticket"):
    with detail:
        ticket.show(linked, view, with_customer=False)
if row["tickets"]:
    query = view.link(filters=Filters(), period=everything(), metric="arrivals", more={"customer": customer})
    if st.button(f"All {words.plural(int(row['tickets']), 'ticket')} of this customer", icon=":material/list_alt:"):
        st.session_state["came from"] = listing.PAGE
        st.session_state["came from with"] = {"customer": customer}
        st.switch_page(tiles.TICKETS_PAGE, query_params=query)
status = asking.status()
st.caption(words.plain(f"Everything in this data, whatever filters and period say · all times in {status.time_zone}"))
