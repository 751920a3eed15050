"""配合调查 after its notice was sent: its service, what the platform did, and what follows silence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.followup.deadlines import close_clock, start_clock
from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.draft import draft
from alerts.letters.workflow.sending import record_answer
from alerts.text.chinese import chinese_date
from storage.audit import trail
from storage.base.errors import BadInput, Refused
from storage.base.office_time import day_of
from storage.base.settings import Settings
from storage.base.vocabulary import SENT_NOTICES, DeadlineState
from storage.law.article_words import with_articles
from storage.leads.shop_visits import request_mark, visits_of
from storage.outgoing.notices import load_notice, note, notice_leads, state_name
from storage.records.attachment import Attachment
from storage.records.letter_facts import Facts
from storage.tables import DeadlineRow, MarkState, NoticeRow, PlatformReplyRow
from storage.tables.assistance import REPLY_NAMES, ReplyKind
from storage.tables.base import now

KIND = "platform-assistance"
"""Slug of the notice, and of the term that its service starts."""


class Escalation(StrEnum):
    """What is drafted when the term is over."""

    CORRECTION = "correction-order"
    """责令改正通知书 to the platform."""
    INTERVIEW = "interview-notice"
    """约谈通知书 to the platform."""
    TRANSFER = "lead-transfer"
    """线索移送函 to the office that is competent for the platform."""


def record_service(
    session: Session, notice_id: int, *, served_at: datetime, by: str, how: str = ""
) -> DeadlineRow:
    """Record that the notice reached the platform: its term starts, and a mark that it asks for counts
    as requested. Raises NotFound, BadInput for another kind or a moment to come, Refused before it
    was sent or a second time."""
    row = _load(session, notice_id)
    if row.state not in SENT_NOTICES:
        raise Refused("assistance.not-sent", notice=notice_id, state=state_name(row.state))
    if service_term(session, notice_id) is not None:
        raise Refused("assistance.served", notice=notice_id)
    if row.approved_at is not None and served_at < row.approved_at:
        raise BadInput("assistance.served-before-approval", notice=notice_id)
    term = start_clock(
        session, KIND, started=served_at, officer=by, notice_id=notice_id, note=how or None
    )
    note(session, row, actor=by, act="notice.served", handed_over=how or None)
    if row.record.approved and row.record.approved.fields.get("marking"):
        for visit in visits_of(session, notice_leads(session, notice_id)):
            if visit.address_false and visit.mark is None:
                request_mark(session, visit.id, at=served_at, by=by)
    return term


def record_reply(
    session: Session,
    notice_id: int,
    kind: ReplyKind,
    *,
    replied_on: date,
    remark: str = "",
    files: Sequence[Attachment] = (),
    is_complete: bool = True,
    by: str,
) -> PlatformReplyRow:
    """Record what the platform did. A complete reply ends the term; 未反馈 leaves it overdue until it
    is escalated. Raises BadInput for a day before the service or to come, Refused before the service,
    or for 未反馈 while the term runs.
    """
    row = _load(session, notice_id)
    term = _served_term(session, notice_id)
    if not day_of(term.started_at) <= replied_on <= day_of(now()):
        raise BadInput("assistance.reply-day", notice=notice_id)
    if kind is ReplyKind.NONE and term.due_at > now():
        raise Refused("assistance.term-runs", notice=notice_id)
    reply = PlatformReplyRow(
        notice_id=notice_id, kind=kind, replied_on=replied_on, note=remark.strip() or None,
        files=tuple(files), recorded_by=by,
    )  # fmt: skip
    session.add(reply)
    session.flush()
    note(session, row, actor=by, act="notice.reply", reply_kind=kind, note=reply.note,
         files=[file.sha256 for file in reply.files])  # fmt: skip
    if kind is not ReplyKind.NONE:
        words = "：".join(filter(None, (REPLY_NAMES[kind], reply.note)))
        record_answer(session, notice_id, by=by, receipt="", remark=words)
        if is_complete and term.state is DeadlineState.RUNNING:
            close_clock(session, term.id, officer=by, note=words)
    return reply


def escalate(
    session: Session, settings: Settings, notice_id: int, way: Escalation, *, by: str
) -> NoticeRow:
    """Draft what follows when the platform did not reply in full within its term; the term ends.

    The draft says what was asked, when it was served and what came; an officer fills in the rest.
    Raises NotFound, BadInput, Refused before the term is over or after it was ended.
    """
    row = _load(session, notice_id)
    term = _served_term(session, notice_id)
    if term.state is not DeadlineState.RUNNING or term.due_at > now():
        raise Refused("assistance.not-overdue", notice=notice_id)
    facts = row.record.approved or Facts()
    history = _history(session, row, term)
    drafted = draft(
        session,
        settings,
        kind=find_kind(way.value),
        lead_ids=notice_leads(session, notice_id),
        by=by,
        platform=row.platform,
        added=_prefilled(way, facts, history),
    )
    words = f"逾期未全部反馈，已起草{find_kind(way.value).name}（文书 {drafted.id}）"
    close_clock(session, term.id, officer=by, met=False, note=words)
    for lead_id in notice_leads(session, notice_id):
        trail.record(session, actor=by, act="lead.escalated", subject=f"lead:{lead_id}",
                     notice=drafted.id, why=words)  # fmt: skip
    return drafted


def service_term(session: Session, notice_id: int) -> DeadlineRow | None:
    """The term that the service of a notice started; None before it was served."""
    query = sa.select(DeadlineRow).where(
        DeadlineRow.notice_id == notice_id, DeadlineRow.kind == KIND
    )
    return session.scalar(query.order_by(DeadlineRow.id.desc()).limit(1))


def replies_to(session: Session, notice_id: int) -> Sequence[PlatformReplyRow]:
    """What the platform did after a notice, in order."""
    query = sa.select(PlatformReplyRow).where(PlatformReplyRow.notice_id == notice_id)
    return session.scalars(query.order_by(PlatformReplyRow.id)).all()


def _load(session: Session, notice_id: int) -> NoticeRow:
    row = load_notice(session, notice_id, lock=True)
    if row.kind != KIND:
        raise BadInput("assistance.other-kind", notice=notice_id)
    return row


def _served_term(session: Session, notice_id: int) -> DeadlineRow:
    term = service_term(session, notice_id)
    if term is None:
        raise Refused("assistance.not-served", notice=notice_id)
    return term


def _history(session: Session, row: NoticeRow, term: DeadlineRow) -> str:
    """What was asked, served and answered, in one Chinese paragraph."""
    served, due = day_of(term.started_at), day_of(term.due_at)
    parts = [
        f"{chinese_date(served)}，我局向该平台送达《配合调查通知》（{row.number}），"
        f"请其提供经营者身份信息、交易信息并采取措施，反馈期限至{chinese_date(due)}届满"
    ]
    replies = [reply for reply in replies_to(session, row.id) if reply.kind is not ReplyKind.NONE]
    parts += [
        f"{chinese_date(reply.replied_on)}，该平台{REPLY_NAMES[reply.kind]}"
        + (f"（{reply.note}）" if reply.note else "")
        for reply in replies
    ]
    parts.append("至今未反馈其余事项" if replies else "至今未收到反馈")
    visits = visits_of(session, notice_leads(session, row.id))
    if any(visit.mark is MarkState.MISSING for visit in visits):
        parts.append("对公示地址不实的店铺和商品，页面上未见标示")
    return "；".join(parts) + "。"


def _prefilled(way: Escalation, facts: Facts, history: str) -> dict[str, str]:
    """The facts that a draft begins with. The party of a letter to the platform is the platform: what the
    store knows of the seller is taken out."""
    platform = facts.recipient
    if way is Escalation.INTERVIEW:
        return {"fields.reason": history, **_party("recipient", platform.name, platform.address)}
    if way is Escalation.TRANSFER:
        return {"fields.receiver": "市场监督管理部门", "fields.findings": history}
    return {
        "fields.findings": f"在我局调查涉嫌侵犯商标专用权的案件中，{history}",
        "fields.basis": with_articles("[[e-commerce.platform-penalty]]"),
        **_party("subject", platform.name, platform.address),
        "subject.identity": platform.identity or "",
        "subject.representative": platform.representative or "",
    }


def _party(role: str, name: str | None, address: str | None) -> dict[str, str]:
    return {f"{role}.name": name or "", f"{role}.address": address or ""}
