"""文书 in the database: drafted, filled, approved by a second person, numbered, sent, answered.

    draft → approved → sealed → sent → answered; draft | approved → withdrawn

The record of a row holds what an officer added, and from the approval on the compiled facts
themselves, so that a letter reads for ever as it was approved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import insert_missing, lock_row
from storage.base.errors import NotFound, Refused, StaleState
from storage.base.message import Message
from storage.base.vocabulary import NoticeState
from storage.records.letter_facts import Facts
from storage.records.letter_record import LetterRecord
from storage.tables import NoticeLeadRow, NoticeRow, NumberRow
from storage.tables.base import now


def add_notice(
    session: Session,
    *,
    kind: str,
    track: str,
    lead_ids: Sequence[int],
    right_id: str | None,
    platform: str | None,
    drafted_by: str,
    once: bool = False,
) -> NoticeRow:
    """Enter a draft on these leads, in their order. With `once`, raises Refused when one of them
    already stands on a letter of this kind: a platform never gets two copies."""
    if once:
        _refuse_doubles(session, kind, lead_ids)
    row = NoticeRow(
        kind=kind, track=track, right_id=right_id, platform=platform, drafted_by=drafted_by
    )
    session.add(row)
    session.flush()
    session.add_all(
        NoticeLeadRow(notice_id=row.id, lead_id=lead_id, position=position)
        for position, lead_id in enumerate(lead_ids)
    )
    note(session, row, actor=drafted_by, act="notice.draft", kind=kind, leads=list(lead_ids))
    return row


def _refuse_doubles(session: Session, kind: str, lead_ids: Sequence[int]) -> None:
    doubled = session.execute(
        sa.select(NoticeRow.id, NoticeLeadRow.lead_id)
        .join(NoticeLeadRow, NoticeLeadRow.notice_id == NoticeRow.id)
        .where(
            NoticeRow.kind == kind,
            NoticeRow.state != NoticeState.WITHDRAWN,
            NoticeLeadRow.lead_id.in_(lead_ids),
        )
        .limit(1)
    ).first()
    if doubled is not None:
        raise Refused("letter.doubled", lead=doubled.lead_id, notice=doubled.id)


def load_notice(session: Session, notice_id: int, *, lock: bool = False) -> NoticeRow:
    """One letter; locked, two officers who act on it take turns. Raises NotFound."""
    row = (lock_row if lock else Session.get)(session, NoticeRow, notice_id)
    if row is None:
        raise NotFound("letter.unknown", notice=notice_id)
    return row


def find_notices(
    session: Session, *, track: str | None = None, state: NoticeState | None = None
) -> Sequence[NoticeRow]:
    """Letters, newest first."""
    query = sa.select(NoticeRow).order_by(NoticeRow.id.desc())
    if track is not None:
        query = query.where(NoticeRow.track == track)
    if state is not None:
        query = query.where(NoticeRow.state == state)
    return session.scalars(query).all()


def notice_leads(session: Session, notice_id: int) -> tuple[int, ...]:
    """Numbers of the leads of a letter, in its order."""
    return tuple(
        session.scalars(
            sa.select(NoticeLeadRow.lead_id)
            .where(NoticeLeadRow.notice_id == notice_id)
            .order_by(NoticeLeadRow.position)
        )
    )


def change_draft(
    session: Session,
    row: NoticeRow,
    record: LetterRecord,
    *,
    part: str,
    actor: str,
    names: Iterable[str] = (),
) -> None:
    """Give a draft this record; the audit names the part (`added`, `edited`, `legal`) that changed,
    and the facts in it. Raises StaleState after approval."""
    if row.state is not NoticeState.DRAFT:
        raise StaleState("letter.not-changeable", notice=row.id, state=state_name(row.state))
    row.record = record
    note(session, row, actor=actor, act="notice.fill", part=part, names=sorted(names))


def allot_number(session: Session, series: str, year: int) -> int:
    """The next number of a series in a year: 1, 2, 3 …; one given out is never given again, even
    when its letter is withdrawn."""
    # Two that come first at once: one makes the row, then both count it up in turn.
    first = {"series": series, "year": year, "last": 0}
    insert_missing(session, NumberRow, [first], ["series", "year"])
    counted = session.execute(
        sa.update(NumberRow)
        .where(NumberRow.series == series, NumberRow.year == year)
        .values(last=NumberRow.last + 1)
        .returning(NumberRow.last)
    )
    return int(counted.scalar_one())


def approve_notice(
    session: Session,
    row: NoticeRow,
    *,
    by: str,
    number: str,
    docx_sha256: str,
    facts: Facts,
    seen_sha256: str,
) -> None:
    """Bind the approval to a document: its number, its hash, the facts it was compiled from.

    `seen_sha256` is the draft that the approver looked at. Raises Refused for the drafter.
    """
    check_second_person(row, by)
    check_own_words(row, by)
    row.number, row.docx_sha256 = number, docx_sha256
    row.record = replace(row.record, approved=facts)
    row.approved_by, row.approved_at = by, now()
    row.state = NoticeState.APPROVED
    note(
        session,
        row,
        actor=by,
        act="notice.approve",
        number=number,
        docx_sha256=docx_sha256,
        seen_sha256=seen_sha256,
    )


def check_second_person(row: NoticeRow, by: str) -> None:
    """Raises Refused when `by` drafted the letter, StaleState when it is no draft any more."""
    if row.state is not NoticeState.DRAFT:
        raise StaleState("letter.not-approvable", notice=row.id, state=state_name(row.state))
    if row.drafted_by == by:
        raise Refused("letter.own-approval", notice=row.id, user=by)


def check_own_words(row: NoticeRow, by: str) -> None:
    """Raises Refused when `by` edited the letter in Word, or wrote a fact or listed a document of it:
    nobody else would have read the words that go out."""
    record = row.record
    if record.edited is not None and record.edited.by == by:
        raise Refused("letter.own-edit", notice=row.id, user=by)
    if by in record.filled_by.values() or any(paper.by == by for paper in record.documents):
        raise Refused("letter.own-facts", notice=row.id, user=by)


def move_notice(
    session: Session,
    row: NoticeRow,
    state: NoticeState,
    *,
    after: Sequence[NoticeState],
    actor: str,
    **detail: object,
) -> None:
    """Take a letter to its next state. Raises Refused where it does not stand before that step."""
    if row.state not in after:
        raise Refused(
            "letter.wrong-step",
            notice=row.id,
            state=state_name(row.state),
            step=state_name(state),
            allowed=[state_name(earlier) for earlier in after],
        )
    row.state = state
    if state is NoticeState.SENT:
        row.sent_at = now()
    note(session, row, actor=actor, act=f"notice.{state}", **detail)


def note(session: Session, row: NoticeRow, *, actor: str, act: str, **detail: object) -> None:
    """操作留痕 of one act on a letter."""
    session.flush()
    trail.record(session, actor=actor, act=act, subject=f"notice:{row.id}", **detail)


def state_name(state: NoticeState) -> Message:
    """The name of a letter's state, for the messages that name it."""
    return Message(f"letter-state.{state.value}")
