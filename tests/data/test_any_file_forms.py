"""Files in the forms that people really have: where the header is, what divides the cells, and what a quote is."""

from pathlib import Path

import pytest

from data.loading.requests import LoadError
from data.reading.table import find_table
from tests.data.trial_store import TrialStore, counts


def test_lines_of_rejects_are_lines_of_the_file(store: TrialStore) -> None:
    file = 'Report\n\nticket_id,created_at,subject\n1,2024-01-01,"two\nlines"\n\n2,soon,x\n3,2024-01-01\n4,2024-01-01,a,b\n'
    store.load(file)
    found = store.rows('select line, "column", value, reason from rejects order by line')
    assert found == [
        (7, "created_at", "soon", "this is not a date or time that can be read"),
        (8, None, None, "the row ends early: 2 values, the header names 3"),
        (9, None, None, "the row has 4 values, the header names 3"),
    ]
    assert store.rows("select record from rejects where line = 9") == [
        ('{"ticket_id": "4", "created_at": "2024-01-01", "subject": "a", "(column 4)": "b"}',)
    ]


@pytest.mark.parametrize(
    ("text", "delimiter", "header_record"),
    [
        ("a,b,c\n1,2,3\n", ",", 0),
        ("a;b;c\n1,5;2,5;3,5\n", ";", 0),
        ("a\tb\n1,1\t2\n", "\t", 0),
        ("a|b\n1;1|2;2\n", "|", 0),
        ("My report, all teams\n\na,b,c\n1,2,3\n4,5,6\n7,8,9\n", ",", 1),
        ("Exported 2024-01-01;by me\nname;team;score\nx;y;1\nx;y;2\nx;y;3\n", ";", 1),
    ],
)
def test_delimiter_and_header_are_found(tmp_path: Path, text: str, delimiter: str, header_record: int) -> None:
    path = tmp_path / "any.csv"
    path.write_text(text)
    table = find_table(path)
    assert (table.delimiter, table.header_record) == (delimiter, header_record)


def test_spaces_before_a_quote_do_not_divide_what_is_quoted(store: TrialStore) -> None:
    report = store.load('ticket_id, created_at, subject\n"1", 2024-01-01, "a, b"\n"2" ,2024-01-01, 5" disk\n')
    assert counts(report) == (2, 0, 0, 0, 0)
    assert store.rows("select subject from tickets order by ticket_id") == [("a, b",), ('5" disk',)]


def test_a_line_break_in_the_header_hides_no_row(store: TrialStore) -> None:
    report = store.load('ticket_id,created_at,"csat\nscore"\nA,2024-01-01,5\nB,2024-01-02,1\n')
    assert counts(report) == (2, 0, 0, 0, 0)
    assert store.rows("select ticket_id, csat_score from tickets order by 1") == [("A", 5), ("B", 1)]


def test_a_repeated_header_is_told_apart(store: TrialStore) -> None:
    store.load("ticket_id,created_at,category,category\nA,2024-01-01,first,second\n")
    assert store.rows("select category from tickets") == [("first",)]
    store.load("ticket_id,created_at,category,category\nB,2024-01-01,first,second\n", mapped={"category": "category#2"})
    assert store.rows("select category from tickets where ticket_id = 'B'") == [("second",)]


def test_bytes_that_are_not_utf8_are_read_as_windows_text(store: TrialStore) -> None:
    store.load("ticket_id,created_at,subject\nA,2024-01-01,Größe\n".encode() + b"B,2024-01-01,caf\xe9 \x80\n")
    assert store.rows("select subject from tickets order by ticket_id") == [("Größe",), ("café €",)]


@pytest.mark.parametrize("last", ["x", "N/A", "-", "?"])
def test_a_row_with_one_value_too_many_is_rejected_whatever_it_is(store: TrialStore, last: str) -> None:
    report = store.load(f"ticket_id,created_at,subject,team\nA,2024-01-01,one,two,{last}\nB,2024-01-01,one,{last}\n")
    assert counts(report) == (1, 0, 0, 0, 1)
    assert store.rows("select line, reason from rejects") == [(2, "the row has 5 values, the header names 4")]


def test_a_delimiter_at_the_end_of_a_row_is_no_value(store: TrialStore) -> None:
    assert counts(store.load("ticket_id;created_at;team\nA;2024-01-01;x;\nB;2024-01-01;;\n")) == (2, 0, 0, 0, 0)


@pytest.mark.parametrize("rows", [0, 20, 5000])
@pytest.mark.parametrize("after", ["", "B,2024-01-01,next\r\n" * 3])
def test_a_file_with_a_quote_that_is_never_closed_is_refused(store: TrialStore, rows: int, after: str) -> None:
    above = "".join(f'{number},2024-01-01,"plain"\r\n' for number in range(rows))
    with pytest.raises(LoadError, match=rf"A quote opened in line {rows + 3} is never closed"):
        store.load(f'ticket_id,created_at,subject\r\n{above}A,"2024-\r\n","open\r\n{after}')
    assert store.version is None


def test_an_inch_is_no_quote(store: TrialStore) -> None:
    assert counts(store.load('ticket_id,created_at,subject\nA,2024-01-01,5"\nB,2024-01-01,"6"""')) == (2, 0, 0, 0, 0)
    assert store.rows("select subject from tickets order by ticket_id") == [('5"',), ('6"',)]
