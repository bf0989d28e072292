"""How do opening hours and holidays, as a person types them, become settings?

Pure functions; what is no window stays as it was typed, for the check of the settings to name it.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from data.settings import WEEKDAYS
from pages.parts import words
from pages.parts.settings_form import STANDARD, STANDARD_LABEL


def hours_table(hours: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """One row per weekday: Day, Open: 09:00-12:00, 13:00-17:00; missing is closed."""
    rows = [(name, ", ".join(hours.get(day, ())) or None) for day, name in zip(WEEKDAYS, words.WEEKDAYS, strict=True)]
    return pd.DataFrame(rows, columns=["Day", "Open"], dtype="str")


def hours_of(table: pd.DataFrame) -> dict[str, list[str]]:
    """The windows per weekday from the edited table; days that are closed are left out. What is no window stays as typed."""
    hours = {day: windows_of(text) for day, text in zip(WEEKDAYS, table["Open"], strict=True)}
    return {day: windows for day, windows in hours.items() if windows}


def windows_of(text: object) -> list[str]:
    """Windows as typed by a person: "9-12 and 13:00–17:30" is 09:00-12:00 and 13:00-17:30."""
    if words.is_missing(text):
        return []
    parts = re.split(r"[,;\n]|\band\b|&", str(text))
    return [_window(part.strip()) for part in parts if part.strip() and part.strip().casefold() != "closed"]


def holidays_of(days: Iterable[object]) -> list[str]:
    """ISO dates in order, each once, from the edited column; empty cells are left out."""
    known = {
        words.as_date(day).isoformat() for day in days if isinstance(day, str | dt.date) and not words.is_missing(day)
    }
    return sorted(known)


def teams_of(table: pd.DataFrame) -> dict[str, str]:
    """The setting from the edited table of Team and Hours; teams with the standard hours are left out."""
    chosen = zip(table["Team"], table["Hours"], strict=True)
    return {
        str(team): str(name)
        for team, name in chosen
        if not words.is_missing(name) and name not in (STANDARD, STANDARD_LABEL)
    }


def _window(text: str) -> str:
    ends = [_time(end) for end in re.split(r"\s*(?:-|–|—|\bto\b)\s*", text)]
    return "-".join(end for end in ends if end) if len(ends) == 2 and all(ends) else text


def _time(text: str) -> str | None:
    found = re.fullmatch(r"(\d{1,2})(?:[:.h](\d{2}))?", text.strip())
    return f"{int(found[1]):02}:{found[2] or '00'}" if found else None
