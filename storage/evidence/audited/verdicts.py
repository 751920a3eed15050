"""Rows beside the audit (留痕比对): each verdict and each letter's approval is what the audit says it was.

The chain shows that no entry was changed; these checks show that no row was, whose act an entry describes,
and that neither a row nor its act stands alone. Rows and entries are read beside each other, in the order in which both
were written: what waits for the other one is all that stands in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit.trail import note_hash
from storage.base.database import query_parts
from storage.base.message import Message
from storage.base.vocabulary import UNDO, DecisionKind
from storage.evidence.audited.columns import is_storable
from storage.evidence.package_entries import CheckFailed
from storage.tables import AuditRow, DecisionRow, NoticeRow

RowKey = tuple[str, int | None]
"""Kind of a decision, and its number or the number of the one that it takes back."""
Entry = sa.Row[*tuple[Any, ...]]
"""Number, moment, actor, subject, act and particulars of an entry."""
_SAME_MOMENT = timedelta(minutes=10)
"""Longest time between a decision and its entry, which one transaction writes; chosen by hand, far above
any transaction, below any change of a date that could matter."""
_BATCH = 1_000
"""Rows fetched at once."""
_BY_APPEAL = "lead.dismissed"
"""The act of a verdict that follows an upheld appeal."""
_DECISION = (
    DecisionRow.id, DecisionRow.lead_id, DecisionRow.verdict, DecisionRow.reason, DecisionRow.note,
    DecisionRow.officer, DecisionRow.undoes, DecisionRow.decided_at,
)  # fmt: skip
_LETTER = (NoticeRow.id, NoticeRow.number, NoticeRow.docx_sha256, NoticeRow.approved_by)


class _Waiting:
    """Entries that were read and whose rows were not yet; further ones are read as they are asked for."""

    def __init__(self, entries: Iterator[Entry], key: Callable[[Entry], RowKey]) -> None:
        self._entries, self._key = entries, key
        self._by_key: dict[RowKey, Entry] = {}
        self._unnamed: dict[str, list[Entry]] = {}
        """By lead and in order, those of upheld appeals from before entries named the verdict, which tell of no
        row that is gone."""

    def take(self, key: RowKey) -> Entry | None:
        """The entry of a row; all are read before there is none."""
        while key not in self._by_key and self._read():
            pass
        return self._by_key.pop(key, None)

    def take_unnamed(self, subject: str) -> Entry | None:
        """The next entry on a subject that does not name its row, after all were read."""
        of_subject = self._unnamed.get(subject)
        return of_subject.pop(0) if of_subject else None

    def left(self) -> Entry | None:
        """An entry whose row nobody asked for."""
        while self._read():
            pass
        return next(iter(self._by_key.values()), None)

    def numbers_of(self, kind: str) -> list[object]:
        """Of the rows of one kind that the entries describe."""
        while self._read():
            pass
        return [key[1] for key in self._by_key if key[0] == kind]

    def _read(self) -> bool:
        entry = next(self._entries, None)
        if entry is None:
            return False
        if _is_unnamed(entry):
            self._unnamed.setdefault(entry.subject, []).append(entry)
        else:
            self._by_key[self._key(entry)] = entry
        return True


def check_decisions(session: Session, since: int = 0) -> Message:
    """核查意见 beside the entries of deciding, undoing and upheld appeals; only those of entries behind a number, where
    one is given. Raises CheckFailed with the first that differs."""
    acts = ("lead.decide", "lead.undo", _BY_APPEAL)
    with closing(_entries(session, since, *acts)) as entries:
        waiting = _Waiting(entries, _decision_of)
        count = 0
        with closing(_decisions(session, waiting if since else None)) as rows:
            for row in rows:
                count += 1
                _check_decision(row, waiting)
        if (entry := waiting.left()) is not None:
            raise CheckFailed("check.decision-gone", number=entry.id, subject=entry.subject)
    return Message("check.decisions", {"count": count})


def _check_decision(row: sa.Row[*tuple[Any, ...]], waiting: _Waiting) -> None:
    entry = waiting.take((UNDO, row.undoes) if row.verdict == UNDO else ("decide", row.id))
    if entry is None and row.verdict == DecisionKind.DISMISSED:
        entry = waiting.take_unnamed(f"lead:{row.lead_id}")
    if entry is None:
        raise CheckFailed("check.decision-unrecorded", decision=row.id)
    if not _is_described(row, entry):
        raise CheckFailed("check.decision-changed", decision=row.id, number=entry.id)


def _decisions(session: Session, of: _Waiting | None) -> Generator[sa.Row[*tuple[Any, ...]]]:
    """All decisions, or those of the entries that wait."""
    query = sa.select(*_DECISION).order_by(DecisionRow.id)
    if of is None:
        yield from _streamed(session, query)
        return
    for column, kind in ((DecisionRow.id, "decide"), (DecisionRow.undoes, UNDO)):
        for part in query_parts(of.numbers_of(kind)):
            yield from _streamed(session, query.where(column.in_(part)))


def _decision_of(entry: Entry) -> RowKey:
    if entry.act == "lead.undo":
        return UNDO, _number(entry.detail.get("undoes"))
    return "decide", _number(entry.detail.get("decision"))


def _number(value: object) -> int | None:
    """None in place of what somebody put there that is no number of a row."""
    return value if isinstance(value, int) and is_storable(value) else None


def _is_unnamed(entry: Entry) -> bool:
    return bool(entry.act == _BY_APPEAL and "decision" not in entry.detail)


def _entries(session: Session, since: int, *acts: str) -> Generator[Entry]:
    """Entries of these acts; one whose particulars somebody replaced says nothing."""
    columns = (AuditRow.id, AuditRow.at, AuditRow.actor, AuditRow.subject, AuditRow.act)
    query = sa.select(*columns, AuditRow.detail).where(AuditRow.act.in_(acts))
    if since:
        query = query.where(AuditRow.id > since)
    for entry in _streamed(session, query.order_by(AuditRow.id)):
        if isinstance(entry.detail, dict):
            yield entry


def _streamed(
    session: Session, query: sa.Select[*tuple[Any, ...]]
) -> Generator[sa.Row[*tuple[Any, ...]]]:
    with closing(session.execute(query.execution_options(yield_per=_BATCH))) as rows:
        yield from rows


def _is_described(row: sa.Row[*tuple[Any, ...]], entry: Entry) -> bool:
    """Whether an entry describes the row; entries from before hashes of notes say nothing of the note, those
    of upheld appeals from before they named the verdict nothing of the reason."""
    detail = entry.detail
    same = entry.subject == f"lead:{row.lead_id}" and entry.actor == row.officer
    if row.verdict != UNDO and not _is_unnamed(entry):
        same = same and (detail.get("verdict"), detail.get("reason")) == (row.verdict, row.reason)
    if "note_sha256" in detail:
        same = same and detail["note_sha256"] == note_hash(row.note)
    return bool(same and abs(entry.at - row.decided_at) <= _SAME_MOMENT)


def check_approvals(session: Session, since: int = 0) -> Message:
    """文号 and document of each approved letter beside the entry of its approval; only those of entries behind a
    number, where one is given. Raises CheckFailed."""
    entries = {entry.subject: entry for entry in _entries(session, since, "notice.approve")}
    count = 0
    for row in _streamed(session, sa.select(*_LETTER).where(NoticeRow.number.is_not(None))):
        entry = entries.pop(f"notice:{row.id}", None)
        if entry is None and since:
            continue
        count += 1
        if entry is None:
            raise CheckFailed("check.approval-unrecorded", notice=row.id)
        detail = entry.detail
        described = (entry.actor, detail.get("number"), detail.get("docx_sha256"))
        if described != (row.approved_by, row.number, row.docx_sha256):
            raise CheckFailed("check.approval-changed", notice=row.id, number=entry.id)
    for entry in entries.values():
        raise CheckFailed("check.approval-gone", number=entry.id, subject=entry.subject)
    return Message("check.approvals", {"count": count})
