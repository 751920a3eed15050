"""公开发布 of a risk warning: an approver's own act on an approved document, and taking it back.

Policy measure (九): publish risk warnings in time. What appears is the approved document's text.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from alerts.letters.files.document_store import read_document
from alerts.letters.gather.named_persons import named_persons
from alerts.letters.gather.recipients import PUBLIC
from alerts.letters.warnings.public_text import TITLE, public_blocks, whole_text
from alerts.letters.warnings.risk_warnings import KIND
from alerts.letters.workflow.letter_document import approved_facts
from storage.base.errors import Refused
from storage.base.message import Message
from storage.base.personal_particulars import names_a_person
from storage.base.settings import Settings
from storage.base.vocabulary import Role
from storage.outgoing.notices import load_notice
from storage.people.passwords import load_user
from storage.people.roles import APPROVERS
from storage.records.letter_record import TextBlock
from storage.tables import NoticeRow
from storage.views.published_warnings import publish_warning, unpublish_warning


def publish(session: Session, settings: Settings, notice_id: int, *, by: str) -> NoticeRow:
    """Put an approved risk warning for the public on the public page and into its feed.

    Raises Refused for a role that may not approve, another letter type, another audience, a letter
    that is not approved, or a text that names a person or does not say 涉嫌.
    """
    row = load_notice(session, notice_id, lock=True)
    _check_approver(session, row, by)
    if row.kind != KIND:
        raise Refused("publication.not-warning", notice=row.id)
    if row.docx_sha256 is None:
        raise Refused("publication.not-approved", notice=row.id)
    audience = approved_facts(row).fields.get("audience")
    if audience != PUBLIC:
        raise Refused("publication.other-audience", notice=row.id, audience=audience, public=PUBLIC)
    blocks = public_blocks(read_document(settings, row.id, row.docx_sha256))
    text = whole_text(blocks)
    _check_words(row, text)
    if finding := named_persons(session, approved_facts(row)).in_text(text):
        raise Refused("publication.names-somebody", notice=row.id, why=finding[1])
    publish_warning(session, row, by=by, title=_title(blocks), blocks=blocks)
    return row


def unpublish(session: Session, notice_id: int, *, by: str, why: str) -> None:
    """Take a warning off the public page again; the letter itself stays as it is."""
    row = load_notice(session, notice_id, lock=True)
    _check_approver(session, row, by)
    unpublish_warning(session, row, by=by, why=why)


def _check_approver(session: Session, row: NoticeRow, by: str) -> None:
    if by == "cli":
        raise Refused("publication.unnamed-approver", notice=row.id)
    role = Role(load_user(session, by).role)
    if role not in APPROVERS:
        raise Refused("publication.role", user=by, role=Message(f"role.{role.value}"))


def _check_words(row: NoticeRow, text: str) -> None:
    """An edited document may say what no field of the letter says; the page shows all of it."""
    if names_a_person(text):
        raise Refused("publication.personal-data", notice=row.id)
    if "涉嫌" not in text:
        raise Refused("publication.not-suspected", notice=row.id)


def _title(blocks: Sequence[TextBlock]) -> str:
    titles = [block.text for block in blocks if block.kind == TITLE]
    return " ".join(titles) or "风险预警信息"
