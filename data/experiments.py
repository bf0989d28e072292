"""Which customers are held back from a contact, drawn by lot, so that one day it can be told what the contact did?

Who is held back follows from the customer's id and the name of the experiment alone, so it is the same at every load.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from data.schedules import SettingError, date_of, number_of

KEY = "experiments"
MOST_LETTERS = 60


@dataclass(frozen=True)
class Experiment:
    """The day from which customers are contacted, or held back, and the share that is held back."""

    starts: dt.date
    share: float


def parse_experiments(value: object) -> dict[str, Experiment]:
    """The checked experiments of the setting, by name. Raises SettingError."""
    if not isinstance(value, Mapping):
        raise SettingError(f"{KEY}: a JSON object is needed, not {value!r}.")
    return {_name(name): _experiment(name, body) for name, body in value.items()}


def _name(name: object) -> str:
    if not isinstance(name, str) or not name.strip() or len(name) > MOST_LETTERS:
        raise SettingError(f"{KEY}: an experiment needs a name of at most {MOST_LETTERS} letters, not {name!r}.")
    return name


def _experiment(name: str, body: object) -> Experiment:
    if not isinstance(body, Mapping) or set(body) != {"starts", "share"}:
        raise SettingError(f"{KEY}: {name!r} needs starts and share.")
    share = number_of(f"{KEY}, {name}, share", body["share"])
    if not 0 < share < 1:
        raise SettingError(f"{KEY}, {name}, share: {body['share']!r} is not allowed; write a number between 0 and 1.")
    return Experiment(date_of(f"{KEY}, {name}, starts", body["starts"]), share)
