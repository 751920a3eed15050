"""A data request says of our visits what the compliance ledger shows, and nothing else."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from alerts.letters.gather.platform_access import access_conduct
from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.draft import add_facts, draft
from alerts.letters.workflow.letter_check import check_notice
from storage.base.database import Database
from storage.base.errors import Refused
from storage.base.settings import Settings
from storage.outgoing.notices import load_notice
from storage.tables import ComplianceRow
from tests.alerts.letters.sample_letters import TODAY
from tests.alerts.letters.workflow.test_letter_captures import met_a_wall

PLATFORM = "mall.example"


def conduct(database: Database) -> str:
    with database.read() as session:
        return access_conduct(session, PLATFORM) or ""


def test_without_a_visit_on_record_nothing_is_said(database: Database) -> None:
    assert conduct(database) == ""


def test_what_the_ledger_shows_is_said_and_no_more(database: Database) -> None:
    with database.begin() as session:
        met_a_wall(session, PLATFORM, blocked=3)
    text = conduct(database)
    assert text == (
        "据我局合规台账，2026年11月22日对mall.example的自动访问：请求中的身份标识（User-Agent）为“hubiao”；"
        "已读取并遵守robots.txt；遇到登录或者验证页面3次，均记录为受阻并停止访问该网页；没有使用登录会话。"
    )
    assert "规避" not in text


def test_a_signed_in_session_is_told(database: Database) -> None:
    with database.begin() as session:
        met_a_wall(session, PLATFORM, blocked=1)
        met_a_wall(session, f"item.{PLATFORM}:8443", blocked=0, signed_in=True)
    assert "以我局工作人员手工登录后的会话访问" in conduct(database)
    assert "没有使用登录会话" not in conduct(database)


def test_what_was_not_recorded_is_left_out(database: Database) -> None:
    with database.begin() as session:
        met_a_wall(session, PLATFORM, blocked=1, robots=None)
        session.execute(sa.update(ComplianceRow).values(signed_in=None, user_agent=None))
    text = conduct(database)
    assert not [word for word in ("登录会话", "User-Agent", "robots") if word in text]


@pytest.mark.usefixtures("people")
def test_nobody_types_how_our_program_behaved(database: Database, settings: Settings) -> None:
    kind = find_kind("data-request")
    with database.begin() as session:
        met_a_wall(session, PLATFORM, blocked=3)
        row = draft(session, settings, kind=kind, platform=PLATFORM, lead_ids=(), by="zhang")
        number = row.id
        assert check_notice(session, settings, number, today=TODAY).facts.fields["conduct"]
    added = {"fields.conduct": "未采取任何规避措施。", "fields.purpose": "专项工作"}
    with database.begin() as session, pytest.raises(Refused, match="compliance ledger"):
        add_facts(session, settings, load_notice(session, number), added, by="zhang")
    with database.read() as session:
        assert load_notice(session, number).record.added == {}
