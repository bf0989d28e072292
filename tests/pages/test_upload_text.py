"""Is text from files only ever shown as text: names, headers, values, sheets, warnings and reports?"""

import io
import zipfile

import pytest
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from data.reading.table import tokens
from pages.parts import words
from tests.pages.upload_page import HOSTILE, alive, desk_of, drop, own_tickets, press, raw, unfold

NAME = HOSTILE.replace("/", "∕").replace("<img src=x onerror=alert(1)> ", "")


def shown(page: AppTest) -> list[str]:
    """Everything on the page in which Markdown is read."""
    kinds = ("expander", "segmented_control", "popover", "tab", "download_button", "progress", "status", "spinner")
    labels = [str(one.proto) for kind in kinds for one in page.get(kind)]
    widgets = (*page.selectbox, *page.button, *page.text_input, *page.toggle)
    return [raw(page), *labels, *(str(one.label) for one in widgets)]


def test_names_of_files_headers_and_values(page: AppTest) -> None:
    header = "[head](https://evil.example),created_at,ticket_id"
    rows = "".join(f"<script>alert({number})</script>,no date,T{number}\n" for number in range(3))
    drop(page, **{f"{NAME}.csv": f"{header}\n{rows}2,2026-03-01,T9\n".encode()})
    assert alive(*shown(page)) == []
    unfold(page, f"upload_how_{desk_of(page).uploads[0].file.key}")
    assert alive(*shown(page)) == []
    for key in ("upload_check", "upload_load"):
        press(page, key)
        assert not page.exception and alive(*shown(page)) == []
    next(one for one in page.selectbox if one.label == "Details of a load").set_value(1).run()
    assert not page.exception and alive(*shown(page)) == []


def test_names_of_files_in_archives_and_of_sheets(page: AppTest) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"{NAME}.csv", own_tickets("A"))
        archive.writestr("[link](x).csv", b"")
        archive.writestr(":red[x].csv", b"ticket_id,created_at\n")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "<b>$x$ ~~x~~ <script>"
    for row in (["ticket_id", "created_at"], ["B", "2026-03-01 09:00:00"]):
        sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    drop(page, **{":red[zip].zip": packed.getvalue(), "**bold**.xlsx": made.getvalue()})
    assert len(desk_of(page).uploads) == 3 and not page.exception
    assert alive(*shown(page)) == []
    press(page, "upload_load")
    assert not page.exception and alive(*shown(page)) == []


def test_headers_that_are_asked_about_and_words_that_are_not_understood(page: AppTest) -> None:
    drop(page, **{"odd.csv": f"{HOSTILE},other,status\nX1,{HOSTILE},{HOSTILE}\n".encode()})
    upload = desk_of(page).uploads[0]
    assert upload.sheet is not None
    (token,) = tokens((HOSTILE,))
    upload.map({"ticket_id": token, "created_at": "other", "status": "status"})
    page.run()
    assert not page.exception and alive(*shown(page)) == []
    press(page, "upload_check")
    assert not page.exception and alive(*shown(page)) == []


def test_a_question_about_dates_shows_value_and_column_as_text(page: AppTest) -> None:
    drop(page, **{"dates.csv": f"ticket_id,{HOSTILE}\nA1,03/04/2026 **bold**\nA2,05/04/2026\n".encode()})
    upload = desk_of(page).uploads[0]
    (token,) = tokens((HOSTILE,))
    upload.take_for("by hand", "tickets")
    upload.map({"ticket_id": "ticket id", "created_at": token})
    page.run()
    assert not page.exception and page.get("segmented_control")
    assert alive(*shown(page)) == []


@pytest.mark.parametrize(
    "text",
    [HOSTILE, ":material/delete:", ":smile:", "$$x$$", "[a](b)", "![a](b)", "<b>x</b>", "`code`", "~~x~~", "# head",
     "* item", "1. item", "a | b", "http://x.y", "www.x.y", "me@x.org", "&amp;", ":red-badge[x]", "-> <- ->", "--"],
)  # fmt: skip
def test_plain_text_has_no_letter_that_markdown_would_read(text: str) -> None:
    told = words.plain(text)
    assert alive(told) == []
    assert told.replace("\u2060", "").replace("\\", "") == " ".join(text.split()).replace("\\", "")
