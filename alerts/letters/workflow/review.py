"""Between draft and approval: the edited version given back, and the legal review (法制审核)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from alerts.letters.model.compiler import letter_words
from alerts.letters.render.docx import render_docx
from alerts.letters.render.docx_package import digest
from alerts.letters.workflow.edited_draft import check_edit, required_words
from alerts.letters.workflow.letter_check import check_letter
from alerts.letters.workflow.letter_document import keep_document
from storage.base.errors import Refused
from storage.base.message import Message
from storage.base.settings import Settings
from storage.base.vocabulary import Role
from storage.outgoing.notices import change_draft, load_notice
from storage.people.passwords import load_user
from storage.records.letter_record import EditedDraft, LegalReview


def keep_edit(
    session: Session, settings: Settings, notice_id: int, content: bytes, *, by: str, today: date
) -> str:
    """Take an edited draft back as a new version; its SHA-256. A legal review falls away with it.

    Raises Incomplete where the edit lost a required element, BadInput for a file that is no DOCX.
    """
    row = load_notice(session, notice_id, lock=True)
    letter = check_letter(session, settings, row, today=today)
    letter.refuse_incomplete()
    words = letter_words(letter.kind, letter.facts, letter.law)
    original = render_docx(words, draft=True, template=letter.template)
    check_edit(original, content, required_words(letter.kind, letter.facts))
    sha256 = digest(content)
    record = replace(row.record, edited=EditedDraft(sha256=sha256, by=by), legal=None)
    change_draft(session, row, record, part="edited", actor=by)
    keep_document(settings, row.id, content)
    return sha256


def rewrite_by_law(
    session: Session, settings: Settings, notice_id: int, *, by: str, today: date
) -> tuple[str, ...]:
    """Write a draft anew by the law in force today (按现行法律重新起草); the articles that turned.

    What was typed stays; an edited version and a legal review fall away, for they speak of the earlier
    articles. Raises Refused for an approved letter.
    """
    row = load_notice(session, notice_id, lock=True)
    turned = check_letter(session, settings, row, today=today).turned
    record = replace(row.record, law_day=today, edited=None, legal=None)
    change_draft(session, row, record, part="law_day", actor=by)
    return turned


def review_law(
    session: Session, settings: Settings, notice_id: int, *, by: str, today: date
) -> None:
    """法制审核: a person with the legal role, who did not draft it, has read this very draft.

    Raises Refused for the drafter or another role, Incomplete while an element is missing.
    """
    row = load_notice(session, notice_id, lock=True)
    role = Role(load_user(session, by).role)
    if role is not Role.LEGAL:
        raise Refused("letter.reviewer-role", user=by, role=Message(f"role.{role.value}"))
    if row.drafted_by == by:
        raise Refused("letter.own-review", notice=row.id, user=by)
    letter = check_letter(session, settings, row, today=today)
    letter.refuse_incomplete()
    record = replace(row.record, legal=LegalReview(by=by, seen_sha256=letter.digest))
    change_draft(session, row, record, part="legal", actor=by)
