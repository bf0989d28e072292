"""How does the upload page say what it found? Plain text for Markdown, with text from files made safe."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from data import schema
from data.loading.choice import Choice
from data.loading.presets import BY_HAND, Preset, presets
from data.loading.preview import DateQuestion, Preview, Sheet
from data.loading.recognising import SURE
from data.loading.requests import Report
from pages.parts import words
from pages.parts.asking import Status
from pages.parts.upload.spool import File, Form
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
FORMS: Mapping[Form, str] = {
    "plain": "",
    "gzip": "gzip",
    "zip": "from the zip file",
    "sheet": "sheet of a workbook",
    "parquet": "Parquet",
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


def file_facts(file: File, sheet: Sheet | None) -> str:
    """5.1 MB, gzip · about 142k rows · UTF-8, divided by commas"""
    is_text = file.form in ("plain", "gzip", "zip")
    parts = [size(file.size) if is_text else size(file.dropped.size), FORMS[file.form]]
    facts = [", ".join(filter(None, parts))]
    if sheet is not None:
        facts.append(rows(sheet.rows) if sheet.is_counted else f"about {words.count(sheet.rows)} rows")
    if sheet is not None and is_text:
        divided = DELIMITERS.get(sheet.table.delimiter, "others")
        facts.append(f"{ENCODINGS.get(sheet.encoding, sheet.encoding)}, divided by {divided}")
    return " · ".join(facts)


def how_read(choice: Choice, preview: Preview) -> str:
    """The head of a file's details: How it is read: 24 of 33 columns of tickets, times in UTC, day first"""
    every = schema.TABLES[choice.kind].names
    filled = {*preview.sources, *choice.as_preset.constants, *choice.constants}
    zone = choice.options.zone or choice.as_preset.zone or "UTC"
    told = [f"{len(filled)} of {len(every)} columns of {choice.kind}", f"times in {zone}"]
    if preview.day_first is not None:
        told.append("day first" if preview.day_first else "month first")
    return f"How it is read: {', '.join(told)}"


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


def in_short(report: Report) -> str:
    """What a file brings, on one line: cases.csv · 12 new and 3 updated tickets · 1 rejected"""
    parts = [report.file, brought([report]) or f"nothing new, {rows(report.rows)} of {report.kind}"]
    parts += [f"{exact(report.rejected)} rejected"] if report.rejected else []
    return " · ".join(parts)


def load_label(loads: Sequence[Mapping[str, Any]]) -> str:
    """A load in a list: 3: contacts.csv (customers, stages), 12 Nov 2026, 14:05, 2 rejected"""
    first = loads[0]
    told = sum(int(load["rejected"]) for load in loads)
    kinds = words.list_text(str(load["kind"]) for load in loads)
    parts = [f"{first['load_id']}: {first['file']} ({kinds})", words.moment_text(first["loaded_at"])]
    parts += [f"{exact(told)} rejected"] if told else []
    parts += ["removed"] if not words.is_missing(first["removed_at"]) else []
    return ", ".join(parts)


def load_facts(load: Mapping[str, Any]) -> str:
    """ServiceNow: incident log · 2.22 MB, UTF-8 · by ana on 12 Nov 2026, 14:05 UTC · data up to 3 Mar 2026, 10:00"""
    form = [] if words.is_missing(load["size"]) else [size(int(load["size"]))]
    form += [ENCODINGS.get(load["encoding"], str(load["encoding"]))] if load["encoding"] else []
    parts = [title_of(str(load["preset"])), ", ".join(form)]
    parts.append(f"by {load['loaded_by']} on {words.moment_text(load['loaded_at'])} UTC")
    parts += [] if words.is_missing(load["as_of"]) else [f"data up to {words.moment_text(load['as_of'])} UTC"]
    return " · ".join(filter(None, parts))


def read_as(said: Mapping[str, Any]) -> str:
    """How a file was read: times in UTC, day first, score from the column q1 and kind always nps"""
    parts = [f"times in {said['zone']}"] if said.get("zone") else []
    parts += [f"the {'day' if said['day_first'] else 'month'} first"] if said.get("day_first") is not None else []
    parts += [f"{said['prefix']} before ticket ids"] if said.get("prefix") else []
    parts += [f"{column} from the column {source}" if source else f"{column} left out"
              for column, source in said.get("mapped", {}).items()]  # fmt: skip
    parts += [f"{column} always {word}" for column, word in said.get("constants", {}).items()]
    return words.list_text(parts)


def warning(text: str) -> str:
    """A warning without the words of the command line."""
    return text.replace(" (--prefix)", ", which is set under How it is read")


def removal(loads: Sequence[Mapping[str, Any]]) -> str:
    """What removing a load means: its tables go together, records that others know stay as these say."""
    brought_by = words.list_text(f"{exact(int(load['new']))} new {load['kind']}" for load in loads)
    changed = sum(int(load["updated"]) for load in loads)
    updated = f" {rows(changed, 'record')} that it updated get back what other files say." if changed else ""
    together = " All tables of this file go together." if len(loads) > 1 else ""
    return (
        f"The {brought_by} that it brought go, for everybody, at once; what other loads say of them stays.{updated}{together} "
        "Other loads stay, and the file can be loaded again."
    )
