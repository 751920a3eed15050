"""风险预警: the table of a bulletin comes from confirmed leads, its sending from an approval."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from alerts.insight.hotspots import UNKNOWN, find_gatherings
from alerts.letters.workflow.approval import approve
from alerts.letters.workflow.letter_check import check_notice
from alerts.letters.workflow.risk_warnings import draft_warning
from alerts.letters.workflow.sending import seal, send
from storage.base.database import Database
from storage.base.errors import BadInput, Refused
from storage.base.office_time import OFFICE_TIME
from storage.base.settings import Settings
from storage.base.vocabulary import Role, Verdict
from storage.leads.lifecycle import decide
from storage.outgoing.notices import load_notice
from storage.people.passwords import add_user
from storage.tables import LeadRow, OutboxRow
from tests.alerts.conftest import FLOUR

START, END = date(2026, 11, 1), date(2026, 11, 10)
WRITTEN = {
    "fields.subject": "涉嫌仿冒面粉商品信息集中出现",
    "fields.level": "橙",
    "fields.audience": "相关企业",
    "fields.summary": "涉嫌侵权的商品信息明显上升。",
    "fields.disguises": "同音、形近字替换。",
    "fields.advice_enterprises": "核对授权名册。",
    "fields.advice_public": "留意包装。",
}


@pytest.fixture
def office(settings: Settings) -> Settings:
    return settings.model_copy(update={"office_contact": "示例科室 0478-0000000"})


@pytest.fixture
def leads(database: Database, new_lead: Callable[..., int]) -> None:
    """Three confirmed in the period, two in the forty days before, one dismissed, one too late."""
    dalian = dataclasses.replace(
        FLOUR, title="天斌河套 雪花面粉", location="某处一号仓", operator=None
    )
    rows = [(3, dalian), (5, dalian), (9, FLOUR), (-2, dalian), (-30, dalian), (4, dalian)]
    with database.begin() as session:
        add_user(session, "wang", Role.APPROVER, "a-long-password", full_name="示例王")
        for number, (day, listing) in enumerate([*rows, (11, dalian)]):
            lead = new_lead(session, listing)
            dismissed = number == 5
            verdict = Verdict.DISMISSED if dismissed else Verdict.CONFIRMED
            reason = "place_name" if dismissed else "same_mark"
            decide(session, lead, verdict, officer="zhang", reason=reason)
            opened = datetime(2026, 11, 1, 1, tzinfo=UTC).timestamp() + (day - 1) * 86400
            session.get_one(LeadRow, lead).opened_at = datetime.fromtimestamp(opened, UTC)


@pytest.mark.both_databases
@pytest.mark.usefixtures("leads")
def test_the_table_counts_confirmed_leads_by_place_and_goods(database: Database) -> None:
    with database.read() as session:
        rows = [
            (row.region, row.goods, row.count, row.usual)
            for row in find_gatherings(session, START, END)
        ]
    assert rows == [
        ("某处一号仓", "面粉", 2, 0.5),
        ("内蒙古自治区巴彦淖尔市临河区", "其他商品", 1, 0.0),
    ]


def test_a_period_that_ends_before_it_starts_is_refused(database: Database) -> None:
    with database.read() as session, pytest.raises(BadInput, match="ends before"):
        find_gatherings(session, END, START)


def test_a_page_without_a_place_is_counted_as_not_shown(
    database: Database, new_lead: Callable[..., int]
) -> None:
    with database.begin() as session:
        lead = new_lead(session, dataclasses.replace(FLOUR, location=None, operator=None))
        decide(session, lead, Verdict.CONFIRMED, officer="zhang", reason="same_mark")
        today = datetime.now(OFFICE_TIME).date()
        assert find_gatherings(session, today, today)[0].region == UNKNOWN


@pytest.mark.usefixtures("leads")
def test_a_warning_goes_to_every_holder_that_can_be_reached(
    database: Database, office: Settings
) -> None:
    with database.begin() as session:
        row = draft_warning(session, office, start=START, end=END, by="zhang", added=WRITTEN)
        with pytest.raises(Refused, match="after its approval"):
            send(session, office, row.id, by="zhang")
        assert (
            approve(session, office, row.id, by="wang", today=END).number
            == "示市监风险预警〔2026〕1号"
        )
        with pytest.raises(Refused, match="leaves sealed"):
            send(session, office, row.id, by="zhang")
        seal(session, office, row.id, b"%PDF-1.7 sealed", by="zhang")
        sent = send(session, office, row.id, by="zhang")
        assert [mail.recipient for mail in sent.mails] == ["brand@holder.example"]
        assert len(session.scalars(sa.select(OutboxRow)).all()) == 1


@pytest.mark.usefixtures("leads")
def test_a_warning_for_the_public_is_published_not_mailed(
    database: Database, office: Settings
) -> None:
    public = {**WRITTEN, "fields.audience": "社会公众"}
    with database.begin() as session:
        row = draft_warning(session, office, start=START, end=END, by="zhang", added=public)
        approve(session, office, row.id, by="wang", today=END)
        with pytest.raises(Refused, match="record how"):
            send(session, office, row.id, by="zhang")
        send(session, office, row.id, by="zhang", handed_over="门户网站发布")
        assert load_notice(session, row.id).state == "sent"


def test_a_warning_without_figures_or_words_says_what_it_lacks(
    database: Database, office: Settings
) -> None:
    with database.begin() as session:
        row = draft_warning(session, office, start=START, end=END, by="zhang")
        names = [m.element for m in check_notice(session, office, row.id, today=END).missing]
    assert "热点统计表" in names
    assert "风险概况" in names
    assert "统计期间" not in names


@pytest.mark.usefixtures("leads")
@pytest.mark.parametrize(
    ("summary", "element"),
    [
        ("某店铺的商品构成侵权。", "使用“涉嫌”表述"),
        ("涉嫌侵权，店主电话13800000000。", "不含个人信息"),
    ],
)
def test_a_warning_neither_judges_nor_names_a_person(
    database: Database, office: Settings, summary: str, element: str
) -> None:
    with database.begin() as session:
        added = {**WRITTEN, "fields.summary": summary}
        row = draft_warning(session, office, start=START, end=END, by="zhang", added=added)
        missing = check_notice(session, office, row.id, today=END).missing
    assert [m.element for m in missing] == [element]
