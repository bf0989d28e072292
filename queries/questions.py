"""How is a question asked: which .sql files make it, which parameters does it take, and what does the store answer?

Every .sql file under this folder is one named text. A metric is a relation (one row per thing counted); a shape
aggregates it. The text that runs is composed by putting the texts it names (`from bucketed`) before it as CTEs.
Values are only ever bound as parameters. What statistics make of such answers (queries.computed) is asked the same way.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from queries.computed.computed import Ask, Computed
from queries.computed.registry import COMPUTED, COMPUTED_SHAPES
from queries.parameters import CUSTOMERS_BY, DIMENSIONS, OF_RELATIONS, PARAMETERS, QuestionError, Value, checked
from queries.registry import METRICS
from queries.uncertainty import with_interval

__all__ = [
    "COMPUTED",
    "COMPUTED_SHAPES",
    "PARAMETERS",
    "Question",
    "QuestionError",
    "ask",
    "computed",
    "library",
    "meaning_of",
    "names",
    "parameters_of",
    "sql_of",
]

FOLDER = Path(__file__).parent
PARTS = ("selected", "steps", "shapes")  # families that are only ever part of a question

# Questions that are a metric's relation in another shape.
BOUND: Mapping[str, tuple[str, str]] = {
    "tickets": ("arrivals", "rows"),
    "waiting_by_hour": ("first_reply_time", "by_hour"),
    "backlog_by_age": ("backlog", "by_age"),
    "backlog_ages": ("backlog", "ages"),
    "aspects": ("aspect_answers", "by_expectation"),
}
# Shapes that bucket in their own way, whatever $by is given.
FIXED: Mapping[str, Mapping[str, Value]] = {
    "rows": {"by": "all"},
    "by_hour": {"by": "weekday_hour"},
    "by_age": {"by": "all"},
}
# Columns that a shape needs of the relation.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "count": (),
    "share": ("is_hit",),
    "duration": ("value", "is_observed"),
    "quantiles": ("value", "is_observed"),
    "mean": ("value",),
    "score": ("band",),
    "stock": ("value",),
    "per_customers": (),
    "by_hour": ("value", "is_observed"),
    "by_age": ("value",),
    "ages": ("value",),
    "by_expectation": ("expectation",),
    "changes": (),
    "rows": (),
}


@dataclass(frozen=True)
class Question:
    """One .sql file: its name (file stem), family (folder), what it means (leading comment lines), and its text."""

    name: str
    family: str
    meaning: tuple[str, ...]
    text: str


@functools.cache
def library() -> Mapping[str, Question]:
    """Every .sql file by the name that other files call it by. Raises QuestionError when two have the same name."""
    found: dict[str, Question] = {}
    for path in sorted(FOLDER.glob("*/*.sql")):
        lines = path.read_text("utf-8").splitlines()
        start = next(number for number, line in enumerate(lines) if not line.startswith("--"))
        name = f"selected_{path.stem}" if path.parent.name == "selected" else path.stem
        if name in found:
            raise QuestionError(f"Two files are called {name}: in {found[name].family} and in {path.parent.name}.")
        meaning = tuple(line.removeprefix("--").strip() for line in lines[:start])
        found[name] = Question(name, path.parent.name, meaning, "\n".join(lines[start:]).strip())
    return found


@functools.cache
def names() -> tuple[str, ...]:
    """Every name that can be asked: the metrics first, then the other questions."""
    relations = {metric.question for metric in METRICS.values()}
    others = {question.name for question in library().values() if question.family not in PARTS}
    return (*METRICS, *sorted((others | set(BOUND)) - relations - set(METRICS) | set(COMPUTED)))


@functools.lru_cache(maxsize=512)
def computed(name: str, shape: str | None = None) -> Computed | None:
    """How an answer is computed from those to other questions; None where SQL alone gives it. Raises QuestionError."""
    if name in METRICS and shape is not None and shape in COMPUTED_SHAPES:
        wanted, own = COMPUTED_SHAPES[shape], METRICS[name].shape
        if own not in wanted.of:
            raise QuestionError(f"{name} cannot be asked as {shape}: that is for {', '.join(wanted.of)}, not {own}.")
        return wanted.bound(METRICS[name])
    return COMPUTED[name] if name in COMPUTED and shape is None else None


def meaning_of(name: str) -> str:
    """In a line: the formula of a metric, or what one row of another question is. Raises QuestionError."""
    if name in METRICS:
        return f"{METRICS[name].label}: {METRICS[name].formula}"
    if name in COMPUTED:
        return COMPUTED[name].meaning
    return library()[_parts_of(name, None)[1]].meaning[0]


@functools.lru_cache(maxsize=512)
def sql_of(name: str, shape: str | None = None) -> str:
    """The runnable text of a question; a metric in its own shape unless another is named ('rows': what it counts).

    That of a computed answer are the texts of all questions that it reads, each headed by its name.
    Raises QuestionError for an unknown question or shape, or a shape that the metric cannot take.
    """
    if (found := computed(name, shape)) is not None:
        return ";\n\n".join(f"-- {read}\n{sql_of(read, read_shape)}" for read, read_shape in found.reads)
    relation, body = _parts_of(name, shape)
    parts: dict[str, str] = {}
    final = library()[body].text
    _collect(final, _bound(final, relation), parts)
    ctes = [f"{name} as{_hint(name)} (\n{_indented(text)}\n)" for name, text in parts.items()]
    if final.startswith("with "):
        ctes.append(final.removeprefix("with "))
        return "with " + ",\n".join(ctes)
    return ("with " + ",\n".join(ctes) + "\n" if ctes else "") + final


@functools.lru_cache(maxsize=512)
def parameters_of(name: str, shape: str | None = None) -> tuple[str, ...]:
    """Names of the parameters that a question takes, in the order of PARAMETERS. Raises QuestionError."""
    if (found := computed(name, shape)) is not None:
        taken = {parameter for read in found.reads for parameter in parameters_of(*read)} - set(found.sets)
        return tuple(parameter for parameter in PARAMETERS if parameter in taken | set(found.takes))
    used = set(re.findall(r"\$([a-z_]+)", _code(sql_of(name, shape))))
    unknown = used - set(PARAMETERS)
    if unknown:
        raise QuestionError(f"{name} uses parameters that are not known: {', '.join(sorted(unknown))}.")
    fixed = FIXED.get(_shape_of(name, shape) or "", {})
    return tuple(parameter for parameter in PARAMETERS if parameter in used - set(fixed))


def ask(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    parameters: Mapping[str, object],
    *,
    shape: str | None = None,
    through: Ask | None = None,
) -> pd.DataFrame:
    """The answer as a frame; days and buckets are ISO text, timestamps are UTC without a zone, shares are 0 to 1.

    That of a metric has the 95 % interval of its value beside it, where it has one (queries.uncertainty). Parameters
    that the question does not take are left out. through: what a computed answer asks its own questions with, where
    that is not this connection. Safe to call from many threads at once.
    Raises QuestionError for an unknown question or parameter, a missing one, or a value of the wrong type.
    """
    sql = sql_of(name, shape)
    values: dict[str, Value] = checked(name, parameters_of(name, shape), parameters)
    if (found := computed(name, shape)) is not None:

        def asking(name: str, *, shape: str | None = None, **given: object) -> pd.DataFrame:
            return ask(connection, name, given, shape=shape)

        return found.compute(through or asking, values)
    asked_shape = _shape_of(name, shape)
    values |= {key: value for key, value in FIXED.get(asked_shape or "", {}).items() if f"${key}" in _code(sql)}
    if asked_shape == "changes" and values["by"] not in ("all", *DIMENSIONS):
        raise QuestionError(f"changes can be split by all, {', '.join(DIMENSIONS)}; not by {values['by']}.")
    if values.get("customers_by") in OF_RELATIONS and "chosen_groups" in sql:
        offered = ", ".join(by for by in CUSTOMERS_BY if by not in OF_RELATIONS)
        raise QuestionError(f"{name} can be split by {offered}; not by {values['customers_by']}.")
    with connection.cursor() as cursor:
        frame = cursor.execute(sql, values).df()
    is_metric = name in METRICS and asked_shape == METRICS[name].shape
    return with_interval(METRICS[name], frame) if is_metric else frame


def _shape_of(name: str, shape: str | None) -> str | None:
    if name in METRICS:
        return shape or METRICS[name].shape
    return BOUND[name][1] if name in BOUND else None


def _parts_of(name: str, shape: str | None) -> tuple[str | None, str]:
    """Names of the relation that is counted (None: nothing is) and of the text that comes last."""
    if name not in names():
        raise QuestionError(f"There is no question {name!r}. List them all: python -m queries")
    if name not in METRICS and shape is not None:
        raise QuestionError(f"{name} has no shapes; only metrics do.")
    wanted = _shape_of(name, shape)
    if wanted is None:
        return None, name
    relation = METRICS[name].question if name in METRICS else BOUND[name][0]
    if wanted not in NEEDED:
        raise QuestionError(f"There is no shape {wanted!r}. Shapes are: {', '.join((*NEEDED, *COMPUTED_SHAPES))}.")
    text = library()[relation].text
    lacking = [column for column in NEEDED[wanted] if f" as {column}" not in text]
    if lacking:
        raise QuestionError(f"{name} cannot be asked as {wanted}: it has no {' and no '.join(lacking)}.")
    if wanted == "rows":
        wanted = "survey_rows" if "selected_surveys" in _references(text) else "ticket_rows"
    return relation, wanted


def _bound(text: str, relation: str | None) -> dict[str, str]:
    """What names stand for that are another text in every question: what is counted, the days that this covers, and who is
    asked about on a landmark: everybody, or those drawn by lot where the question names them."""
    bound = {"counted": relation} if relation else {}
    bound |= {"landmark_asked": "landmark_drawn" if "landmark_drawn" in _references(text) else "landmark_relations"}
    parts: dict[str, str] = {}
    _collect(text, bound, parts)
    return bound | {"reach": "survey_reach" if "selected_surveys" in parts else "ticket_reach"}


def _collect(text: str, bound: Mapping[str, str], parts: dict[str, str]) -> None:
    """Add every text that this one reads from, each after what it reads from itself. bound: see `_bound`."""
    for name in _references(text):
        key = bound.get(name, name)
        if name not in parts and key in _readable():
            _collect(library()[key].text, bound, parts)
            parts[name] = library()[key].text


@functools.cache
def _readable() -> frozenset[str]:
    """Names of the texts that others may read from: a coverage question may be called like the table it reads."""
    relations = {metric.question for metric in METRICS.values()}
    return frozenset(
        name for name, text in library().items() if name in relations or text.family in ("selected", "steps")
    )


def _references(text: str) -> list[str]:
    return re.findall(r"\b(?:from|join)\s+([a-z_]+)", _code(text))


def _code(text: str) -> str:
    """The text without comments and quoted texts."""
    return re.sub(r"--[^\n]*|'[^']*'", "", text)


def _hint(name: str) -> str:
    # A relation is wide: kept once for two readers it is copied with all its columns, read twice it is not.
    is_step = name in library() and library()[name].family == "steps"
    return "" if is_step and name != "matching_tickets" else " not materialized"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else line for line in text.splitlines())
