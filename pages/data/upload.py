"""How do exports come in? Dropped, recognised, checked, loaded; with what was loaded before, and a way back."""

import streamlit as st

from data import versions
from pages.parts import asking, words
from pages.parts.upload import actions, files, formats, history, keeping, outcome, sayings, work
from pages.parts.upload.desk import desk

mine = desk()
status = asking.status() if versions.current_version(mine.store) else None

st.title("Upload", anchor=False)
st.subheader(words.plain(sayings.standing(status)), anchor=False)

files.uploader(mine)
actions_place, outcome_place = st.container(), st.container()
files.cards(mine)
with actions_place:
    if mine.uploads:
        actions.bar(mine, sample=status.company if status and status.is_sample else None)
with outcome_place:
    others = [job for job in work.running() if job is not mine.job]
    if mine.job and mine.job.is_running:
        outcome.watch(mine.job)
    elif others:
        outcome.watch_others(others)
    outcome.show(mine)

loads, known, own = st.tabs(["Loads and undo", "Exports that are known", "The project's own format"])
with loads:
    history.show(mine, is_sample=bool(status and status.is_sample))
with known:
    formats.how_to()
    keeping.listed(mine)
    formats.known()
with own:
    formats.own()
