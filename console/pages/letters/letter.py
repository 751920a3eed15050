"""一份文书: its state, what it lacks, its preview, and what may be done next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Session
from starlette.responses import Response

from alerts.followup.legal_terms import LEGAL_TERMS
from alerts.letters.editing.edit_review import EditReview
from alerts.letters.files.evidence_packages import cited_size
from alerts.letters.files.transfer_description import TRANSFERS
from alerts.letters.gather.recipients import PUBLIC, recipients
from alerts.letters.model.letter_kind import Kind
from alerts.letters.workflow.approvers import (
    check_approvable,
    check_approver,
    possible_approvers,
)
from alerts.letters.workflow.letter_check import LetterCheck, check_letter
from alerts.letters.workflow.readiness import is_noted, note_readiness
from console.web.letters.letter_additions import FilledFact, filled_facts
from console.web.letters.letter_form import (
    FactInput,
    LetterPlaces,
    MissingElement,
    TypedForm,
    further_inputs,
    missing_elements,
)
from console.web.page_request import PageRequest
from console.web.route import APPROVERS, DRAFTERS, REVIEWERS, SIGNED_IN, Route
from storage.base.errors import Incomplete, Refused
from storage.base.message import Language
from storage.base.office_time import today
from storage.base.vocabulary import APPROVED_NOTICES, SENDABLE_NOTICES, NoticeState
from storage.outgoing.notices import load_notice
from storage.records.letter_record import Track
from storage.rights.store import load_right
from storage.tables import NoticeRow
from storage.tables.base import now
from storage.transfers.package_size import size_remark
from storage.transfers.receipt import ANSWER_NAMES
from storage.views.letter_history import LetterCourse, letter_course

NOTHING_TYPED = TypedForm()
_SEALABLE = {
    Track.HOLDER: (NoticeState.APPROVED, NoticeState.SEALED, NoticeState.SENT),
    Track.OFFICE: SENDABLE_NOTICES,
    Track.WARNING: SENDABLE_NOTICES,
}
"""States in which a sealed or, for a holder's own notice, a signed form may come."""


@dataclass(frozen=True, kw_only=True)
class LetterModel:
    """What the page of a letter shows."""

    clocks: ClassVar = LEGAL_TERMS
    answer_names: ClassVar = ANSWER_NAMES

    row: NoticeRow
    kind: Kind
    missing: Sequence[MissingElement]
    further: Sequence[FactInput]
    """What else may be filled in."""
    typed: TypedForm
    law: Sequence[str]
    turned: Sequence[str]
    edit: EditReview | None
    """What a version edited in Word changed."""
    facts: Sequence[FilledFact]
    course: LetterCourse
    draft_digest: str | None
    """Digest of the complete draft: an approval names it, so that it binds to what was seen."""
    why_no_approval: str
    """Why this officer may not approve the complete draft, in Chinese; empty where she may."""
    approvers: Sequence[str] | None
    """Who may, where it is not for her; None where nobody may yet."""
    now: datetime
    size_remark: str
    """Why the office that a transfer goes to cannot take its package in, in Chinese; empty where it can."""
    has_address: bool
    """Whether a mail would find its way to whom the letter is for."""
    can_draft: bool
    can_review: bool
    can_publish: bool

    @property
    def is_draft(self) -> bool:
        return self.row.state is NoticeState.DRAFT

    @property
    def is_readable(self) -> bool:
        """Whether there is a document: of an approved letter, or of a complete draft."""
        return not self.is_draft or self.draft_digest is not None

    @property
    def can_fill(self) -> bool:
        return self.can_draft and self.is_draft

    @property
    def can_package(self) -> bool:
        approved = bool(self.row.docx_sha256) and self.row.state is not NoticeState.WITHDRAWN
        return self.can_draft and approved

    @property
    def is_transfer(self) -> bool:
        """Whether another office's program takes its package in and gives receipts."""
        return self.row.kind in TRANSFERS and not self.is_draft

    @property
    def can_seal(self) -> bool:
        return self.can_draft and self.row.state in _SEALABLE[self.row.track]

    @property
    def can_send(self) -> bool:
        return self.can_draft and self.row.state in SENDABLE_NOTICES

    @property
    def awaits_seal(self) -> bool:
        """Whether an approved letter of the office still lacks its seal; what is published needs none."""
        record = self.row.record
        sealed = record.sealed is not None or record.seal_use is not None
        return (
            self.can_send
            and self.kind.sender == "office"
            and not sealed
            and not _is_public(self.row)
        )

    @property
    def lacks_address(self) -> bool:
        """Whether a complete, unsent letter to somebody cannot leave by mail."""
        unsent = self.draft_digest is not None or self.row.state in SENDABLE_NOTICES
        return unsent and not self.has_address

    @property
    def can_withdraw(self) -> bool:
        return self.can_draft and self.row.state in (NoticeState.DRAFT, *SENDABLE_NOTICES)

    @property
    def can_follow(self) -> bool:
        return self.can_draft and self.row.sent_at is not None

    @property
    def has_steps(self) -> bool:
        """Whether the card of steps (办理) has anything to offer."""
        return (
            self.is_draft
            or self.can_send
            or self.can_seal
            or self.can_publish
            or self.row.state in SENDABLE_NOTICES
        )


def show_letter(request: PageRequest) -> Response:
    """One letter with the steps that this officer may take."""
    return letter_page(request)


def letter_page(request: PageRequest, typed: TypedForm = NOTHING_TYPED) -> Response:
    """The letter's page; after a refused form, `typed` fills it again and marks what is wrong."""
    with request.database.read() as session:
        row = load_notice(session, request.path_number())
        check = check_letter(session, request.settings, row, today=today())
        course = letter_course(session, row.id)
        right = load_right(session, row.right_id) if row.right_id else None
        has_address = _has_address(session, check)
        size = (
            cited_size(session, request.settings, row, check.facts) if row.kind in TRANSFERS else 0
        )
        why_not, approvers = _why_no_approval(request, session, row, check)
    if not is_noted(row, check):
        with request.database.begin() as session:
            note_readiness(session, row.id, len(check.missing))
    size_words = size_remark(size)
    is_draft = row.state is NoticeState.DRAFT
    awaits_second = is_draft and row.drafted_by != request.officer_name
    places = LetterPlaces(
        right=row.right_id,
        holder=right.holder if right else None,
        leads=[lead.lead_id for lead in course.leads],
    )
    missing = missing_elements(check.kind, check.facts, check.missing, places, check.law.articles)
    model = LetterModel(
        row=row,
        kind=check.kind,
        missing=missing,
        further=further_inputs(check.kind, check.facts, missing),
        typed=typed,
        law=check.warnings,
        turned=check.turned,
        edit=check.edit,
        facts=filled_facts(row.record.added, check.kind),
        course=course,
        draft_digest=check.digest if is_draft and not check.missing else None,
        why_no_approval=why_not,
        approvers=approvers,
        now=now(),
        size_remark=size_words.text(Language.CHINESE) if size_words else "",
        has_address=has_address,
        can_draft=request.has_role(DRAFTERS),
        can_review=request.has_role(REVIEWERS) and awaits_second,
        can_publish=_may_publish(request, row),
    )
    return request.render("letter.html", status=400 if typed.wrong else 200, page=model)


def _why_no_approval(
    request: PageRequest, session: Session, row: NoticeRow, check: LetterCheck
) -> tuple[str, Sequence[str] | None]:
    """Why this officer may not approve a complete draft, and who may; nothing where she may."""
    if row.state is not NoticeState.DRAFT or check.missing:
        return "", ()
    try:
        check_approver(session, row, request.officer_name)
    except Refused as refusal:
        return refusal.text(Language.CHINESE), possible_approvers(session, row)
    try:
        check_approvable(request.settings, row, check)
    except (Incomplete, Refused) as refusal:
        return refusal.text(Language.CHINESE), None
    return "", ()


def _has_address(session: Session, check: LetterCheck) -> bool:
    """Whether the mail of a letter to somebody would find its way; True for one that goes to nobody."""
    if check.kind.track is not Track.HOLDER and not check.facts.recipient.name:
        return True
    try:
        recipients(session, check.kind, check.facts)
    except Refused:
        return False
    return True


def _may_publish(request: PageRequest, row: NoticeRow) -> bool:
    """Whether this officer may publish the letter: a warning for the public, approved."""
    return request.has_role(APPROVERS) and _is_public(row) and row.state in APPROVED_NOTICES


def _is_public(row: NoticeRow) -> bool:
    approved = row.record.approved
    return approved is not None and approved.fields.get("audience") == PUBLIC


ROUTES = (Route(path="/notices/{id:int}", handler=show_letter, roles=SIGNED_IN),)
