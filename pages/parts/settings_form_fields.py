"""What do all forms of settings share? Their names, their buttons, and the values that the data has."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from data.settings import MEANINGS
from pages.parts import asking, words
from queries.filters import NONE

PLAIN = "%.6g"  # as typed: no separators, no needless decimals
HOURS = f"{PLAIN} h"


def values_of(*keys: str) -> dict[str, Any]:
    """Stored settings by key."""
    stored = asking.setting_values()
    return {key: stored[key] for key in keys}


def name_of(*keys: str, part: str = "") -> str:
    """The name of a form or field of these settings: another one when what is stored changes, so that it starts anew."""
    return f"{'_'.join(keys)}_{part}_{digest(values_of(*keys))}"


def digest(values: Mapping[str, Any]) -> str:
    """A short text that is another one for other values."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:8]


def in_data(dimension: str) -> dict[str, int]:
    """The values of a dimension that the data has, and how many tickets have each."""
    counts = asking.ask("filter_values")
    rows = counts[(counts["dimension"] == dimension) & (counts["value"] != NONE)]
    return dict(zip(rows["value"], rows["n"], strict=True))


def explained(key: str) -> str:
    """The meaning of a setting as a sentence."""
    return words.plain(f"{MEANINGS[key][0].upper()}{MEANINGS[key][1:]}.")


def save_button(what: str) -> bool:
    """The button that ends a form; true in the run that it was pressed for."""
    return st.form_submit_button(f"Save {what}", type="primary", icon=":material/save:")
