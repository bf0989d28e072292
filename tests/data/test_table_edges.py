"""Where a table begins and ends: header shapes of known exports, titles above, further header rows, footers below."""

import csv
import itertools
from pathlib import Path

import pytest

from data.reading.files import UnreadableError
from data.reading.records import MAX_COLUMNS
from data.reading.table import Broken, Record, melted, read_records, second_header
from tests.data.known_headers import HEADERS
from tests.data.packing import table_of, values_of, written


def row_for(header: list[str], number: int, *, is_full: bool) -> list[str]:
    """A row as such tools write it: an id, a text or a time under each name; or nothing but the first cell."""
    kinds = {"at": "2024-03-01 10:00:00", "date": "3/1/2024 2:30 PM", "time": "12:30:00", "email": "ada@example.com"}
    full = [
        next((text for word, text in kinds.items() if word in name.lower()), f"text {name[:5]}".strip())
        for name in header
    ]
    return [f"{number}", *(full[1:] if is_full else [""] * (len(header) - 1))]


ABOVE = ("", "\ufeff", "Export of all tickets, made by Ada\r\n\r\n", "sep=,\r\n")


@pytest.mark.parametrize("name", HEADERS)
def test_every_known_header_is_found(tmp_path: Path, name: str) -> None:
    header = next(csv.reader([HEADERS[name]]))
    for rows, is_full, above in itertools.product((1, 2, 100), (True, False), ABOVE):
        body = [row_for(header, number, is_full=is_full) for number in range(1, rows + 1)]
        table = table_of(tmp_path, above + HEADERS[name] + "\r\n" + written(body))
        assert table.header == tuple(header), (rows, is_full, above)
        assert values_of(table) == body, (rows, is_full, above)


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
@pytest.mark.parametrize("rows", [1, 50])
def test_every_known_header_is_found_with_other_delimiters(tmp_path: Path, delimiter: str, rows: int) -> None:
    for name, text in HEADERS.items():
        header = next(csv.reader([text]))
        body = [row_for(header, number, is_full=True) for number in range(rows)]
        body[0][2 % len(header)] = "one, two, and 1,5"
        table = table_of(tmp_path, written([header, *body], delimiter))
        assert (table.delimiter, table.header) == (delimiter, tuple(header)), name
        assert values_of(table) == body, name


def test_tokens_are_told_apart_and_bare(tmp_path: Path) -> None:
    header = (
        "\ufeff#,Labels,labels,Created (UTC),Closed at (Europe/Berlin),Cost [dec],,,2024,Custom field ([CHART] Date)\n"
    )
    table = table_of(tmp_path, header + "1,a,b,2024-01-01,2024-01-01,1.5,,,7,x\n")
    assert table.tokens == (
        "#", "labels", "labels#2", "created", "closed at", "cost", "", "#2", "2024", "custom field ([chart] date)",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("Name,Note\nAda,hello\nBen,5\n", ("Name", "Note")),  # text under both names
        ("Id,Created,1,2,3\n7,2024-01-01,,5,\n8,2024-01-01,4,,4\n", ("Id", "Created", "1", "2", "3")),
        ("Region,2023,2024\nNorth,5,6\nSouth,7,8\n", None),  # is it a header? nothing under "Region" says so
        ("Region,Since,2024\nNorth,2020-01-01,6\nSouth,2021-01-01,8\n", ("Region", "Since", "2024")),
        ("id,,,,created,\n1,,,,2024-01-01,\n", ("id", "", "", "", "created", "")),
        ("7,Ada,2024-01-01\n8,Ben,2024-01-02\n", None),
        ("ada@example.com,Ada,Rome\nben@example.com,Ben,Oslo\n", None),
        ("id;name;score\n1;a;2,5\n2;b;3,5\n", ("id", "name", "score")),
    ],
)  # fmt: skip
def test_odd_headers(tmp_path: Path, text: str, header: tuple[str, ...] | None) -> None:
    if header is None:
        with pytest.raises(UnreadableError, match="No line looks like a header"):
            table_of(tmp_path, text)
    else:
        table = table_of(tmp_path, text)
        assert (table.header, table.header_record) == (header, 0)


@pytest.mark.parametrize(
    ("above", "header"),
    [
        ([["All cases"]], ["Id", "Created"]),
        ([["All cases"], [], ["as of 2024-03-01"]], ["Id", "Created"]),
        ([["Made on", "2024-03-01"]], ["Id", "Created"]),
        ([["All cases"]], ["Id", "Created", "Owner", "Team"]),
        ([["Date range", "last 30 days"], ["Made on", "2024-03-01"]], ["Id", "Created", "Owner", "Team"]),
        ([["", "Cases of the team", "", ""]], ["Id", "Created", "Owner", "Team"]),
        ([["Date range", "last 30 days"], [], ["Total", "20", "12"]], list("abcdefghijklmn")),
    ],
)
def test_a_title_in_a_sheet_is_no_header(tmp_path: Path, above: list[list[str]], header: list[str]) -> None:
    body = [[str(number), "2024-01-01", *["text"] * (len(header) - 2)] for number in range(20)]
    titles = [[*row, *[""] * (len(header) - len(row))] if row else [] for row in above]
    table = table_of(tmp_path, written([*titles, header, *body]), is_sheet=True)
    assert table.header == tuple(header)
    assert [record.line for record in read_records(table)] == list(range(len(above) + 2, len(above) + 22))


def test_a_header_with_many_empty_cells_above_rows_of_text(tmp_path: Path) -> None:
    table = table_of(tmp_path, written([["Name", "City", "Team", "", ""], ["Ada", "Rome", "Blue", "x", "y"]] * 1
                                       + [["Ben", "Oslo", "Red", "x", "y"]] * 9))  # fmt: skip
    assert table.header == ("Name", "City", "Team", "", "")
    assert len(values_of(table)) == 10


def test_the_line_of_a_row_of_a_sheet_is_its_row_there(tmp_path: Path) -> None:
    rows = [["Title", ""], [], ["Id", "Two\nlines"], ["1", "a\nb\nc"], [], ["2"], ["3", "x", "too much"]]
    table = table_of(tmp_path, written(rows).replace("\r", ""), is_sheet=True)
    assert table.first_line == 4
    assert not table.is_plain_above
    found = list(read_records(table))
    assert [(one.line, one.values) for one in found] == [
        (4, ["1", "a\nb\nc"]),
        (6, ["2", ""]),
        (7, ["3", "x", "too much"]),
    ]
    assert isinstance(found[2], Broken)


def test_blank_lines_between_rows_are_no_rows(tmp_path: Path) -> None:
    body = [f"Ada,{rating},thanks,Ben,b@example.com,+4912,https://x/{rating},2026-01-0{rating}" for rating in (5, 3, 1)]
    text = "\n\n".join([HEADERS["chatwoot csat"], *body, "Reporting period 2026-01-01 to 2026-01-31"]) + "\n\n"
    table = table_of(tmp_path, text)
    assert table.footer == ("Reporting period 2026-01-01 to 2026-01-31",)
    assert [(one.line, one.values[1]) for one in read_records(table)] == [(3, "5"), (5, "3"), (7, "1")]


QUALTRICS = (
    "StartDate,Status,ResponseId,Q1\n"
    'Start Date,Response Type,Response ID,"How likely, on a scale,\nare you to recommend us?"\n'
    '"{""ImportId"":""startDate"",""timeZone"":""UTC""}","{""ImportId"":""status""}","{""ImportId"":""_recordId""}",'
    '"{""ImportId"":""QID1""}"\n'
    "2024-01-01 10:00:00,IP Address,R_1,9\n"
)
SURVEYMONKEY = "Respondent ID,Start Date,How did we do?,,Why?\n,,Speed,Kindness,Open-Ended Response\n114,01/02/2024 10:00:00 AM,5,4,fast\n"


def test_further_header_rows_of_qualtrics(tmp_path: Path) -> None:
    table = table_of(tmp_path, QUALTRICS)
    assert table.is_plain_above
    whole = second_header(table, "responseid", ("Response ID", '{"ImportId"*'))
    assert (whole.header, whole.first_line, whole.is_plain_above) == (table.header, 5, False)
    assert [texts[3] for texts in whole.below] == [
        "How likely, on a scale, are you to recommend us?",
        '{"ImportId":"QID1"}',
    ]
    assert list(read_records(whole)) == [Record(0, 5, ["2024-01-01 10:00:00", "IP Address", "R_1", "9"])]


def test_the_second_header_row_of_surveymonkey(tmp_path: Path) -> None:
    whole = second_header(table_of(tmp_path, SURVEYMONKEY), "respondent id", ("",))
    assert whole.below == (("", "", "Speed", "Kindness", "Open-Ended Response"),)
    assert (whole.first_line, whole.is_plain_above) == (3, True)
    assert values_of(whole) == [["114", "01/02/2024 10:00:00 AM", "5", "4", "fast"]]


@pytest.mark.parametrize(
    ("column", "values"), [("no such", ("",)), ("respondent id", ("other",)), ("respondent id", ())]
)
def test_no_further_header_row(tmp_path: Path, column: str, values: tuple[str, ...]) -> None:
    table = table_of(tmp_path, SURVEYMONKEY)
    assert second_header(table, column, values) == table


def test_at_most_three_further_header_rows_and_never_all(tmp_path: Path) -> None:
    rows = "".join(f"head,{number}\n" for number in range(5))
    whole = second_header(table_of(tmp_path, "a,b\n" + rows), "a", (" HEAD ",))
    assert [values[1] for values in values_of(whole)] == ["3", "4"]
    with pytest.raises(UnreadableError, match="There is no row under the header in line 3"):
        second_header(table_of(tmp_path, "a,b\nhead,1\nhead,2\n"), "a", ("head",))


def test_the_long_form(tmp_path: Path) -> None:
    text = 'id,name,Lead,Customer\n1,Ada,2024-01-01,2024-02-01\n2,Ben, ,\n3,"a\nb",,2024-03-01\n4\n5,x,2024-05-01,\n'
    table = melted(table_of(tmp_path, text), (2, 3), ("lead", "customer"))
    assert table.tokens == ("id", "name", "lead", "customer", "*name", "*value")
    assert not table.is_plain_above
    assert list(read_records(table)) == [
        Record(0, 2, ["1", "Ada", "2024-01-01", "2024-02-01", "lead", "2024-01-01"]),
        Record(1, 2, ["1", "Ada", "2024-01-01", "2024-02-01", "customer", "2024-02-01"]),
        Record(2, 4, ["3", "a\nb", "", "2024-03-01", "customer", "2024-03-01"]),
        Broken(3, 6, ["4"], "the row ends early: 1 values, the header names 4"),
        Record(4, 7, ["5", "x", "2024-05-01", "", "lead", "2024-05-01"]),
    ]


def test_the_long_form_below_further_header_rows_and_above_a_footer(tmp_path: Path) -> None:
    table = second_header(table_of(tmp_path, SURVEYMONKEY + "\nTotal\n"), "respondent id", ("",))
    long = melted(table, (2, 3), ("speed", "kindness"))
    assert [record.values[-2:] for record in read_records(long)] == [["speed", "5"], ["kindness", "4"]]
    assert (long.below, long.footer) == (table.below, ("Total",))


def test_two_thousand_columns_are_read_and_no_more(tmp_path: Path) -> None:
    def text(columns: int) -> str:
        return ",".join(f"c{number}" for number in range(columns)) + "\n" + "1," * (columns - 1) + "1\n"

    assert len(values_of(table_of(tmp_path, text(MAX_COLUMNS)))[0]) == MAX_COLUMNS
    with pytest.raises(UnreadableError, match="Line 1 has 2001 columns; at most 2000 can be read"):
        table_of(tmp_path, text(MAX_COLUMNS + 1))
