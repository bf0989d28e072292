"""Which parameters may a question take, what may they hold, and what do they hold when nobody says?"""

import datetime as dt
import math
import numbers
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Value: TypeAlias = str | int | float | bool | dt.date | list[str] | None
Kind = Literal["date", "text", "texts", "integer", "number", "boolean"]

TIME_BUCKETS = ("day", "week", "month")
DIMENSIONS = (
    *("channel", "team", "agent", "priority", "category", "segment", "plan", "region", "status", "origin"),
    *("stage", "reply_speed", "reopened"),
)
TICKET_TIMES = ("weekday", "hour", "weekday_hour")
SORTS = (
    *("day", "created_at", "ticket_id", "customer_id", "subject", "status", "priority", "channel", "team", "agent"),
    *("category", "segment", "plan", "first_reply_minutes", "resolution_minutes", "reopens", "replies", "handoffs"),
    *("csat_score", "quality_score", "value"),
)
DOUBTS = (
    *("solved_at_once", "replied_at_once", "open_long", "in_future", "many_replies", "many_handoffs"),
    *("before_customer", "solved_undated", "solved_unanswered", "at_midnight", "in_bulk"),
)
UNKNOWN = ("customer", "organisation", "domain", "nothing")
QUANTILES = ("p50", "p90")
OUTCOMES = ("all", "converted", "dropped", "late", "lost", "in_window", "skipped", "out_of_order", "returned")
EXPOSURES = ("no contact", "good", "neither", "poor")
KINDS = ("csat", "nps", "ces")
DOSES = ("first_reply", "resolution", "replies", "reopens", "handoffs", "hour")
REPLY_SPEEDS = ("in time", "late", "very late", "(none)")
REOPENED = ("reopened", "not reopened", "(none)")
RATINGS = ("poor", "neutral", "good")
EXPECTED = ("timely", "empathetic", "solution-oriented", "none")
ORDERS = ("newest", "worst", "customer")
SUPPORT = ("no contact", "good only", "neither good nor poor", "some poor", "still open", "(none)")
RATINGS_GIVEN = ("2", "3", "4", "5 or more")
PATTERNS = ("always", "mixed", "never")
BANDS = ("promoter", "passive", "detractor")
HISTORIES = ("after a good one", "after a poor one", "after a poor one made good", "after two good ones")
CUSTOMERS_BY = ("all", "segment", "plan", "region", "acquisition_channel", "industry", "revenue_band", "start_year")
OF_RELATIONS = ("revenue_band", "start_year")  # known of who has bought, not of everybody on a journey
SCENARIOS = ("replies", "resolutions", "csat")
SIDES = ("contacted", "held back")
EXPOSURES_OF = ("overall", "fast_reply", "resolved_in_target", "not_reopened", "csat")


class QuestionError(ValueError):
    """A question that cannot be asked as it was put; the text says why and what to do."""


@dataclass(frozen=True)
class Parameter:
    """One parameter: the kind of its value, its default (None: no value), whether it must be given, what it may be."""

    name: str
    kind: Kind
    meaning: str
    default: Value = None
    is_required: bool = False
    choices: tuple[str, ...] = ()
    lowest: int | None = None
    highest: int | None = None


def _filter(name: str, field: str) -> Parameter:
    return Parameter(name, "texts", f"only these values of {field}; '(none)' is no value")


PARAMETERS: Mapping[str, Parameter] = {
    parameter.name: parameter
    for parameter in (
        Parameter("from", "date", "first day of the period", is_required=True),
        Parameter("to", "date", "last day of the period", is_required=True),
        Parameter("previous_from", "date", "first day of the period to compare with"),
        Parameter("previous_to", "date", "last day of the period to compare with"),
        _filter("channels", "channel"),
        _filter("teams", "team"),
        _filter("agents", "agent"),
        _filter("priorities", "priority"),
        _filter("categories", "category"),
        _filter("segments", "segment"),
        _filter("plans", "plan"),
        _filter("regions", "region"),
        _filter("acquisition_channels", "acquisition channel"),
        Parameter("customers_by", "text", "one row per what of customers", default="all", choices=CUSTOMERS_BY),
        Parameter(
            "landmark", "integer", "support of so many first days of a customer", default=90, lowest=7, highest=730
        ),
        Parameter(
            "most_customers",
            "integer",
            "take about so many customers at most, 'null' for all",
            default=100_000,
            lowest=1,
        ),
        Parameter("most_rows", "integer", "about so many rows at most, 'null' for all", default=100_000, lowest=1),
        Parameter(
            "scenario",
            "text",
            "what if every reply or resolution came within target, or CSAT were higher",
            default=SCENARIOS[0],
            choices=SCENARIOS,
        ),
        Parameter("csat_points", "number", "by how many points CSAT would be higher", default=5.0),
        Parameter("investment", "number", "what an investment in support costs a year"),
        Parameter("experiment", "text", "name of the experiment", is_required=True),
        Parameter("starts", "date", "first day of the experiment", is_required=True),
        Parameter("held_back", "number", "share of customers that is held back, from 0 to 1", default=0.5),
        Parameter("side", "text", "only customers of this side of the experiment", choices=SIDES),
        Parameter("weights", "texts", "what each sign adds to the log odds of leaving: feature=level:number"),
        Parameter("least_signs", "integer", "only customers with at least so many signs", default=0, lowest=0),
        Parameter("exposure_of", "text", "which part of support", default=EXPOSURES_OF[0], choices=EXPOSURES_OF),
        Parameter("weekday", "integer", "only tickets created on this weekday, 1 is Monday", lowest=1, highest=7),
        Parameter("hour", "integer", "only tickets created in this hour", lowest=0, highest=23),
        Parameter(
            "by", "text", "one row per what", default="all", choices=("all", *TIME_BUCKETS, *DIMENSIONS, *TICKET_TIMES)
        ),
        Parameter("clock", "text", "which minutes count", default="business", choices=("business", "calendar")),
        Parameter(
            "quantile",
            "text",
            "which quantile is judged, where a metric has several; else its headline",
            choices=QUANTILES,
        ),
        Parameter("what", "text", "which minutes", default="reply", choices=("reply", "resolution")),
        Parameter("hit", "boolean", "only hits, or only what missed"),
        Parameter("observed", "boolean", "only what is over, or only what still waits"),
        Parameter("least", "number", "only values of at least this"),
        Parameter("below", "number", "only values below this"),
        Parameter("kind", "text", "answers to which question", default=KINDS[0], choices=KINDS),
        Parameter("score_from", "number", "only answers of at least this score, on their own scale"),
        Parameter("score_below", "number", "only answers below this score, on their own scale"),
        Parameter("scale", "text", "only answers on this scale"),
        Parameter("stage", "text", "only customers in this stage of the journey; '(none)' is no stage"),
        Parameter("outcome", "text", "only customers who stand so at the step", default="all", choices=OUTCOMES),
        Parameter("exposure", "text", "only customers with this contact in their first days", choices=EXPOSURES),
        Parameter(
            "category", "text", "only customers with a ticket of this category in the stage; '(none)' is no value"
        ),
        Parameter("poor", "boolean", "only customers with a poor interaction in the stage"),
        Parameter(
            "stage_days",
            "integer",
            "contact of so many first days in a stage, at most half of its window",
            default=30,
            lowest=1,
            highest=365,
        ),
        Parameter("reply_speed", "text", "only first replies this fast; '(none)' is not known", choices=REPLY_SPEEDS),
        Parameter("reopened", "text", "only tickets reopened, or not; '(none)' is not known", choices=REOPENED),
        Parameter("dose", "text", "what of the ticket answers are set against", default=DOSES[0], choices=DOSES),
        Parameter(
            "bins", "integer", "into how many groups of equal count minutes fall", default=60, lowest=2, highest=100
        ),
        Parameter("dose_from", "number", "only answers about tickets with a dose of at least this"),
        Parameter("dose_below", "number", "only answers about tickets with a dose below this"),
        Parameter("support", "text", "only answers after this support in the 90 days before", choices=SUPPORT),
        Parameter("only_kind", "text", "only answers to this question", choices=KINDS),
        Parameter("rating", "text", "only answers rated so", choices=RATINGS),
        Parameter("expectation", "text", "only comments that speak of it, or of none", choices=EXPECTED),
        Parameter("term", "text", "only comments that hold this word, or these two as neighbours"),
        Parameter("order", "text", "which comments come first", default=ORDERS[0], choices=ORDERS),
        Parameter("least_comments", "integer", "only terms in at least so many comments", default=5, lowest=1),
        Parameter("ratings_given", "text", "only customers with so many ratings in the period", choices=RATINGS_GIVEN),
        Parameter(
            "pattern", "text", "only customers who were satisfied so often, of two ratings or more", choices=PATTERNS
        ),
        Parameter("band", "text", "only customers whose first answer was of this band", choices=BANDS),
        Parameter("after", "text", "only ratings that came after these of the same customer", choices=HISTORIES),
        Parameter(
            "first", "boolean", "only each customer's first answer to the recommendation question", default=False
        ),
        Parameter("commented", "boolean", "only answers with a comment, or only those without"),
        Parameter("customer", "text", "only this customer_id"),
        Parameter("search", "text", "only rows with this text in subject, ticket id or customer"),
        Parameter("sort", "text", "column to sort by", default="day", choices=SORTS),
        Parameter("descending", "boolean", "largest or newest first", default=True),
        Parameter("limit", "integer", "most rows to return, 'null' for all", default=100, lowest=0),
        Parameter("offset", "integer", "rows to leave out at the start", default=0, lowest=0),
        Parameter("ticket_id", "text", "the ticket", is_required=True),
        Parameter("with_excluded", "boolean", "count spam, deleted, merged and test tickets, too", default=False),
        Parameter("doubt", "text", "which doubtful values", default=DOUBTS[0], choices=DOUBTS),
        Parameter("unknown", "text", "what is not linked", default=UNKNOWN[0], choices=UNKNOWN),
        Parameter("named", "text", "only this customer id, organisation or domain"),
        Parameter("load_id", "integer", "the load, see loads", is_required=True, lowest=1),
    )
}


def checked(question: str, used: Iterable[str], given: Mapping[str, object]) -> dict[str, Value]:
    """The values for the parameters that a question uses: given, else default; what it does not use is left out.

    Raises QuestionError for a parameter that no question has, one that is missing, and a value of the wrong type.
    """
    for name in given:
        parameter_named(name)
    values: dict[str, Value] = {}
    for name in used:
        parameter = parameter_named(name)
        if name not in given and parameter.is_required:
            raise QuestionError(f"{question} needs {name}: {parameter.meaning}.")
        values[name] = _value(parameter, given[name]) if name in given else parameter.default
    _check_period(values)
    return values


def parameter_named(name: str) -> Parameter:
    """The parameter of that name. Raises QuestionError."""
    if name not in PARAMETERS:
        raise QuestionError(f"There is no parameter {name!r}. Parameters are: {', '.join(PARAMETERS)}.")
    return PARAMETERS[name]


def from_text(name: str, text: str) -> Value:
    """A value typed by a person; 'null' is no value, and several texts are separated by commas. Raises QuestionError."""
    parameter = parameter_named(name)
    if text.lower() == "null":
        return _value(parameter, None)
    readers: Mapping[Kind, Callable[[str], object]] = {
        "date": dt.date.fromisoformat,
        "text": str,
        "texts": lambda value: value.split(","),
        "integer": int,
        "number": float,
        "boolean": lambda value: {"true": True, "false": False}[value.lower()],
    }
    try:
        value = readers[parameter.kind](text)
    except (ValueError, KeyError):
        raise _wrong(parameter, text) from None
    return _value(parameter, value)


def _value(parameter: Parameter, value: object) -> Value:
    if value is None:
        if (
            parameter.is_required
            or (parameter.choices and parameter.default is not None)
            or (parameter.kind == "boolean" and parameter.default is not None)
        ):
            raise _wrong(parameter, value)
        return None
    match parameter.kind, value:
        case "date", dt.date() if not isinstance(value, dt.datetime):
            return value
        case "text", str() if not parameter.choices or value in parameter.choices:
            return value
        case "texts", list() | tuple() if all(isinstance(text, str) for text in value):
            return list(value) or None
        case "boolean", bool():
            return value
        case "integer", numbers.Integral() if not isinstance(value, bool) and _is_within(parameter, int(value)):
            return int(value)
        case "number", numbers.Real() if not isinstance(value, bool) and math.isfinite(value):
            return float(value)
    raise _wrong(parameter, value)


def _is_within(parameter: Parameter, value: int) -> bool:
    lowest, highest = parameter.lowest, parameter.highest
    return (lowest is None or value >= lowest) and (highest is None or value <= highest)


def _wrong(parameter: Parameter, value: object) -> QuestionError:
    allowed = {
        "date": "a day like 2026-03-31",
        "text": f"one of {', '.join(parameter.choices)}" if parameter.choices else "a text",
        "texts": "a list of texts",
        "integer": "a whole number",
        "number": "a number",
        "boolean": "true or false",
    }[parameter.kind]
    if parameter.lowest is not None:
        allowed += f" from {parameter.lowest}" if parameter.highest is None else ""
        allowed += f" from {parameter.lowest} to {parameter.highest}" if parameter.highest is not None else ""
    return QuestionError(f"{parameter.name} must be {allowed}, not {value!r}.")


def _check_period(values: Mapping[str, Value]) -> None:
    for first, last in (("from", "to"), ("previous_from", "previous_to")):
        start, end = values.get(first), values.get(last)
        if isinstance(start, dt.date) and isinstance(end, dt.date) and start > end:
            raise QuestionError(f"{first} ({start}) is after {last} ({end}).")
