"""Retention: how many customers stay, and how does that go with the support they got?"""

import streamlit as st

from pages.parts import asking, cards, filters, footer, states, tiles, words
from pages.parts.retention import chosen as choosing
from pages.parts.retention import curves, one_poor, sayings, support, technical
from pages.parts.retention.chosen import DIMENSIONS

view = filters.current()
one = choosing.chosen(view)
filters.heading_of("Retention", f"{one.words()} · whole history")
row = curves.whole(one)
if row is None or not row["n"]:
    if view.filters:
        states.nothing_matches(one.words(), reset=filters.reset, noun="customers")
    else:
        states.no_relations()
    st.stop()
if unused := choosing.unused_words(view):
    st.caption(words.plain(unused))

landmark = int(asking.setting_values()["landmark_days"])
st.subheader(words.plain(curves.sentence(row)), anchor=False)
with st.grid(6, min_column_width=150, gap="small"):
    for tile in curves.tiles(one):
        tiles.show(tile)

left, right = st.columns([8, 4])
with left:
    cards.show(curves.curve_card(one), key="retention_curve")
with right, st.container(border=True):
    st.markdown("**What goes with good support**")
    with st.spinner("Comparing like with like", show_time=True):
        said = support.sentence(one, landmark)
    st.write(words.plain(said))
    st.caption(
        words.plain(
            f"Customers still there on day {landmark}, by the support of the days before, as far as it was known by then. "
            "Customers without contact are another population and not the yardstick."
        )
    )


def good_or_poor() -> None:
    """Good against poor support, or one part of it, compared like with like."""
    named = {label: part for part, label in sayings.NAMES.items()}
    label = st.pills("Support", list(named), default="Good or poor", required=True, key="part", bind="query-params",
                     label_visibility="collapsed")  # fmt: skip
    part = named.get(label or "", "overall")
    with st.spinner("Comparing like with like", show_time=True):
        support.comparison(one, landmark, part)
    if part != "overall":
        st.write(words.plain(support.sentence(one, landmark, part)))
    left, right = st.columns(2)
    with left:
        cards.show(support.groups_card(one, landmark, part), key="support_groups")
        cards.show(support.balance_card(one, landmark, part), key="support_balance")
    with right:
        cards.show(support.ways_card(one, landmark, part), key="support_ways")
        with st.container(border=True):
            st.markdown("**How far this carries**")
            st.markdown("\n".join(f"- {words.plain(line)}" for line in support.standing_lines(one, landmark, part)))


def other_days() -> None:
    """The same comparison on other days, and for each part of support."""
    with st.spinner("Comparing on other days, and each part of support", show_time=True):
        card = support.sensitivity_card(one, landmark)
    cards.show(card, key="support_sensitivity")
    opened = st.expander(
        "For the technical reader: quality of support as it changes over a relation", key="technical", on_change="rerun"
    )
    if opened.open:
        with opened:
            technical.show(one)


def one_poor_interaction() -> None:
    """How many good interactions offset a poor one, the combinations, and recency."""
    with st.spinner("Comparing like with like", show_time=True):
        said = one_poor.sentence(one)
    st.write(words.plain(said))
    left, right = st.columns([7, 5])
    with left:
        cards.show(one_poor.combinations_card(one), key="one_poor_combined")
    with right:
        cards.show(one_poor.recency_card(one), key="one_poor_recency")


def by_group() -> None:
    """Curves and retention by a dimension of customers."""
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
    left, right = st.columns([7, 5])
    with left:
        cards.show(curves.curve_card(one, by), key="retention_by")
    with right:
        cards.show(curves.groups_card(one, by), key="retention_groups")


def cohorts() -> None:
    """Share kept by quarter of start."""
    cards.show(curves.cohorts_card(one), key="retention_cohorts")


QUESTIONS = {
    "Good or poor support": good_or_poor,
    "One poor interaction": one_poor_interaction,
    "Other days, parts of support": other_days,
    "By group": by_group,
    "Cohorts": cohorts,
}
asked = st.segmented_control(
    "Question", list(QUESTIONS), default="Good or poor support", required=True, key="retention_question",
    bind="query-params", label_visibility="collapsed",
) or "Good or poor support"  # fmt: skip
QUESTIONS[asked]()
footer.of_relations(one.words())
