"""Customers at risk: who needs a call this week, and why?"""

import streamlit as st

from pages.parts import asking, cards, filters, footer, states, tiles, words
from pages.parts.retention import chosen as choosing
from pages.parts.risk import contacted, experiments, listing, today, trusting, weighing
from pages.parts.value import amounts

view = filters.current()
one = choosing.chosen(view)
filters.heading_of("Customers at risk", f"{one.words()} · as of {words.date_text(asking.status().last_day)}")
with st.spinner("Looking at the signs of every customer", show_time=True):
    row = today.today(one)
if not row["customers"]:
    if view.filters:
        states.nothing_matches(one.words(), reset=filters.reset, noun="customers")
    elif left := today.relations(one):
        states.nobody_there(left)
    else:
        states.no_relations()
    st.stop()
with st.spinner("Testing the chances on past days", show_time=True):
    known = today.record(one)
for note in filter(None, [choosing.unused_words(view), amounts.currencies_words()]):
    st.caption(words.plain(note))

st.subheader(words.plain(today.sentence(row, known)), anchor=False)
with st.grid(6, min_column_width=150, gap="small"):
    for tile in today.tiles(one):
        tiles.show(tile)
listing.show(one)


def trust() -> None:
    """What became of past predictions."""
    left, right = st.columns(2)
    with left:
        cards.show(trusting.calibration_card(one), key="risk_calibration")
    with right:
        cards.show(trusting.flagged_card(one), key="risk_flagged")
    if said := trusting.lines(one):
        st.markdown("\n".join(f"- {words.plain(line)}" for line in said))


def signs() -> None:
    """What goes with leaving, as seen and in the model."""
    left, right = st.columns([7, 5])
    with left:
        cards.show(weighing.card(one), key="risk_weights")
    with right, st.container(border=True):
        st.markdown("**What each sign weighs in the chance**")
        st.markdown("\n".join(f"- {words.plain(line)}" for line in weighing.lines(one)))
        st.caption("Signs go with leaving in these records; that says nothing of why somebody leaves.")


def proactive() -> None:
    """Contacts that support made by itself, from the day on which a customer could be contacted."""
    landmark = int(asking.setting_values()["landmark_days"])
    with st.spinner("Comparing like with like", show_time=True):
        frame = contacted.by_day(one, landmark)
    st.write(words.plain(contacted.sentence(frame)))
    left, right = st.columns([7, 5])
    with left:
        cards.show(contacted.card(one, landmark), key="proactive")
    with right, st.container(border=True):
        st.markdown("**The counts**")
        st.markdown("\n".join(f"- {words.plain(line)}" for line in contacted.lines(frame)))
        st.caption(words.plain(contacted.NOTE))


def fair() -> None:
    """An experiment by lot: how many it takes, the lists, the outcome."""
    left, right = st.columns([7, 5])
    with left, st.container(border=True):
        st.markdown("**How many customers it takes**")
        experiments.plan(one)
    with right, st.container(border=True):
        st.markdown("**How to run one**")
        experiments.how_to()
    running = asking.settings().experiments
    if running:
        experiments.show(one, running)
    else:
        st.caption("No experiment is defined yet.")


QUESTIONS = {
    "How far to trust it": trust,
    "What goes with leaving": signs,
    "Proactive contacts": proactive,
    "A fair experiment": fair,
}
asked = st.segmented_control(
    "Question", list(QUESTIONS), default="How far to trust it", required=True, key="risk_question",
    bind="query-params", label_visibility="collapsed",
) or "How far to trust it"  # fmt: skip
QUESTIONS[asked]()
footer.of_relations(one.words())
