"""A mark that stands in the picture alone is found by the workers, without anybody asking."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from console.work.stages import stages
from console.work.worker import run_due
from storage.base.settings import load_settings
from storage.listings.picture_files import any_unpictured
from storage.records import RightsBook
from storage.rights.book_import import import_rights
from storage.tables import AssessmentRow, LeadRow
from tests.classifiers.sample_pictures import as_png, pack
from tests.classifiers.samples import HOLDER, LANZE
from tests.console.console_server import ForkedChildren
from tests.crawler.website import Answer, crawl, running_site
from tests.databases import migrated_database

_NAMES = ("fetch pictures", "read pictures", "assess")
_SECONDS = 60


def page(path: str) -> Answer | None:
    if path == "/pack.png":
        picture = as_png(pack("岚泽谷香", "雪花面粉"))
        return Answer(picture, headers={"Content-Type": "image/png"})
    if path == "/gone.png":
        return None
    if path in ("/item/1001", "/item/1002"):
        picture = "/pack.png" if path.endswith("1") else "/gone.png"
        return Answer(
            f"<h1>雪花面粉 5kg 家用 {path[-1]}号</h1><img class=main src={picture}>"
            f"<b class=price>¥9.90</b><button>加入购物车</button><a href=/item/1002>更多</a>".encode()
        )
    return None


def test_a_mark_only_in_the_picture_becomes_a_lead_while_the_worker_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUBIAO_HOME", str(tmp_path))
    monkeypatch.setenv("HUBIAO_ALLOW_ADDRESSES", "127.0.0.0/8")
    monkeypatch.setenv("HUBIAO_CRAWL_DELAY", "0")
    settings = load_settings()
    children = ForkedChildren(settings.folder("logs"))
    working = [stage for stage in stages(children) if stage.name in _NAMES]
    with running_site(page) as site:
        crawl(tmp_path, f"{site.url}/item/1001")
        database = migrated_database(settings)
        with database.begin() as session:
            import_rights(session, RightsBook(holders=(HOLDER,), rights=(LANZE,)))
        until = time.monotonic() + _SECONDS
        leads = 0
        while not leads and time.monotonic() < until:
            for stage in working:
                stage.due = 0
            run_due(working, database, settings, threading.Event())
            with database.read() as session:
                leads = session.scalar(sa.select(sa.func.count()).select_from(LeadRow)) or 0
            time.sleep(0.3)
        with database.read() as session:
            lead = session.scalars(sa.select(LeadRow)).one()
            signals = session.get_one(AssessmentRow, lead.assessment_id).signals
            assert not any_unpictured(session), "a picture that cannot be had is asked for once"
        asked = site.hits["/gone.png"]
    children.stop()
    database.close()
    assert any(signal.kind == "image-text" for signal in signals)
    assert asked == 1
