"""Lifetime value: what is a customer worth, and how does that go with the support that customers got?"""

import streamlit as st

from pages.parts import asking, cards, filters, footer, states, tiles, words
from pages.parts.retention import chosen as choosing
from pages.parts.retention.chosen import DIMENSIONS
from pages.parts.value import amounts, costs, groups, orders, support, whole

view = filters.current()
one = choosing.chosen(view)
filters.heading_of("Lifetime value", f"{one.words()} · whole history")
row = whole.whole(one)
has_orders = orders.has_any(one)
if row is None and not has_orders:
    if known := whole.known(one):
        states.not_seen_for_a_month(known)
    elif view.filters:
        states.nothing_matches(one.words(), reset=filters.reset, noun="customers")
    else:
        states.no_relations()
    st.stop()
if row is not None and not row["n"] and not has_orders:
    states.no_revenue(int(row["without_revenue"]))
    st.stop()
for note in filter(None, [choosing.unused_words(view), amounts.currencies_words()]):
    st.caption(words.plain(note))

landmark = int(asking.setting_values()["landmark_days"])
has_contracts = row is not None and bool(row["n"])
answer = whole.sentence(row) if row is not None and has_contracts else orders.sentence(one)
st.subheader(words.plain(answer), anchor=False)
if has_contracts:
    with st.grid(6, min_column_width=150, gap="small"):
        for tile in whole.tiles(one):
            tiles.show(tile)
    left, right = st.columns([8, 4])
    with left:
        cards.show(whole.growth_card(one), key="value_growth")
    with right, st.container(border=True):
        st.markdown("**What support goes with it**")
        with st.spinner("Comparing like with like", show_time=True):
            said = support.sentence(one, landmark)
        st.write(words.plain(said))
        st.caption(
            words.plain(
                f"Customers still there on day {landmark}, by the support of the days before, as far as it was known by then. "
                "Customers without contact are another population and not the yardstick."
            )
        )


def by_customers() -> None:
    """Value and cost of winning by a dimension of customers."""
    offered = choosing.dimensions(one)
    if not offered:
        st.caption(
            "These customers do not differ in segment, plan, region, channel, industry, revenue or year of start."
        )
        return
    named = {DIMENSIONS[by]: by for by in offered}
    first = next(iter(named))
    label = st.pills("By", list(named), default=first, required=True, key="customers_by", bind="query-params",
                     label_visibility="collapsed")  # fmt: skip
    by = named.get(label or first, offered[0])
    left, right = st.columns(2)
    with left:
        cards.show(groups.value_card(one, by), key="value_by")
    with right:
        cards.show(groups.acquiring_card(one, by), key="acquiring_by")
    st.caption("Groups are different customers, not different treatment.")


def by_support() -> None:
    """Value after good and after poor support, the same margins for all."""
    with st.spinner("Comparing like with like", show_time=True):
        card = support.groups_card(one, landmark)
    left, right = st.columns([7, 5])
    with left:
        cards.show(card, key="value_by_support")
    with right, st.container(border=True):
        st.markdown("**How far this carries**")
        st.markdown("\n".join(f"- {words.plain(line)}" for line in support.standing_lines(one, landmark)))


def worth() -> None:
    """A scenario in customers and money, and what an investment would have to keep."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = st.selectbox("What if", list(support.SCENARIOS), key="what_if", bind="query-params", width=320)
        scenario = support.SCENARIOS[label]
        points = 5.0
        if scenario == "csat":
            points = float(st.number_input("Points higher", min_value=1.0, max_value=50.0, value=5.0, step=1.0,
                                           key="csat_points", bind="query-params", width=160))  # fmt: skip
        name = amounts.currency()
        cost = st.number_input(f"Investment a year{f', {name}' if name else ''}", min_value=0.0, value=None, step=1000.0,
                               key="investment", bind="query-params", width=220, placeholder="optional")  # fmt: skip
    investment = float(cost) if cost else None
    asked = (one, landmark, scenario, points, investment)
    with st.spinner("Comparing like with like", show_time=True):
        said = support.worth_sentence(*asked)
    st.write(words.plain(said))
    left, right = st.columns([7, 5])
    with left:
        cards.show(support.worth_card(*asked), key="worth")
    table = support.worth_table(*asked)
    if table is not None:
        with right, st.container(border=True):
            st.markdown("**The lines**")
            st.dataframe(table, hide_index=True, alt="Customers kept and money, by line")
            for line in support.worth_lines(*asked):
                st.caption(words.plain(line))


def without_contracts() -> None:
    """What customers are worth who only order."""
    if not has_orders:
        st.caption(words.plain(orders.sentence(one)))
        return
    if has_contracts:
        st.write(words.plain(orders.sentence(one)))
    left, right = st.columns(2)
    with left:
        cards.show(orders.value_card(one), key="orders_value")
        st.markdown("\n".join(f"- {words.plain(line)}" for line in orders.lines(one)))
    with right:
        cards.show(orders.alive_card(one), key="orders_alive")


def costs_and_concentration() -> None:
    """The value part by part, winning against keeping, and how much hangs on the largest customers."""
    left, right = st.columns(2)
    with left:
        cards.show(costs.parts_card(one), key="value_parts")
    with right:
        cards.show(costs.concentration_card(one), key="value_concentration")
    st.markdown("\n".join(f"- {words.plain(line)}" for line in costs.lines(one)))


QUESTIONS = {
    "By support": by_support,
    "By customers": by_customers,
    "What would it be worth": worth,
    "Without contracts": without_contracts,
    "Costs and concentration": costs_and_concentration,
}
offered = list(QUESTIONS) if has_contracts else ["Without contracts"]
asked_for = st.segmented_control(
    "Question", offered, default=offered[0], required=True, key="value_question", bind="query-params",
    label_visibility="collapsed",
) or offered[0]  # fmt: skip
QUESTIONS[asked_for]()
footer.of_relations(one.words())
