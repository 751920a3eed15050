"""移交说明 of an approved transfer letter: what the program of the receiving office reads beside the letter itself.

Of the right go its registration and its holder's name, no licences and no remarks; of the listing what the
assessment saw, with contacts masked as they are stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.letters.files.evidence_packages import cited_manifests
from alerts.letters.model.letter_kind import find_kind
from storage.base.reasons import REASON_BY_CODE
from storage.base.settings import Settings
from storage.base.vocabulary import STATE_NAMES, LeadState, NoticeState
from storage.evidence.signing import office_key
from storage.outgoing.notices import notice_leads
from storage.people.full_names import full_names
from storage.records import Right
from storage.records.letter_facts import Facts
from storage.records.outside.transfer import (
    FORMAT,
    PastAssessment,
    PastStep,
    SendingOffice,
    TransferDescription,
    TransferLetter,
    TransferredCapture,
    TransferredLead,
    TransferredRight,
)
from storage.rights.store import load_holder, load_rights_of
from storage.tables import (
    AssessmentRow,
    DecisionRow,
    EvidenceRow,
    LeadRow,
    ListingVersionRow,
    NoticeLeadRow,
    NoticeRow,
)
from storage.transfers.description_file import description_files

TRANSFERS = frozenset({"lead-transfer"})
"""Kinds of letters whose packages another office's program takes in."""
_UNDONE = "撤销核查意见"
_KEPT_BACK = ("note", "notes", "authorised_sellers", "images", "reference_prices")
"""Parts of a right's record that are the office's own business."""


def describe(
    session: Session, settings: Settings, row: NoticeRow, facts: Facts
) -> TransferDescription:
    """The description of an approved letter, its files still to be listed."""
    office = facts.office
    name = settings.office_name or office.name or ""
    return TransferDescription(
        format=FORMAT,
        office=SendingOffice(
            name=name,
            address=office.address or settings.office_address,
            contact=office.contact or settings.office_contact,
        ),
        letter=TransferLetter(
            kind=find_kind(row.kind).name,
            number=str(row.number),
            sha256=str(row.docx_sha256),
            dated=facts.dated,
            issued_as=office.name if office.name and office.name != name else "",
            recipient=facts.recipient.name or "",
            receiver_kind=facts.fields.get("receiver", ""),
            subject=facts.subject.name or "",
            fields={name: value for name, value in facts.fields.items() if value},
        ),
        leads=_leads(session, row, facts),
        files={},
    )


def signed_files(settings: Settings, description: TransferDescription) -> Mapping[str, bytes]:
    """The description as files, signed by the office."""
    return description_files(description, office_key(settings.home, office=settings.office_name))


def _leads(session: Session, row: NoticeRow, facts: Facts) -> tuple[TransferredLead, ...]:
    numbers = notice_leads(session, row.id)
    query = (
        sa.select(LeadRow, AssessmentRow, ListingVersionRow.record)
        .join(AssessmentRow, AssessmentRow.id == LeadRow.assessment_id)
        .join(ListingVersionRow, ListingVersionRow.id == LeadRow.version_id)
        .where(LeadRow.id.in_(numbers))
    )
    leads = {
        lead.id: (lead, assessment, listing) for lead, assessment, listing in session.execute(query)
    }
    cited = cited_manifests(facts)
    rights = load_rights_of(session, (lead.right_id for lead, _, _ in leads.values()))
    transferred = {name: _right(session, right) for name, right in rights.items()}
    return tuple(
        TransferredLead(
            number=number,
            right=transferred[leads[number][0].right_id],
            listing=leads[number][2].to_json(),
            state=STATE_NAMES[leads[number][0].state],
            opened_at=leads[number][0].opened_at,
            assessment=PastAssessment(
                model=leads[number][1].model,
                score=leads[number][1].score,
                level=leads[number][1].level,
            ),
            history=_history(session, number),
            captures=_captures(session, number, cited),
        )
        for number in numbers
    )


def _right(session: Session, right: Right) -> TransferredRight:
    holder = load_holder(session, right.holder) if right.holder else None
    record = {name: value for name, value in right.to_json().items() if name not in _KEPT_BACK}
    return TransferredRight(
        record=record,
        holder=holder.name if holder else "",
        holder_identity=(holder.identity or "") if holder else "",
    )


def _captures(session: Session, lead: int, cited: set[str]) -> tuple[TransferredCapture, ...]:
    query = sa.select(EvidenceRow).where(
        EvidenceRow.lead_id == lead, EvidenceRow.manifest_sha256.in_(cited)
    )
    return tuple(
        TransferredCapture(
            file=f"evidence/{capture.id}.wacz",
            manifest_sha256=str(capture.manifest_sha256),
            captured_at=capture.captured_at,
        )
        for capture in session.scalars(query.order_by(EvidenceRow.id))
    )


def _history(session: Session, lead: int) -> tuple[PastStep, ...]:
    decisions = session.scalars(
        sa.select(DecisionRow).where(DecisionRow.lead_id == lead).order_by(DecisionRow.id)
    ).all()
    names = full_names(session, [decision.officer for decision in decisions])
    steps = [
        PastStep(
            at=decision.decided_at,
            act=_verdict_name(decision.verdict),
            by=names.get(decision.officer, decision.officer),
            words="；".join(filter(None, (_reason_name(decision.reason), decision.note))),
        )
        for decision in decisions
    ]
    return tuple(sorted([*steps, *_letters(session, lead)], key=lambda step: step.at))


def _letters(session: Session, lead: int) -> Sequence[PastStep]:
    """Letters on the lead that left, each with its number."""
    query = (
        sa.select(NoticeRow)
        .join(NoticeLeadRow, NoticeLeadRow.notice_id == NoticeRow.id)
        .where(
            NoticeLeadRow.lead_id == lead,
            NoticeRow.sent_at.is_not(None),
            NoticeRow.state != NoticeState.WITHDRAWN,
        )
    )
    return [
        PastStep(at=row.sent_at, act=f"发出{find_kind(row.kind).name}", words=row.number or "")
        for row in session.scalars(query)
        if row.sent_at is not None
    ]


def _verdict_name(verdict: str) -> str:
    return STATE_NAMES[LeadState(verdict)] if verdict in set(LeadState) else _UNDONE


def _reason_name(code: str | None) -> str | None:
    reason = REASON_BY_CODE.get(code or "")
    return reason.name if reason else code
