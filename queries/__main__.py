"""What does the data say? Every number of the app, on the command line: python -m queries."""

import argparse
import datetime as dt
import sys
from collections.abc import Sequence

import duckdb

from data.upgrade import is_out_of_date
from data.versions import StoreError, open_for_reading
from queries import questions
from queries.changes import split
from queries.filters import FIELDS, Filters
from queries.parameters import QuestionError, from_text
from queries.periods import DAY, DEFAULT, Coverage, Period, named
from queries.printing import FORMATS, printed
from queries.registry import METRICS, carried_columns, missing_columns

FILTER_PARAMETERS = set(FIELDS.values())


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the answer, or what can be asked. Exit status 0: done; 1: cannot be answered; 2: usage."""
    options = _parser().parse_args(arguments)
    try:
        print(_answer(options) if options.name else _listing())
    except (QuestionError, StoreError) as error:
        return _failed(str(error))
    except duckdb.Error as error:
        if is_out_of_date():
            return _failed(
                "The store is in the form of an earlier version. Bring it up to date: python -m data upgrade"
            )
        return _failed(f"The store could not answer ({str(error).splitlines()[0]}). Load the data again.")
    except BrokenPipeError:
        sys.stderr.close()  # the reader (head, less) has gone; Python would complain when it flushes
    return 0


def _answer(options: argparse.Namespace) -> str:
    given = dict(options.set)
    shape = given.pop("shape", None)
    takes = questions.parameters_of(options.name, shape)
    values: dict[str, object] = {name: from_text(name, text) for name, text in given.items()}
    filters = Filters.from_conditions(options.where)
    unused = [name for name in given if name not in takes]
    unused += [field for field, plural in FIELDS.items() if filters.values(field) and plural not in takes]
    unused += [f"--{name}" for name in ("from", "to") if getattr(options, name) and name not in takes]
    if unused:
        takes_words = ", ".join(takes) or "no parameters"
        raise QuestionError(f"{options.name} does not take {', '.join(unused)}; it takes {takes_words}.")
    connection = open_for_reading()
    try:
        if "from" in takes:
            values = _period(connection, options).parameters() | values
        filters = _known(connection, filters)
        values = {name: value for name, value in filters.parameters().items() if value} | values
        _warn_of_missing(connection, options.name, shape)
        answer = questions.ask(connection, options.name, values, shape=shape)
        if shape == "changes":
            days = [Period(values[f"{when}from"], values[f"{when}to"]) for when in ("", "previous_")]  # type: ignore[arg-type]
            answer = split(METRICS[options.name], answer, now=days[0], before=days[1]).drop(columns="n")
        return printed(answer, options.format)
    finally:
        connection.close()


def _known(connection: duckdb.DuckDBPyConnection, filters: Filters) -> Filters:
    """The filters as the data spells them, capitals aside. Raises QuestionError for a value that no ticket has."""
    if not filters:
        return filters
    values = questions.ask(connection, "filter_values", {})
    for field in FIELDS:
        spelled = {str(value).casefold(): str(value) for value in values.loc[values["dimension"] == field, "value"]}
        chosen = filters.values(field)
        unknown = [value for value in chosen if value.casefold() not in spelled]
        if unknown:
            shown = ", ".join(list(spelled.values())[:12])
            raise QuestionError(f"No ticket has {field} {unknown[0]!r}. There are: {shown or 'none'}.")
        exact = [value if value in spelled.values() else spelled[value.casefold()] for value in chosen]
        filters = filters.replaced(field, exact or None)
    return filters


def _warn_of_missing(connection: duckdb.DuckDBPyConnection, name: str, shape: str | None) -> None:
    """Say on stderr when no loaded file carries what a metric needs: its empty answer is not a quiet week."""
    found = questions.computed(name, shape)
    metrics = [one for one in ([name] if found is None else [read for read, _ in found.reads]) if one in METRICS]
    columns = carried_columns(questions.ask(connection, "carried", {})) if metrics else frozenset()
    for metric in metrics:
        if lacking := missing_columns(METRICS[metric], columns):
            print(f"Not in this data: {metric} needs {', '.join(lacking)}.", file=sys.stderr)


def _period(connection: duckdb.DuckDBPyConnection, options: argparse.Namespace) -> Period:
    """The asked days; by default the last 13 complete weeks, or as many weeks up to the end that is given."""
    start, end = options.__dict__["from"], options.to
    if start and end:
        return Period(start, end)
    status = questions.ask(connection, "data_status", {})
    if status.empty:
        raise QuestionError("There is no data yet. Load a file, or make the sample: python -m data sample")
    coverage = Coverage.from_status(status.astype(object).to_dict("index")[0])
    if start:
        return Period(start, coverage.last_day)
    return Period(end - 13 * 7 * DAY + DAY, end) if end else named(DEFAULT, coverage)


def _listing() -> str:
    asked = {name: questions.meaning_of(name) for name in questions.names()}
    shapes = {f"shape={shape.name}": f"of a metric. {shape.meaning}" for shape in questions.COMPUTED_SHAPES.values()}
    width = max(map(len, asked))
    return "\n".join(f"{name:{width}}  {meaning}" for name, meaning in (asked | shapes).items())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m queries",
        description="Ask the data a question; without a name, list all questions.",
        epilog="Parameters of --set: by (day, week, month, channel, team, …), clock (business, calendar), "
        "shape (rows: the tickets behind a metric; usual_range; standings), limit, and what a question says it takes.",
        allow_abbrev=False,
    )
    parser.add_argument("name", nargs="?", help="the question or metric")
    parser.add_argument("--from", type=_day, metavar="DATE", help="first day of the period")
    parser.add_argument("--to", type=_day, metavar="DATE", help="last day; default: the last 13 complete weeks")
    parser.add_argument(
        "--where",
        action="append",
        default=[],
        type=_condition,
        metavar="FIELD=VALUE",
        help=f"only these tickets; FIELD is {', '.join(FIELDS)}; VALUE '(none)' is without one; may be repeated",
    )
    parser.add_argument(
        "--set", action="append", default=[], type=_assignment, metavar="PARAMETER=VALUE", help="may be repeated"
    )
    parser.add_argument("--format", choices=FORMATS, default="table")
    return parser


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it like 2026-03-31") from None


def _condition(text: str) -> str:
    try:
        Filters.from_conditions([text])
    except QuestionError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text


def _assignment(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise argparse.ArgumentTypeError(f"{text!r} is not PARAMETER=VALUE, like by=week")
    return name, value


def _failed(why: str) -> int:
    print(why, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
