"""The document of a letter (文书正本): set from a draft, or read back as it was approved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from alerts.letters.model.compiler import letter_words
from alerts.letters.render.docx import render_docx
from alerts.letters.render.docx_package import digest
from alerts.letters.render.letter_files import RenderedNotice, write_files
from alerts.letters.workflow.letter_check import LetterCheck, check_letter
from storage.base.errors import Refused, StoreUnavailable
from storage.base.message import message_of
from storage.base.settings import Settings
from storage.files.vault import vault_of
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
    words = letter_words(letter.kind, letter.facts, letter.law)
    return render_docx(words, draft=True, template=letter.template)


def approved_facts(row: NoticeRow) -> Facts:
    """The facts that an approval bound itself to; only an approved letter has them."""
    assert row.record.approved is not None, "the letter's state was checked first"
    return row.record.approved


def render_notice(
    session: Session, settings: Settings, notice_id: int, folder: Path, *, today: date
) -> RenderedNotice:
    """Write a letter's DOCX and PDF: a draft as it stands, an approved one byte for byte as it was
    approved. Raises Incomplete, Refused when the kept file is not the approved one."""
    row = load_notice(session, notice_id)
    drafted = row.docx_sha256 is None
    if row.docx_sha256 is None:
        packed = draft_document(settings, check_letter(session, settings, row, today=today))
    else:
        packed = read_document(settings, row.id, row.docx_sha256)
    name = f"{row.kind}-{row.id}" + ("-draft" if drafted else "")
    return write_files(packed, folder, name, draft=drafted, fonts=settings.font_folder)


def keep_document(settings: Settings, notice_id: int, content: bytes, suffix: str = ".docx") -> str:
    """Keep a document under its own SHA-256 in the data folder; nothing is ever overwritten.

    Returns the SHA-256. Raises StoreUnavailable.
    """
    folder = settings.folder("notices") / str(notice_id)
    name = digest(content)
    try:
        vault_of(settings).write(folder / f"{name}{suffix}", content)
    except OSError as error:
        raise StoreUnavailable("file.unwritable", path=folder, reason=message_of(error)) from error
    return name


def read_document(settings: Settings, notice_id: int, sha256: str, suffix: str = ".docx") -> bytes:
    """A document that was kept. Raises Refused when the file is gone or its content is another."""
    path = settings.home / "notices" / str(notice_id) / f"{sha256}{suffix}"
    try:
        content = vault_of(settings).read(path)
    except OSError:
        raise Refused("letter.document-missing", notice=notice_id, file=path.name) from None
    if digest(content) != sha256:
        raise Refused("letter.document-altered", notice=notice_id)
    return content
