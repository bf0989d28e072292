"""Which number do the cells of a row give: one as it is, a duration in minutes, or one worked out from several?"""

from data import schema
from data.loading.durations import minutes_sql
from data.loading.mapping import Column
from data.loading.numbers import Style, number_sql
from data.loading.values import is_given, typed
from data.sql import quoted


def is_calculated(source: Column) -> bool:
    """Is more to be done than to read one cell?"""
    others = (source.minus, source.each, source.per)
    return bool(source.unit) or (source.times, source.plus) != (1, 0) or any(one is not None for one in others)


def number_of_row_sql(column: schema.Column, source: Column, text: str, style: Style) -> str:
    """A SQL expression: the number after what the preset does to it; a duration is minutes.

    Null where a cell that takes part is no number. style: how numbers are written, in all cells that take part.
    """
    value = minutes_sql(text, source.unit, style) if source.unit else typed(column, text, style)
    if source.minus is not None:
        value = f"{value} - {_cell_sql(source.minus, style, empty=0)}"
    if source.each is not None:
        value = f"({value}) * {_cell_sql(source.each, style, empty=1)}"
    if source.per is not None:
        value = f"({value}) / {_factor_sql(source)}"
    changed = f"round(({value}) * {source.times!r} + {source.plus!r}, 6)"
    if source.plus < 0:
        changed = f"greatest(0, {changed})"
    return f"cast({changed} as integer)" if column.type == "integer" else changed


def known_text_sql(source: Column, text: str) -> str:
    """The text, null where it is per something that has no factor: such a number is unknown, not wrong."""
    return text if source.per is None else f"case when {_factor_sql(source)} is not null then {text} end"


def _cell_sql(place: int, style: Style, *, empty: int) -> str:
    cell = f"c{place}"
    return f"case when {is_given(cell)} then {number_sql(cell, style)} else {empty} end"


def _factor_sql(source: Column) -> str:
    cases = " ".join(f"when {quoted(word)} then {factor!r}" for word, factor in source.factors.items())
    return f"case lower(trim(c{source.per})) {cases} end"
