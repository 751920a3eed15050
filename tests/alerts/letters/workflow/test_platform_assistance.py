"""配合调查: from the notice to the platform's reply, or to what follows its silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.followup.deadlines import running_deadlines
from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.approval import approve
from alerts.letters.workflow.draft import draft
from alerts.letters.workflow.letter_check import check_notice
from alerts.letters.workflow.platform_assistance import (
    Escalation,
    escalate,
    record_reply,
    record_service,
    replies_to,
)
from alerts.letters.workflow.sending import seal, send
from storage.base.database import Database
from storage.base.errors import BadInput, Refused
from storage.base.office_time import day_of, today
from storage.base.settings import Settings
from storage.base.vocabulary import DeadlineState, NoticeState
from storage.leads.lifecycle import claim
from storage.leads.shop_visits import record_visit, visits_of
from storage.outgoing.attachments import keep_attachment, read_attachment
from storage.outgoing.notices import load_notice
from storage.records.capture_facts import CaptureFacts
from storage.tables import AuditRow, EvidenceRow
from storage.tables.assistance import ReplyKind
from storage.tables.base import now
from tests.alerts.conftest import NOON, OpenLead
from tests.alerts.letters.scans import scan
from tests.alerts.letters.workflow.conftest import HASH, SIGNALS

PDF = b"%PDF-1.7 " + b"x" * 64
ADDED = {
    "recipient.name": "示例电商平台有限公司",
    "recipient.address": "示例路8号",
    "fields.findings": "该店在商品标题首部使用“天赋河套”标识，涉嫌侵犯注册商标专用权。",
    "fields.identity": "主体名称、证照号码、住所",
    "fields.transactions": "2026年的成交件数和金额",
    "fields.measures": "断开链接",
    "fields.form": "书面材料。",
    "fields.deadline": "自收到本通知之日起五个工作日内",
}
AskPlatform = Callable[..., tuple[int, int]]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An office that says whom to ask."""
    return settings.model_copy(update={"office_contact": "示例联系人 0478-0000000"})


@pytest.fixture
def ask_platform(
    database: Database, settings: Settings, people: None, new_lead: OpenLead
) -> AskPlatform:
    """A notice that was sent ten days ago on one lead with evidence: its number, and the lead's."""

    def make(*, address_false: bool = False) -> tuple[int, int]:
        with database.begin() as session:
            lead = new_lead(session, signals=SIGNALS)
            stamped = CaptureFacts(stamped_at=NOON, authority="示例时间戳机构")
            session.add(
                EvidenceRow(
                    lead_id=lead, url="http://shop.example/item/1", state="stamped", folder="1",
                    manifest_sha256=HASH, captured_at=NOON, facts=stamped,
                )
            )  # fmt: skip
            claim(session, lead, officer="zhang")
            if address_false:
                record_visit(
                    session, lead, visited_at=now() - timedelta(days=12), address="示例街9号",
                    officers=["张", "李"], finding="门牌处为住宅，未见该店", address_false=True,
                    photos=[keep_attachment(settings, "门牌.jpg", b"\xff\xd8\xff photo")],
                    recorded_by="zhang",
                )  # fmt: skip
            row = draft(session, settings, kind=find_kind("platform-assistance"),
                        lead_ids=[lead], by="zhang", added=ADDED)  # fmt: skip
            approve(session, settings, row.id, by="wang", today=today())
            seal(session, settings, row.id, scan(), by="zhang", pages=1)
            send(session, settings, row.id, by="zhang", handed_over="平台入口")
            row.approved_at = row.sent_at = now() - timedelta(days=10)
            return row.id, lead

    return make


def acts_of(session: Session, subject: str) -> list[str]:
    query = sa.select(AuditRow.act).where(AuditRow.subject == subject).order_by(AuditRow.id)
    return list(session.scalars(query))


@pytest.mark.both_databases
def test_the_term_begins_when_the_notice_was_served_and_ends_with_a_complete_reply(
    database: Database, settings: Settings, ask_platform: AskPlatform
) -> None:
    notice, _ = ask_platform()
    with database.begin() as session:
        term = record_service(session, notice, served_at=now() - timedelta(days=1), by="zhang")
        assert (term.kind, term.started_by) == ("platform-assistance", "zhang")
        with pytest.raises(Refused, match="on record"):
            record_service(session, notice, served_at=now(), by="zhang")
        register = keep_attachment(settings, "登记.pdf", PDF)
        record_reply(session, notice, ReplyKind.INFORMATION, replied_on=today(), remark="身份信息",
                     files=[register], is_complete=False, by="zhang")  # fmt: skip
        assert [row.id for row in running_deadlines(session)] == [term.id]
        record_reply(session, notice, ReplyKind.MEASURE, replied_on=today(), remark="已断开链接",
                     by="zhang")  # fmt: skip
        assert term.state is DeadlineState.MET
    with database.read() as session:
        kinds = [(reply.kind, reply.note) for reply in replies_to(session, notice)]
        assert kinds == [("information", "身份信息"), ("measure", "已断开链接")]
        (file,) = replies_to(session, notice)[0].files
        assert read_attachment(settings, file.sha256) == PDF
        letter = load_notice(session, notice)
        assert letter.state is NoticeState.ANSWERED
        assert letter.record.answers[-1].note == "采取措施：已断开链接"
        assert acts_of(session, f"notice:{notice}")[-6:] == [
            "notice.served", "notice.reply", "notice.answered", "notice.reply", "notice.answered",
            "deadline.met",
        ]  # fmt: skip


@pytest.mark.both_databases
def test_silence_is_recorded_after_the_term_alone_and_leads_to_a_letter(
    database: Database, settings: Settings, ask_platform: AskPlatform
) -> None:
    notice, lead = ask_platform()
    with database.begin() as session:
        term = record_service(session, notice, served_at=now() - timedelta(minutes=1), by="zhang")
        with pytest.raises(Refused, match="still runs"):
            record_reply(session, notice, ReplyKind.NONE, replied_on=today(), by="zhang")
        with pytest.raises(Refused, match="not overdue"):
            escalate(session, settings, notice, Escalation.CORRECTION, by="zhang")
        term.due_at = now() - timedelta(minutes=1)
        record_reply(session, notice, ReplyKind.NONE, replied_on=today(), by="zhang")
        assert load_notice(session, notice).state is NoticeState.SENT
        order = escalate(session, settings, notice, Escalation.CORRECTION, by="zhang")
        assert term.state is DeadlineState.VOID
        facts = check_notice(session, settings, order.id, today=today()).facts
        assert (facts.subject.name, facts.subject.address) == ("示例电商平台有限公司", "示例路8号")
        # The seller's credit code must not stand under the platform's name.
        assert not facts.subject.identity
        assert "至今未收到反馈" in facts.fields["findings"]
        assert "《电子商务法》第八十四条" in facts.fields["basis"]
        assert acts_of(session, f"lead:{lead}")[-1] == "lead.escalated"
        with pytest.raises(Refused, match="not overdue"):
            escalate(session, settings, notice, Escalation.INTERVIEW, by="zhang")


@pytest.mark.parametrize("way", [Escalation.INTERVIEW, Escalation.TRANSFER])
def test_a_part_of_the_reply_stands_in_what_follows(
    database: Database, settings: Settings, ask_platform: AskPlatform, way: Escalation
) -> None:
    notice, _ = ask_platform()
    with database.begin() as session:
        term = record_service(session, notice, served_at=now() - timedelta(days=9), by="zhang")
        record_reply(session, notice, ReplyKind.INFORMATION, replied_on=today(), remark="主体名称",
                     is_complete=False, by="zhang")  # fmt: skip
        term.due_at = now() - timedelta(minutes=1)
        following = escalate(session, settings, notice, way, by="zhang")
        texts = " ".join(
            check_notice(session, settings, following.id, today=today()).facts.fields.values()
        )
        assert "提供信息（主体名称）" in texts
        assert "至今未反馈其余事项" in texts


def test_a_false_address_stands_in_the_notice_with_its_photographs_and_its_mark_is_requested(
    database: Database, settings: Settings, ask_platform: AskPlatform
) -> None:
    notice, lead = ask_platform(address_false=True)
    served_at = now() - timedelta(days=1)
    with database.begin() as session:
        (visit,) = visits_of(session, [lead])
        marking = check_notice(session, settings, notice, today=today()).facts.fields["marking"]
        assert "执法人员张、李到“示例粮油店”公示的经营地址示例街9号核查：门牌处为住宅" in marking
        assert visit.photos[0].sha256 in marking
        assert "首要位置标示" in marking
        record_service(session, notice, served_at=served_at, by="zhang")
        assert (visit.mark, visit.mark_requested_at) == ("requested", served_at)


def test_what_cannot_be_is_refused(
    database: Database, settings: Settings, ask_platform: AskPlatform, drafted: int
) -> None:
    notice, _ = ask_platform()
    with database.begin() as session:
        with pytest.raises(BadInput, match="no request to assist"):
            record_service(session, drafted, served_at=now(), by="zhang")
        with pytest.raises(Refused, match="record first"):
            record_reply(session, notice, ReplyKind.MEASURE, replied_on=today(), by="zhang")
        with pytest.raises(BadInput, match="before it was approved"):
            record_service(session, notice, served_at=now() - timedelta(days=11), by="zhang")
        record_service(session, notice, served_at=now(), by="zhang")
        yesterday = day_of(now() - timedelta(days=1))
        with pytest.raises(BadInput, match="before its service"):
            record_reply(session, notice, ReplyKind.MEASURE, replied_on=yesterday, by="zhang")
