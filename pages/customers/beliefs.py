"""Beliefs: what of what the firm believes about support do its own records bear out?"""

import streamlit as st

from pages.parts import cards, filters, footer, states, words
from pages.parts.beliefs import verdicts
from pages.parts.retention import chosen as choosing
from pages.parts.retention import curves

view = filters.current()
one = choosing.chosen(view)
filters.heading_of("Beliefs", f"{one.words()} · whole history")
row = curves.whole(one)
if row is None or not row["n"]:
    if view.filters:
        states.nothing_matches(one.words(), reset=filters.reset, noun="customers")
    else:
        states.no_relations()
    st.stop()
if unused := choosing.unused_words(view):
    st.caption(words.plain(unused))

with st.spinner("Testing nine beliefs on these records", show_time=True):
    frame = verdicts.verdicts(one)
st.subheader(words.plain(f"{verdicts.sentence(frame)}."), anchor=False)
st.caption(
    "Supported: the figure lies on the believed side beyond chance, also after correction for the number of tests. Not "
    "supported: the records cannot tell it from none. Nothing here says what makes customers stay: these are associations."
)
with st.grid(3, min_column_width=300, gap="small"):
    for belief in frame.to_dict("records"):
        verdicts.show(belief)
cards.behind("beliefs", verdicts.source(one), frame)
footer.of_relations(one.words())
