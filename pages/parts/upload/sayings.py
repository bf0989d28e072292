"""How does the upload page say what it found? Plain text for Markdown, with text from files made safe."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from data.loading.load import Report
from data.loading.presets import BY_HAND, SURE, Preset, presets
from data.loading.preview import DateQuestion, Sheet
from pages.parts import words
from pages.parts.asking import Status
from queries.registry import METRICS, missing_columns

VERY_SURE = 0.8
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
FOLDED = "Folded: an earlier state, or a repeat, of a record that a later row of the same file supersedes."
UNSCALED = "Its ratings are taken to be 1 to 5: no column says their scale (csat_scale)."
CANNOT_TELL = "Cannot be told from such an export: "
FATES = ("new", "updated", "unchanged", "folded", "rejected")
MORE = ("", "k", "M", "G")


def exact(number: int) -> str:
    """Every digit: rows are accounted for one by one. 141,712"""
    return f"{number:,}"


def rows(number: int, noun: str = "row") -> str:
    """1 row, 141,712 rows"""
    return f"{exact(number)} {noun if number == 1 else noun + 's'}"


def size(bytes_: int) -> str:
    """5.1 MB, in steps of 1,000"""
    step, amount = 0, float(bytes_)
    while amount >= 999.5 and step < len(MORE) - 1:
        step, amount = step + 1, amount / 1000
    return f"{words.number(amount)} {MORE[step]}B" if step else rows(bytes_, "byte")


def seconds(taken: float) -> str:
    """0.4 s, 12 s, 3.1 min"""
    return f"{max(taken, 0.1):.1f} s" if taken < 9.95 else f"{taken:.0f} s" if taken < 100 else f"{taken / 60:.1f} min"


def file_facts(name: str, size_in_bytes: int, sheet: Sheet | None) -> str:
    """5.1 MB, gzip · about 142k rows · UTF-8, divided by commas"""
    packed = ", gzip" if Path(name).suffix.lower() == ".gz" else ""
    if sheet is None:
        return f"{size(size_in_bytes)}{packed}"
    counted = rows(sheet.rows) if sheet.is_counted else f"about {words.count(sheet.rows)} rows"
    form = (
        f"{ENCODINGS.get(sheet.encoding, sheet.encoding)}, divided by {DELIMITERS.get(sheet.table.delimiter, 'others')}"
    )
    return f"{size(size_in_bytes)}{packed} · {counted} · {form}"


def how_sure(confidence: float) -> str:
    """sure (83%)"""
    word = "sure" if confidence >= VERY_SURE else "fairly sure" if confidence >= SURE else "hardly"
    return f"{word} ({words.percent(confidence)})"


def recognised(preset: Preset, confidence: float, *, nearest: tuple[float, Preset] | None, is_chosen: bool) -> str:
    """What the file is taken for, how sure that is, and where its rows go. is_chosen: by the analyst."""
    goes = f"Its rows go into the table {preset.kind}."
    if preset.name != BY_HAND:
        sure = how_sure(confidence) if confidence else "though its usual columns are not all there"
        return f"{'Read' if is_chosen else 'Recognised'} as **{words.plain(preset.title)}**, {sure}. {goes}"
    if is_chosen:
        return f"**Mapped by hand.** {goes}"
    near = f" The nearest is {words.plain(nearest[1].title)}, {how_sure(nearest[0])}." if nearest else ""
    return f"**Not a known export**, so it is mapped by hand.{near} {goes}"


def title_of(name: str) -> str:
    """The title of a preset; also of those that are no longer known."""
    return presets()[name].title if name in presets() else "Mapped by hand" if name == BY_HAND else name


def header_names(header: Sequence[str]) -> list[str]:
    """Header cells as they are shown: told apart where they repeat, and named where they are empty."""
    seen: dict[str, int] = {}
    shown = []
    for number, cell in enumerate(header, start=1):
        text = cell or f"(column {number})"
        seen[text] = seen.get(text, 0) + 1
        shown.append(text if seen[text] == 1 else f"{text} ({seen[text]})")
    return shown


def both_orders(question: DateQuestion) -> tuple[str, str] | None:
    """What the example of a question is with the day first, and with the month first: 3 Apr 2026, 4 Mar 2026."""
    parts = question.value.split(" ")[0].rstrip(",").replace("-", "/").split("/")
    try:
        first, second, year = (int(part) for part in parts)
        year += 2000 if year < 100 else 0
        return words.date_text(dt.date(year, second, first)), words.date_text(dt.date(year, first, second))
    except ValueError:
        return None


def law(row: Mapping[str, Any]) -> str:
    """The counts of a load, as a sum: 141,712 rows = 24,918 new + 0 updated + … + 0 rejected; what is not 0 in bold."""
    parts = [f"{'**' * bool(row[fate])}{exact(int(row[fate]))} {fate}{'**' * bool(row[fate])}" for fate in FATES]
    return f"{rows(int(row['rows']))} = {' + '.join(parts)}"


def brought(reports: Sequence[Report]) -> str:
    """What files bring, by table: 24,918 new tickets; 12 new and 3 updated customers. Empty when nothing."""
    parts = []
    for kind in dict.fromkeys(report.kind for report in reports):
        new, updated = (sum(getattr(one, fate) for one in reports if one.kind == kind) for fate in ("new", "updated"))
        counted = [f"{exact(number)} {word}" for number, word in ((new, "new"), (updated, "updated")) if number]
        noun = kind.removesuffix("s") if new + updated == 1 else kind
        parts += [f"{words.list_text(counted)} {noun}"] if counted else []
    return words.list_text(parts)


def rejected(problems: Counter[tuple[str, str]], every: int) -> str:
    """How many rows are rejected, and what is wrong most often. problems: (column, reason) of the first of them."""
    first = problems.total()
    shown = f"{rows(every)} rejected" + (f", the first {exact(first)} are shown." if first < every else ".")
    ((column, reason), most), *_ = problems.most_common(1)
    return (
        f"{shown} {f'Most often ({exact(most)} of {exact(first)})' if most > 1 else 'For instance'} {column}: {reason}."
    )


def notes(every: Sequence[str]) -> tuple[list[str], list[str]]:
    """What was noticed in a file, and what such an export cannot tell."""
    noticed = [note for note in every if not note.startswith(CANNOT_TELL)]
    return noticed, [note.removeprefix(CANNOT_TELL) for note in every if note.startswith(CANNOT_TELL)]


def answers(kind: str, carries: Collection[str]) -> list[str]:
    """Which metrics a file of tickets with these columns can answer alone, or which it cannot: the shorter list."""
    if kind != "tickets":
        return []
    columns = {f"{kind}.{column}" for column in carries}
    lost = [metric.label for metric in METRICS.values() if missing_columns(metric, columns)]
    kept = [metric.label for metric in METRICS.values() if metric.label not in lost]
    said = [UNSCALED] if "csat_score" in carries and "csat_scale" not in carries else []
    if len(kept) < len(lost):
        return [
            *said,
            f"This file alone answers only: {words.list_text(kept)}." if kept else "This file alone answers no metric.",
        ]
    return [*said, f"Not answered by this file alone: {words.list_text(lost)}."] if lost else said


def standing(status: Status | None) -> str:
    """What the store holds before anything is dropped."""
    if status is None:
        return "Nothing has been loaded yet. Drop an export here, and every page fills."
    holds = f"{rows(status.tickets, 'ticket')} up to {words.date_text(status.data_through)}"
    if status.is_sample:
        return f"The store holds an invented company, {status.company}: {holds}. The first file of your own replaces all of it."
    return f"The store holds {holds}. New files add to it: known tickets are updated, nothing is counted twice."
