"""法律依据: what changes soon, with its drafts; a confirmation is recorded by who may."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import time_machine

from storage.base.office_time import OFFICE_TIME
from storage.law.confirmations import load_law_book
from storage.law.provision import ArticleState
from tests.console.console_server import served
from tests.console.sample_office import an_office
from tests.console.visitor import Visitor


def test_legal_staff_confirm_an_article_on_its_page(tmp_path: Path) -> None:
    settings, database = an_office(tmp_path, leads=1)
    with served(settings, database) as url:
        visitor = Visitor(url, "法")
        page = visitor.get("/law/trademark.fair-use").text
        assert "第五十九条" in page
        assert "第七十三条" in page
        assert "与公开副本一致" in page
        answer = visitor.post(
            "/law/trademark.fair-use", in_force="2019-11-01", source="国家法律法规数据库 2026-11-29"
        )
        assert answer.status_code == 303
        assert "法制机构已核对：国家法律法规数据库" in visitor.get("/law/trademark.fair-use").text
        refused = visitor.post("/law/trademark.fair-use", in_force="x", source="公报公报")
        assert refused.status_code == 400
        visitor.close()
    with database.read() as session:
        book = load_law_book(session)
        day = datetime(2026, 11, 29).date()  # noqa: DTZ001
        assert book.article("trademark.fair-use", day).state is ArticleState.OFFICE
    database.close()


def test_an_officer_reads_the_law_and_confirms_nothing(tmp_path: Path) -> None:
    settings, database = an_office(tmp_path, leads=1)
    with served(settings, database) as url:
        visitor = Visitor(url, "甲")
        assert "记录核对结果" not in visitor.get("/law/trademark.fair-use").text
        answer = visitor.post(
            "/law/trademark.fair-use", in_force="2019-11-01", source="国家法律法规数据库"
        )
        assert answer.status_code == 403
        assert visitor.get("/law/no.such").status_code in (400, 404)
        visitor.close()
    database.close()


def test_the_page_warns_sixty_days_before_the_law_turns(tmp_path: Path) -> None:
    settings, database = an_office(tmp_path, leads=1)
    with served(settings, database) as url:
        for day, warned in ((datetime(2026, 10, 1), False), (datetime(2026, 11, 29), True)):  # noqa: DTZ001
            with time_machine.travel(day.replace(tzinfo=OFFICE_TIME), tick=True):
                visitor = Visitor(url, "法")
                assert ("60 日内的法律变动" in visitor.get("/law").text) is warned
                visitor.close()
    database.close()
