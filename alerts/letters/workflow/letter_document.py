"""The document of a letter (文书正本): set from a draft, or read back as it was approved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from alerts.letters.editing.edit_review import compiled_draft
from alerts.letters.files.document_store import read_document
from alerts.letters.render.letter_files import RenderedNotice, write_files
from alerts.letters.workflow.letter_check import LetterCheck, check_letter
from alerts.letters.workflow.unsent_conditions import refuse_fallen
from storage.base.settings import Settings
from storage.outgoing.notices import load_notice
from storage.records.letter_facts import Facts
from storage.tables import NoticeRow


def draft_document(settings: Settings, letter: LetterCheck) -> bytes:
    """The DOCX of a draft, 草稿 across it: the officer's edited version, else set from the facts.

    Raises Incomplete while an element is missing, BadInput for a broken template.
    """
    letter.refuse_incomplete()
    if letter.edited:
        return read_document(settings, letter.notice_id, letter.edited)
    return compiled_draft(letter.kind, letter.facts, letter.law, letter.template)


def approved_facts(row: NoticeRow) -> Facts:
    """The facts that an approval bound itself to; only an approved letter has them."""
    assert row.record.approved is not None, "the letter's state was checked first"
    return row.record.approved


def render_notice(
    session: Session, settings: Settings, notice_id: int, folder: Path, *, today: date
) -> RenderedNotice:
    """Write a letter's DOCX and PDF: a draft as it stands, an approved one byte for byte as it was
    approved. Raises Incomplete, also where the ground of an approved letter fell away before it was sent;
    Refused when the kept file is not the approved one."""
    row = load_notice(session, notice_id)
    drafted = row.docx_sha256 is None
    if row.docx_sha256 is None:
        packed = draft_document(settings, check_letter(session, settings, row, today=today))
    else:
        refuse_fallen(session, settings, row, today=today)
        packed = read_document(settings, row.id, row.docx_sha256)
    name = f"{row.kind}-{row.id}" + ("-draft" if drafted else "")
    return write_files(packed, folder, name, draft=drafted, fonts=settings.font_folder)
