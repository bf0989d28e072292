"""Why is a customer on the list, in words that somebody can say who is about to call?"""

from collections.abc import Hashable, Mapping
from typing import Any

from pages.parts import words

LONG_OPEN = 7  # days from which on an open ticket is a sign
NEAR = 30  # days before the renewal
SILENT, LONG_SILENT = 90, 180  # days: a sign without a contract; with one worth a word and no sign
NONE = "No sign: the chance is that of customers like this one"


def reasons(row: Mapping[Hashable, Any]) -> str:
    """2 poor interactions in 90 days, the last 5 days ago; a ticket open for 9 days; renews in 12 days.

    row: one of `customers_at_risk`.
    """
    said = [_poor(row), _open(row), _reopened(row), _rating(row), _renewal(row), _silence(row)]
    text = "; ".join(filter(None, said))
    return f"{text[:1].upper()}{text[1:]}" if text else NONE


def _poor(row: Mapping[Hashable, Any]) -> str:
    count, days = _number(row["poor_90"]), _number(row["poor_days"])
    if not count:
        return ""
    if count == 1:
        return "a poor interaction in the last 90 days" if days is None else f"a poor interaction {_ago(days)}"
    when = "" if days is None else f", the last {_ago(days)}"
    return f"{words.count(count)} poor interactions in 90 days{when}"


def _open(row: Mapping[Hashable, Any]) -> str:
    days, count = _number(row["open_days"]), _number(row["open_tickets"])
    if days is None or not count or days < LONG_OPEN:
        return ""
    if count > 1:
        return f"{words.plural(count, 'ticket')} open, the oldest for {words.plural(days, 'day')}"
    return f"a ticket open for {words.plural(days, 'day')}"


def _reopened(row: Mapping[Hashable, Any]) -> str:
    count = _number(row["reopened_90"])
    if not count:
        return ""
    return "a reopened ticket" if count == 1 else f"{words.count(count)} reopened tickets"


def _rating(row: Mapping[Hashable, Any]) -> str:
    if row["rating"] not in ("fell to poor", "fell", "poor"):
        return ""
    last, before = _number(row["last_score"]), _number(row["score_before"])
    if row["rating"] == "poor":
        return "the last two ratings poor"
    if last is not None and before is not None and before > last:
        return f"rating fell from {words.number(before)} to {words.number(last)}"
    if words.is_missing(row["rating_before"]):
        return f"rated poor{'' if last is None else f' ({words.number(last)})'}"
    return f"rating fell from {row['rating_before']} to {row['last_rating']}"


def _renewal(row: Mapping[Hashable, Any]) -> str:
    days = _number(row["renewal_days"])
    return "" if days is None or days > NEAR else f"renews in {words.plural(days, 'day')}"


def _silence(row: Mapping[Hashable, Any]) -> str:
    days = _number(row["silent_days"])
    has_contract = _number(row["renewal_days"]) is not None
    if days is None or days < (LONG_SILENT if has_contract else SILENT):
        return ""
    return f"nothing heard for {words.age(days)}" if has_contract else f"no order and no contact for {words.age(days)}"


def _ago(days: float) -> str:
    return "today" if days < 1 else f"{words.plural(days, 'day')} ago"


def _number(value: object) -> float | None:
    return None if words.is_missing(value) else float(value)  # type: ignore[arg-type]
