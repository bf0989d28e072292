"""Is an unknown file mapped by name and content, are its open questions asked, and does the table of columns do as told?"""

import csv
import datetime as dt
import io
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data import schema
from data.loading.choice import Choice, guess, sources_of
from data.loading.mapping import ByHand
from data.loading.presets import BY_HAND
from data.loading.recognising import choose, recognise
from data.loading.suggesting import suggested
from data.reading.table import tokens
from pages.parts.upload import formats, mapping, questions, sayings
from tests.pages.upload_page import SURVEY, desk_of, drop, is_disabled, press, said, sheet_of, table, unfold, zendesk

ODD = b"alpha,beta,gamma\nX1,2026-03-01 09:00:00,mail\n"


def test_columns_of_an_unknown_file_are_suggested_by_name_and_times_only_where_values_are_times() -> None:
    header = tokens(("Case", "Logged", "Resolved", "Desk", "Stars"))
    samples = {"case": ["C-1"], "logged": ["3/1/2026 09:00"], "resolved": ["yes"], "desk": ["North"], "stars": ["4"]}
    assert suggested(header, "tickets", samples) == {
        "ticket_id": "case",
        "created_at": "logged",
        "team": "desk",
        "csat_score": "stars",
    }


def test_what_has_no_telling_name_is_suggested_by_what_stands_in_it() -> None:
    header = ("a", "b", "c", "d", "e", "f", "g")
    samples = {
        "a": ["low", "high", "low", "urgent"],
        "b": ["K-1", "K-2", "K-3", "K-4"],
        "c": ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"],
        "d": ["x@y.org", "", "z@y.org", "x@y.org"],
        "e": ["10", "0", "7", "9"],
        "f": ["Resolved", "In progress", "closed", "Open"],
        "g": ["USD", "EUR", "usd", "EUR"],
    }
    assert suggested(header, "tickets", samples) == {
        "ticket_id": "b",
        "created_at": "c",
        "customer_email": "d",
        "status": "f",
        "priority": "a",
    }
    assert suggested(header, "surveys", samples) == {"survey_id": "b", "customer_email": "d", "score": "e"}
    assert suggested(header, "orders", samples)["currency"] == "g"


def test_content_that_fits_twice_or_shows_too_little_suggests_nothing() -> None:
    few = {"b": ["K-1", "K-2"], "c": ["2026-03-01", "2026-03-02"]}
    assert suggested(("b", "c"), "tickets", few) == {}
    twice = {"p": ["9", "9", "0"], "q": ["1", "2", "2"]}
    assert suggested(("p", "q"), "surveys", twice) == {}
    assert suggested(("p",), "surveys", twice) == {"score": "p"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Case,Logged,Desk,Stars\nC-1,2026-03-01,North,4\n", "tickets"),
        (SURVEY, "surveys"),
        ("Account ID,Company,Country,Signup date,MRR\nA1,Acme,DE,2026-03-01,50\n", "customers"),
        ("Invoice,Date,Customer,Total\nI1,2026-03-01,C1,20\n", "orders"),
        ("Customer,Stage,Since\nC1,Adopt,2026-03-01\n", "stages"),
        ("Date,What\n2026-03-01,Release 3\n", "events"),
    ],
)
def test_the_table_of_an_unknown_file_is_guessed(tmp_path: Path, text: str, kind: str) -> None:
    sheet = sheet_of(tmp_path / "in", text.encode())
    choice = guess(sheet.table, sheet.samples)
    assert (choice.preset, choice.kind) == (BY_HAND, kind)


@pytest.mark.parametrize("table_name", list(schema.TABLES))
def test_an_empty_template_has_the_columns_of_the_table_and_is_recognised_as_it(
    tmp_path: Path, table_name: str
) -> None:
    text = formats.template(schema.TABLES[table_name])
    assert tuple(next(csv.reader(io.StringIO(text)))) == schema.TABLES[table_name].names
    sheet = sheet_of(tmp_path / "in", text.encode() + b"," * (len(schema.TABLES[table_name].names) - 1) + b"\nx\n")
    confidence, preset = recognise(sheet.table)[0]
    assert (preset.kind, confidence) == (table_name, 1.0)


def test_a_cleared_column_is_not_read_even_where_the_preset_has_it(tmp_path: Path) -> None:
    found = sheet_of(tmp_path / "in", zendesk()).table
    choice = Choice("zendesk_tickets", "tickets", {"priority": "", "subject": "requester"})
    assert "priority" not in sources_of(choice, found)
    ((_, placed),) = choose(found, preset=choice.preset, by_hand=ByHand(choice.mapped))
    assert "priority" not in placed.carries
    assert found.tokens[placed.sources["subject"].position] == "requester"


def test_edits_of_the_table_of_columns_become_a_mapping() -> None:
    names = {"case": "Case", "labels": "Labels", "labels#2": "Labels (2)"}
    columns = ("ticket_id", "tags", "status", "team", "channel", "agent")
    rows: dict[int, dict[str, str | None]] = {
        1: {"source": "Labels (2)"},
        2: {"source": None},
        3: {"always": " Billing "},
        4: {"always": None},
        5: {"source": "Case"},
    }
    found = mapping.edited(
        {"ticket_id": "case"}, {"channel": "mail", "agent": "Kim"}, rows, columns=columns, names=names
    )
    assert found == (
        {"ticket_id": "case", "tags": "labels#2", "status": "", "agent": "case"},
        {"team": "Billing"},
    )


def test_a_word_for_all_rows_that_the_column_does_not_know_is_said_with_those_it_knows() -> None:
    told = mapping.unknown_words(schema.TABLES["orders"], {"kind": "abo", "currency": "EUR"})
    assert told == ["kind cannot be 'abo': it is one of new, renewal, expansion, contraction, one-off, refund."]
    assert "nps" in mapping.always_help(schema.TABLES["surveys"])


def test_repeated_and_empty_header_cells_are_told_apart() -> None:
    assert sayings.header_names(["Labels", "", "Labels", "Id"]) == ["Labels", "(column 2)", "Labels (2)", "Id"]


def ask_key(page: AppTest, column: str) -> str:
    upload = desk_of(page).uploads[0]
    assert upload.choice is not None
    return f"upload_ask_{upload.file.key}_{upload.choice.preset}_{upload.choice.kind}_{column}"


def test_an_unknown_file_waits_for_its_required_columns(page: AppTest, store: Path) -> None:
    drop(page, **{"odd.csv": ODD})
    assert "Not a known export" in said(page) and "**2 questions** that the file does not answer" in said(page)
    assert is_disabled(page, "upload_load") and is_disabled(page, "upload_check")
    page.selectbox(key=ask_key(page, "ticket_id")).set_value("column alpha").run()
    assert "**One question**" in said(page)
    page.selectbox(key=ask_key(page, "created_at")).set_value("column beta").run()
    press(page, "upload_load")
    assert table(store, "select ticket_id, created_at from tickets") == [("X1", dt.datetime(2026, 3, 1, 9))]


def test_an_answer_can_be_changed_and_taken_back(page: AppTest) -> None:
    drop(page, **{"odd.csv": ODD})
    for value, mapped in (("column alpha", "alpha"), ("column gamma", "gamma"), (None, None)):
        page.selectbox(key=ask_key(page, "ticket_id")).set_value(value).run()
        assert desk_of(page).uploads[0].choice.mapped.get("ticket_id") == mapped  # type: ignore[union-attr]
    assert "**2 questions**" in said(page) and not page.exception


def test_of_a_survey_one_question_is_asked_and_what_was_guessed_stays_open_to_change(
    page: AppTest, store: Path
) -> None:
    drop(page, **{"survey.csv": SURVEY.encode()})
    assert "**One question** that the file does not answer" in said(page)
    upload = desk_of(page).uploads[0]
    assert upload.asked == ("kind",)
    offered = page.selectbox(key=ask_key(page, "kind")).options
    assert offered[:3] == [
        "CSAT, satisfaction (every row)",
        "NPS, would recommend (every row)",
        "Effort (CES) (every row)",
    ]
    page.selectbox(key=ask_key(page, "kind")).set_value("always nps").run()
    assert "guessed from what stands in the file" in said(page)
    press(page, "upload_load")
    assert table(store, "select kind, count(*), sum(score), count(customer_email) from surveys group by 1") == [
        ("nps", 12, 55.0, 12)
    ]


def test_a_known_survey_with_questions_of_its_own_asks_which_is_the_score(page: AppTest, store: Path) -> None:
    rows = "".join(
        f"k{number},{number % 5 + 1},fine,2026-03-{number + 1:02d} 10:00:00,2026-03-{number + 1:02d} 10:05:00,n{number}\n"
        for number in range(12)
    )
    header = "#,Wie war es?,Sonst noch etwas?,Start Date (UTC),Submit Date (UTC),Network ID"
    drop(page, **{"form.csv": f"{header}\n{rows}".encode()})
    assert "Recognised as **Typeform: responses**" in said(page)
    assert desk_of(page).uploads[0].asked == ("kind", "score")
    score = page.selectbox(key=ask_key(page, "score"))
    assert (score.label, score.options[0]) == ("Which question is the score?", "Wie war es? · 1, 2")
    score.set_value("column wie war es?").run()
    page.selectbox(key=ask_key(page, "kind")).set_value("always csat").run()
    press(page, "upload_load")
    assert table(store, "select kind, count(*), sum(score), min(survey_id) from surveys group by 1") == [
        ("csat", 12, 33.0, "k0")
    ]


def test_columns_that_look_like_the_answer_are_offered_first(page: AppTest) -> None:
    rows = "".join(
        f"{number},2026-03-{number + 1:02d},n{number}@x.org,{number % 11},{number % 7}\n" for number in range(12)
    )
    drop(page, **{"two.csv": f"no,day,who,q1,q2\n{rows}".encode()})
    page.selectbox(key=f"upload_kind_{desk_of(page).uploads[0].file.key}").set_value("surveys").run()
    upload = desk_of(page).uploads[0]
    assert list(questions.options(upload, "score"))[:2] == ["column q1", "column q2"]
    assert questions.column_label(upload, "q1") == "q1 · 0, 1"


def test_what_the_file_holds_can_be_changed_and_the_columns_start_anew(page: AppTest) -> None:
    drop(page, **{"survey.csv": SURVEY.encode()})
    page.selectbox(key=f"upload_kind_{desk_of(page).uploads[0].file.key}").set_value("customers").run()
    upload = desk_of(page).uploads[0]
    assert upload.choice is not None and upload.choice.kind == "customers"
    assert upload.choice.mapped["customer_id"] == "respondent" and upload.choice.mapped["email"] == "email"
    assert not page.exception


def test_ticket_ids_of_a_second_tool_get_a_prefix(page: AppTest, store: Path) -> None:
    drop(page, **{"view.csv": zendesk()})
    upload = desk_of(page).uploads[0]
    unfold(page, f"upload_how_{upload.file.key}")
    page.text_input(key=f"upload_prefix_{upload.file.key}").set_value(" ZD- ").run()
    press(page, "upload_load")
    assert table(store, "select ticket_id from tickets order by 1") == [("ZD-101",), ("ZD-102",)]
