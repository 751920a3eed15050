"""Opening leads (立线索): what an assessment makes of the lead of one listing × one right."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import locking
from storage.base.disguises import disguise_of
from storage.leads.facets import LeadTraits, file_traits, read_traits
from storage.leads.lead_state import count_revision, note_act
from storage.leads.lifecycle import relist, return_to_queue
from storage.leads.rank import DRAWN, set_rank
from storage.leads.reopening import AssessmentEffect, effect_of, said_otherwise
from storage.leads.snoozes import wake_changed
from storage.leads.standing_verdicts import last_decision
from storage.outgoing.webhook_events import tell_of_lead
from storage.tables import AssessmentRow, LeadRow, ListingVersionRow


@dataclass(frozen=True, kw_only=True)
class LeadOpening:
    """The lead of an assessment, and what the assessment changed of it."""

    lead_id: int
    effect: AssessmentEffect


def open_lead(
    session: Session,
    assessment: AssessmentRow,
    listing_id: int,
    *,
    tier: int,
    traits: LeadTraits | None = None,
    drawn: bool = False,
) -> LeadOpening:
    """Open the lead of one listing × one right, or bring the one that is there up to date.

    A returned lead is pending again with its history; a relisted one (复现) stands above others.
    Without `traits` those of the assessed version are read. With `drawn` it is none to the machine and
    was drawn for an officer (抽样): no other system is told.
    """
    traits = traits or _traits_of(session, assessment, listing_id)
    # An officer acts before this or after it, and so does who opens the same one.
    trail.take_turn(session)
    of_pair = sa.select(LeadRow).where(
        LeadRow.listing_id == listing_id, LeadRow.right_id == assessment.right_id
    )
    lead = session.scalar(locking(of_pair))
    if lead is None:
        lead = _open(session, assessment, listing_id, tier=tier, traits=traits, drawn=drawn)
        return LeadOpening(lead_id=lead.id, effect=AssessmentEffect.OPENED)
    file_traits(lead, traits)
    effect = effect_of(session, lead, assessment, last_decision(session, lead.id))
    if effect is not AssessmentEffect.UNCHANGED:
        _update(session, lead, assessment, effect, tier=tier)
    return LeadOpening(lead_id=lead.id, effect=effect)


def _open(
    session: Session,
    assessment: AssessmentRow,
    listing_id: int,
    *,
    tier: int,
    traits: LeadTraits,
    drawn: bool,
) -> LeadRow:
    lead = LeadRow(
        listing_id=listing_id,
        right_id=assessment.right_id,
        assessment_id=assessment.id,
        version_id=assessment.version_id,
        score=assessment.score,
        level=assessment.level,
        tier=tier,
        disguise=disguise_of(assessment.signals),
        next_step=assessment.next_step,
    )
    file_traits(lead, traits)
    set_rank(lead)
    session.add(lead)
    session.flush()
    note_act(session, lead, actor="system", act="lead.open", score=assessment.score)
    if not drawn:
        tell_of_lead(session, lead, "lead.opened")
    return lead


def _update(
    session: Session,
    lead: LeadRow,
    assessment: AssessmentRow,
    effect: AssessmentEffect,
    *,
    tier: int,
) -> None:
    has_new_version = lead.version_id != assessment.version_id
    # A score that moved by a hair, as neighbours' verdicts move it, must not refuse the verdict of the officer
    # who has the lead open: what she reads is as it was.
    reads_otherwise = (
        has_new_version
        or said_otherwise(lead, assessment)
        or lead.next_step != assessment.next_step
    )
    level = {} if lead.level == assessment.level else {"level": assessment.level}
    lead.assessment_id, lead.version_id = assessment.id, assessment.version_id
    lead.score, lead.level = assessment.score, assessment.level
    lead.next_step = assessment.next_step
    drawn = lead.probe == DRAWN and not assessment.lead
    lead.probe = lead.probe if drawn else None
    lead.tier, lead.disguise = tier, disguise_of(assessment.signals) or lead.disguise
    if effect is AssessmentEffect.RELISTED:
        relist(session, lead, score=assessment.score)
    elif effect is AssessmentEffect.RETURNED:
        return_to_queue(session, lead, score=assessment.score)
    else:
        if not drawn:
            set_rank(lead)
        if reads_otherwise:
            count_revision(lead)
        note_act(session, lead, actor="system", act="lead.updated", score=assessment.score, **level)
        if has_new_version:
            wake_changed(session, lead)


def _traits_of(session: Session, assessment: AssessmentRow, listing_id: int) -> LeadTraits:
    version = session.get_one(ListingVersionRow, assessment.version_id)
    return read_traits(session, {listing_id: version.record})[listing_id]
