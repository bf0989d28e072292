"""In a real browser: does a click on a mark of the journey lead to its customers, and one of them to what happened?"""

import re
from typing import Any

import pytest

from tests.conftest import Server
from tests.pages.test_browser import settled, text_of

pytestmark = pytest.mark.browser

# question on the page -> key of the card, selector of its marks, which mark, the page that opens, what it says
MARKS = {
    "part": ("Over time", "journey_funnel", ".barlayer .trace:nth-child(2) .point path", 1, "Customers",
             "who did not move on within the window"),
    "way": ("Over time", "journey_ways", ".scatterlayer .points path", 1, "Customers", "at stage Discover"),
    "month": ("Over time", "journey_months", ".scatterlayer .trace:last-child .points path", 3, "Customers", "at stage"),
    "tickets": ("Support in it", "journey_support", ".scatterlayer .trace:last-child .points path", 3, "Tickets",
                "of customers in stage"),
}  # fmt: skip


def clicked(page: Any, mark: Any) -> str:
    """Click a mark; the words of its hover."""
    mark.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    box = mark.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.wait_for_selector(".hoverlayer .hovertext", timeout=120_000)
    hover = " ".join(page.locator(".hoverlayer .hovertext text").all_text_contents())
    page.mouse.click(x, y)
    return hover


@pytest.mark.parametrize("name", MARKS)
def test_a_click_on_a_mark_leads_to_what_it_counts(browser: Any, server: Server, name: str) -> None:
    question, key, selector, place, title, said = MARKS[name]
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    page.goto(f"{server.address}/journey?journey_question={question.replace(' ', '+')}")
    mark = page.locator(f".st-key-{key} {selector}").nth(place)
    mark.wait_for(timeout=120_000)
    settled(page)
    hover = clicked(page, mark)
    page.wait_for_selector(f"h1:has-text('{title}')", timeout=120_000)
    settled(page)
    body = text_of(page)
    assert said in body
    if name == "part":
        counted = re.search(r"([\d,]+) customers at stage", body)
        assert counted and counted.group(1) in re.findall(r"[\d,]+", hover)
        page.get_by_role("button", name="Back").click()
        page.wait_for_selector("h1:has-text('Journey')", timeout=120_000)
    page.close()


def test_a_mark_on_a_customers_line_shows_its_ticket(browser: Any, server: Server) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    page.goto(f"{server.address}/customer?find_customer=C0000")
    page.wait_for_selector("text=Select a row", timeout=120_000)
    settled(page)
    grid = page.locator('[data-testid="stDataFrame"] canvas').first
    box = grid.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 20, box["y"] + 52)  # the box of the first row; what scrolls the table lies above it
    page.wait_for_selector("text=All customers", timeout=120_000)
    settled(page)
    assert re.search(r"customer=C\d+", page.url)
    marks = page.locator(".st-key-customer_line .scatterlayer .trace").first.locator(".points path")
    if marks.count():
        hover = clicked(page, marks.first)
        settled(page)
        assert "ticket=" in page.url or "ticket" not in hover.lower()
    page.close()


def test_the_address_of_a_customer_is_a_link(browser: Any, server: Server) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 900}, color_scheme="dark")
    page.goto(f"{server.address}/customer?customer=C000003")
    page.wait_for_selector("text=Everything that happened", timeout=120_000)
    settled(page)
    assert "Customer C000003" in text_of(page)
    overflow = page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollWidth - window.innerWidth")
    assert overflow <= 1
    page.close()
