"""What happens when somebody saves settings: a new version of the store, and a word on what changed with it."""

import json
import logging
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from data import versions
from data.loading.load import change_settings
from data.settings import SettingError, parse
from pages.parts import asking, definition, words
from pages.parts.comments import counts
from pages.parts.filters import View
from pages.parts.settings_form import Group
from pages.parts.settings_form_words import differences, said
from queries.registry import METRICS

logger = logging.getLogger(__name__)

SHOWN_LINES = 12
OUTCOME = "settings_outcome"
UPLOAD_PAGE = "pages/data/upload.py"


@dataclass(frozen=True)
class Outcome:
    """What a save did: the version it made, the changes in words, and figures before and after, for whom they are."""

    version: str
    lines: Sequence[str]
    before: Mapping[str, str]
    after: Mapping[str, str]
    scope: str


def attempt(group: Group, read: Callable[[], Mapping[str, Any]], view: View) -> None:
    """Save what `read` gives, and start the page anew with the outcome; or say what is wrong, and save nothing."""
    try:
        stored = asking.setting_values()
        changed = {key: value for key, value in read().items() if value != stored[key]}
        if not changed:
            st.info("Nothing is different from what is stored, so nothing was saved.", icon=":material/info:")
            return
        parse(stored | changed)
        st.session_state[OUTCOME] = save(group, stored, changed, view)
    except SettingError as error:
        st.error(words.plain(said(error)), title="Nothing was saved", icon=":material/error:")
    except versions.StoreError as error:
        logger.exception("settings could not be saved")
        st.error(words.plain(str(error)), title="Nothing was saved", icon=":material/error:")
    else:
        st.rerun()


def save(group: Group, stored: Mapping[str, Any], changed: Mapping[str, Any], view: View) -> Outcome:
    """Keep the changes as a new version. Raises SettingError and StoreError, and then nothing is kept."""
    before = figures(group, view)
    tickets = words.plural(asking.status().tickets, "ticket")
    note = st.empty()

    def waiting(who: str) -> None:
        note.caption(words.plain(f"Waiting for another change: {who}"))

    with st.spinner(f"Saving, and computing the facts of {tickets} anew", show_time=True):
        change_settings(changed, waiting=waiting)
        asking.hold_version()
        lines = differences({key: stored[key] for key in changed}, changed)
        return Outcome(asking.version(), lines, before, figures(group, view), view.words())


def figures(group: Group, view: View) -> dict[str, str]:
    """The metrics that a group of settings can change, as they are now, in words; for word lists the comments."""
    if "expectations" in group.keys:
        return counts.shares(view)
    answered = [key for key in group.metrics if not asking.missing(key)]
    return {METRICS[key].label: definition.value(METRICS[key], view).headline for key in answered}


def show_outcome() -> None:
    """What the last save changed, until it is put away or the store changes again."""
    outcome: Outcome | None = st.session_state.get(OUTCOME)
    if outcome is None or outcome.version != asking.version():
        return
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(":green[:material/check_circle: **Saved.** All figures are computed with the new settings.]")
            with st.container(horizontal=True, vertical_alignment="center", width="content"):
                st.page_link(UPLOAD_PAGE, label="Undo on the Upload page", icon=":material/undo:")
                st.button(
                    "Put away",
                    on_click=lambda: st.session_state.pop(OUTCOME, None),
                    key="outcome_away",
                    type="tertiary",
                    icon=":material/close:",
                )
        left, right = st.columns(2)
        with left:
            rest = len(outcome.lines) - SHOWN_LINES
            st.markdown("\n".join(f"* {words.plain(line)}" for line in outcome.lines[:SHOWN_LINES]))
            if rest > 0:
                st.caption(f"and {rest} more changes")
        with right:
            show_effect(outcome)


def show_effect(outcome: Outcome) -> None:
    """Which figures are different now."""
    rows = [
        (name, outcome.before[name], now)
        for name, now in outcome.after.items()
        if outcome.before.get(name) not in (now, None)
    ]
    if rows:
        table = pd.DataFrame(rows, columns=["Metric", "Before", "Now"], dtype="str")
        st.table(table, hide_index=True, border="horizontal", alt="Figures before and after the change")
    elif outcome.after:
        st.caption(f"None of these figures changed: {words.list_text(outcome.after)}.")
    else:
        st.caption("No metric depends on these settings.")
    if outcome.after:
        st.caption(words.plain(outcome.scope))


def as_commands(values: Mapping[str, Any]) -> str:
    """The command that sets these settings."""
    parts = [f"--set {shlex.quote(f'{key}={json.dumps(value, ensure_ascii=False)}')}" for key, value in values.items()]
    return " ".join(["python -m data settings", *parts])
