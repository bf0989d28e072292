"""Does the app work for somebody with a browser, on a server that has just been started?"""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Server, running_server

pytestmark = pytest.mark.browser
PATHS = (
    "/",
    "/speed",
    "/satisfaction",
    "/comments",
    "/tickets",
    "/journey",
    "/customer",
    "/customer?customer=C000003",
    "/retention",
    "/risk",
    "/upload",
    "/health",
    "/definitions",
    "/settings",
)
FAILED = ("This page could not be made", "The data cannot be opened", "Traceback", "Page not found")


def opened(browser: Any, address: str, *, width: int = 1440, scheme: str = "light") -> Any:
    """A page that has finished drawing."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(address, wait_until="domcontentloaded")
    page.wait_for_selector("h1", timeout=120_000)
    settled(page)
    return page


def settled(page: Any) -> None:
    """Wait until the script has run and nothing is stale."""
    page.wait_for_function(
        """() => document.querySelector('[data-testid="stApp"]')?.getAttribute('data-test-script-state') === 'notRunning'
        && !document.querySelector('[data-stale="true"]')""",
        timeout=120_000,
    )
    page.wait_for_timeout(300)


def text_of(page: Any) -> str:
    return str(page.inner_text("body"))


def test_a_deep_link_to_a_cold_server_passes_the_sign_in_gate(browser: Any, sample_store: Path, tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(
        '[auth]\nredirect_uri = "http://127.0.0.1/oauth2callback"\ncookie_secret = "not a secret"\nclient_id = "x"\n'
        'client_secret = "x"\nserver_metadata_url = "http://127.0.0.1:1/.well-known/openid-configuration"\n'
    )
    with running_server(sample_store, tmp_path, options=(f"--secrets.files={secrets}",)) as cold:
        page = opened(browser, f"{cold.address}/speed")
        assert page.get_by_role("button", name="Sign in").is_visible()
        assert "replied in time" not in text_of(page) and "Weekly review" not in text_of(page)
        page.close()


def test_a_deep_link_to_a_cold_server_keeps_its_page_and_its_filters(
    browser: Any, sample_store: Path, tmp_path: Path
) -> None:
    with running_server(sample_store, tmp_path) as cold:
        page = opened(browser, f"{cold.address}/speed?team=Billing&clock=Calendar")
        assert page.inner_text("h1") == "Speed"
        assert "Page not found" not in text_of(page)
        assert "team Billing" in text_of(page) and "calendar hours" in text_of(page)
        page.close()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_draws_without_a_failure_and_within_its_width(
    browser: Any, server: Server, path: str, width: int, scheme: str
) -> None:
    page = opened(browser, server.address + path, width=width, scheme=scheme)
    body = text_of(page)
    assert not [words for words in FAILED if words in body]
    overflow = page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollWidth - window.innerWidth")
    assert overflow <= 1
    page.close()


def test_the_number_on_a_tile_leads_to_that_many_tickets(browser: Any, server: Server) -> None:
    page = opened(browser, server.address)
    link = page.get_by_role("link", name=re.compile(r"^\S*\s*\d+ tickets$")).first
    counted = re.search(r"(\d+) tickets", link.inner_text())
    assert counted
    link.click()
    page.wait_for_selector("h1:has-text('Tickets')")
    settled(page)
    assert f"{counted.group(1)} tickets counted in" in text_of(page)
    page.close()


def test_a_click_on_a_mark_leads_to_its_week_with_the_filters_kept(browser: Any, server: Server) -> None:
    page = opened(browser, f"{server.address}/speed?team=Billing")
    page.wait_for_selector(".js-plotly-plot .scatterlayer .points path")
    mark = page.locator(".js-plotly-plot").first.locator(".scatterlayer .points path").nth(8)
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector("h1:has-text('Tickets')", timeout=120_000)
    settled(page)
    assert "team=Billing" in page.url and "metric=First" in page.url
    assert "team Billing" in text_of(page)
    page.close()


def test_the_way_back_from_tickets_restores_the_choice_before(browser: Any, server: Server) -> None:
    page = opened(browser, f"{server.address}/?channel=email")
    page.get_by_role("link", name="Open these").or_(
        page.get_by_role("link", name=re.compile(r"\d+ tickets$"))
    ).first.click()
    page.wait_for_selector("h1:has-text('Tickets')")
    settled(page)
    page.get_by_role("button", name="Back").click()
    page.wait_for_selector("h1:has-text('Weekly review')")
    settled(page)
    assert "channel email" in text_of(page) and "days" not in page.url
    page.get_by_role("link", name="Speed").first.click()
    page.wait_for_selector("h1:has-text('Speed')")
    settled(page)
    assert "17 Aug to 15 Nov 2026" in text_of(page)
    page.close()


def test_a_row_chosen_in_the_table_shows_its_details_and_has_an_address(browser: Any, server: Server) -> None:
    page = opened(browser, f"{server.address}/tickets?ticket=does+not+exist")
    assert "There is no ticket" in text_of(page)
    page.close()


def test_a_filter_chosen_on_one_page_is_in_the_address_and_holds_on_the_next(browser: Any, server: Server) -> None:
    page = opened(browser, server.address)
    page.get_by_role("combobox", name=re.compile("Channel")).click()
    page.get_by_role("option", name="chat").click()
    page.keyboard.press("Escape")
    settled(page)
    assert "channel=chat" in page.url
    page.get_by_role("link", name="Speed").first.click()
    page.wait_for_selector("h1:has-text('Speed')")
    settled(page)
    assert "channel=chat" in page.url and "channel chat" in text_of(page)
    page.close()


def test_the_first_start_without_data_shows_a_filled_weekly_review(browser: Any, tmp_path: Path) -> None:
    with running_server(tmp_path / "store", tmp_path) as cold:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(cold.address, wait_until="domcontentloaded")
        page.wait_for_selector("h1:has-text('Weekly review')", timeout=120_000)
        settled(page)
        assert "Sample data" in text_of(page)
        assert page.locator('[data-testid="stMetric"]').count() == 8
        page.close()


def test_an_export_dropped_on_the_upload_page_becomes_the_dashboard(browser: Any, tmp_path: Path) -> None:
    export = tmp_path / "tickets.csv"
    rows = [
        f"T{n},2026-03-{n % 27 + 1:02d} 09:{n % 60:02d}:00,2026-03-{n % 27 + 1:02d} 11:00:00,<b>Printer {n}</b>"
        for n in range(200)
    ]
    rows.append("last,2026-03-29 09:00:00,,so that the days before are complete")
    export.write_text("ticket_id,created_at,solved_at,subject\n" + "\n".join(rows) + "\n")
    with running_server(tmp_path / "store", tmp_path) as cold:
        page = opened(browser, f"{cold.address}/upload")
        page.set_input_files('input[type="file"]', str(export))
        page.get_by_role("button", name=re.compile("^Load ")).click(timeout=120_000)
        page.wait_for_function(
            "document.body.innerText.includes('201 new') || /new\\s*201/i.test(document.body.innerText)",
            timeout=120_000,
        )
        page.goto(f"{cold.address}/tickets?period=All+data", wait_until="domcontentloaded")
        page.wait_for_selector("h1:has-text('Tickets')")
        settled(page)
        assert "201 tickets created in these days counted" in text_of(page)
        assert "Sample data" not in text_of(page)
        page.close()
