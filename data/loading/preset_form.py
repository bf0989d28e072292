"""Is everything in a preset's file of the form that it has to be? A file can come from anywhere, and be written by hand."""

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

Test = Callable[[Any], bool]


def misfits(body: Mapping[str, Any]) -> list[str]:
    """What is not of the form that `presets.FORM` shows, in words. Says nothing of what is lacking or not known."""
    found = [
        f"{part} has to be {what}"
        for part, (is_good, what) in _PARTS.items()
        if part in body and not is_good(body[part])
    ]
    columns = body.get("columns")
    for column, spec in columns.items() if isinstance(columns, Mapping) else ():
        if isinstance(spec, Mapping) and not _SOURCE(spec):
            found.append(f"a part of {column} is no text or no number where it has to be one")
    return found


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _each(is_good: Test) -> Test:
    """A table in which everything is like that."""
    return lambda value: isinstance(value, Mapping) and all(map(is_good, value.values()))


def _is_zone(value: Any) -> bool:
    try:
        return bool(value) and ZoneInfo(value) is not None
    except (KeyError, ValueError, TypeError, OSError):
        return False


def _with(parts: Mapping[str, Test]) -> Test:
    """A table whose parts are like that, as far as they are there; others are not looked at."""
    return lambda value: (
        isinstance(value, Mapping) and all(is_good(value[part]) for part, is_good in parts.items() if part in value)
    )


def _are_names(value: Any) -> bool:
    return _is_text(value) or _are_texts(value)


_SOURCE = _with(
    {
        "column": _are_names,
        "times": _is_number,
        "plus": _is_number,
        "only": _is_flag,
        "factors": _each(_is_number),
        **dict.fromkeys(
            ("like", "combine", "separator", "time", "add", "unit", "minus", "each", "per", "extract"), _is_text
        ),
    }
)
_PARTS: Mapping[str, tuple[Test, str]] = {
    **dict.fromkeys(("title", "kind"), (_is_text, "a text")),
    **dict.fromkeys(
        ("signature", "missing", "cannot_tell", "also", "latest_by", "highest", "asks"), (_are_texts, "a list of texts")
    ),
    "signature_needs": (lambda value: _is_number(value) and value >= 1, "a number from 1 on"),
    "zone": (_is_zone, "a time zone like Europe/Berlin"),
    "day_first": (_is_flag, "true or false"),
    "second_header": (
        lambda value: isinstance(value, Mapping) and _is_text(value.get("column")) and _are_texts(value.get("values")),
        "a column and a list of values",
    ),
    "leave_out": (_each(_each(_is_text)), "words with a reason each, by column"),
    "melt": (_with({"like": _is_text, "named": _each(_is_text)}), "a pattern, or named patterns"),
    "columns": (lambda value: isinstance(value, Mapping), "a table of columns"),
    "values": (_each(_each(_is_text)), "words for words, by column"),
    "constants": (_each(_is_text), "a text for each column"),
}
