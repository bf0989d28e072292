"""Which stages does a customer pass from discovery to advocacy, which may be left out, and how long may each step take?

The setting is a list of stages in their order. Names of loaded files are matched to it whatever their capitals.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.schedules import SettingError

KEY = "journey"
PARTS = ("name", "is_optional", "window_days")
FEWEST_STAGES, MOST_STAGES, MOST_LETTERS, MOST_DAYS = 2, 20, 40, 3650


@dataclass(frozen=True)
class Stage:
    """One stage: its name, whether customers may leave it out, and the days to the next one; the last has none."""

    name: str
    is_optional: bool
    window_days: int | None


def _body(name: str, window_days: int | None, *, is_optional: bool = False) -> dict[str, Any]:
    return {"name": name, "is_optional": is_optional, "window_days": window_days}


DEFAULT_JOURNEY = [
    _body("Discover", 90),
    _body("Evaluate", 90, is_optional=True),
    _body("Purchase", 30),
    _body("Onboard", 90),
    _body("Adopt", 400),
    _body("Renew", 365, is_optional=True),
    _body("Expand", 365, is_optional=True),
    _body("Advocate", None),
]


def parse_journey(value: object) -> tuple[Stage, ...]:
    """The checked stages in their order; a window of the last one is not used. Raises SettingError."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise SettingError(f"{KEY}: a list of stages is needed, not {value!r}.")
    if not FEWEST_STAGES <= len(value) <= MOST_STAGES:
        raise SettingError(f"{KEY}: {len(value)} stages; {FEWEST_STAGES} to {MOST_STAGES} are needed.")
    stages = [_stage(body, is_last=place == len(value)) for place, body in enumerate(value, start=1)]
    seen: set[str] = set()
    for stage in stages:
        if stage.name.casefold() in seen:
            raise SettingError(f"{KEY}, {stage.name}: two stages have this name; capitals do not tell them apart.")
        seen.add(stage.name.casefold())
    return tuple(stages)


def _stage(body: object, *, is_last: bool) -> Stage:
    if not isinstance(body, Mapping) or set(body) != set(PARTS):
        raise SettingError(f"{KEY}: {body!r} is no stage; it needs {', '.join(PARTS)}.")
    name = _name(body["name"])
    is_optional = body["is_optional"]
    if not isinstance(is_optional, bool):
        raise SettingError(f"{KEY}, {name}, is_optional: {is_optional!r} is neither true nor false.")
    return Stage(name, is_optional, None if is_last else _days(name, body["window_days"]))


def _name(name: object) -> str:
    if not isinstance(name, str) or not name.strip():
        raise SettingError(f"{KEY}: {name!r} is no name of a stage.")
    tidied = " ".join(unicodedata.normalize("NFC", name).split())
    if len(tidied) > MOST_LETTERS:
        raise SettingError(
            f"{KEY}: {tidied[:20] + '…'!r} has {len(tidied)} letters; at most {MOST_LETTERS} are allowed."
        )
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in tidied):
        raise SettingError(f"{KEY}: {name!r} holds a character that cannot be written.")
    return tidied


def _days(name: str, days: object) -> int:
    if isinstance(days, int | float) and not isinstance(days, bool) and 1 <= days <= MOST_DAYS and days == int(days):
        return int(days)
    raise SettingError(f"{KEY}, {name}, window_days: {days!r} is not allowed; write whole days, from 1 to {MOST_DAYS}.")
