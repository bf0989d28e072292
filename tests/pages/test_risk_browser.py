"""In a real browser: does a row of the customers at risk lead to the customer and back, and is its file the whole list?"""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Server
from tests.pages.test_browser import opened, settled, text_of
from tests.pages.test_pages_and_command_line import asked

pytestmark = pytest.mark.browser


def test_a_row_leads_to_the_customer_and_the_file_has_all_rows(
    browser: Any, server: Server, sample_store: Path
) -> None:
    rows = asked(sample_store, "customers_at_risk", "--set", "least_signs=2", "--set", "limit=null")
    page = opened(browser, f"{server.address}/risk?shown=Two+or+more+signs")
    assert f"{rows[0]['total']} of " in text_of(page) and "most at stake first" in text_of(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("CSV of all")).click()
    written = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8"))))
    assert download.value.suggested_filename == "customers_at_risk.csv"
    assert [row["customer_id"] for row in written] == [row["customer_id"] for row in rows]
    assert all(row["why"] for row in written)
    grid = page.locator('[data-testid="stDataFrame"]').first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + 52)  # the box of the first row
    page.wait_for_selector(f"text=Customer {rows[0]['customer_id']}", timeout=120_000)
    settled(page)
    assert f"customer={rows[0]['customer_id']}" in page.url
    page.get_by_test_id("stMain").get_by_role("link", name="Customers at risk").click()
    page.wait_for_selector("h1:has-text('Customers at risk')", timeout=120_000)
    page.close()
