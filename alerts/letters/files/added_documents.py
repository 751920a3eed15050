"""补充证据文件: further documents that an officer adds to a draft as files; their hashes are ours."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from alerts.letters.model.letter_kind import Kind
from storage.base.errors import BadInput
from storage.base.settings import Settings
from storage.outgoing.attachments import (
    attachment_type,
    is_kept,
    keep_attachment,
    read_attachment,
)
from storage.outgoing.notices import change_draft, load_notice
from storage.records.letter_facts import Facts
from storage.records.letter_record import AddedDocument
from storage.tables import NoticeRow

MOST_DOCUMENTS = 20
"""Documents of one letter, chosen by hand."""


def attach_document(
    session: Session,
    settings: Settings,
    notice_id: int,
    *,
    name: str,
    proves: str,
    file: str,
    content: bytes,
    by: str,
) -> AddedDocument:
    """Keep a PDF, PNG or JPEG and list it as evidence of a draft. `file` is its name at the officer's.

    Raises BadInput without a name or for a file that is none of these, StaleState after approval.
    """
    row = load_notice(session, notice_id, lock=True)
    if not name.strip() or not proves.strip():
        raise BadInput("letter-document.unnamed")
    if len(row.record.documents) >= MOST_DOCUMENTS:
        raise BadInput("letter-document.too-many", most=MOST_DOCUMENTS)
    document = AddedDocument(
        name=name.strip(),
        proves=proves.strip(),
        file=keep_attachment(settings, file, content),
        by=by,
    )
    documents = (*row.record.documents, document)
    record = replace(row.record, documents=documents, legal=None)
    change_draft(session, row, record, part="documents", names=[document.file.sha256], actor=by)
    return document


def detach_document(session: Session, notice_id: int, place: int, *, by: str) -> None:
    """Take the document at `place` (from 1) off a draft; its file stays kept. Raises BadInput."""
    row = load_notice(session, notice_id, lock=True)
    documents = list(row.record.documents)
    if not 1 <= place <= len(documents):
        raise BadInput("letter-document.no-such", place=place)
    gone = documents.pop(place - 1)
    record = replace(row.record, documents=tuple(documents), legal=None)
    change_draft(session, row, record, part="documents", names=[gone.file.sha256], actor=by)


_SUFFIXES = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}


def document_files(settings: Settings, row: NoticeRow) -> dict[str, bytes]:
    """The documents of a letter as its hand-in package names them. Raises NotFound where one is gone
    or was changed."""
    return {
        f"documents/{place}{_SUFFIXES[document.file.type]}": read_attachment(
            settings, document.file.sha256
        )
        for place, document in enumerate(row.record.documents, 1)
    }


def purchase_files(
    settings: Settings, row: NoticeRow, kind: Kind, facts: Facts
) -> dict[str, bytes]:
    """The files of test purchases (购样) that a letter names as evidence, as its hand-in package names
    them. Raises NotFound where one was changed."""
    if not kind.encloses_purchases:
        return {}
    documents = {document.file.sha256 for document in row.record.documents}
    contents = (
        (place, read_attachment(settings, item.sha256))
        for place, item in enumerate(facts.evidence, 1)
        if item.sha256 and item.sha256 not in documents and is_kept(settings, item.sha256)
    )
    return {
        f"evidence-files/{place}{_SUFFIXES[attachment_type(content)]}": content
        for place, content in contents
    }
