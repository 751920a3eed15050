"""A real Chromium in front of a served console."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from crawler.browser.launch import find_browser
from storage.base.database import Database
from storage.base.settings import Settings
from tests.console.console_server import served
from tests.console.sample_office import an_office
from tests.officers import PASSWORD

_PATIENCE = 90_000
"""Milliseconds until what a page must do is missed: on a loaded machine an upload, which a process of its own
reads, took more than Playwright's own thirty seconds, and five charts more than five."""
expect.set_options(timeout=_PATIENCE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium's headless shell, else a full one; it reaches nothing but the tests' own console.

    The engine is the same, and the shell costs a third to start. Evidence is captured in a full
    browser: tests/crawler/capture. Closed with its module: while it is open, its event loop runs in
    the thread of the tests.
    """
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=str(find_browser("shell").path),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Database]]:
    settings, database = an_office(tmp_path_factory.mktemp("office"))
    yield settings, database
    database.close()


@pytest.fixture(scope="module")
def address(office: tuple[Settings, Database]) -> Iterator[str]:
    with served(*office) as url:
        yield url


def open_context(browser: Browser, **options: Any) -> BrowserContext:
    """A context that waits as long as a machine at work on other things needs."""
    context = browser.new_context(**options)
    context.set_default_timeout(_PATIENCE)
    return context


@pytest.fixture
def window(browser: Browser, address: str, tmp_path: Path) -> Iterator[Page]:
    """A window of 1366 × 768 whose scripts must not fail and whose policy must not be broken."""
    context = open_context(browser, base_url=address, viewport={"width": 1366, "height": 768})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if _is_fault(line) else None)
    page.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
    yield page
    context.close()
    assert wrong == []


def _is_fault(line: ConsoleMessage) -> bool:
    """A refusal (400, 409) is a page that says why; Chromium also notes it in its console."""
    refusal = "the server responded with a status of 4"
    return line.type == "error" and refusal not in line.text


def sign_in(page: Page, name: str) -> None:
    """Sign in as an officer of the test's office."""
    page.goto("/sign-in")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("nav.menu")
