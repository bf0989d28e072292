"""How does a page get its figures? Every question is asked of one version of the store, and its answer is remembered.

The version is part of every cache key, so a page never mixes two; a new version is seen at the next rerun.
"""

import datetime as dt
import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

import duckdb
import pandas as pd
import streamlit as st

from data import modelling, versions
from data.settings import Settings, parse
from queries import questions
from queries.parameters import PARAMETERS
from queries.registry import METRICS, carried_columns, missing_columns

P = ParamSpec("P")
T = TypeVar("T")
HELD = "version of the store"  # where a session keeps the version that its page is about
REMEMBERED = 3000  # answers: aggregates of at most a few thousand rows each


@dataclass(frozen=True)
class Status:
    """How far the data reaches. Days are in the business time zone, instants in UTC.

    first_day and last_day, the last complete one: of tickets. answers_first_day and answers_last_day: of surveys sent or
    answered; the last may not be over.
    """

    version: str
    data_through: dt.datetime
    first_day: dt.date | None
    last_day: dt.date
    last_complete_week: dt.date
    time_zone: str
    is_sample: bool
    company: str
    tickets: int
    excluded: int
    answers_first_day: dt.date | None
    answers_last_day: dt.date | None


def hold_version() -> None:
    """Look up the current version for this run of the page, so that a page is of one piece. Raises StoreError."""
    found = versions.current_version()
    if found is None:
        raise versions.StoreError("There is no data yet. Load a file on the Upload page.")
    st.session_state[HELD] = f"{versions.default_store()}/{found.file}"


def version() -> str:
    """The file of the version that this run of the page is about."""
    if HELD not in st.session_state:
        hold_version()
    return str(st.session_state[HELD])


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """Remember what a function made of one version of the store; its arguments are hashable, its results never changed.

    For figures and what is computed for them: unlike `st.cache_data` nothing is copied or hashed piece by piece.
    """

    @functools.lru_cache(maxsize=REMEMBERED)
    def answer(file: str, *arguments: P.args, **named: P.kwargs) -> T:
        return function(*arguments, **named)

    @functools.wraps(function)
    def asked(*arguments: P.args, **named: P.kwargs) -> T:
        return answer(version(), *arguments, **named)  # type: ignore[arg-type] # lru_cache knows no ParamSpec

    return asked


def ask(name: str, *, shape: str | None = None, **parameters: object) -> pd.DataFrame:
    """The answer to a question at the current version. Raises QuestionError.

    Parameters are those of the question, `from_` with an underscore for Python's sake; what it does not take is left out.
    """
    return _asked(version(), name, shape=shape, **parameters)


def sql(name: str, *, shape: str | None = None) -> str:
    """The SQL that answers a question."""
    return questions.sql_of(name, shape)


def status() -> Status:
    """What the store holds now."""
    return _status(version())


def settings() -> Settings:
    """The settings of the current version."""
    return parse(json.loads(_settings(version())))


def setting_values() -> dict[str, Any]:
    """The settings of the current version, as stored."""
    return dict(json.loads(_settings(version())))


def missing(metric: str) -> tuple[str, ...]:
    """The columns that a metric needs and that this data does not carry; empty when it can be answered."""
    return missing_columns(METRICS[metric], _carried(version()))


def _asked(file: str, name: str, *, shape: str | None = None, **parameters: object) -> pd.DataFrame:
    given = {key.removesuffix("_"): _frozen(value) for key, value in parameters.items()}
    takes = questions.parameters_of(name, shape)
    # What is left at its default is asked no differently: a computed answer names every parameter, a page only some.
    wanted = tuple((key, given[key]) for key in takes if key in given and given[key] != PARAMETERS[key].default)
    is_everything = ("limit", None) in wanted  # all rows, for a file: too many to remember
    return (_answer.__wrapped__ if is_everything else _answer)(file, name, shape, wanted)


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


@functools.lru_cache(maxsize=2)
def _connection(file: str) -> duckdb.DuckDBPyConnection:
    number = file.rsplit("/", 1)[-1]
    found = next(version for version in versions.read_pointer().versions if version.file == number)
    return versions.open_for_reading(version=found)


@functools.lru_cache(maxsize=REMEMBERED)
def _answer(file: str, name: str, shape: str | None, parameters: tuple[tuple[str, Any], ...]) -> pd.DataFrame:
    given = {key: list(value) if isinstance(value, tuple) else value for key, value in parameters}
    return questions.ask(_connection(file), name, given, shape=shape, through=functools.partial(_asked, file))


@functools.lru_cache(maxsize=4)
def _status(file: str) -> Status:
    row = questions.ask(_connection(file), "data_status", {}).iloc[0]
    values = modelling.stored_settings(_connection(file).cursor())
    return Status(
        version=file,
        data_through=pd.Timestamp(row["data_through"]).to_pydatetime(),
        first_day=_day(row["first_day"]),
        last_day=pd.Timestamp(row["last_day"]).date(),
        last_complete_week=pd.Timestamp(row["last_complete_week"]).date(),
        time_zone=str(row["time_zone"]),
        is_sample=bool(row["is_sample"]),
        company=str(values["company"]),
        tickets=int(row["tickets"]),
        excluded=int(row["excluded"]),
        answers_first_day=_day(row["answers_first_day"]),
        answers_last_day=_day(row["answers_last_day"]),
    )


def _day(text: object) -> dt.date | None:
    return None if pd.isna(text) else pd.Timestamp(str(text)).date()  # type: ignore[call-overload]


@functools.lru_cache(maxsize=4)
def _settings(file: str) -> str:
    return json.dumps(modelling.stored_settings(_connection(file).cursor()))


@functools.lru_cache(maxsize=4)
def _carried(file: str) -> frozenset[str]:
    return carried_columns(questions.ask(_connection(file), "carried", {}))
