"""Drafting (起草) a letter on leads, and filling it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa
from pydantic import JsonValue
from sqlalchemy.orm import Session

from alerts.letters.gather.letter_leads import letter_leads
from alerts.letters.gather.stored_facts import gather
from alerts.letters.model.additions import allowed_additions, check_allowed, fill
from alerts.letters.model.letter_kind import Kind, find_kind
from alerts.letters.model.right_basis import basis_refusal, mixes_rules, right_basis
from alerts.letters.workflow.standing_conditions import allowed_states, lead_state_name
from storage.base.errors import BadInput, HubiaoError, Refused
from storage.base.message import Message
from storage.base.settings import Settings
from storage.base.vocabulary import OPEN
from storage.leads.lead_state import load_lead
from storage.outgoing.notices import add_notice, change_draft
from storage.records import Listing
from storage.records.letter_facts import Facts
from storage.records.letter_record import Track
from storage.rights.store import load_right
from storage.tables import LeadRow, ListingRow, ListingVersionRow, NoticeRow

"""A letter may be drafted while its leads are looked at; it is not complete before the verdict."""


def draft(
    session: Session,
    settings: Settings,
    *,
    kind: Kind,
    lead_ids: Sequence[int],
    by: str,
    platform: str | None = None,
    added: Mapping[str, JsonValue] | None = None,
) -> NoticeRow:
    """Draft a letter of this kind on these leads; to a platform by shop, and within a shop by item number, as
    it works through them. Raises BadInput, Refused, NotFound."""
    leads = [load_lead(session, number) for number in dict.fromkeys(lead_ids)]
    if kind.one_platform:
        leads = _by_shop(session, leads)
    _check_leads(kind, leads)
    hosts = {session.get_one(ListingRow, lead.listing_id).platform for lead in leads}
    rights = {lead.right_id for lead in leads}
    if len(hosts | ({platform} if platform else set())) > 1 and kind.one_platform:
        raise BadInput("letter.several-platforms", kind=kind.name, platforms=sorted(hosts))
    if len(rights) > 1 and kind.track is Track.HOLDER:
        raise BadInput("letter.several-rights", kind=kind.name, rights=sorted(rights))
    _check_basis(session, kind, rights)
    row = add_notice(
        session,
        kind=kind.slug,
        track=kind.track,
        lead_ids=[lead.id for lead in leads],
        right_id=rights.pop() if len(rights) == 1 else None,
        platform=platform or (hosts.pop() if len(hosts) == 1 else None),
        drafted_by=by,
        once=kind.moves_leads,
    )
    if added:
        add_facts(session, settings, row, added, by=by)
    return row


def _by_shop(session: Session, leads: Sequence[LeadRow]) -> list[LeadRow]:
    """The leads by the name of the shop, the item number and the order in which they came."""
    rows = session.execute(
        sa.select(ListingRow.id, ListingVersionRow.record)
        .join(ListingVersionRow, ListingVersionRow.id == ListingRow.version_id)
        .where(ListingRow.id.in_([lead.listing_id for lead in leads]))
    )
    places = {listing_id: _place(listing) for listing_id, listing in rows}
    return sorted(leads, key=lambda lead: places[lead.listing_id])


def _place(listing: Listing) -> tuple[str, int, str]:
    number = listing.item_id or listing.sku or ""
    return listing.shop or "", len(number) if number.isdigit() else 0, number


def _check_leads(kind: Kind, leads: Sequence[LeadRow]) -> None:
    if kind.leads == "required" and not leads:
        raise BadInput("letter.no-lead", kind=kind.name)
    if kind.leads == "none" and leads:
        raise BadInput("letter.takes-no-lead", kind=kind.name)
    for lead in leads:
        if lead.state not in (*kind.lead_states, *OPEN):
            raise Refused(
                "letter.lead-state",
                lead=lead.id,
                state=lead_state_name(lead.state),
                kind=kind.name,
                allowed=allowed_states(kind),
            )


def _check_basis(session: Session, kind: Kind, rights: Iterable[str]) -> None:
    """A letter rests only on the kinds of right that right_basis.yml allows for it."""
    kinds_of_right = []
    for right in (load_right(session, number) for number in sorted(rights)):
        slug = right.kind.value
        kinds_of_right.append(slug)
        if refusal := basis_refusal(kind, slug):
            name = right_basis().rights[slug].name
            raise Refused(
                "letter.right-refused", kind=kind.name, right=right.text, name=name, why=refusal
            )
    if kind.slug not in right_basis().without_right and mixes_rules(kinds_of_right):
        raise Refused("letter.mixed-rights", kind=kind.name)


def refused_facts(
    session: Session, settings: Settings, row: NoticeRow, added: Mapping[str, JsonValue]
) -> Mapping[str, HubiaoError]:
    """Which of these facts could not be added to a draft, each looked at alone, and why."""
    kind = find_kind(row.kind)
    leads = letter_leads(session, settings, row.id)
    stored = gather(session, settings, row, kind, leads)
    standing = allowed_additions(stored, row.record.added)
    refusals: dict[str, HubiaoError] = {}
    for path, value in added.items():
        try:
            check_allowed(stored, {path: value}, kind)
            fill(stored, {**standing, path: value}, Message("letter.numbered", {"notice": row.id}))
        except HubiaoError as error:
            refusals[path] = error
    return refusals


def add_facts(
    session: Session, settings: Settings, row: NoticeRow, added: Mapping[str, JsonValue], *, by: str
) -> Facts:
    """Add an officer's facts to a draft; the letter's facts with them. Raises Refused, BadInput."""
    leads = letter_leads(session, settings, row.id)
    kind = find_kind(row.kind)
    stored = gather(session, settings, row, kind, leads)
    check_allowed(stored, added, kind)
    together = {**row.record.added, **added}
    facts = fill(
        stored, allowed_additions(stored, together), Message("letter.numbered", {"notice": row.id})
    )
    # Whoever drafted the letter and saves what another wrote makes it his own words.
    written = {
        path: by
        for path, value in added.items()
        if by == row.drafted_by or value != row.record.added.get(path)
    }
    record = replace(row.record, added=together, filled_by={**row.record.filled_by, **written})
    change_draft(session, row, record, part="added", names=together, actor=by)
    return facts
