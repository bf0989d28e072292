"""The upload page under test: its files, what is done on it, and what it says."""

import re
import time
from pathlib import Path

from streamlit.testing.v1 import AppTest

from data import versions
from data.loading import preview
from pages.parts.upload import work
from pages.parts.upload.desk import Desk

ROOT = Path(__file__).parents[2]
ZENDESK = (
    "Summation column,Id,Requester,Requester id,Assignee,Group,Subject,Status,Priority,Via,Created at,Updated at,"
    "Solved at,Satisfaction Score,Group stations,Assignee stations,Reopens,Replies,First reply time in minutes,"
    "First resolution time in minutes,Full resolution time in minutes,Requester wait time in minutes"
)
ZENDESK_ROWS = (
    "1,101,Ann,7,Kim,Billing,Refund,Solved,High,Mail,2026-03-01 09:00:00,2026-03-02 09:00:00,2026-03-02 09:00:00,"
    "Good,1,2,0,1,30,600,1440,60",
    "1,102,Bob,8,Lee,Tech,Login,Open,Low,Chat,2026-03-01 10:00:00,2026-03-01 10:00:00,-,Offered,1,1,0,0,-,-,-,5",
    "1,103,Cyd,9,Lee,Tech,=1+1,Open,Low,Chat,yesterday,2026-03-01 10:00:00,-,Not Offered,1,1,0,0,-,-,-,5",
)
AMBIGUOUS = "ticket_id,created_at,channel\nA1,03/04/2026 09:00,mail\nA2,05/04/2026 10:00,chat\n"
HOSTILE = "<img src=x onerror=alert(1)> [link](https://evil.example) :red[hot] **bold** $x$ :material/home: :smile:"
_ALIVE = re.compile(
    r"\[(link|head)\]\(|:red\[|\*\*bold|(?<!\\)<(img|script|b>)|\$x\$|https://evil|:material/home:|:smile:"
)
SURVEY = "Respondent,Submitted,Email,Recommend us?,Anything else?\n" + "".join(
    f"R{number},2026-03-{number + 1:02d} 10:00:00,p{number}@x.org,{number % 11},fine\n" for number in range(12)
)


def zendesk(*rows: str) -> bytes:
    return "\n".join((ZENDESK, *(rows or ZENDESK_ROWS), "")).encode()


def own_tickets(*ids: str) -> bytes:
    rows = [f"{one},2026-03-{number + 1:02d} 09:00:00,mail" for number, one in enumerate(ids)]
    return "\n".join(("ticket_id,created_at,channel", *rows, "")).encode()


def sheet_of(folder: Path, content: bytes, name: str = "file.csv") -> preview.Sheet:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
    return preview.read_sheet(folder / name, folder)


def table(store: Path, sql: str) -> list[tuple[object, ...]]:
    connection = versions.open_for_reading(store)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def desk_of(page: AppTest) -> Desk:
    found: Desk = page.session_state["upload_desk"]
    return found


def drop(page: AppTest, **files: bytes) -> AppTest:
    for name, content in files.items():
        page.file_uploader[0].upload(name, content)
    return page.run()


def finish(page: AppTest) -> AppTest:
    deadline = time.monotonic() + 120
    while desk_of(page).is_busy and time.monotonic() < deadline:
        time.sleep(0.05)
    return page.run()


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click()
    return finish(page.run())


def unfold(page: AppTest, key: str) -> AppTest:
    """Open what is folded away."""
    page.session_state[key] = True
    return page.run()


def wait_for(job: work.Job) -> work.Job:
    deadline = time.monotonic() + 120
    while job.is_running and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not job.is_running
    return job


def said(page: AppTest) -> str:
    """What the page says, as it is read: without the escapes that keep text from being Markdown."""
    return re.sub(r"\\([^a-zA-Z0-9\s])", r"\1", raw(page)).replace("\u2060", "")


def raw(page: AppTest) -> str:
    elements = (page.markdown, page.caption, page.subheader, page.error, page.warning, page.info, page.success)
    texts = [f"{getattr(element.proto, 'title', '')} {element.value}" for group in elements for element in group]
    return "\n".join(texts)


def alive(*texts: object) -> list[str]:
    """What of a hostile text would be more than text where Markdown is read."""
    return [found.group() for text in texts for found in _ALIVE.finditer(str(text))]


def is_disabled(page: AppTest, key: str) -> bool:
    return bool(page.button(key=key).disabled)
