"""How do settings become tables that can be edited, and how do edited tables become settings again?

Pure functions, both ways. What cannot be read raises SettingError with the setting, the row and the column.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.settings import DEFAULTS, NUMBER_KEYS, SettingError
from pages.parts import words
from queries.metrics.metric import Metric
from queries.registry import METRICS

OTHERS = "*"
STANDARD = "default"
OTHERS_LABEL, STANDARD_LABEL = "All other tickets", "Standard hours"
PARTS = ("first_reply", "resolution")
CUTS = ("satisfied_from", "poor_to", "good_from")
PERCENT, OPTIONAL = ("margin", "discount_rate"), ("cost_of_keeping", "cost_of_acquiring", "lapse_days")
RETENTION = ("landmark_days", "lapse_days")
MONEY = tuple(key for key in NUMBER_KEYS if key not in ("late_factor", *RETENTION))
TARGETED = ("replied_within_target", "resolved_within_target")
FARING = (
    "Tickets",
    "Replied in time",
    "Resolved in time",
)  # how the tickets of a priority fare with the targets of now
JUDGED = (*TARGETED, "poor_interaction_rate", "good_interaction_rate", "quality_score")
TIMES = ("first_reply_time", "first_resolution_time", "full_resolution_time")


@dataclass(frozen=True)
class Group:
    """Settings that are edited together: their keys, what they affect, and the metrics that can change with them."""

    name: str
    keys: tuple[str, ...]
    affects: str
    metrics: tuple[str, ...] = ()


GROUPS: Mapping[str, Group] = {
    group.name: group
    for group in (
        Group(
            "Company", ("company", "time_zone"),
            "The name stands on the pages. The time zone decides to which day, week and hour a ticket belongs, and is the "
            "time zone of all opening hours that have none of their own.",
            ("arrivals", "solved", *TIMES, *TARGETED),
        ),
        Group(
            "Business hours", ("schedules", "team_schedules"),
            "All times in business hours, and with them everything that targets decide.",
            (*TIMES, *JUDGED),
        ),
        Group("Targets", ("targets",), "Which tickets count as replied and resolved in time.", JUDGED),
        Group(
            "Goals", ("goals",),
            "The dashed lines in charts and “target met” on tiles. No metric changes.",
        ),
        Group(
            "Ratings", ("scales",),
            "Which answers count as satisfied, and which make an interaction poor or good.",
            ("csat", "ces_agreement", "poor_interaction_rate", "good_interaction_rate"),
        ),
        Group(
            "Quality", ("quality_weights", "late_factor"),
            "How the quality score of a ticket is put together, and how late an unrated ticket has to be to count as poor.",
            ("quality_score", "poor_interaction_rate"),
        ),
        Group(
            "Expectations", ("expectations",),
            "To which expectations the Comments page counts a comment: timely, empathetic, solution-oriented, or none of these. "
            "No metric changes.",
        ),
        Group(
            "Journey", ("journey",),
            "Through which stages customers are followed, in which order, and within how many days a step counts as moved on. "
            "Tickets and answers belong to the stage that the customer was in. No metric of support quality changes.",
        ),
        Group("Money", MONEY, "What customers are worth and what support costs. No metric of support quality changes."),
        Group(
            "Retention", (*RETENTION, "losses_known_from", "leaving_words", "experiments"),
            "Who counts as lost and since when that is known, which losses are failed payments, what counts as the first days of "
            "a customer, and who is held back in an experiment. No metric of support quality changes.",
        ),
    )
}  # fmt: skip


def targets_table(targets: Mapping[str, Mapping[str, float]], found: Mapping[str, int]) -> pd.DataFrame:
    """One row per priority of the data or of the settings, and one for all others: Priority, First reply, Resolution.

    In business hours; empty is "as all others". found: how many tickets have each priority, as the data spells it.
    """
    stored = {name.casefold(): body for name, body in targets.items()}
    spelled = {name.casefold(): name for name in (*stored, *found)}
    order = sorted(
        spelled, key=lambda name: (name == OTHERS, spelled[name] not in found, _resolution(stored.get(name)))
    )
    rows = [
        (OTHERS_LABEL if name == OTHERS else spelled[name], *(_hours(stored.get(name, {}).get(part)) for part in PARTS))
        for name in order
    ]
    return pd.DataFrame(rows, columns=["Priority", "First reply", "Resolution"]).astype(
        {"Priority": "str", "First reply": "float64", "Resolution": "float64"}
    )


def targets_of(table: pd.DataFrame) -> dict[str, dict[str, float]]:
    """The setting from the edited table. Raises SettingError where only one of two times is given, or none for all others."""
    targets = {}
    for row in table.to_dict("records"):
        name = OTHERS if row["Priority"] == OTHERS_LABEL else str(row["Priority"]).casefold()
        times = [row["First reply"], row["Resolution"]]
        if all(words.is_missing(time) for time in times):
            continue
        if any(words.is_missing(time) for time in times):
            raise SettingError(f"targets, {name}: give both times, or none to treat it as all other tickets.")
        targets[name] = dict(zip(PARTS, (tidy(time * 60) for time in times), strict=True))
    if OTHERS not in targets:
        raise SettingError(f"targets, {OTHERS}: both times are needed, for tickets without a priority of their own.")
    return targets


def goal_metrics() -> list[Metric]:
    """The metrics of which one side is better, so that they can have a goal."""
    return [metric for metric in METRICS.values() if metric.better != "neutral"]


def goals_table(goals: Mapping[str, float], now: Mapping[str, str]) -> pd.DataFrame:
    """One row per metric that can have a goal: Metric, Now, Goal, Unit, Reached when. now: values in words, by metric."""
    rows = [
        (metric.label, now.get(metric.key, ""), _shown(metric, goals.get(metric.key)), _unit(metric),
         "at or above" if metric.better == "higher" else "at or below")
        for metric in goal_metrics()
    ]  # fmt: skip
    columns = ["Metric", "Now", "Goal", "Unit", "Reached when"]
    return pd.DataFrame(rows, columns=columns).astype({"Now": "str", "Goal": "float64"})


def goals_of(table: pd.DataFrame, stored: Mapping[str, float]) -> dict[str, float]:
    """The setting from the edited table; goals of metrics that it does not list are kept. Raises SettingError."""
    listed = goal_metrics()
    goals = {key: goal for key, goal in stored.items() if key not in {metric.key for metric in listed}}
    for metric, shown in zip(listed, table["Goal"], strict=True):
        if words.is_missing(shown):
            continue
        if metric.unit == "share" and not 0 <= shown <= 100:
            raise SettingError(f"goals, {metric.key}: {words.number(shown)} is not between 0 and 100 %.")
        if metric.unit != "points" and shown < 0:
            raise SettingError(f"goals, {metric.key}: {words.number(shown)} is below 0.")
        goals[metric.key] = tidy(shown * _scale(metric))
    return goals


def scales_table(scales: Mapping[str, Mapping[str, float]]) -> pd.DataFrame:
    """One row per rating scale: Scale, From, To, Satisfied from, Poor up to, Good from."""
    parts = ("lowest", "highest", *CUTS)
    rows = [(name, *(float(body[part]) for part in parts)) for name, body in scales.items()]
    return pd.DataFrame(rows, columns=["Scale", "From", "To", "Satisfied from", "Poor up to", "Good from"])


def scales_of(table: pd.DataFrame) -> dict[str, dict[str, float]]:
    """The setting from the edited table. Raises SettingError for a cut that is missing or outside its scale."""
    scales = {}
    columns = dict(zip(CUTS, ("Satisfied from", "Poor up to", "Good from"), strict=True))
    for row in table.to_dict("records"):
        body = {"lowest": tidy(row["From"]), "highest": tidy(row["To"])}
        for part, column in columns.items():
            cut = row[column]
            if words.is_missing(cut) or not body["lowest"] <= cut <= body["highest"]:
                given = "is empty" if words.is_missing(cut) else f"{words.number(cut)} is outside the scale"
                raise SettingError(
                    f"scales, {row['Scale']}, {part}: {given}; "
                    f"give a score from {words.number(body['lowest'])} to {words.number(body['highest'])}."
                )
            body[part] = tidy(cut)
        scales[str(row["Scale"])] = body
    return scales


def number_shown(key: str, value: float | None) -> float | None:
    """A number setting as it is typed: margin and discount rate in percent."""
    return None if value is None else round(float(value) * (100 if key in PERCENT else 1), 6)


def number_of(key: str, shown: float | None) -> float | None:
    """The setting from what was typed. Raises SettingError where a number is needed."""
    if shown is None:
        if key in OPTIONAL:
            return None
        raise SettingError(f"{key}: a number is needed.")
    return tidy(shown / 100 if key in PERCENT else shown)


def defaults_of(group: Group) -> dict[str, Any]:
    """The settings of a group as the app starts with."""
    return {key: DEFAULTS[key] for key in group.keys}


def tidy(number: float) -> float:
    """A whole number without decimals, others without the dust of binary fractions."""
    rounded = round(float(number), 6)
    return int(rounded) if rounded == int(rounded) else rounded


def _hours(minutes: float | None) -> float:
    return math.nan if minutes is None else float(minutes) / 60


def _resolution(body: Mapping[str, float] | None) -> float:
    return math.inf if body is None else float(body["resolution"])


def _scale(metric: Metric) -> float:
    return {"share": 0.01, "minutes": 60.0}.get(metric.unit, 1.0)


def _shown(metric: Metric, goal: float | None) -> float:
    return math.nan if goal is None else round(float(goal) / _scale(metric), 10)


def _unit(metric: Metric) -> str:
    named = {"share": "%", "minutes": "hours", "points": "points", "score": "of 100", "mean": metric.unit_words}
    return named.get(metric.unit, "tickets" if metric.shape == "stock" else "per ticket")
