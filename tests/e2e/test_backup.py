"""A backup made in the console is one that a fresh data folder comes back from."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from storage.base.database import Database, open_database
from storage.base.settings import Settings
from storage.files.restore import read_backup
from storage.tables import LeadRow
from tests.e2e.conftest import sign_in


def test_a_backup_is_made_watched_downloaded_and_restored(
    window: Page,
    office: tuple[Settings, Database],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HUBIAO_HOME", str(office[0].home))  # the child finds the data by it
    sign_in(window, "管")
    window.goto("/system")
    expect(window.locator("#backups")).to_contain_text("还没有备份")
    window.get_by_role("button", name="立即备份").click()
    link = window.get_by_role("link", name="下载", exact=True)
    expect(link).to_be_visible()
    with window.expect_download() as download:
        link.click()
    file = tmp_path / "backup.tar.gz"
    download.value.save_as(file)
    restored = Settings(home=tmp_path / "fresh")
    read_backup(restored, file)
    database = open_database(restored)
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(LeadRow)) == 12
    database.close()
    window.get_by_role("button", name="删除备份").click()
    window.get_by_role("button", name="确认删除").click()
    expect(window.locator("#backups")).to_contain_text("还没有备份")
