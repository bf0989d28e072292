"""A page of the app over a store, as tests without a browser open it."""

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT


def opened_page(
    page: str, store: Path, point: Callable[[Path], None], *, is_first: bool = True, **query: str | list[str]
) -> AppTest:
    """The page of that script over a store, with an address.

    point: what makes the store this process's own. is_first: a visit begins with it; else with the weekly review, whose
    filters it keeps.
    """
    point(store)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=240)
    for key, value in query.items():
        app.query_params[key] = value
    if not is_first:
        app.run()
    app.switch_page(page)
    app.run()
    assert not app.exception and not app.error, [*app.exception, *app.error]
    return app
