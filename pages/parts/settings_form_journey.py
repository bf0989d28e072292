"""Which stages does a customer pass, and how long may each step take? The form of the journey."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from data.journey import MOST_DAYS, MOST_LETTERS
from pages.parts import settings_form as form
from pages.parts import settings_form_saving as saving
from pages.parts import words
from pages.parts.cards import Source
from pages.parts.filters import View
from pages.parts.settings_form_fields import name_of, save_button

GROUP = form.GROUPS["Journey"]
PLACE, STAGE, OPTIONAL, DAYS = COLUMNS = ("Place", "Stage", "Optional", "Days to the next stage")
HOW = (
    "Add a stage in the last row, and mark rows on the left to remove them. A place of 2.5 moves a stage between the second "
    "and the third; without a place it comes last. The days are those within which a step counts as moved on; the last stage "
    "needs none. Capitals in the names do not matter."
)


def show(stored: Mapping[str, Any], view: View) -> None:
    """One row per stage."""
    with st.form(name_of(*GROUP.keys)):
        st.caption(HOW)
        edited = st.data_editor(
            journey_table(stored["journey"]),
            key=name_of(*GROUP.keys, part="editor"),
            hide_index=True,
            num_rows="dynamic",
            height="content",
            alt="Stages of the journey",
            column_config={
                PLACE: st.column_config.NumberColumn(width="small", format="%.6g"),
                STAGE: st.column_config.TextColumn(max_chars=MOST_LETTERS, required=True),
                OPTIONAL: st.column_config.CheckboxColumn(help="Customers may leave it out.", default=False),
                DAYS: st.column_config.NumberColumn(min_value=1, max_value=MOST_DAYS, step=1, format="%d"),
            },
        )
        pressed = save_button("journey")
    st.caption(words.plain(in_data(Source("journey_stages").ask())))
    if pressed:
        saving.attempt(GROUP, lambda: {"journey": journey_of(edited)}, view)


def in_data(stages: pd.DataFrame) -> str:
    """How many customers entered each stage, and which stages of files these settings do not have.

    In this data: Discover 1,998 and Purchase 875 (derived). Told, but no stage here: Trial, 12 entries.
    """
    own = stages[stages["position"].notna() & stages["is_in_data"].astype(bool)].sort_values("position")
    named = [
        f"{row['stage']} {words.count(row['customers'])}{' (derived)' if row['is_derived'] else ''}"
        for row in own.to_dict("records")
    ]
    others = [
        f"{row['stage']}, {words.plural(row['told'], 'entry', 'entries')}"
        for row in stages[stages["position"].isna()].to_dict("records")
    ]
    said = f"Customers who entered, in this data: {words.list_text(named)}." if named else "Nobody entered any yet."
    return f"{said} Told by files, but no stage here: {words.list_text(others)}." if others else said


def journey_table(stages: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """One row per stage in their order: Place, Stage, Optional, Days to the next stage."""
    rows = [
        (float(place), stage["name"], stage["is_optional"], stage["window_days"])
        for place, stage in enumerate(stages, start=1)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({STAGE: "str", OPTIONAL: "bool", DAYS: "float64"})


def journey_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The setting from the edited table, by place; rows without a name are left out."""
    kept = table[[not words.is_missing(name) and bool(str(name).strip()) for name in table[STAGE]]]
    ordered = kept.sort_values(PLACE, kind="stable", na_position="last")
    return [
        {
            "name": " ".join(str(row[STAGE]).split()),
            "is_optional": not words.is_missing(row[OPTIONAL]) and bool(row[OPTIONAL]),
            "window_days": None if words.is_missing(row[DAYS]) else form.tidy(row[DAYS]),
        }
        for row in ordered.to_dict("records")
    ]
