"""Which tickets are meant: by channel, team, agent, priority, category, segment and plan?"""

import csv
import dataclasses
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from queries.parameters import QuestionError

NONE = "(none)"  # stands for "without a value" wherever a value is filtered by

# What can be filtered by, in the singular (as columns and URLs call it) and as the parameter that takes the values.
FIELDS: Mapping[str, str] = {
    "channel": "channels",
    "team": "teams",
    "agent": "agents",
    "priority": "priorities",
    "category": "categories",
    "segment": "segments",
    "plan": "plans",
}

Values = tuple[str, ...] | None


@dataclass(frozen=True)
class Filters:
    """The values that tickets may have, per field; None is no filter, and so is an empty selection."""

    channels: Values = None
    teams: Values = None
    agents: Values = None
    priorities: Values = None
    categories: Values = None
    segments: Values = None
    plans: Values = None

    def __post_init__(self) -> None:
        for field in FIELDS.values():
            values = getattr(self, field)
            object.__setattr__(self, field, tuple(dict.fromkeys(values)) if values else None)

    def __bool__(self) -> bool:
        """Whether anything is filtered at all."""
        return self != Filters()

    def values(self, field: str) -> tuple[str, ...]:
        """The values chosen for a field in the singular ("team"); empty when it is not filtered. Raises QuestionError."""
        return getattr(self, _plural(field)) or ()

    def replaced(self, field: str, values: Iterable[str | None] | None) -> "Filters":
        """The same filters with other values for one field; a value of None means tickets without one."""
        chosen = None if values is None else tuple(NONE if value is None else value for value in values)
        return dataclasses.replace(self, **{_plural(field): chosen})

    def parameters(self) -> dict[str, object]:
        """The parameters of a question, all of them: a list of texts, or None."""
        return {plural: list(self.values(field)) or None for field, plural in FIELDS.items()}

    def to_query(self) -> dict[str, str]:
        """One text per filtered field, as URLs carry it: values separated by commas, quoted where they hold one."""
        return {field: _joined(self.values(field)) for field in FIELDS if self.values(field)}

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Filters":
        """The filters of `to_query`; keys that are no field are left alone."""
        return cls(**{plural: _split(query[field]) for field, plural in FIELDS.items() if query.get(field)})

    @classmethod
    def from_conditions(cls, conditions: Iterable[str]) -> "Filters":
        """From texts like "team=Billing" ("team=(none)": without a team); repeated fields widen the choice.

        Raises QuestionError for a text without "=", or a field that cannot be filtered by.
        """
        chosen: dict[str, tuple[str, ...]] = {}
        for condition in conditions:
            field, equals, value = condition.partition("=")
            if not equals or not value:
                raise QuestionError(f"{condition!r} is not a condition; write FIELD=VALUE, like team=Billing.")
            plural = _plural(field.strip())
            chosen[plural] = (*chosen.get(plural, ()), value)
        return cls(**chosen)

    def describe(self) -> str:
        """The filters in words, as they stand under a title: "team Billing or Sales; no plan", or "all tickets"."""
        said = [_said(field, self.values(field)) for field in FIELDS if self.values(field)]
        return "; ".join(said) or "all tickets"


def _plural(field: str) -> str:
    if field not in FIELDS:
        raise QuestionError(f"{field!r} cannot be filtered by. Fields are: {', '.join(FIELDS)}.")
    return FIELDS[field]


def _said(field: str, values: tuple[str, ...]) -> str:
    named = [value for value in values if value != NONE]
    parts = [f"{field} {' or '.join(named)}"] if named else []
    return " or ".join([*parts, f"no {field}"] if NONE in values else parts)


def _joined(values: tuple[str, ...]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(values)
    return text.getvalue().removesuffix("\r\n")


def _split(text: str) -> Values:
    values = [value for row in csv.reader(io.StringIO(text, newline="")) for value in row]
    return tuple(value for value in values if value) or None
