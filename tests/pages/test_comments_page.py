"""Does the page of comments show what the questions answer, whatever customers wrote, and say so when there is nothing?"""

import contextlib
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.loading.load import load
from data.loading.requests import Request
from pages.parts import words
from pages.parts.comments import listing
from queries.__main__ import main
from tests.conftest import ROOT, Server
from tests.data.trial_store import csv_text
from tests.pages.test_browser import settled

PAGE = "pages/support/comments.py"
HOSTILE = [
    "# slow\n\n* [a](http://b.example) **bold** `code` $x^2$",
    "<script>alert(1)</script> <b>slow</b>",
    ":material/delete: :red[slow] ![i](http://b.example/i.png)",
    "=HYPERLINK(\"http://b.example\")|slow",
    "بطيء جدا \u202eevil\u202c slow",
    "很慢很慢，不好 🙃 slow",
    "ОЧЕНЬ медленно slow",
    "'; drop table surveys; -- slow {0} %s \\ \\n",
    "slow " + "x" * 3000,
    "nice and quick",
    "good, fast help",
    "friendly and fast",
    "fast\u00a0answer",
    "fast!",
    "quick",
]  # fmt: skip


def survey(place: int, comment: str, **given: Any) -> dict[str, Any]:
    """An answer a day; the first nine are poor, the others good."""
    score = 1 if place < 9 else 5
    day = f"2024-03-{1 + place:02} 10:00:00"
    return {"survey_id": f"S{place}", "kind": "csat", "score": score, "responded_at": day, "comment": comment} | given


def filled(folder: Path, rows: list[dict[str, Any]], name: str = "surveys.csv") -> Path:
    """A store with one file of rows; a last answer without words makes the days before complete."""
    end = [survey(28, "", survey_id="end")] if name == "surveys.csv" else []
    file = folder / name
    file.write_text(csv_text([*rows, *end]), "utf-8")
    load([Request(file)], store=folder / "store")
    return folder / "store"


def opened(**query: str) -> AppTest:
    """The page with its list of comments, or the section that the address names."""
    query = {"section": listing.LISTED} | query
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.switch_page(PAGE)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception and not app.error, [*app.exception, *app.error]
    return app


def text_of(app: AppTest) -> str:
    """All that is read as text, with what keeps it from being read as Markdown."""
    return " ".join(str(part.value) for part in (*app.subheader, *app.markdown, *app.caption))


def plain_text_of(app: AppTest) -> str:
    return text_of(app).replace("\\", "").replace("\u2060", "")


def asked(store: Path, *arguments: str) -> list[dict[str, Any]]:
    """What the command line prints, as records."""
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()) as printed:
        patch.setenv("SUPPORT_STORE", str(store))
        assert main([*arguments, "--format", "json"]) == 0
    return list(json.loads(printed.getvalue()))


def listed(app: AppTest) -> int:
    """How many comments the list says that there are."""
    found = re.search(r"Comments \d+ to \d+ of ([\d,]+)\.", plain_text_of(app))
    assert found, plain_text_of(app)
    return int(found[1].replace(",", ""))


@pytest.fixture
def hostile(tmp_path: Path, store_of: Callable[[Path], None]) -> Path:
    store = filled(tmp_path, [survey(place, text) for place, text in enumerate(HOSTILE)])
    store_of(store)
    return store


class TestSampleCompany:
    @pytest.fixture(autouse=True)
    def _store(self, sample_store: Path, store_of: Callable[[Path], None]) -> None:
        store_of(sample_store)

    def test_tiles_and_sentence_are_the_answers_of_the_command_line(self, sample_store: Path) -> None:
        app = opened()
        counts = asked(sample_store, "comment_counts")[0]
        shown = {tile.label: tile.value for tile in app.metric}
        share = counts["comments"] / counts["answers"]
        assert shown["Comments"] == words.count(counts["comments"])
        assert shown["Answers with a comment"] == words.percent(share, counts["answers"])
        assert (shown["Poor comments"], shown["Good comments"]) == (str(counts["poor"]), str(counts["good"]))
        rows = {row["expectation"]: row for row in asked(sample_store, "expectations")}
        assert shown["Speak of none"] == words.percent(rows["none"]["share"], counts["comments"])
        said = plain_text_of(app)
        assert f"{words.percent(rows['timely']['poor'] / counts['poor'], counts['poor'])} " in said
        assert f"{words.percent(rows['none']['poor'] / counts['poor'], counts['poor'])} of none of these" in said
        assert listed(app) == counts["comments"]

    def test_every_expectation_leads_to_its_comments(self, sample_store: Path) -> None:
        app = opened(section="Praise and blame")
        for row in asked(sample_store, "expectations")[:3]:
            app.button(key=f"list_{row['expectation']}").click().run()
            assert listed(app) == row["comments"]
            assert app.selectbox(key=listing.SPEAKS_OF).value.lower() == row["expectation"]
            app.session_state[listing.SECTION] = "Praise and blame"
            app.run()

    def test_every_tile_leads_to_the_comments_that_it_counts(self, sample_store: Path) -> None:
        app = opened(section="Terms that stand out")
        counts = asked(sample_store, "comment_counts")[0]
        columns = {"Comments": "comments", "Answers with a comment": "comments", "Poor comments": "poor",
                   "Good comments": "good", "Speak of none": "none_of_these"}  # fmt: skip
        for label, column in columns.items():
            button = app.button(key=f"tile_{label}")
            assert button.label == words.plural(counts[column], "comment")
            button.click().run()
            assert listed(app) == counts[column]

    def test_a_month_narrows_the_list_and_leaves_the_period(self, sample_store: Path) -> None:
        app = opened(month="2026-06-01", rated="Poor")
        rows = asked(
            sample_store, "comments", "--from", "2026-06-01", "--to", "2026-06-30", "--set", "rating=poor", "--set", "limit=null"
        )  # fmt: skip
        assert listed(app) == len(rows) > 0
        said = plain_text_of(app)
        assert "Only comments of Jun 2026, instead of the period above" in said and "17 Aug to 15 Nov 2026" in said
        app.button(key="no_month").click().run()
        assert listed(app) == asked(sample_store, "comment_counts")[0]["poor"]
        assert "month" not in app.query_params

    def test_an_address_that_narrows_the_list_opens_it(self) -> None:
        app = opened(section="", rated="Poor")
        assert listed(app) > 0

    @pytest.mark.parametrize(
        ("query", "command"),
        [
            ({"rated": "Poor", "speaks_of": "Timely"}, ["rating=poor", "expectation=timely"]),
            ({"survey_kind": "NPS", "rated": "Neutral"}, ["only_kind=nps", "rating=neutral"]),
            ({"find": "slow"}, ["search=slow"]),
            ({"term": "too slow"}, ["term=too slow"]),
            ({"speaks_of": "None of these", "order": "Worst first"}, ["expectation=none", "order=worst"]),
        ],
    )
    def test_an_address_narrows_the_list(self, sample_store: Path, query: dict[str, str], command: list[str]) -> None:
        app = opened(**query)
        sets = [part for each in (*command, "limit=null") for part in ("--set", each)]
        rows = asked(sample_store, "comments", *sets)
        assert listed(app) == len(rows) > 0
        shown = [text for text in (str(each.value) for each in app.markdown) if "badge[" in text and "\n" in text]
        assert len(shown) == min(len(rows), 20)
        for row, text in zip(rows, shown, strict=False):
            assert words.plain(row["comment"]) in text and f"badge[{row['rating']}]" in text

    def test_pages_follow_one_another_and_a_new_choice_starts_on_the_first(self) -> None:
        app = opened(shown="50")
        number = next(field for field in app.number_input if field.label.startswith("Page of"))
        number.set_value(2).run()
        assert "Comments 51 to 100 of" in plain_text_of(app)
        app.selectbox(key=listing.RATING).set_value("Good").run()
        assert "Comments 1 to 50 of" in plain_text_of(app)

    def test_filters_of_the_page_hold_for_all_of_it(self, sample_store: Path) -> None:
        app = opened(channel="email")
        assert listed(app) == asked(sample_store, "comment_counts", "--where", "channel=email")[0]["comments"]

    def test_the_statistic_is_named_and_its_table_is_of_terms_beyond_chance(self) -> None:
        app = opened(period="All data", section="Terms that stand out")
        said = plain_text_of(app)
        assert "Monroe, Colaresi and Quinn 2008" in said and "Benjamini and Hochberg" in said
        table = next(frame.value for frame in app.dataframe if "Term" in frame.value)
        assert "slow" in set(table["Term"]) and "friendly" in set(table["Term"])
        assert (table["p"] <= 0.05).all()

    def test_nothing_found_says_so_and_one_click_shows_all(self) -> None:
        app = opened(find="no such words at all")
        assert "Nothing matches" in plain_text_of(app) and "no such words at all" in plain_text_of(app)
        next(button for button in app.button if button.label == "Clear the filters").click().run()
        assert listed(app) > 100


def test_comments_are_shown_letter_by_letter(hostile: Path) -> None:
    app = opened(period="All data", shown="100")
    assert listed(app) == len(HOSTILE)
    said = text_of(app)
    for text in HOSTILE:
        assert words.plain(words.shorten(text, listing.LONG)) in said
    assert words.plain(HOSTILE[8]) in said, "a long comment is whole behind its beginning"
    for sign in ("<script>", "](http", "**bold**", ":red[slow]", "$x^2$", ":material/delete:"):
        assert sign not in said
    assert app.text_input(key=listing.FIND).value == ""


@pytest.mark.parametrize("text", ["<script>alert(1)", "很慢", "بطيء", "[a](http", "МЕДЛЕННО", "';"])
def test_hostile_words_can_be_searched(hostile: Path, text: str) -> None:
    assert listed(opened(period="All data", find=text)) == 1


def test_hostile_terms_narrow_and_are_said(hostile: Path) -> None:
    app = opened(period="All data", term="slow")
    assert listed(app) == 9
    assert "Only comments with the term “slow”" in plain_text_of(app)
    app.button(key="no_term").click().run()
    assert listed(app) == len(HOSTILE)
    app = opened(period="All data", term="**x** :red[y]")
    assert "Nothing matches" in plain_text_of(app) and ":red[y]" not in text_of(app)


def test_survey_questions_on_an_expectation_stand_beside_its_comments(
    tmp_path: Path, store_of: Callable[[Path], None]
) -> None:
    rows = [survey(place, text, timeliness_score=1 + place % 5) for place, text in enumerate(HOSTILE)]
    store_of(filled(tmp_path, rows))
    said = plain_text_of(opened(period="All data", section="Praise and blame"))
    assert said.count("Asked directly") == 1
    assert "Asked directly: 40% satisfied, mean 50% of the scale (15 answers)" in said


def test_data_without_comments_say_what_is_needed(tmp_path: Path, store_of: Callable[[Path], None]) -> None:
    store_of(
        filled(
            tmp_path,
            [{"ticket_id": f"T{n}", "created_at": f"2024-03-{1 + n:02} 10:00:00"} for n in range(9)],
            "tickets.csv",
        )
    )
    app = opened(period="All data")
    assert "No comments of customers in this data" in plain_text_of(app)
    assert not app.metric and not app.dataframe


def test_days_without_comments_offer_the_way_back(hostile: Path) -> None:
    app = opened(period="Last month")
    said = plain_text_of(app)
    assert "Nothing matches" in said and "No comments of customers" in said


def test_three_comments_are_listed_but_not_judged(tmp_path: Path, store_of: Callable[[Path], None]) -> None:
    store_of(filled(tmp_path, [survey(place, text) for place, text in enumerate(["slow", "late", "rude"])]))
    app = opened(period="All data")
    said = plain_text_of(app)
    assert "3 comments, too few poor ones (3) to say what they speak of" in said
    assert "Too few to judge: 3 comments" in said
    assert listed(app) == 3
    assert "nan" not in " ".join(str(tile.value) for tile in app.metric)


def test_comments_without_a_rating_are_listed_and_counted_apart(
    tmp_path: Path, store_of: Callable[[Path], None]
) -> None:
    rows = [survey(place, "so slow", score=None if place < 6 else 1) for place in range(9)]
    store_of(filled(tmp_path, rows))
    app = opened(period="All data")
    assert listed(app) == 9
    assert "6 without a rating" in plain_text_of(app)


@pytest.mark.browser
class TestInABrowser:
    def test_a_clicked_segment_term_and_month_list_their_comments_again_and_again(
        self, browser: Any, server: Server
    ) -> None:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{server.address}/comments?period=All+data", wait_until="domcontentloaded")
        page.wait_for_selector(".js-plotly-plot .barlayer path", timeout=120_000)
        self.click(page, ".st-key-comments_ratings .barlayer .trace:nth-child(3) .point path")
        page.wait_for_function("location.search.includes('section=All+comments')", timeout=120_000)
        assert "speaks_of=Timely" in page.url and "rated=Poor" in page.url
        for _ in range(2):  # a term clicked again after it was taken back
            self.section(page, "Terms that stand out")
            self.click(page, ".st-key-comments_terms .barlayer .trace:nth-child(1) .point path")
            page.wait_for_function("location.search.includes('term=')", timeout=120_000)
            page.wait_for_selector("text=Only comments with the term")
            assert "speaks_of=Timely" not in page.url
            page.get_by_role("button", name="With and without it").click()
            page.wait_for_function("!location.search.includes('term=')", timeout=120_000)
        self.section(page, "Praise and blame")
        self.click(page, ".st-key-comments_trend .scatterlayer .points path")
        page.wait_for_function("location.search.includes('month=')", timeout=120_000)
        page.get_by_role("button", name="All of the period").click()
        page.wait_for_function("!location.search.includes('month=')", timeout=120_000)
        assert "period=All+data" in page.url
        self.section(page, "Praise and blame")
        page.locator(".st-key-list_empathetic button").click()
        page.wait_for_function("location.search.includes('speaks_of=Empathetic')", timeout=120_000)
        search = page.get_by_placeholder("Comment, customer, ticket")
        search.wait_for()
        settled(page)
        assert 0 < search.bounding_box()["y"] < 300  # in sight, and the list under it
        page.get_by_role("link", name=re.compile("Ticket ")).first.click()
        page.wait_for_selector("h1:has-text('Tickets')", timeout=120_000)
        page.wait_for_selector("text=What the customer said", timeout=120_000)
        page.close()

    @staticmethod
    def section(page: Any, name: str) -> None:
        page.locator(".st-key-section").get_by_text(name).click()
        settled(page)

    @staticmethod
    def click(page: Any, selector: str) -> None:
        mark = page.locator(selector).first
        mark.wait_for()
        settled(page)  # else the chart may be drawn anew under the mouse
        mark.scroll_into_view_if_needed()
        page.wait_for_timeout(500)
        box = mark.bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
