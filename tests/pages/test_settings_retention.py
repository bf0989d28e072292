"""Can the settings of retention be edited, checked and undone on the settings page?"""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from data.leaving_words import DEFAULT_LEAVING_WORDS
from data.settings import DEFAULTS
from pages.parts import settings_form_retention as retention
from pages.parts.settings_form_words import differences
from tests.pages.test_settings_page import number_of_version, opened, press, stored, text_of


@pytest.fixture
def store(sample_store: Path, tmp_path: Path, store_of: Callable[[Path], None]) -> Path:
    """A copy of the sample store that a test may change."""
    folder = tmp_path / "store"
    shutil.copytree(sample_store, folder)
    store_of(folder)
    return folder


def test_experiments_give_back_the_settings_that_they_were_made_of() -> None:
    given = {"Check-ins": {"starts": "2026-10-01", "share": 0.2}, "Tips": {"starts": "2026-11-01", "share": 0.125}}
    assert retention.experiments_of(retention.experiments_table(given)) == given
    assert retention.experiments_of(retention.experiments_table({})) == {}
    row = {"Experiment": ["A", None], "Starts": [pd.NaT, None], "Held back, %": [float("nan"), 5.0]}
    assert retention.experiments_of(pd.DataFrame(row)) == {"A": {"starts": "", "share": ""}}


def test_changes_are_said_in_words() -> None:
    before = {
        "lapse_days": None,
        "losses_known_from": None,
        "experiments": {},
        "leaving_words": {"involuntary": ["card"]},
    }
    after = {
        "lapse_days": 120,
        "losses_known_from": "2024-01-01",
        "experiments": {"Tips": {"starts": "2026-11-01", "share": 0.25}},
        "leaving_words": {"involuntary": ["card", "iban"]},
    }
    assert differences(before, after) == [
        "Days of silence until a customer is lost: not set → 120",
        "Losses are recorded since: not set → 1 Jan 2024",
        "Words of leaving › Failed payments: added iban",
        "Experiments › Tips › starts: not set → 1 Nov 2026",
        "Experiments › Tips › held back: not set → 25%",
    ]


def test_they_are_saved_and_reset(store: Path) -> None:
    app = opened("Retention")
    next(field for field in app.number_input if field.label.startswith("Days of silence")).set_value(120.0)
    next(field for field in app.date_input if field.label == "Losses are recorded since").set_value(dt.date(2025, 1, 1))
    next(field for field in app.text_area if field.label.startswith("Failed payments")).set_value("card\n\niban*")
    press(app, "Save retention")
    assert not app.error and not app.exception
    now = stored(store)
    assert (now["lapse_days"], now["losses_known_from"]) == (120, "2025-01-01")
    assert now["leaving_words"] == DEFAULT_LEAVING_WORDS | {"involuntary": ["card", "iban*"]}
    assert number_of_version(store) == 2
    assert "Words of leaving › Failed payments: added iban*; removed " in text_of(app)
    next(button for button in app.button if button.key == "reset_Retention").click().run()
    assert {key: stored(store)[key] for key in retention.GROUP.keys} == {
        key: DEFAULTS[key] for key in retention.GROUP.keys
    }
