"""Who gets a letter by mail (收件人)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from alerts.letters.model.letter_kind import Kind
from alerts.mail.envelope import read_address
from storage.base.errors import Refused
from storage.base.message import Message
from storage.records.letter_facts import Facts, Party
from storage.records.letter_record import Track
from storage.rights.store import load_rights

ENTERPRISES, PUBLIC = "相关企业", "社会公众"
"""The readers of a risk warning."""


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """收件人 with an address that mail can be sent to."""

    name: str
    address: str


def recipients(session: Session, kind: Kind, facts: Facts) -> tuple[Addressee, ...]:
    """A track-A notice goes to the holder, who signs and files it, never to the platform; a warning
    to every holder that can be reached; another letter to its recipient. Raises Refused for none.
    """
    audience = facts.fields.get("audience")
    if kind.track is Track.WARNING and audience == PUBLIC:
        raise Refused("letter.for-public", kind=kind.name)
    if kind.track is Track.WARNING and audience == ENTERPRISES:
        addressees = tuple(
            Addressee(name=holder.name, address=address)
            for holder in load_rights(session).holders
            if (address := read_address(holder.email))
        )
        if not addressees:
            raise Refused("letter.no-holder-address", kind=kind.name)
        return addressees
    if kind.track is Track.HOLDER:
        return (_reached(facts.holder, "letter-party.holder"),)
    recipient = facts.recipient
    if recipient.name and recipient.name == facts.holder.name and not read_address(recipient.email):
        recipient = facts.holder
    return (_reached(recipient, "letter-party.recipient"),)


def _reached(party: Party, role: str) -> Addressee:
    address = read_address(party.email)
    if address is None:
        raise Refused("letter.no-address", party=Message(role))
    return Addressee(name=party.name or "", address=address)
