"""运行状况 shows every check with what helps; the first page repeats what failed."""

from __future__ import annotations

import json
from collections.abc import Callable

from storage.base.database import Database
from storage.base.message import Message
from storage.base.settings import Settings
from storage.tables.base import now
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


def test_a_missing_browser_stands_on_both_pages_with_its_remedy(
    office: Office, visit: Enter
) -> None:
    line = {
        "check": "browser", "outcome": "failed", "message": Message("browser.none").to_json(),
        "at": now().isoformat(),
    }  # fmt: skip
    (office[0].home / "health.json").write_text(json.dumps([line]), "utf-8")
    for page in (visit("审").get("/system").text, visit("甲").get("/").text):
        assert "没有能启动的 Chromium" in page
        assert "工作进程" in page, "no worker runs in this test"
    assert 'href="/system#remedies"' in visit("审").get("/").text
    assert "请管理员操作" in visit("甲").get("/").text, "an officer may not open the page"


def test_how_to_restore_and_update_stands_on_the_page(visit: Enter) -> None:
    page = visit("管").get("/system").text
    assert ".venv/bin/hubiao restore --replace 备份文件.tar.gz" in page
    assert ".venv/bin/hubiao upgrade" in page
