"""审批: a second person approves exactly the draft that was seen; it gets its number and final form."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from alerts.letters.editing.edited_draft import finish_edit
from alerts.letters.files.document_store import keep_document, read_document
from alerts.letters.model.compiler import letter_words
from alerts.letters.model.letter_kind import Kind
from alerts.letters.render.docx import render_docx
from alerts.letters.render.docx_package import digest
from alerts.letters.workflow.approval_preview import is_seen, preview_of
from alerts.letters.workflow.approvers import check_approvable, check_approver
from alerts.letters.workflow.letter_check import LetterCheck, check_letter
from storage.base.errors import StaleState
from storage.base.settings import Settings
from storage.outgoing.notices import (
    allot_number,
    approve_notice,
    load_notice,
)
from storage.records.letter_facts import Facts
from storage.tables import RightRow

MOST_CODE = 40
"""Characters of a holder's code in a number, chosen by hand: a series' column holds sixty."""


@dataclass(frozen=True, kw_only=True)
class ApprovedLetter:
    """What an approval made of a draft."""

    id: int
    number: str
    """文号."""
    docx_sha256: str
    """Of the document that was approved."""
    warnings: tuple[str, ...]
    """Warnings in Chinese on the law that the letter cites."""
    changes: tuple[str, ...]
    """What an edit in Word changed, a line a paragraph: 请[-立即-]{+及时+}处理."""


def approve(
    session: Session,
    settings: Settings,
    notice_id: int,
    *,
    by: str,
    today: date,
    draft_digest: str | None = None,
) -> ApprovedLetter:
    """Approve (审批) a complete draft as a second person: it gets its number and its final bytes.

    `draft_digest` is that of the draft that was looked at (`LetterCheck.digest`, or the SHA-256 of its
    DOCX); another one raises StaleState. Without it a draft that was changed since its review or in
    Word raises Refused. Raises Refused also for the drafter or a role that may not approve or, for a
    letter of the office, has no full name on record, Incomplete where an element is missing.
    """
    row = load_notice(session, notice_id, lock=True)
    name = check_approver(session, row, by)
    # Held here, so that the check below finds it in the session.
    right = session.get(RightRow, row.right_id) if row.right_id else None
    letter = check_letter(session, settings, row, today=today, approver=name)
    check_approvable(settings, row, letter)
    preview = preview_of(settings, row, letter)
    if draft_digest is None:
        preview.refuse_changed()
    elif not is_seen(settings, letter, draft_digest):
        raise StaleState("letter.changed-since-seen", notice=row.id)
    number = _number(session, right, letter.kind, letter.facts, today)
    office = dataclasses.replace(letter.facts.office, people=())
    facts = dataclasses.replace(
        letter.facts, approver=name, dated=today, number=number, office=office
    )
    final = _final_document(settings, letter, facts, today=today)
    sha256 = keep_document(settings, row.id, final)
    approve_notice(
        session,
        row,
        by=by,
        number=number,
        docx_sha256=sha256,
        facts=facts,
        seen_sha256=letter.digest,
    )
    return ApprovedLetter(
        id=row.id,
        number=number,
        docx_sha256=sha256,
        warnings=letter.warnings,
        changes=preview.changes,
    )


def _number(session: Session, right: RightRow | None, kind: Kind, facts: Facts, today: date) -> str:
    """示市监函〔2026〕12号 (GB/T 9704-2012 §7.2.5), no leading zero; a holder's letters have a series of
    the holder's own (lvye权通〔2026〕1号), with no 机关代字."""
    code = facts.office.short or "" if kind.sender == "office" else _holder_code(right)
    series = f"{code}{kind.series}"
    return f"{series}〔{today.year}〕{allot_number(session, series, today.year)}号"


def _holder_code(right: RightRow | None) -> str:
    """The holder's short code: its id in the rights ledger; a long one is cut and kept apart by the
    start of its hash."""
    code = (right.holder_id if right else None) or ""
    if len(code) > MOST_CODE:
        code = f"{code[: MOST_CODE - 7]}-{digest(code.encode())[:6]}"
    return code


def _final_document(settings: Settings, letter: LetterCheck, facts: Facts, *, today: date) -> bytes:
    if letter.edited:
        packed = read_document(settings, letter.notice_id, letter.edited)
        return finish_edit(packed, title=letter.kind.name, number=str(facts.number), dated=today)
    words = letter_words(letter.kind, facts, letter.law)
    return render_docx(words, draft=False, template=letter.template)
