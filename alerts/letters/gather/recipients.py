"""Who gets a letter by mail (收件人)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from alerts.letters.model.letter_facts import Facts, Party
from alerts.letters.model.letter_kind import Kind, Track
from alerts.mail.envelope import read_address
from storage.base.errors import Refused
from storage.rights.store import load_rights

ENTERPRISES, PUBLIC = "相关企业", "社会公众"
"""To whom a risk warning speaks."""


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
        raise Refused(f"{kind.name}面向社会公众，不以邮件发出；公开发布后请登记发布方式")
    if kind.track is Track.WARNING and audience == ENTERPRISES:
        found = tuple(
            Addressee(name=holder.name, address=address)
            for holder in load_rights(session).holders
            if (address := read_address(holder.email))
        )
        if not found:
            raise Refused(f"{kind.name}：权利人资料中没有可用的电子邮箱")
        return found
    if kind.track is Track.HOLDER:
        return (_reached(facts.holder, "权利人"),)
    return (_reached(facts.recipient, "收件人"),)


def _reached(party: Party, whose: str) -> Addressee:
    address = read_address(party.email)
    if address is None:
        raise Refused(f"{whose}没有可用的电子邮箱；已用其他方式送交的，请登记送交方式")
    return Addressee(name=party.name or "", address=address)
