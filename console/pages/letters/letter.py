"""一份文书: its state, what it lacks, its preview, and what may be done next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from starlette.responses import Response

from alerts.followup.legal_terms import LEGAL_TERMS
from alerts.letters.gather.recipients import PUBLIC
from alerts.letters.model.letter_kind import Element, Field, Kind
from alerts.letters.workflow.edit_review import EditReview
from alerts.letters.workflow.letter_check import check_letter
from console.web.letter_additions import FilledFact, filled_facts
from console.web.page_request import PageRequest
from console.web.route import APPROVERS, DRAFTERS, REVIEWERS, SIGNED_IN, Route
from storage.base.office_time import today
from storage.base.vocabulary import APPROVED_NOTICES, SENDABLE_NOTICES, NoticeState
from storage.outgoing.notices import load_notice
from storage.tables import NoticeRow
from storage.tables.base import now
from storage.views.letter_history import LetterCourse, letter_course

_SEALABLE = {
    "A": (NoticeState.APPROVED, NoticeState.SEALED, NoticeState.SENT),
    "B": SENDABLE_NOTICES,
    "C": SENDABLE_NOTICES,
}
"""States in which a sealed or, for a holder's own notice, a signed form may come."""
_LISTS = ("listings", "comparisons", "evidence", "rights", "hotspots", "acts", "attachments")
"""Facts that are lists, which no text can fill."""


@dataclass(frozen=True, kw_only=True)
class MissingElement:
    """One element that the letter lacks, and where a text can fill it."""

    element: str
    why: str
    where: str
    path: str
    """Path of the fact; empty where no plain text can fill it."""
    field: Field | None
    """The field of the letter's kind that asks for it."""


@dataclass(frozen=True, kw_only=True)
class LetterModel:
    """What the page of a letter shows."""

    clocks: ClassVar = LEGAL_TERMS

    row: NoticeRow
    kind: Kind
    missing: Sequence[MissingElement]
    law: Sequence[str]
    turned: Sequence[str]
    edit: EditReview | None
    """What a version edited in Word changed."""
    facts: Sequence[FilledFact]
    course: LetterCourse
    draft_digest: str | None
    """Digest of the complete draft: an approval names it, so that it binds to what was seen."""
    is_drafter: bool
    now: datetime
    can_draft: bool
    can_approve: bool
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
    def can_seal(self) -> bool:
        return self.can_draft and self.row.state in _SEALABLE[self.row.track]

    @property
    def can_send(self) -> bool:
        return self.can_draft and self.row.state in SENDABLE_NOTICES

    @property
    def awaits_seal(self) -> bool:
        """Whether an approved letter of the office still lacks its seal."""
        record = self.row.record
        sealed = record.sealed is not None or record.seal_use is not None
        return self.can_send and self.kind.sender == "office" and not sealed

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
    with request.database.read() as session:
        row = load_notice(session, request.path_number())
        check = check_letter(session, request.settings, row, today=today())
        course = letter_course(session, row.id)
    is_draft = row.state is NoticeState.DRAFT
    is_drafter = row.drafted_by == request.officer_name
    awaits_second = is_draft and not is_drafter
    model = LetterModel(
        row=row,
        kind=check.kind,
        missing=_missing_elements(check.kind, check.missing),
        law=check.warnings,
        turned=check.turned,
        edit=check.edit,
        facts=filled_facts(row.record.added, check.kind),
        course=course,
        draft_digest=check.digest if is_draft and not check.missing else None,
        is_drafter=is_drafter,
        now=now(),
        can_draft=request.has_role(DRAFTERS),
        can_approve=request.has_role(APPROVERS) and awaits_second,
        can_review=request.has_role(REVIEWERS) and awaits_second,
        can_publish=_may_publish(request, row),
    )
    return request.render("letter.html", page=model)


def _missing_elements(kind: Kind, missing: Sequence[Any]) -> list[MissingElement]:
    elements = {element.name: element for element in kind.elements}
    fields = {f"fields.{field.name}": field for field in kind.fields}
    result = []
    for item in missing:
        path = _fillable(item.path) or _path(elements, item.element)
        result.append(
            MissingElement(
                element=item.element,
                why=item.why,
                where=item.where,
                path=path,
                field=fields.get(path),
            )
        )
    return result


def _fillable(path: str) -> str:
    """A path that a plain text can change; empty for lists and for their members."""
    return "" if path in _LISTS or any(part.isdigit() for part in path.split(".")) else path


def _path(elements: Mapping[str, Element], name: str) -> str:
    """Where a plain text can fill this element; empty for lists and rules."""
    needs = elements[name].needs if name in elements else None
    if needs is None or "[" in needs or needs in _LISTS:
        return ""
    return str(needs)


def _may_publish(request: PageRequest, row: NoticeRow) -> bool:
    """Whether this officer may publish the letter: a warning for the public, approved."""
    approved = row.record.approved
    audience = approved.fields.get("audience") if approved else None
    return request.has_role(APPROVERS) and audience == PUBLIC and row.state in APPROVED_NOTICES


ROUTES = (Route(path="/notices/{id:int}", handler=show_letter, roles=SIGNED_IN),)
