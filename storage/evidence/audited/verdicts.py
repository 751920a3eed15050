"""Rows beside the audit (留痕比对): each verdict and each letter's approval is what the audit says it was.

The chain shows that no entry was changed; these checks show that no row was, whose act an entry describes,
and that neither a row nor its act stands alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit.trail import note_hash
from storage.base.message import Message
from storage.base.vocabulary import UNDO, DecisionKind
from storage.evidence.package_entries import CheckFailed
from storage.tables import AuditRow, DecisionRow, NoticeRow

_SAME_MOMENT = timedelta(minutes=10)
"""Longest time between a decision and its entry, which one transaction writes; chosen by hand, far above
any transaction, below any change of a date that could matter."""
_BATCH = 1_000
"""Rows fetched at once."""
_BY_APPEAL = "lead.dismissed"
"""The act of a verdict that follows an upheld appeal."""


def check_decisions(session: Session) -> Message:
    """核查意见 beside the entries of deciding, undoing and upheld appeals. Raises CheckFailed with the
    first that differs."""
    entries, unnamed = _entries_by_decision(session)
    count = 0
    query = sa.select(DecisionRow).order_by(DecisionRow.id).execution_options(yield_per=_BATCH)
    with closing(session.scalars(query)) as rows:
        for row in rows:
            count += 1
            key = (UNDO, row.undoes) if row.verdict == UNDO else ("decide", row.id)
            entry = entries.pop(key, None)
            of_lead = unnamed.get(f"lead:{row.lead_id}")
            if entry is None and of_lead and row.verdict == DecisionKind.DISMISSED:
                entry = of_lead.pop(0)
            if entry is None:
                raise CheckFailed("check.decision-unrecorded", decision=row.id)
            if not _is_described(row, entry):
                raise CheckFailed("check.decision-changed", decision=row.id, number=entry.id)
    for entry in entries.values():
        raise CheckFailed("check.decision-gone", number=entry.id, subject=entry.subject)
    return Message("check.decisions", {"count": count})


def _entries_by_decision(
    session: Session,
) -> tuple[dict[tuple[str, object], AuditRow], dict[str, list[AuditRow]]]:
    """Entries by what they describe; an office's verdicts fit into memory (1 KB each). Then, by lead and in
    order, those of upheld appeals from before entries named the verdict, which tell of no row that is gone."""
    entries: dict[tuple[str, object], AuditRow] = {}
    unnamed: dict[str, list[AuditRow]] = {}
    for entry in _entries(session, "lead.decide", "lead.undo", _BY_APPEAL):
        if entry.act == "lead.undo":
            entries[UNDO, entry.detail.get("undoes")] = entry
        elif _is_unnamed(entry):
            unnamed.setdefault(entry.subject, []).append(entry)
        else:
            entries["decide", entry.detail.get("decision")] = entry
    return entries, unnamed


def _is_unnamed(entry: AuditRow) -> bool:
    return entry.act == _BY_APPEAL and "decision" not in entry.detail


def _entries(session: Session, *acts: str) -> Iterator[AuditRow]:
    """Entries of these acts; one whose particulars somebody replaced says nothing."""
    query = sa.select(AuditRow).where(AuditRow.act.in_(acts)).order_by(AuditRow.id)
    with closing(session.scalars(query.execution_options(yield_per=_BATCH))) as entries:
        yield from (entry for entry in entries if isinstance(entry.detail, dict))


def _is_described(row: DecisionRow, entry: AuditRow) -> bool:
    """Whether an entry describes the row; entries from before hashes of notes say nothing of the note, those
    of upheld appeals from before they named the verdict nothing of the reason."""
    detail = entry.detail
    same = entry.subject == f"lead:{row.lead_id}" and entry.actor == row.officer
    if row.verdict != UNDO and not _is_unnamed(entry):
        same = same and (detail.get("verdict"), detail.get("reason")) == (row.verdict, row.reason)
    if "note_sha256" in detail:
        same = same and detail["note_sha256"] == note_hash(row.note)
    return same and abs(entry.at - row.decided_at) <= _SAME_MOMENT


def check_approvals(session: Session) -> Message:
    """文号 and document of each approved letter beside the entry of its approval. Raises CheckFailed."""
    entries = {entry.subject: entry for entry in _entries(session, "notice.approve")}
    count = 0
    approved = sa.select(NoticeRow).where(NoticeRow.number.is_not(None))
    for row in session.scalars(approved).all():
        count += 1
        entry = entries.pop(f"notice:{row.id}", None)
        if entry is None:
            raise CheckFailed("check.approval-unrecorded", notice=row.id)
        detail = entry.detail
        described = (entry.actor, detail.get("number"), detail.get("docx_sha256"))
        if described != (row.approved_by, row.number, row.docx_sha256):
            raise CheckFailed("check.approval-changed", notice=row.id, number=entry.id)
    for entry in entries.values():
        raise CheckFailed("check.approval-gone", number=entry.id, subject=entry.subject)
    return Message("check.approvals", {"count": count})
