"""Pictures of every page at two widths, for the README and for a look by eye.

python -m tests.e2e.screenshots [FOLDER]
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from crawler.browser.launch import find_browser
from tests.console.console_server import served
from tests.e2e.conftest import sign_in
from tests.e2e.full_office import PLACES, a_full_office

WIDTHS = {"desk": (1366, 768), "tablet": (1024, 768)}
STRANGERS = ("/tip", "/sign-in", "/warnings")


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="hubiao-") as home:
        settings, database = a_full_office(Path(home))
        with served(settings, database) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=str(find_browser("full").path), args=["--no-sandbox"]
            )
            for name, (width, height) in WIDTHS.items():
                page = browser.new_page(
                    base_url=address, viewport={"width": width, "height": height}, locale="zh-CN"
                )
                for place in STRANGERS:
                    _take(page, place, folder / f"public-{_file(place)}-{name}.png")
                sign_in(page, "管")
                for place in (place for places in PLACES.values() for place in places):
                    _take(page, place, folder / f"{_file(place)}-{name}.png")
                page.close()
            browser.close()
        database.close()


def _take(page: Page, place: str, file: Path) -> None:
    page.goto(place)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=file)


def _file(place: str) -> str:
    return re.sub(r"[^0-9a-z]+", "-", place).strip("-") or "overview"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("var/screenshots"))
