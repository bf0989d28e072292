"""How long is 26:30:15, 1h 30m, 3 hours 5 minutes or 5400? As minutes, by SQL."""

from typing import Literal, get_args

from data.loading.numbers import Style, number_sql

Unit = Literal["milliseconds", "seconds", "minutes", "hours", "days"]
UNITS: tuple[str, ...] = get_args(Unit)

_MINUTES = {"milliseconds": "1 / 60000", "seconds": "1 / 60", "minutes": "1", "hours": "60", "days": "1440"}
_CLOCK = (
    r"^\s*([-+]?)\s*(?:(\d+)\s*(?:d|days?),?\s+)?(\d+):([0-5]?\d)(?::([0-5]?\d(?:[.,]\d+)?))?\s*(?:h|hrs?|hours?)?\s*$"
)
_NAMES = {
    "weeks": ("w|wk|wks|weeks?", 10080.0),
    "days": ("d|days?", 1440.0),
    "hours": ("h|hrs?|hours?", 60.0),
    "minutes": ("m|mins?|minutes?", 1.0),
    "seconds": ("s|secs?|seconds?", 1 / 60),
    "milliseconds": ("ms|millis|milliseconds?", 1 / 60000),
}
_PIECE = rf"\d+(?:[.,]\d+)?\s*(?:{'|'.join(names for names, _ in _NAMES.values())})\s*,?\s*(?:and\s+)?"
_WORDS = rf"^\s*[-+]?\s*(?:{_PIECE})+$"


def minutes_sql(text: str, unit: str, style: Style = "either") -> str:
    """A SQL expression that turns a text expression into minutes (double); null where it is no duration.

    unit: of bare numbers. `H:MM`, `H:MM:SS` (also beyond 24 hours and with a sign) and durations in words say their own.
    """
    low = f"lower(trim({text}))"
    number = f"{number_sql(text, style)} * {_MINUTES[unit]}"
    return (
        f"case when {text} is null then null when contains({text}, ':') then {_clock_sql(low)} "
        f"when regexp_matches({low}, '{_WORDS}') then {_words_sql(low)} else {number} end"
    )


def _clock_sql(low: str) -> str:
    sign, days, hours, minutes, seconds = (f"regexp_extract({low}, '{_CLOCK}', {part})" for part in range(1, 6))
    amount = (
        f"coalesce(try_cast({days} as double), 0) * 1440 + try_cast({hours} as double) * 60 + try_cast({minutes} as double) "
        f"+ coalesce(try_cast(replace({seconds}, ',', '.') as double), 0) / 60"
    )
    return (
        f"case when regexp_matches({low}, '{_CLOCK}') then case when {sign} = '-' then -1 else 1 end * ({amount}) end"
    )


def _words_sql(low: str) -> str:
    parts = []
    for names, factor in _NAMES.values():
        piece = rf"regexp_extract({low}, '(\d+(?:[.,]\d+)?)\s*(?:{names})(?:[^a-z]|$)', 1)"
        parts.append(f"coalesce(try_cast(replace({piece}, ',', '.') as double), 0) * {factor!r}")
    return f"case when starts_with({low}, '-') then -1 else 1 end * ({' + '.join(parts)})"
