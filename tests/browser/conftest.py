"""A real server with the demo, and a real Chromium that looks at it like a phone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

import hatch_build
from tests.served import served

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOUD = ("error", "warning")

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the demo: the one named by LINGJU_TEST_CITY, or our own."""
    named = os.environ.get("LINGJU_TEST_CITY")
    if named:
        yield named
        return
    folder = tmp_path_factory.mktemp("city")
    with served({**os.environ, "LINGJU_DATA_DIR": str(folder)}, log=folder / "server.log") as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium of the system."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None:
        pytest.skip("no Chromium on PATH (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=FLAGS, chromium_sandbox=os.geteuid() != 0
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker of the client's locked packages."""
    hatch_build.install(ROOT)
    return (ROOT / "frontend/node_modules/axe-core/axe.min.js").read_text("utf-8")


@pytest.fixture
def visit(chromium: Browser, city: str) -> Iterator[Visit]:
    """Open an address of the city as a phone does; nothing may be said on the console."""
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def open_page(
        path: str = "/", *, width: int = 390, locale: str = "zh-CN", is_dark: bool = False
    ) -> Page:
        context = chromium.new_context(
            base_url=city,
            bypass_csp=False,
            color_scheme="dark" if is_dark else "light",
            has_touch=True,
            locale=locale,
            timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": 844},
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda one: said.append(one.text) if one.type in LOUD else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    # A failed request is a test's own doing; what the page makes of it is what counts.
    assert [text for text in said if "Failed to load resource" not in text] == []
