"""What tests of the whole product share: stores with the sample company and with real data, servers, a browser."""

import contextlib
import datetime as dt
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).parent.parent
REAL_LOG = ROOT.parent / "shared" / "real" / "servicenow_incident_log.csv.gz"
UNTIL = dt.date(2026, 11, 20)  # a Friday: the last complete week begins on 9 November
PATIENCE = 120_000  # milliseconds that a browser waits for anything before it fails
CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Server:
    """A running app: its address, and the file its log goes to."""

    address: str
    log: Path

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"{self.address}{path}", timeout=10) as answer:
            return str(answer.read().decode("utf-8"))


@contextlib.contextmanager
def running_server(store: Path, folder: Path, *, options: tuple[str, ...] = ()) -> Iterator[Server]:
    """A cold server on a free port of this machine, over the given store; stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / f"server-{port}.log"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    command += ["--server.address=127.0.0.1", f"--server.port={port}", *options]
    with log.open("w") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | {"SUPPORT_STORE": str(store)}, stdout=out, stderr=out
        )
    try:
        server = Server(f"http://127.0.0.1:{port}", log)
        _wait(server, process)
        yield server
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, f"the server ended:\n{server.log.read_text()}"
        with contextlib.suppress(OSError):
            if server.get("/_stcore/health") == "ok":
                return
        time.sleep(0.2)
    raise AssertionError(f"the server did not answer:\n{server.log.read_text()}")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that all processes of this run share: whoever needs it first makes it, the others wait."""
    root = factory.getbasetemp()
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    folder, unfinished = root / name, root / f"{name}-unfinished"
    with FileLock(root / f"{name}.lock"):
        if not folder.exists():
            make(unfinished)
            unfinished.rename(folder)
    return folder


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a small sample company, the same on every day. Nobody may change it."""
    from data.sample_store import make_sample_store

    def make(store: Path) -> None:
        make_sample_store(customers=2500, until=UNTIL, store=store, progress=lambda step, share: None)

    return made_once(tmp_path_factory, "sample-store", make)


@pytest.fixture(scope="session")
def real_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the real incident log; skipped where the log is not there. Nobody may change it."""
    from data.loading.load import load
    from data.loading.requests import Request

    if not REAL_LOG.exists():
        pytest.skip("the real incident log is not beside the project")
    return made_once(tmp_path_factory, "real-store", lambda store: load([Request(REAL_LOG)], store=store))


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A real browser: Debian's chromium, or the one that SUPPORT_BROWSER names. Missing in CI, that is a failure."""
    from playwright.sync_api import sync_playwright

    names = (os.environ.get("SUPPORT_BROWSER", ""), "chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if name and (found := shutil.which(name))), None)
    if path is None:
        assert not os.environ.get("CI"), "there is no browser in CI: install chromium"
        pytest.skip("no browser here: install chromium, or name one in SUPPORT_BROWSER")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        plain = chromium.new_page

        def new_page(**options: object) -> object:
            """A page that waits as long as a busy machine may take."""
            page = plain(**options)
            page.set_default_timeout(PATIENCE)
            return page

        chromium.new_page = new_page  # type: ignore[method-assign]
        yield chromium
        chromium.close()


@pytest.fixture
def store_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Point this process at a store."""
    return lambda store: monkeypatch.setenv("SUPPORT_STORE", str(store))
