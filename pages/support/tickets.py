"""Tickets: which rows stand behind a number?"""

import streamlit as st

from pages.parts import asking, cards, filters, footer, narrowing, rows, states, ticket, tiles, words
from queries.printing import to_csv

PAGES = (100, 250, 1000)

view = filters.current()
if filters.BEFORE in st.session_state:
    origin = st.session_state.get("came from", "pages/review/week.py")
    if st.button("Back", icon=":material/arrow_back:", type="tertiary", key="back"):
        narrowed_to = st.session_state.pop("came from with", {})
        st.switch_page(origin, query_params={"view": st.session_state.pop(filters.BEFORE)} | narrowed_to)
filters.heading("Tickets", view, about=None)
labels = rows.metric_labels()

with st.container(horizontal=True, vertical_alignment="bottom"):
    metric = labels[st.selectbox("Behind the number", list(labels), key="metric", bind="query-params", width=220)]
    hits = rows.hit_labels(metric)
    hit: bool | None = None
    if hits:
        chosen = {"true": 1, "false": 2}.get(st.query_params.get("hit", ""), 0)
        label = st.segmented_control(
            "Which", list(hits), default=list(hits)[chosen], required=True, key=f"hits_{metric.key}_{chosen}"
        )
        hit = hits[label or "All"]
    search = st.text_input(
        "Search", key="search", bind="query-params", placeholder="Subject, ticket, customer", width=210
    )
    sort = st.selectbox("Sorted by", list(rows.SORTS), key="sort", bind="query-params", width=180)
    size = st.selectbox("Rows a page", PAGES, key="rows", bind="query-params", width=100)

narrowed = narrowing.narrowed(st.query_params.to_dict(), metric.key)
asked = rows.Asked(metric, hit, tuple(narrowed.items()), sort, search.strip() or None)
parts = narrowing.narrowed_words(narrowed, view.clock)
if parts:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(words.plain(f"Only rows {words.list_text(parts)}."), width="content")

        def widen() -> None:
            """Take back what a click narrowed."""
            for name in narrowing.NARROWING:
                st.query_params.pop(name, None)

        st.button("Show all of the period", on_click=widen, type="tertiary", icon=":material/close:")

total = rows.page_of(asked, view, size, 0)[1]
noun = tiles.noun_of(metric)
if not total:
    described = "; ".join([view.words(), metric.label, *([f"containing {search}"] if search else [])])
    states.nothing_matches(described, reset=filters.reset, covered=filters.covered_words())
    st.stop()

pages = -(-total // size)
st.subheader(
    words.plain(
        f"{words.exact(total)} {noun if total == 1 else noun + 's'} {'counted in ' if hit is None else 'in '}{metric.label}{'' if hit is None else f': {label}'}"
    ),
    anchor=False,
)
st.caption(words.plain(f"{metric.formula} Dated by {metric.date_basis}."))
detail = st.container()
number = 1
if pages > 1:
    number = int(
        st.number_input(f"Page of {pages}", min_value=1, max_value=pages, value=1, key=f"page_{metric.key}", width=140)
    )
source = asked.source(view, limit=size, offset=(number - 1) * size)
table = rows.page_of(asked, view, size, (number - 1) * size)[0]

event = st.dataframe(
    table,
    hide_index=True,
    column_config=rows.column_settings(view.clock, asking.status().time_zone),
    height=min(480, 60 + 36 * len(table)),
    on_select="rerun",
    selection_mode="single-row",
    key=f"tickets_{metric.key}",
    placeholder="",
    alt=f"{words.plural(total, noun)} behind {metric.label}",
)
with st.container(horizontal=True, vertical_alignment="center"):
    st.caption(
        f"Rows {(number - 1) * size + 1} to {(number - 1) * size + len(table)} of {words.exact(total)}. Select a row for its details.",
        width="content",
    )
    st.download_button(
        "CSV of these rows",
        lambda: to_csv(table),
        "tickets.csv",
        "text/csv",
        on_click="ignore",
        icon=":material/download:",
    )
    if pages > 1:
        everything = asked.source(view, limit=None)
        st.download_button(
            f"CSV of all {words.exact(total)}", lambda: to_csv(rows.shown(everything.ask())), "tickets.csv", "text/csv",
            on_click="ignore", icon=":material/download:",
        )  # fmt: skip
cards.behind("tickets", source, table)

picked = list(event.selection.rows)
chosen_ids = (
    table["ticket_id"].iloc[picked].dropna().tolist()
    if "ticket_id" in table and picked and picked[0] < len(table)
    else []
)
if chosen_ids:
    st.query_params["ticket"] = str(chosen_ids[0])
if linked := st.query_params.get("ticket"):
    with detail:
        ticket.show(linked, view)

footer.show(view, view.period)
