"""Which records are in a random file, in which states, and which state of each counts?"""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from data import schema
from tests.data import any_file_values as values
from tests.data.any_file_columns import Plan
from tests.data.any_file_values import Value

Key = tuple[Value, ...]
SCALES = {"1-5": (1, 5), "good-bad": (0, 1), "0-10": (0, 10), "0-100": (0, 100)}
SCORED = {"csat_scale": ("csat_score",), "aspect_scale": schema.ASPECTS}  # a scale and what is on it
SURVEYS = {"csat": "1-5", "nps": "0-10", "ces": "1-7"}
STARTS = {"tickets": "created_at", "subscriptions": "started_at", "customers": "acquired_at", "surveys": "sent_at"}
NEEDED_TEXT = ("Evaluate", "Größe ändern", "a, b; c", "status")


@dataclass(frozen=True)
class _State:
    """What one row says of a record. rank: the highest counts."""

    rank: tuple[float, dt.datetime, int]
    row: dict[str, Value]


@dataclass
class Records:
    """Draws records, and remembers every state of each that was written as a good row.

    latest: a column of the file tells which state is the last. highest: canonical columns of which the highest state counts.
    """

    draw: random.Random
    table: schema.Table
    plans: Sequence[Plan]
    is_far: bool
    highest: tuple[str, ...] = ()
    states: dict[Key, list[_State]] = field(default_factory=dict)
    number: int = 0
    rows: int = 0

    def fresh(self) -> dict[str, Value]:
        """The values of a record that is in no row yet, as far as the file can keep them."""
        self.number += 1
        row: dict[str, Value] = {}
        for plan in self.plans:
            column = self.table.column(plan.name)
            value = plan.draw() if plan.draw else self._value(column, row)
            row[plan.name] = plan.keep(value)
        return row

    def known(self) -> dict[str, Value]:
        """Another row of a record that is there: the same again, or another state."""
        key = self.draw.choice(list(self.states))
        old = self.draw.choice(self.states[key]).row
        if self.draw.random() < 0.3:
            return dict(old)
        row = self.fresh() | {name: old[name] for name in self.table.key}
        start = STARTS.get(self.table.name)
        return row | ({start: old[start]} if start in row else {}) if self._is_in_order(row, old) else dict(old)

    def keep(self, row: dict[str, Value], latest: float = 0) -> None:
        """A good row. latest: what the column says that tells which state is the last."""
        updated = row.get("updated_at")
        moment = updated if isinstance(updated, dt.datetime) else dt.datetime.min
        self.states.setdefault(self._key(row), []).append(_State((latest, moment, self.rows), row))
        self.rows += 1

    @property
    def folded(self) -> int:
        return self.rows - len(self.states)

    def last_states(self) -> dict[Key, Key]:
        """Key -> the values of its last state."""
        found = {}
        for key, states in self.states.items():
            row = dict(max(states, key=lambda state: state.rank).row)
            for name in self.highest:
                known = [value for state in states if isinstance(value := state.row.get(name), int)]
                row[name] = max(known) if known else None
            found[key] = tuple(row[plan.name] for plan in self.plans)
        return found

    def _key(self, row: dict[str, Value]) -> Key:
        return tuple(row[name] for name in self.table.key)

    def _is_in_order(self, row: dict[str, Value], old: dict[str, Value]) -> bool:
        """May the new state begin when the old one did?"""
        start = STARTS.get(self.table.name)
        if start not in row:
            return True
        begin = old[start]
        times = [value for name, value in row.items() if isinstance(value, dt.datetime) and name != start]
        return all(isinstance(begin, dt.datetime) and value >= begin for value in times) or begin is None

    def _value(self, column: schema.Column, row: dict[str, Value]) -> Value:
        draw = self.draw
        if column.name in self.table.key and column.type == "id":
            return f"{draw.choice(['T-', '', '00', 'cus_', 'Ü'])}{1000 + self.number}"
        if not column.required and draw.random() < 0.25:
            return None
        if column.type == "timestamp":
            return self._time(column, row)
        if column.type == "choice":
            return self._choice(column, row)
        if column.type == "id":
            return f"{draw.choice(['C', '7', 'u-'])}{draw.randrange(100)}"
        if column.type == "boolean":
            return draw.random() < 0.5
        if column.type == "integer":
            return draw.randrange(30) if draw.random() < 0.8 else draw.randrange(1000, 5000)
        if column.type == "number":
            return self._number(column, row)
        if column.name == "currency":
            return draw.choice(["EUR", "USD"])
        if column.required:
            return f"{draw.choice(NEEDED_TEXT)} {self.number}"
        return values.read_text(values.words(draw, is_far=self.is_far))

    def _time(self, column: schema.Column, row: dict[str, Value]) -> Value:
        start = row.get(STARTS.get(self.table.name, ""))
        after = start if isinstance(start, dt.datetime) else None
        return values.moment(self.draw, after=after)

    def _choice(self, column: schema.Column, row: dict[str, Value]) -> Value:
        if column.name == "scale":
            return SURVEYS[str(row["kind"])]
        if column.name not in SCORED:
            return self.draw.choice(column.choices)
        scores = [score for name in SCORED[column.name] if isinstance(score := row.get(name), float)]
        fits = [name for name, (low, high) in SCALES.items() if all(low <= score <= high for score in scores)]
        return self.draw.choice(fits)

    def _number(self, column: schema.Column, row: dict[str, Value]) -> Value:
        draw = self.draw
        if column.name == "score":
            low, high = {"csat": (1, 5), "nps": (0, 10), "ces": (1, 7)}[str(row["kind"])]
            return float(draw.randint(low, high))
        if column.name == "csat_score":
            return float(draw.randint(1, 5) if draw.random() < 0.5 else 1)
        if column.name in schema.ASPECTS:
            return float(draw.randint(1, 5))
        amount = draw.randrange(10**7) / 4
        return -amount if column.name == "amount" and draw.random() < 0.2 else amount
