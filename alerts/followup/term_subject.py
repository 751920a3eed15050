"""What a term runs on, as people know it: the letter by its number, the mark, the holder."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.text.plain_text import masked_line
from storage.outgoing.notices import notice_leads
from storage.records import Right
from storage.tables import DeadlineRow, HolderRow, LeadRow, NoticeRow, RightRow

_MOST = 3
"""Rights named in one line, chosen by hand."""


def term_subject(session: Session, row: DeadlineRow) -> str:
    """权通〔2026〕1号（“天赋河套”，示例绿业公司）; of a lead, its number takes the letter's place."""
    if row.lead_id:
        return f"线索 {row.lead_id}{_rights(session, (row.lead_id,))}"
    assert row.notice_id is not None
    notice = session.get_one(NoticeRow, row.notice_id)
    name = notice.number or f"文书 {notice.id}"
    return f"{name}{_rights(session, notice_leads(session, notice.id))}"


def _rights(session: Session, lead_ids: tuple[int, ...]) -> str:
    """The marks of these leads and whose they are, in brackets; empty where there are none."""
    rows = session.execute(
        sa.select(RightRow.record, HolderRow.record)
        .join(LeadRow, LeadRow.right_id == RightRow.id)
        .outerjoin(HolderRow, HolderRow.id == RightRow.holder_id)
        .where(LeadRow.id.in_(lead_ids))
        .order_by(LeadRow.id)
    )
    named: dict[str, str] = {}
    for right, holder in rows:
        assert isinstance(right, Right)
        named.setdefault(
            masked_line(right.text, 40), masked_line(holder.name, 40) if holder else ""
        )
    if not named:
        return ""
    marks = "、".join(f"“{text}”" for text in list(named)[:_MOST])
    more = "等" if len(named) > _MOST else ""
    holders = "、".join(dict.fromkeys(name for name in named.values() if name))
    return f"（{marks}{more}{f'，{holders}' if holders else ''}）"
