"""Pictures of every page at two widths, for the README and for a look by eye.

python -m tests.e2e.screenshots [FOLDER]
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from crawler.browser import find_browser
from storage.tasks import add_task
from storage.tips import add_tip
from tests.console.filling import add_leads, an_office
from tests.console.serving import served
from tests.e2e.conftest import sign_in

WIDTHS = {"desk": (1366, 768), "tablet": (1024, 768)}
PLACES = (
    "/", "/leads", "/leads?group=shop", "/leads/1", "/leads?tab=confirmed", "/statistics", "/listings",
    "/shops", "/shops/1", "/tips", "/notices",
    "/mailbox", "/tasks", "/rights", "/rights/tianfu-hetao", "/audit", "/users", "/settings",
    "/system", "/own", "/tip",
)  # fmt: skip


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="hubiao-") as home:
        settings, database = an_office(Path(home), leads=24)
        add_leads(
            database,
            ["天赋 河套 羊肉卷 500g 家庭装"],
            shop="示例鲜品直供",
            description="精选草原羔羊，涮火锅专用。产地：示例地。",
            location="示例省示例市",
            attributes={"产地": "示例地", "规格": "500g"},
        )
        with database.begin() as session:
            add_tip(
                session, url="https://shop.invalid/9", words="疑似仿冒", contact=None, source="x"
            )
            add_task(
                session, "示例集市", ["https://shop.invalid/"], cron="0 6 * * *", campaign="铁拳"
            )
        with served(settings, database) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=str(find_browser("full").path), args=["--no-sandbox"]
            )
            for name, (width, height) in WIDTHS.items():
                page = browser.new_page(
                    base_url=address, viewport={"width": width, "height": height}, locale="zh-CN"
                )
                sign_in(page, "管")
                _take_all(page, folder, name)
                page.close()
            browser.close()
        database.close()


def _take_all(page: Page, folder: Path, width: str) -> None:
    for place in PLACES:
        page.goto(place)
        page.wait_for_load_state("networkidle")
        file = re.sub(r"\W+", "-", place).strip("-") or "overview"
        page.screenshot(path=folder / f"{file}-{width}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("var/screenshots"))
