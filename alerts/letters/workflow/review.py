"""Between draft and approval: the edited version given back, and the legal review (法制审核)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from alerts.letters.editing.edit_check import check_edit
from alerts.letters.editing.edit_review import compiled_draft
from alerts.letters.files.document_store import keep_document
from alerts.letters.model.compiler import refuse_incomplete
from alerts.letters.model.completeness import MOST_NAMED
from alerts.letters.render.docx_package import admit_docx, digest
from alerts.letters.workflow.letter_check import check_letter
from storage.base.errors import Incomplete, Refused
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

    Raises Incomplete where the edit lost a required element, states a conclusion, holds another
    track's words or cites an article that the letter does not print; BadInput for no DOCX.
    """
    admit_docx(content)
    row = load_notice(session, notice_id, lock=True)
    letter = check_letter(session, settings, row, today=today)
    refuse_incomplete(letter.kind, letter.lacking)
    compiled = compiled_draft(letter.kind, letter.facts, letter.law, letter.template)
    findings = check_edit(
        letter.kind,
        letter.facts,
        letter.law,
        compiled=compiled,
        edited=content,
        persons=letter.persons,
    )
    if findings:
        lines = [str(finding) for finding in findings]
        raise Incomplete(
            "letter.edit-refused", lines, count=len(lines), findings=lines[:MOST_NAMED]
        )
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
