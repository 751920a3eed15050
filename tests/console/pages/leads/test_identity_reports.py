"""合规数据报送 in the console: tried, confirmed, undone; the file with its telephones stays nowhere."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from console.work.children import Children
from console.work.stages import stages
from console.work.worker import run_due
from storage.base.database import Database
from storage.base.settings import Settings
from storage.files.uploads import KEPT_SECONDS
from storage.tables import ReportedIdentityRow
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]
PHONE = "13800000000"
REPORT = f"店铺名称,经营者名称,联系电话\n示例杂货铺,示例商贸有限公司,{PHONE}\n".encode()
CHOSEN = {"platform": "shop.invalid", "period": "2026年下半年"}


def test_a_report_is_tried_imported_and_undone_and_its_file_is_gone(
    office: Office, visit: Enter
) -> None:
    settings, database = office
    admin = visit("管")
    tried = admin.post(
        "/identity-reports", trial="1", **CHOSEN, files={"file": ("报送.csv", REPORT, "text/csv")}
    )
    assert "可导入 <b>1</b> 行" in tried.text
    upload = re.search(r'name="upload" value="([0-9a-f]{64})"', tried.text)
    assert upload is not None
    file = settings.home / "cache" / "uploads" / upload[1]
    assert file.is_file()
    sent = admin.post("/identity-reports", upload=upload[1], file="报送.csv", **CHOSEN)
    assert sent.status_code == 303
    assert not file.exists()
    with database.read() as session:
        (row,) = session.scalars(sa.select(ReportedIdentityRow))
        assert row.name == "示例商贸有限公司"
        assert PHONE not in repr(vars(row))
    page = admin.get(sent.headers["location"]).text
    assert "未采集到页面公示的主体信息" in page
    asked = admin.post(sent.headers["location"])
    assert asked.status_code == 200
    assert admin.post(sent.headers["location"], sure="1").status_code == 303
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count(ReportedIdentityRow.id))) == 0


def test_a_report_that_nobody_confirms_is_cleared_with_what_is_past_its_time(
    office: Office, visit: Enter, tmp_path: Path
) -> None:
    settings, database = office
    tried = visit("管").post(
        "/identity-reports", trial="1", **CHOSEN, files={"file": ("报送.csv", REPORT, "text/csv")}
    )
    assert "可导入 <b>1</b> 行" in tried.text
    (file,) = (settings.home / "cache" / "uploads").iterdir()
    expired = time.time() - KEPT_SECONDS - 1
    os.utime(file, (expired, expired))
    daily = [stage for stage in stages(Children(tmp_path)) if stage.name == "retention"]
    run_due(daily, database, settings, threading.Event())
    assert not file.exists()
