"""修改对照: a version edited in Word beside the letter as it would be compiled today."""

from __future__ import annotations

from dataclasses import dataclass

from alerts.letters.editing.edit_check import check_edit
from alerts.letters.editing.edit_difference import ChangedParagraph, edit_difference
from alerts.letters.files.document_store import read_document
from alerts.letters.gather.named_persons import NamedPersons
from alerts.letters.model.compiler import letter_words
from alerts.letters.model.completeness import Missing
from alerts.letters.model.letter_kind import Kind
from alerts.letters.model.letter_law import LetterLaw
from alerts.letters.render.docx import render_docx
from storage.base.settings import Settings
from storage.records.letter_facts import Facts


@dataclass(frozen=True, kw_only=True)
class EditReview:
    """What an edit changed, and why it may not be approved."""

    difference: tuple[ChangedParagraph, ...]
    findings: tuple[Missing, ...]


def review_edit(
    settings: Settings,
    notice_id: int,
    sha256: str,
    kind: Kind,
    facts: Facts,
    law: LetterLaw,
    template: bytes,
    persons: NamedPersons | None = None,
) -> EditReview:
    """The kept edit of a complete draft. Raises Refused where its file is gone or was altered."""
    compiled = compiled_draft(kind, facts, law, template)
    edited = read_document(settings, notice_id, sha256)
    return EditReview(
        difference=edit_difference(compiled, edited),
        findings=check_edit(kind, facts, law, compiled=compiled, edited=edited, persons=persons),
    )


def compiled_draft(kind: Kind, facts: Facts, law: LetterLaw, template: bytes) -> bytes:
    """The DOCX of a complete draft as its facts and the law give it, whatever was edited in Word."""
    return render_docx(letter_words(kind, facts, law), draft=True, template=template)
