"""What do a header and the rows that belong to it say of each column: which question it answers, and in which time zone?"""

import re
from collections.abc import Sequence

from data.loading.presets import Melt
from data.reading.table import VALUE, Table, zone_of


def questions(table: Table) -> list[str]:
    """The words that stand over each column: its header token, and in lower case what is under it, on lines of their own."""
    under = [[" ".join(cell.split()).casefold() for cell in row] for row in table.below]
    return [" \n ".join((name, *(row[place] for row in under if place < len(row))))
            for place, name in enumerate(table.tokens)]  # fmt: skip


def first_like(pattern: str, texts: Sequence[str]) -> int | None:
    """The place of the first text in which the regular expression is found."""
    return next((place for place, text in enumerate(texts) if re.search(pattern, text)), None)


def melting(table: Table, melt: Melt) -> dict[str, int]:
    """Which columns become rows: the name each of them gives to its rows -> its place."""
    if melt.named:
        texts = questions(table)
        found = {name: first_like(pattern, texts) for name, pattern in melt.named.items()}
        return {name: place for name, place in found.items() if place is not None}
    matches = ((re.search(melt.like, name), place) for place, name in enumerate(table.tokens))
    return {(match.group(1) if match.groups() else match.group(0)): place for match, place in matches if match}


def said_zone(table: Table, position: int) -> str | None:
    """The time zone that a column's header names for its values, or a row under it: `{…"timeZone":"Europe/Rome"}`."""
    if table.header[position] == VALUE:  # what all the columns say that became rows
        zones = {said_zone(table, place) for place, _ in table.long}
        return zones.pop() if len(zones) == 1 else None
    under = " ".join(row[position] for row in table.below if position < len(row))
    found = re.search(r'"timezone":\s*"([^"]+)"', under, re.IGNORECASE)
    return zone_of(table.header[position]) or (zone_of(f"({found.group(1)})") if found else None)
