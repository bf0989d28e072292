"""What tests of the pages share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from tests.conftest import Server, running_server
from tests.pages.upload_page import ROOT


@pytest.fixture(autouse=True, scope="session")
def no_components() -> Iterator[None]:
    """Every app under test would look through all installed packages for components of their own; there are none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", list)
        yield


@pytest.fixture(scope="module")
def server(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running app over the sample company, for the tests of one file in a browser."""
    with running_server(sample_store, tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store, which this process takes for its own."""
    folder = tmp_path / "store"
    monkeypatch.setenv("SUPPORT_STORE", str(folder))
    return folder


@pytest.fixture
def page(tmp_path: Path, store: Path) -> AppTest:
    """The upload page under a router of its own, with an empty page where the weekly review is."""
    app = tmp_path / "app"
    for name in ("pages/data/upload.py", "pages/review/week.py"):
        (app / name).parent.mkdir(parents=True)
    (app / "pages/review/week.py").write_text("")
    (app / "pages/data/upload.py").write_text((ROOT / "pages/data/upload.py").read_text("utf-8"))
    (app / "app.py").write_text(
        "import streamlit as st\n"
        "from data import versions\n"
        "from pages.parts import asking\n"
        "if versions.current_version():\n"
        "    asking.hold_version()\n"
        "st.navigation([st.Page('pages/data/upload.py', default=True), st.Page('pages/review/week.py')]).run()\n"
    )
    return AppTest.from_file(str(app / "app.py"), default_timeout=60).run()
