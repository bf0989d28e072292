"""Data health: can these numbers be trusted, and what would change them?"""

import streamlit as st

from pages.parts import asking, tiles, words
from pages.parts.health import doubts, duplicates, exclusions, fields, findings, freshness, links, loads, summary

SECTIONS = (freshness, fields, links, duplicates, exclusions, doubts, loads)
WITHOUT_TICKETS = (freshness, loads)  # all that there is to show of data without tickets
SHOWN = 6

st.title("Data health", anchor=False)
st.caption(words.plain(summary.described()))
sections = SECTIONS if asking.status().tickets else WITHOUT_TICKETS
found = findings.ordered(one for section in sections for one in section.findings())
st.subheader(words.plain(findings.verdict(found)), anchor=False)
with st.grid(6, min_column_width=150, gap="small"):
    for tile in summary.figures():
        tiles.show(tile)
summary.show_findings(found[:SHOWN], found[SHOWN:])

for section in sections:
    st.subheader(words.plain(section.heading()), anchor=section.SECTION)
    section.show()

st.caption(words.plain(summary.footer()))
