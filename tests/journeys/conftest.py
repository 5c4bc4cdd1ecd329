"""A real browser against the real server. Every page that it opens is checked as it is opened."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.journeys.rows import Rows
from tests.journeys.visitor import DESKTOP, PHONE, Visitor
from tests.server import RunningServer, running_server

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_MISSING = "no Chromium: the journey tests did not run; install the package chromium"
_PATIENCE_MS = 20_000  # for a machine that has other things to do too
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say loudly that journeys were left out."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if _MISSING in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(f"WARNING: {len(skipped)} skipped, {_MISSING}", red=True, bold=True)


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> str:
    """The system's Chromium, else Playwright's own; without any the test fails in CI and is skipped elsewhere."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None and Path(playwright.chromium.executable_path).exists():
        found = playwright.chromium.executable_path
    if found is not None:
        return found
    if os.environ.get("CI"):
        pytest.fail(_MISSING)
    pytest.skip(_MISSING)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium: str) -> dict[str, Any]:
    """How pytest-playwright launches the browser."""
    expect.set_options(timeout=_PATIENCE_MS)
    return {**browser_type_launch_args, "executable_path": chromium, "args": _ARGUMENTS}


@pytest.fixture(scope="session")
def server(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The server that all journeys share; each brings its own people."""
    with running_server(tmp_path_factory.mktemp("journeys")) as running:
        yield running


@pytest.fixture(scope="session")
def rows(server: RunningServer) -> Iterator[Rows]:
    """What a journey needs to find in the server's database, and what it looks up there afterwards."""
    rows = Rows.of(server.settings)
    yield rows
    rows.close()


@pytest.fixture
def visit(browser: Browser, server: RunningServer) -> Iterator[Callable[..., Visitor]]:
    """Opens browsers with storage of their own; at the end of a test no page may have had anything to complain of."""
    visitors: list[Visitor] = []

    def open_browser(device: dict[str, Any], **options: Any) -> Visitor:
        context = browser.new_context(base_url=server.address, **{**device, **options})
        context.set_default_timeout(_PATIENCE_MS)
        visitors.append(Visitor(context))
        return visitors[-1]

    yield open_browser
    complaints = [complaint for visitor in visitors for complaint in visitor.leave()]
    assert complaints == []


@pytest.fixture
def phone(visit: Callable[..., Visitor]) -> Visitor:
    """A cheap phone: Zalo's browser at 360 × 640."""
    return visit(PHONE)


@pytest.fixture
def desktop(visit: Callable[..., Visitor]) -> Visitor:
    """An office's PC."""
    return visit(DESKTOP)
