"""By which words are comments sorted into the three expectations? The form of the word lists."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from data.expectations import EXPECTATIONS, tidy
from pages.parts import settings_form as form
from pages.parts import settings_form_saving as saving
from pages.parts import words
from pages.parts.filters import View
from pages.parts.settings_form_fields import name_of, save_button
from pages.parts.settings_form_words import PARTS

GROUP = form.GROUPS["Expectations"]
HEIGHT = 420
HOW = (
    "A word or phrase per line, in any language. A \\* at the end of a word stands for any ending: wait\\* finds waiting and "
    "waited. Upper or lower case is the same, whole words only. A comment may speak of several expectations."
)
SPEAKS_OF = {
    "timely": "speed and waiting",
    "empathetic": "friendliness, tone and listening",
    "solution-oriented": "solution, competence and explanation",
}


def show(stored: Mapping[str, Any], view: View) -> None:
    """One field per expectation."""
    with st.form(name_of(*GROUP.keys), enter_to_submit=False):
        st.caption(HOW)
        typed = {}
        for name, column in zip(EXPECTATIONS, st.columns(len(EXPECTATIONS)), strict=True):
            listed = stored["expectations"][name]
            with column:
                typed[name] = st.text_area(
                    f"{PARTS[name]}: {words.plural(len(listed), 'entry', 'entries')}",
                    as_lines(listed),
                    height=HEIGHT,
                    key=name_of(*GROUP.keys, part=name),
                    help=f"Words of customers about {SPEAKS_OF[name]}.",
                )
        pressed = save_button("expectations")
    if pressed:
        saving.attempt(GROUP, lambda: {"expectations": {name: listed_of(text) for name, text in typed.items()}}, view)


def as_lines(listed: list[str]) -> str:
    """The list as it is typed: an entry per line."""
    return "\n".join(listed)


def listed_of(text: str) -> list[str]:
    """The list from what was typed; empty lines and repeated entries are left out."""
    return list(dict.fromkeys(entry for line in text.splitlines() if (entry := tidy(line))))
