"""The state of one lead: read, locked, moved. The only module that writes it.

Every move counts the lead's revision up, and every act on a lead is a row in the audit.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_row
from storage.base.errors import NotFound, StaleState
from storage.base.message import Message
from storage.base.vocabulary import OPEN, LeadState
from storage.tables import LeadRow
from storage.tables.base import now

S = LeadState


def load_lead(session: Session, lead_id: int) -> LeadRow:
    """One lead, to read. Raises NotFound."""
    return _existing(session.get(LeadRow, lead_id), lead_id)


def lock_lead(session: Session, lead_id: int) -> LeadRow:
    """One lead as it stands now, to change: until the transaction ends no other one changes it. Raises NotFound.

    Its turn in the audit is taken first: of two that lock several leads, each would else wait for the other.
    """
    trail.take_turn(session)
    return _existing(lock_row(session, LeadRow, lead_id), lead_id)


def _existing(lead: LeadRow | None, lead_id: int) -> LeadRow:
    if lead is None:
        raise NotFound("lead.unknown", lead=lead_id)
    return lead


def move_lead(lead: LeadRow, state: LeadState) -> None:
    """Give a lead a state, with the moments and the claim that go with it."""
    lead.state = state
    if state in (S.PENDING, S.SNOOZED, S.MERGED):
        lead.claimed_by = lead.claimed_at = None
    if state in OPEN or state is S.DISMISSED:
        lead.confirmed_at = None
    elif state is S.CONFIRMED:
        lead.noticed_at = lead.removed_at = None
    elif state is S.NOTICED:
        lead.noticed_at = lead.noticed_at or now()
    elif state is S.REMOVED:
        lead.removed_at = now()
    count_revision(lead)


def count_revision(lead: LeadRow) -> None:
    """Count a change of the lead: forms that show its earlier state are refused afterwards."""
    lead.revision = (lead.revision or 0) + 1
    lead.updated_at = now()


def note_act(session: Session, lead: LeadRow, *, actor: str, act: str, **detail: object) -> None:
    """操作留痕 of one act on a lead, with the state that it left."""
    trail.read_anew(session, lead, "state")
    trail.record(
        session, actor=actor, act=act, subject=f"lead:{lead.id}", state=lead.state, **detail
    )


def state_message(state: LeadState) -> Message:
    """A lead's state as words of a message."""
    return Message(f"lead-state.{state}")


def check_fresh(lead: LeadRow, revision: int | None) -> None:
    """Raises StaleState where the lead changed since this revision; None: whatever it is now."""
    if revision is not None and lead.revision != revision:
        raise StaleState("lead.stale", lead=lead.id)


def check_not_claimed(lead: LeadRow, officer: str) -> None:
    """Raises StaleState where another officer works on the lead."""
    if lead.state is S.CLAIMED and lead.claimed_by != officer:
        raise StaleState("lead.claimed", lead=lead.id, officer=lead.claimed_by)
