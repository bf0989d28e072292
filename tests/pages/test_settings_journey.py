"""Can the stages of the journey be added, removed, moved and checked on the settings page?"""

import math
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.journey import DEFAULT_JOURNEY
from pages.parts.settings_form_journey import DAYS, OPTIONAL, PLACE, STAGE, in_data, journey_of, journey_table
from pages.parts.settings_form_words import differences
from tests.pages.test_settings_page import number_of_version, opened, press, stored, text_of


@pytest.fixture
def store(sample_store: Path, tmp_path: Path, store_of: Callable[[Path], None]) -> Path:
    """A copy of the sample store that a test may change."""
    folder = tmp_path / "store"
    shutil.copytree(sample_store, folder)
    store_of(folder)
    return folder


def edit(app: AppTest, *, edited: dict[int, Any], added: list[Any], deleted: list[int]) -> None:
    key = next(str(table.key) for table in app.data_editor if "journey_editor" in str(table.key))
    app.session_state[key] = {"edited_rows": edited, "added_rows": added, "deleted_rows": deleted}


def test_the_table_gives_back_the_journey_that_it_was_made_of() -> None:
    assert journey_of(journey_table(DEFAULT_JOURNEY)) == DEFAULT_JOURNEY


def test_what_the_data_hold_of_each_stage_is_said() -> None:
    columns = ["position", "stage", "told", "customers", "is_in_data", "is_derived"]
    rows = [(1, "Look", 5, 4, True, False), (2, "Try", 0, 0, False, False), (3, "Buy", 0, 1234, True, True)]
    found = pd.DataFrame([*rows, (None, "Trial", 1, 1, False, False)], columns=columns)
    assert in_data(found) == (
        "Customers who entered, in this data: Look 4 and Buy 1,234 (derived). "
        "Told by files, but no stage here: Trial, 1 entry."
    )
    assert in_data(found.iloc[[1]]) == "Nobody entered any yet."


def test_rows_are_put_in_order_by_place_and_nameless_ones_left_out() -> None:
    rows = [(1.0, "A", False, 30.0), (2.0, "B", None, math.nan), (math.nan, " New ", True, 7.5), (1.5, "C", True, 9.0),
            (9.0, None, True, 3.0), (9.0, "  ", True, 3.0)]  # fmt: skip
    table = pd.DataFrame(rows, columns=[PLACE, STAGE, OPTIONAL, DAYS])
    assert journey_of(table) == [
        {"name": "A", "is_optional": False, "window_days": 30}, {"name": "C", "is_optional": True, "window_days": 9},
        {"name": "B", "is_optional": False, "window_days": None}, {"name": "New", "is_optional": True, "window_days": 7.5},
    ]  # fmt: skip


def test_changes_are_said_by_stage() -> None:
    one, two, three = DEFAULT_JOURNEY[:3]
    before = {"journey": [one, two, three]}
    assert differences(before, {"journey": [one, three | {"name": "Trial"}, two | {"window_days": 1}]}) == [
        "Journey: added Trial; removed Purchase",
        "Journey › Evaluate › window: 90 days → 1 day",
    ]
    assert differences(before, {"journey": [two, one | {"is_optional": True}, three]}) == [
        "Journey: in another order",
        "Journey › Discover › optional: no → yes",
    ]
    last = {"journey": [one, two, three | {"window_days": None}]}
    assert differences(before, last) == ["Journey › Purchase › window: 30 days → not set"]


def test_stages_are_added_moved_and_removed_on_the_page(store: Path) -> None:
    app = opened("Journey")
    added = [{PLACE: 2.5, STAGE: "Trial", OPTIONAL: True, DAYS: 14}]
    edit(app, edited={0: {DAYS: 60}}, added=added, deleted=[6])
    press(app, "Save journey")
    assert not app.error and not app.exception
    found = stored(store)["journey"]
    names = [stage["name"] for stage in found]
    assert names == ["Discover", "Evaluate", "Trial", "Purchase", "Onboard", "Adopt", "Renew", "Advocate"]
    assert found[0]["window_days"] == 60 and found[2] == {"name": "Trial", "is_optional": True, "window_days": 14}
    assert number_of_version(store) == 2
    assert "Journey: added Trial; removed Expand" in text_of(app)
    assert "Journey › Discover › window: 90 days → 60 days" in text_of(app)


def test_a_mistake_saves_nothing(store: Path) -> None:
    app = opened("Journey")
    edit(app, edited={1: {STAGE: "discover"}, 3: {DAYS: None}}, added=[], deleted=[])
    press(app, "Save journey")
    assert "Journey › Onboard › window: None is not allowed; write whole days, from 1 to 3650." in text_of(app)
    edit(app, edited={1: {STAGE: "discover"}}, added=[], deleted=[])
    press(app, "Save journey")
    assert "Journey › discover: two stages have this name" in text_of(app)
    assert number_of_version(store) == 1
