"""In a real browser: does a click on a mark of the satisfaction page list exactly the answers that the mark stands for?"""

import re
from typing import Any

import pytest

from tests.conftest import Server
from tests.pages.test_browser import settled, text_of

pytestmark = pytest.mark.browser

# question on the page -> key of the card, selector of its marks, which mark, what the tickets page says then
MARKS = {
    "score": ("Where", "satisfaction_spread", ".barlayer .point path", 0, "scored 1"),
    "week": ("Where", "satisfaction_trend", ".scatterlayer .points path", 6, "counted in CSAT"),
    "group": ("Where", "satisfaction_by", ".scatterlayer .trace:last-child .points path", 0, "channel "),
    "silent": ("Who answers", "satisfaction_silence", ".scatterlayer .trace:last-child .points path", 0,
               "response rate: Answered"),
    "dose": ("What goes with it", "satisfaction_dose", ".scatterlayer .trace:last-child .points path", 2,
             "about tickets with a first reply time"),
    "history": ("From contact to contact", "satisfaction_next", ".scatterlayer .trace:last-child .points path", 0,
                "given after a good one"),
    "support": ("Who recommends us", "satisfaction_support", ".barlayer .trace:nth-child(3) .point path", 0,
                "scored 0 to 6"),
}  # fmt: skip


# The same for marks that count customers: what the list of them on the page says.
OF_CUSTOMERS = {
    "pattern": ("From contact to contact", "satisfaction_patterns", ".barlayer .trace:nth-child(1) .point path", 0,
                "customers with 2 ratings, always satisfied"),
    "referrals": ("Who recommends us", "satisfaction_referrals", ".scatterlayer .trace:last-child .points path", 0,
                  "customers whose first answer of the period made them promoters"),
}  # fmt: skip


def clicked(
    browser: Any, server: Server, question: str, key: str, selector: str, place: int, said: str
) -> tuple[Any, str, str]:
    """The page after a click on a mark, what it has to say then, and what hovering over the mark said."""
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    page.goto(f"{server.address}/satisfaction?question={question.replace(' ', '+')}&period=All+data")
    mark = page.locator(f".st-key-{key} {selector}").nth(place)
    mark.wait_for(timeout=120_000)
    settled(page)
    mark.scroll_into_view_if_needed()
    page.wait_for_timeout(400)
    box = mark.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.wait_for_selector(".hoverlayer .hovertext", timeout=120_000)
    hover = " ".join(page.locator(".hoverlayer .hovertext text").all_text_contents())
    page.mouse.click(x, y)
    return page, said, hover


@pytest.mark.parametrize("name", OF_CUSTOMERS)
def test_a_click_on_a_mark_of_customers_lists_as_many(browser: Any, server: Server, name: str) -> None:
    page, said, hover = clicked(browser, server, *OF_CUSTOMERS[name])
    page.wait_for_selector(f"text={said}", timeout=120_000)
    settled(page)
    counted = re.search(rf"([\d,]+) {said}", text_of(page))
    assert counted and counted.group(1) in re.findall(r"[\d,]+", hover)
    page.close()


@pytest.mark.parametrize("name", MARKS)
def test_a_click_on_a_mark_lists_its_answers(browser: Any, server: Server, name: str) -> None:
    page, said, hover = clicked(browser, server, *MARKS[name])
    page.wait_for_selector("h1:has-text('Tickets')", timeout=120_000)
    settled(page)
    body = text_of(page)
    assert said in body
    counted = re.search(r"([\d,]+) (?:ratings?|answers?|surveys?) (?:counted )?in ", body)
    assert counted
    if name in ("score", "dose", "support"):  # whose hover says how many there are
        assert counted.group(1) in re.findall(r"[\d,]+", hover)
    page.close()


def test_the_address_of_a_question_is_a_link(browser: Any, server: Server) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    page.goto(f"{server.address}/satisfaction?survey=NPS&per=Month&question=Who+answers&answering=Plan")
    page.wait_for_selector("text=NPS response rate: ", timeout=120_000)
    settled(page)
    body = text_of(page)
    assert "By plan" in body and "By month to" in body and "of those asked stayed silent" in body
    page.close()
