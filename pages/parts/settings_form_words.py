"""What is wrong with a setting, and what did a change of settings change, in plain words?"""

from collections.abc import Iterator, Mapping
from typing import Any

from data.settings import DEFAULTS, WEEKDAYS, SettingError
from pages.parts import words
from pages.parts.settings_form import OTHERS, OTHERS_LABEL, PERCENT, STANDARD, STANDARD_LABEL
from queries.registry import METRICS

LABELS: dict[str, str] = {
    "company": "Company name",
    "time_zone": "Time zone",
    "schedules": "Opening hours",
    "team_schedules": "Hours of teams",
    "targets": "Targets",
    "goals": "Goals",
    "scales": "Rating scales",
    "expectations": "Word lists",
    "journey": "Journey",
    "quality_weights": "Weights",
    "late_factor": "Late factor",
    "margin": "Margin, %",
    "discount_rate": "Discount rate a year, %",
    "horizon_months": "Horizon, months",
    "cost_per_ticket": "Cost per ticket",
    "cost_of_keeping": "Cost of keeping a customer for a year",
    "cost_of_acquiring": "Cost of winning a customer",
    "landmark_days": "First days of a customer",
    "lapse_days": "Days of silence until a customer is lost",
    "losses_known_from": "Losses are recorded since",
    "leaving_words": "Words of leaving",
    "experiments": "Experiments",
}
PARTS: dict[str, str] = {
    OTHERS: OTHERS_LABEL.lower(),
    STANDARD: STANDARD_LABEL.lower(),
    "first_reply": "first reply",
    "satisfied_from": "satisfied from",
    "poor_to": "poor up to",
    "good_from": "good from",
    "time_zone": "time zone",
    "not_reopened": "Not reopened",
    "one_touch": "One-touch",
    "timely": "Timely",
    "empathetic": "Empathetic",
    "solution-oriented": "Solution-oriented",
    "is_optional": "optional",
    "window_days": "window",
    "involuntary": "Failed payments",
    "cancelling": "Announcing to leave",
    "starts": "starts",
    "share": "held back",
    **dict(zip(WEEKDAYS, words.WEEKDAYS, strict=True)),
    **{key: metric.label for key, metric in METRICS.items()},
}
NOT_SAID = ("hours",)
STAGE_PARTS = ("is_optional", "window_days")
MOST_SAID = 4  # added or removed entries of a list
LISTS = ("expectations", "journey", "leaving_words")  # of which entries are added and removed
Path = tuple[str, ...]


def said(error: SettingError) -> str:
    """The error with the names that stand on the page: Targets › urgent › first reply: give both times."""
    place, colon, text = str(error).partition(": ")
    path = tuple(place.split(", "))
    if not colon or path[0] not in DEFAULTS:
        return str(error)
    return f"{place_text(path)}: {text}"


def place_text(path: Path) -> str:
    """Where a value stands: Targets › urgent › first reply."""
    parts = [LABELS.get(path[0], path[0]), *(PARTS.get(part, part) for part in path[1:] if part not in NOT_SAID)]
    return " › ".join(parts)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """One line per value that is different: Targets › urgent › first reply: 1 h → 45 min."""
    old, new = dict(_flat(before)), dict(_flat(after))
    paths = [path for path in dict.fromkeys((*old, *new)) if old.get(path) != new.get(path)]
    paths = [path for path in paths if path[0] != "journey" or (path in old and path in new)]
    return [f"{place_text(path)}: {_change(path, old.get(path), new.get(path))}" for path in paths]


def _flat(value: Mapping[str, Any], path: Path = ()) -> Iterator[tuple[Path, Any]]:
    for key, part in value.items():
        if isinstance(part, Mapping):
            yield from _flat(part, (*path, key))
        elif key == "journey":
            yield (key,), [stage["name"] for stage in part]
            yield from _flat({stage["name"]: {name: stage[name] for name in STAGE_PARTS} for stage in part}, (key,))
        else:
            yield (*path, key), part


def _change(path: Path, old: Any, new: Any) -> str:
    if path[-1] != "holidays" and not (path[0] in LISTS and isinstance(new, list)):
        return f"{_value(path, old)} → {_value(path, new)}"
    shown = words.date_text if path[-1] == "holidays" else str
    added, removed = (sorted(set(one or ()) - set(other or ())) for one, other in ((new, old), (old, new)))
    parts = [
        f"{verb} {words.list_text(map(shown, entries), limit=MOST_SAID)}"
        for verb, entries in (("added", added), ("removed", removed))
        if entries
    ]
    return "; ".join(parts) or "in another order"


def _value(path: Path, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "closed"
    if value is None or value == "":
        return {"schedules": "closed" if "hours" in path else "as the company", "team_schedules": PARTS[STANDARD]}.get(
            path[0], "not set"
        )
    if path[-1] == "window_days":
        return words.plural(value, "day")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if path[0] == "targets":
        return words.duration(value, clock="business")
    if path[0] == "goals" and path[-1] in METRICS:
        return words.value(words.metric_unit(METRICS[path[-1]].unit), value)
    if path[0] == "losses_known_from" or path[-1] == "starts":
        return words.date_text(value)
    if path[0] in PERCENT or path[0] == "experiments":
        return words.percent(value)
    return PARTS.get(value, value) if isinstance(value, str) else words.number(value)
