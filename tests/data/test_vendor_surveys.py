"""What the survey exports of each vendor become, worked out by hand from the examples; and what is asked or left out."""

import csv
import re

import pytest

from data.loading import recognising
from data.loading.presets import VENDORS
from data.loading.requests import Report
from data.loading.values import REASONS
from data.reading.table import find_table, tokens
from tests.data.known_headers import HEADERS
from tests.data.trial_store import TrialStore, counts
from tests.data.vendor_examples import table_with

COLUMNS = "kind, customer_id, customer_email, ticket_id, score, scale, sent_at::varchar, responded_at::varchar, comment"
BOTH_LATE = "Two answers,\nboth late"
CHATWOOT = "https://chat.example.org/app/accounts/1/conversations"
# vendor -> survey -> the columns above
EXPECTED: dict[str, dict[str, tuple[object, ...]]] = {
    "qualtrics": {  # times are those of Denver: seven hours behind in winter, six from 8 March on
        "R_1AdaMoss000001 nps": ("nps", "C-100", "ada@example.com", "10001", 10, "0-10", None, "2026-03-02 16:14:05", "Quick, and kind"),
        "R_1AdaMoss000001 csat": ("csat", "C-100", "ada@example.com", "10001", 5, "1-5", None, "2026-03-02 16:14:05", "Quick, and kind"),
        "R_1AdaMoss000001 ces": ("ces", "C-100", "ada@example.com", "10001", 7, "1-7", None, "2026-03-02 16:14:05", "Quick, and kind"),
        "R_2BramOde000002 csat": ("csat", "C-101", "bram@example.com", "10002", 2, "1-5", None, "2026-03-03 01:02:30", BOTH_LATE),
        "R_2BramOde000002 ces": ("ces", "C-101", "bram@example.com", "10002", 3, "1-7", None, "2026-03-03 01:02:30", BOTH_LATE),
        "R_3ChiUme0000003 nps": ("nps", None, "chi@example.com", None, 8, "0-10", None, "2026-03-03 14:31:00", None),
        "R_5DeeFalk000005 nps": ("nps", "C-103", "dee@example.com", "10004", 0, "0-10", None, "2026-03-04 18:05:00", "Nobody answers"),
        "R_7Anonymous0007 ces": ("ces", None, None, None, 6, "1-7", None, "2026-03-09 14:01:30", None),
        "R_9FayRoth000009 csat": ("csat", "C-105", "fay@example.com", "10006", 1, "1-5", None, "2026-03-10 22:22:00", None),
    },
    "surveymonkey": {
        "118500000001 nps": ("nps", "C-100", "ada@example.com", None, 10, "0-10", None, "2026-03-02 09:14:05", "Quick, and kind"),
        "118500000001 csat": ("csat", "C-100", "ada@example.com", None, 5, "1-5", None, "2026-03-02 09:14:05", "Quick, and kind"),
        "118500000002 ces": ("ces", "C-101", "bram@example.com", None, 2, "1-7", None, "2026-03-02 18:02:30", "Two answers that did not help"),
        "118500000004 nps": ("nps", "C-103", "dee@example.com", None, 0, "0-10", None, "2026-03-04 11:05:00", "Nobody answers"),
        "118500000004 csat": ("csat", "C-103", "dee@example.com", None, 3, "1-5", None, "2026-03-04 11:05:00", "Nobody answers"),
        "118500000004 ces": ("ces", "C-103", "dee@example.com", None, 4, "1-7", None, "2026-03-04 11:05:00", "Nobody answers"),
        "118500000006 csat": ("csat", None, None, None, 3, "1-5", None, "2026-03-13 08:01:30", None),
        "118500000007 nps": ("nps", "C-105", "fay@example.com", None, 7, "0-10", None, "2026-03-13 16:22:00", None),
    },
    "typeform": {
        "a1f0c3d5e7b90001 nps": ("nps", None, "ada@example.com", "10001", 10, "0-10", None, "2026-03-02 09:14:05", "Quick, and kind"),
        "a1f0c3d5e7b90001 csat": ("csat", None, "ada@example.com", "10001", 5, "1-5", None, "2026-03-02 09:14:05", "Quick, and kind"),
        "a1f0c3d5e7b90003 nps": ("nps", None, None, None, 8, "0-10", None, "2026-03-03 07:31:00", None),  # "please do not" is no address
        "a1f0c3d5e7b90006 csat": ("csat", None, None, None, 4, "1-5", None, "2026-03-09 08:00:00", None),  # never submitted
        "a1f0c3d5e7b90008 csat": ("csat", None, "gus@example.org", "10007", 4, "1-5", None, "2026-03-11 10:02:00", None),
    },
    "delighted": {
        "501 ada@example.com nps 1772442000": ("nps", None, "ada@example.com", None, 10, "0-10", None, "2026-03-02 09:00:00", "Quick, and kind"),
        "503 9003 nps 1772525100": ("nps", None, None, None, 0, "0-10", None, "2026-03-03 08:05:00", "Nobody answers"),
        "505 eli@example.org csat 1772668800": ("csat", None, "eli@example.org", None, 2, "1-5", None, "2026-03-05 00:00:00", BOTH_LATE),
        "506 fay@example.com ces 1772841599": ("ces", None, "fay@example.com", None, 7, "1-7", None, "2026-03-06 23:59:59", "Solved in a minute"),
    },
    "chatwoot_csat": {
        f"{CHATWOOT}/2001 2026-03-02 09:14:05 UTC": ("csat", None, "ada@example.com", "2001", 5, "1-5", None, "2026-03-02 09:14:05", "Quick, and kind"),
        f"{CHATWOOT}/2002 2026-03-02 18:02:30 UTC": ("csat", None, "bram@example.com", "2002", 2, "1-5", None, "2026-03-02 18:02:30", BOTH_LATE),
        f"{CHATWOOT}/2003 2026-03-03 07:31:00 UTC": ("csat", None, None, "2003", 1, "1-5", None, "2026-03-03 07:31:00", None),
        f"{CHATWOOT}/2004 2026-03-04 11:05:00 UTC": ("csat", None, "dee@example.com", "2004", 3, "1-5", None, "2026-03-04 11:05:00", None),
        f"{CHATWOOT}/2004 2026-03-06 15:00:00 UTC": ("csat", None, "dee@example.com", "2004", 4, "1-5", None, "2026-03-06 15:00:00", "Good"),
        "2026-03-10 16:22:00 UTC": ("csat", None, "fay@example.com", None, 5, "1-5", None, "2026-03-10 16:22:00", None),
    },
    "intercom_csat": {  # times are those of New York: five hours behind in winter, four from 8 March on
        "215469000000101 Teammate": ("csat", None, None, "215469000000101", 5, "1-5", None, "2026-03-02 14:14:05", "Quick, and kind"),
        "215469000000102 Teammate": ("csat", None, None, "215469000000102", 1, "1-5", None, "2026-03-02 23:02:30", BOTH_LATE),
        "215469000000103 Fin AI Agent": ("csat", None, None, "215469000000103", 4, "1-5", None, "2026-03-03 12:31:00", None),
        "215469000000103 Teammate": ("csat", None, None, "215469000000103", 5, "1-5", None, "2026-03-03 17:00:00", "A person was faster"),
        "215469000000106 Teammate": ("csat", None, None, "215469000000106", 4, "1-5", None, "2026-03-10 20:22:00", "Thank you"),
        "215469000000107 Teammate": ("csat", None, None, "215469000000107", 1, "1-5", None, "2026-03-11 14:02:00", None),
    },
    "medallia_agent_connect": {
        "8800001": ("csat", None, "ada@example.com", "10001", 5, "1-5", "2026-03-02 09:00:00", "2026-03-02 09:14:05", "Quick, and kind"),
        "8800002": ("csat", None, "bram@example.com", "10002", 2, "1-5", "2026-03-02 17:00:00", "2026-03-03 18:02:30", BOTH_LATE),
        "8800003": ("csat", None, "chi@example.com", "10003", None, "1-5", "2026-03-03 07:00:00", None, None),
        "8800006": ("csat", None, "eli@example.com", "10006", None, "1-5", "2026-03-05 08:00:00", None, None),
        "8800008": ("csat", None, "gus@example.com", "10008", 4, "1-5", "2026-03-09 08:00:00", "2026-03-09 08:01:30", None),
        "8800009": ("csat", None, "hal@example.com", None, 1, "1-5", "2026-03-10 16:00:00", "2026-03-12 06:06:06", None),
    },
}  # fmt: skip
# vendor -> rows, new, rejected
COUNTS = {
    "qualtrics": (20, 16, 4),  # 5 + 4 + 4 + 3 answers of customers, one of a preview and three that are spam
    "surveymonkey": (19, 18, 1),
    "typeform": (12, 12, 0),
    "delighted": (10, 8, 2),
    "chatwoot_csat": (8, 8, 0),
    "intercom_csat": (8, 8, 0),
    "medallia_agent_connect": (10, 6, 4),
}
PREVIEW, SPAM = "a preview of the survey, no answer of a customer", "marked as spam by the survey tool"
REJECTED: dict[str, list[tuple[object, ...]]] = {
    "qualtrics": [(8, None, None, PREVIEW), *[(12, None, None, SPAM)] * 3],
    "surveymonkey": [
        (10, "Overall, how satisfied or dissatisfied are you with our support?", "Not sure", REASONS["number"])
    ],
    "delighted": [
        (10, None, None, "employees were asked, not customers"),
        (11, None, None, "a question about the product's fit to the market is no satisfaction score"),
    ],
    "medallia_agent_connect": [
        (6, None, None, "never sent: the customer had been asked shortly before"),
        (7, None, None, "never arrived: the address does not exist"),
        (9, None, None, "never sent: the customer does not want surveys"),
        (12, None, None, "never sent: it was marked as not to be sent"),
    ],
}
QUESTIONS_READ = {
    "qualtrics": {
        "nps": "How likely are you to recommend Example to a friend or colleague?",
        "csat": "Overall, how satisfied are you with the support you received?",
        "ces": "Example made it easy for me to solve my problem.",
    },
    "surveymonkey": {
        "nps": "How likely is it that you would recommend Example to a friend or colleague?",
        "csat": "Overall, how satisfied or dissatisfied are you with our support?",
        "ces": "How easy was it to solve your problem?",
    },
    "typeform": {
        "nps": "Hi, how likely are you to recommend Example to a friend or colleague?",
        "csat": "How satisfied are you with the support that you received?",
    },
}


def load_example(store: TrialStore, name: str) -> Report:
    return store.load(VENDORS / f"{name}.csv")


def surveys(store: TrialStore) -> dict[str, tuple[object, ...]]:
    return {row[0]: row[1:] for row in store.rows(f"select survey_id, {COLUMNS} from surveys")}


@pytest.mark.parametrize("name", EXPECTED)
def test_an_example_is_read_as_it_is_meant(store: TrialStore, name: str) -> None:
    report = load_example(store, name)
    rows, new, rejected = COUNTS[name]
    assert (report.preset, report.rows, counts(report)) == (name, rows, (new, 0, 0, 0, rejected))
    assert report.warnings == ()
    found = surveys(store)
    assert len(found) == new
    assert {survey: found.get(survey) for survey in EXPECTED[name]} == EXPECTED[name]
    assert store.rows('select line, "column", value, reason from rejects order by line') == REJECTED.get(name, [])
    if name in QUESTIONS_READ:
        said, blank = report.notes[:2]
        assert dict(re.findall(r"(\w+): '([^']+)'", said)) == QUESTIONS_READ[name]
        assert blank == "Rows of the file with nothing in these columns, which give none: 1"


@pytest.mark.parametrize("name", EXPECTED)
def test_an_example_is_of_no_other_vendor(name: str) -> None:
    found = recognising.recognise(find_table(VENDORS / f"{name}.csv"))
    assert [preset.name for _, preset in found] == [name]
    assert found[0][0] > 0.8


@pytest.mark.parametrize(
    ("tool", "name"),
    [
        ("qualtrics", "qualtrics"),
        ("surveymonkey", "surveymonkey"),
        ("typeform", "typeform"),
        ("delighted", "delighted"),
        ("chatwoot csat", "chatwoot_csat"),
        ("intercom csat", "intercom_csat"),
        ("medallia", "medallia_agent_connect"),
    ],
)
def test_the_literal_header_is_recognised(tool: str, name: str) -> None:
    (header,) = csv.reader([HEADERS[tool]])
    (sure, preset), *others = recognising.recognise(table_with(header))
    assert (preset.name, others) == (name, [])
    assert sure > 0.8
    own = find_table(VENDORS / f"{name}.csv").header
    assert set(preset.signature & set(tokens(tuple(header)))) <= set(tokens(own))


def test_the_sheet_of_a_load_names_the_questions(store: TrialStore) -> None:
    load_example(store, "qualtrics")
    sources = dict(store.rows('select "column", source from sheets'))
    assert (sources["score"], sources["comment"]) == ("Q1 / Q3 / Q4 + name of the column", "Q2")
    assert sources["survey_id"] == "ResponseId + name of the column"
    (unread,) = store.rows("select unread from loads")[0]
    assert "Q1_NPS_GROUP" in unread and '"Q1"' not in unread


def test_the_end_of_a_report_is_said_and_is_no_row(store: TrialStore) -> None:
    notes = load_example(store, "chatwoot_csat").notes
    assert notes[0] == "Not read, as they end the report: Reporting period 2026-03-01 to 2026-03-15"


def test_a_request_without_a_response_was_sent_and_not_answered(store: TrialStore) -> None:
    load_example(store, "medallia_agent_connect")
    assert store.rows("select count(*) filter (is_sent), count(*) filter (is_answered) from survey_facts") == [(6, 4)]


def test_a_rating_in_a_conversation_rates_it(store: TrialStore) -> None:
    store.load([{"ticket_id": "2004", "created_at": "2026-03-04 10:00:00"}])
    load_example(store, "chatwoot_csat")
    assert (store.fact("2004")["csat_score"], store.fact("2004")["is_satisfied"]) == (4, True)  # the later of two
