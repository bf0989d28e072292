"""When does a customer count as lost, what counts as the beginning, and who is held back from a contact? The form."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from data.leaving_words import LISTS
from data.settings import NUMBER_KEYS
from pages.parts import settings_form as form
from pages.parts import settings_form_saving as saving
from pages.parts import words
from pages.parts.filters import View
from pages.parts.settings_form_expectations import as_lines, listed_of
from pages.parts.settings_form_fields import PLAIN, explained, name_of, save_button
from pages.parts.settings_form_words import LABELS, PARTS

GROUP = form.GROUPS["Retention"]
HEIGHT = 220
EXPERIMENTS = ("Experiment", "Starts", "Held back, %")
HELP = {
    "involuntary": "A customer whose reason for leaving has one of these left by a failed payment, not by choice.",
    "cancelling": "A ticket with one of these in its category or subject announces leaving; it says nothing about support.",
}


def show(stored: Mapping[str, Any], view: View) -> None:
    """Days, word lists and experiments."""
    with st.form(name_of(*GROUP.keys), enter_to_submit=False):
        with st.grid(3, min_column_width=180):
            numbers = {key: _days(key, stored[key]) for key in form.RETENTION}
            since = st.date_input(
                LABELS["losses_known_from"], _as_day(stored["losses_known_from"]), help=explained("losses_known_from"),
                key=name_of(*GROUP.keys, part="since"), min_value=dt.date(1990, 1, 1),
            )  # fmt: skip
        typed = {}
        for name, column in zip(LISTS, st.columns(len(LISTS)), strict=True):
            listed = stored["leaving_words"][name]
            with column:
                typed[name] = st.text_area(
                    f"{PARTS[name]}: {words.plural(len(listed), 'entry', 'entries')}", as_lines(listed), height=HEIGHT,
                    key=name_of(*GROUP.keys, part=name), help=HELP[name],
                )  # fmt: skip
        st.caption(words.plain(f"{explained('experiments')} Who is held back follows from id and name alone."))
        starts = st.column_config.DateColumn(EXPERIMENTS[1], format="D MMM YYYY")
        edited = st.data_editor(experiments_table(stored["experiments"]), key=name_of(*GROUP.keys, part="experiments"),
                                hide_index=True, num_rows="dynamic", alt="Experiments", column_config={EXPERIMENTS[1]: starts})  # fmt: skip
        pressed = save_button("retention")
    if pressed:
        saving.attempt(
            GROUP,
            lambda: {
                **{key: form.number_of(key, shown) for key, shown in numbers.items()},
                "losses_known_from": since.isoformat() if isinstance(since, dt.date) else None,
                "leaving_words": {name: listed_of(text) for name, text in typed.items()},
                "experiments": experiments_of(edited),
            },
            view,
        )


def experiments_table(experiments: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """One row per experiment: its name, the day it starts, and the share held back in percent."""
    rows = [(name, _as_day(body["starts"]), round(100 * float(body["share"]), 6)) for name, body in experiments.items()]
    columns = dict(zip(EXPERIMENTS, ("str", "object", "float64"), strict=True))
    return pd.DataFrame(rows, columns=list(EXPERIMENTS)).astype(columns)


def experiments_of(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """The setting from the edited table; rows without a name are left out, what is missing is named by the check."""
    named = [row for row in table.to_dict("records") if not words.is_missing(row[EXPERIMENTS[0]])]
    return {str(row[EXPERIMENTS[0]]).strip(): _experiment(row[EXPERIMENTS[1]], row[EXPERIMENTS[2]]) for row in named}


def _experiment(starts: Any, share: Any) -> dict[str, Any]:
    day = "" if words.is_missing(starts) else words.as_date(starts).isoformat()
    return {"starts": day, "share": "" if words.is_missing(share) else form.tidy(share / 100)}


def _days(key: str, value: float | None) -> float | None:
    """A number of days; what need not be set can be emptied."""
    widget = name_of(*GROUP.keys, part=key)
    st.session_state.setdefault(widget, None if value is None else float(value))
    low, high = NUMBER_KEYS[key]
    return st.number_input(LABELS[key], min_value=float(low), max_value=float(high), value=None, step=1.0, format=PLAIN,
                           help=explained(key), key=widget, placeholder="Found from the data")  # fmt: skip


def _as_day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)
