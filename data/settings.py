"""What does the firm promise, when is it open, and what does it call good?

Settings are kept in the store as one JSON value per key, so they are versioned with the data. `parse` turns the stored
values into checked objects; every mistake is a SettingError that names the key and says what is allowed.
"""

import datetime as dt
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from data.expectation_words import DEFAULT_WORDS
from data.expectations import parse_expectations, parse_lists
from data.experiments import Experiment, parse_experiments
from data.journey import DEFAULT_JOURNEY, Stage, parse_journey
from data.leaving_words import DEFAULT_LEAVING_WORDS, LISTS
from data.schedules import WEEKDAYS, Schedule, SettingError, date_of, number_of, schedule_of, zone_of

__all__ = [
    "DEFAULTS",
    "MEANINGS",
    "WEEKDAYS",
    "Scale",
    "Schedule",
    "SettingError",
    "Settings",
    "Stage",
    "Target",
    "parse",
    "read_value",
]

QUALITY_PARTS = ("replied_within_target", "resolved_within_target", "not_reopened", "one_touch", "csat")
# key -> lowest and highest value that makes sense
NUMBER_KEYS: dict[str, tuple[float, float]] = {
    "late_factor": (0, math.inf),
    "margin": (0, 1),
    "discount_rate": (0, 1),
    "horizon_months": (1, math.inf),
    "cost_per_ticket": (0, math.inf),
    "cost_of_keeping": (0, math.inf),
    "cost_of_acquiring": (0, math.inf),
    "landmark_days": (7, 730),
    "lapse_days": (1, 3650),
}
NEEDED_NUMBERS = ("late_factor", "landmark_days")  # the model cannot do without them; the others may be unknown


@dataclass(frozen=True)
class Target:
    """Business minutes promised for the first reply and for the resolution of one priority."""

    first_reply: float
    resolution: float


@dataclass(frozen=True)
class Scale:
    """A rating scale: its ends, the lowest satisfied score, the highest poor and the lowest good score."""

    lowest: float
    highest: float
    satisfied_from: float
    poor_to: float
    good_from: float


@dataclass(frozen=True)
class Settings:
    """All settings, checked."""

    company: str
    time_zone: ZoneInfo
    schedules: Mapping[str, Schedule]
    team_schedules: Mapping[str, str]
    targets: Mapping[str, Target]
    scales: Mapping[str, Scale]
    quality_weights: Mapping[str, float]
    numbers: Mapping[str, float]
    goals: Mapping[str, float]
    expectations: Mapping[str, tuple[str, ...]]
    journey: tuple[Stage, ...]
    leaving_words: Mapping[str, tuple[str, ...]]
    losses_known_from: dt.date | None
    experiments: Mapping[str, Experiment]


_DEFAULT_TARGETS = {
    "*": {"first_reply": 480, "resolution": 2400},
    "urgent": {"first_reply": 60, "resolution": 480},
    "high": {"first_reply": 240, "resolution": 1440},
    "normal": {"first_reply": 480, "resolution": 2400},
    "low": {"first_reply": 960, "resolution": 4800},
}

DEFAULTS: dict[str, Any] = {
    "company": "",
    "time_zone": "UTC",
    "schedules": {
        "default": {
            "time_zone": None,
            "hours": {day: ["09:00-17:00"] for day in WEEKDAYS[:5]},
            "holidays": [],
        }
    },
    "team_schedules": {},
    "targets": _DEFAULT_TARGETS
    | {
        "1 - critical": _DEFAULT_TARGETS["urgent"],
        "2 - high": _DEFAULT_TARGETS["high"],
        "3 - moderate": _DEFAULT_TARGETS["normal"],
        "4 - low": _DEFAULT_TARGETS["low"],
    },
    "goals": {"replied_within_target": 0.9, "resolved_within_target": 0.9},
    "scales": {
        "1-5": {"lowest": 1, "highest": 5, "satisfied_from": 4, "poor_to": 2, "good_from": 4},
        "1-3": {"lowest": 1, "highest": 3, "satisfied_from": 3, "poor_to": 1, "good_from": 3},
        "good-bad": {"lowest": 0, "highest": 1, "satisfied_from": 1, "poor_to": 0, "good_from": 1},
        "0-10": {"lowest": 0, "highest": 10, "satisfied_from": 8, "poor_to": 4, "good_from": 8},
        "1-10": {"lowest": 1, "highest": 10, "satisfied_from": 8, "poor_to": 4, "good_from": 8},
        "1-7": {"lowest": 1, "highest": 7, "satisfied_from": 5, "poor_to": 3, "good_from": 5},
        "0-100": {"lowest": 0, "highest": 100, "satisfied_from": 80, "poor_to": 40, "good_from": 80},
    },
    "expectations": DEFAULT_WORDS,
    "journey": DEFAULT_JOURNEY,
    "quality_weights": dict.fromkeys(QUALITY_PARTS, 1),
    "late_factor": 2,
    "margin": 0.8,
    "discount_rate": 0.1,
    "horizon_months": 36,
    "cost_per_ticket": 8,
    "cost_of_keeping": None,
    "cost_of_acquiring": None,
    "landmark_days": 90,
    "lapse_days": None,
    "losses_known_from": None,
    "leaving_words": DEFAULT_LEAVING_WORDS,
    "experiments": {},
}

MEANINGS: dict[str, str] = {
    "company": "name shown in the app",
    "time_zone": "business time zone: days, weeks and months are cut in it",
    "schedules": "business hours: windows per weekday, holidays, own time zone",
    "team_schedules": "schedule of a team, where it is not the default",
    "targets": "business minutes to the first reply and to the resolution, per priority; * is for all others",
    "goals": "what a metric should reach, in its own unit: a share of 0 to 1, points, minutes",
    "scales": "for each rating scale: its ends, satisfied from, poor up to, good from",
    "expectations": "words and phrases by which comments are sorted; a * at the end of a word stands for any ending",
    "journey": "stages from discovery to advocacy in their order: optional ones, and the days that each step may take",
    "quality_weights": "weight of each part of the support quality score",
    "late_factor": "later than this many times its target is very late, and if unrated, a poor interaction",
    "margin": "share of revenue that is left after the cost of delivering",
    "discount_rate": "a year",
    "horizon_months": "how far lifetime value looks ahead",
    "cost_per_ticket": "what handling one ticket costs",
    "cost_of_keeping": "what keeping one customer for a year costs",
    "cost_of_acquiring": "what winning one customer costs",
    "landmark_days": "support of so many first days of a customer is set against how long the customer stays after them",
    "lapse_days": "a customer without a contract who has not ordered for so many days is lost; empty: found from the orders",
    "losses_known_from": "first day from which the data has every customer who left; empty: found from the data",
    "leaving_words": "words in a reason for leaving that mean a failed payment, and words in a ticket that announce leaving; "
    "a * at the end of a word stands for any ending",
    "experiments": "contacts that a share of customers, drawn by lot, does not get: the day it starts and the share held back",
}


def parse(values: Mapping[str, Any]) -> Settings:
    """Checked settings from stored values; keys that are missing take their default. Raises SettingError."""
    unknown = sorted(set(values) - set(DEFAULTS))
    if unknown:
        raise SettingError(f"There is no setting {unknown[0]!r}. Settings are: {', '.join(DEFAULTS)}.")
    merged = DEFAULTS | dict(values)
    zone = zone_of("time_zone", merged["time_zone"])
    schedules = {name: schedule_of(name, body, zone) for name, body in _mapping("schedules", merged).items()}
    if "default" not in schedules:
        raise SettingError("schedules: one schedule must be called 'default'.")
    teams = _mapping("team_schedules", merged)
    for team, name in teams.items():
        if not isinstance(name, str) or name not in schedules:
            raise SettingError(f"team_schedules: team {team!r} has schedule {name!r}, which is not in schedules.")
    targets = {key.casefold(): _target(key, body) for key, body in _mapping("targets", merged).items()}
    if "*" not in targets:
        raise SettingError("targets: a row '*' for tickets without a priority of their own is needed.")
    return Settings(
        company=_text("company", merged["company"]),
        time_zone=zone,
        schedules=schedules,
        team_schedules=dict(teams),
        targets=targets,
        scales=_scales(_mapping("scales", merged)),
        quality_weights=_weights(_mapping("quality_weights", merged)),
        numbers=_numbers(merged),
        goals={key: _goal(key, goal) for key, goal in _mapping("goals", merged).items()},
        expectations=parse_expectations(merged["expectations"]),
        journey=parse_journey(merged["journey"]),
        leaving_words=parse_lists("leaving_words", LISTS, merged["leaving_words"]),
        losses_known_from=_day("losses_known_from", merged["losses_known_from"]),
        experiments=parse_experiments(merged["experiments"]),
    )


def read_value(key: str, text: str) -> Any:
    """A setting typed by a person: JSON where it is JSON, else the text itself. Raises SettingError for unknown keys."""
    if key not in DEFAULTS:
        raise SettingError(f"There is no setting {key!r}. Settings are: {', '.join(DEFAULTS)}.")
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def _mapping(key: str, merged: Mapping[str, Any]) -> Mapping[str, Any]:
    value = merged[key]
    if not isinstance(value, Mapping):
        raise SettingError(f"{key}: a JSON object is needed, not {value!r}.")
    return value


def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise SettingError(f"{key}: a text is needed, not {value!r}.")
    return value


def _day(key: str, value: object) -> dt.date | None:
    return None if value is None else date_of(key, value)


def _numbers(merged: Mapping[str, Any]) -> dict[str, float]:
    found = {}
    for key, (lowest, highest) in NUMBER_KEYS.items():
        value = merged[key]
        if value is None and key not in NEEDED_NUMBERS:
            continue
        number = _above_zero(key, value) if key == "late_factor" else number_of(key, value)
        if not lowest <= number <= highest:
            allowed = f"{lowest:g} or more" if math.isinf(highest) else f"from {lowest:g} to {highest:g}"
            raise SettingError(f"{key}: {value!r} is not allowed; write a number, {allowed}.")
        found[key] = number
    return found


def _above_zero(key: str, value: object) -> float:
    number = number_of(key, value)
    if number == 0:
        raise SettingError(f"{key}: {value!r} is not allowed; write a number above zero.")
    return number


def _target(priority: str, body: object) -> Target:
    if not isinstance(body, Mapping) or set(body) != {"first_reply", "resolution"}:
        raise SettingError(f"targets: {priority!r} needs first_reply and resolution, in business minutes.")
    return Target(*(_above_zero(f"targets, {priority}, {part}", body[part]) for part in ("first_reply", "resolution")))


def _scales(bodies: Mapping[str, Any]) -> dict[str, Scale]:
    scales = {name: _scale(name, body) for name, body in bodies.items()}
    lacking = [name for name in DEFAULTS["scales"] if name not in scales]
    if lacking:
        raise SettingError(f"scales: {lacking[0]!r} is missing; the usual scales must stay, others may be added.")
    return scales


def _scale(name: str, body: object) -> Scale:
    parts = ("lowest", "highest", "satisfied_from", "poor_to", "good_from")
    if not isinstance(body, Mapping) or set(body) != set(parts):
        raise SettingError(f"scales: {name!r} needs {', '.join(parts)}.")
    scale = Scale(*(number_of(f"scales, {name}, {part}", body[part]) for part in parts))
    if not scale.lowest < scale.highest or scale.poor_to >= scale.good_from:
        raise SettingError(f"scales: {name!r} must rise from lowest to highest, and poor must end below good.")
    for part in parts[2:]:
        if not scale.lowest <= number_of(part, body[part]) <= scale.highest:
            raise SettingError(
                f"scales, {name}, {part}: {body[part]!r} is outside the scale; "
                f"write a number from {scale.lowest:g} to {scale.highest:g}."
            )
    return scale


def _goal(metric: str, value: object) -> float:
    try:
        number = float(str(value))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise SettingError(f"goals, {metric}: {value!r} is not a number.")
    return number


def _weights(body: Mapping[str, Any]) -> dict[str, float]:
    if set(body) != set(QUALITY_PARTS):
        raise SettingError(f"quality_weights: needs exactly {', '.join(QUALITY_PARTS)}.")
    weights = {part: number_of(f"quality_weights, {part}", body[part]) for part in QUALITY_PARTS}
    if not any(weights.values()):
        raise SettingError("quality_weights: at least one weight must be above zero.")
    return weights
