"""An RDAP answer (RFC 9083) as a typed record; contacts are jCards (RFC 7095).

The libraries at hand fetch by themselves, past the address policy, or read an answer only after they
have loaded their bootstrap; what a letter needs of an answer is little.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any

from storage.base.errors import BadInput
from storage.records.registration import Registration, RegistrationKind

MOST_BYTES = 512 * 1024
"""Bytes of one answer, chosen by hand; answers of registries have a few kilobytes."""
_DEEPEST = 4
"""Levels of entities within entities that are read, chosen by hand; registries use two."""
_DATABASE_EVENT = "last update of rdap database"
_REGISTRAR_ID = "iana registrar id"
_MAIL = re.compile(r"[^@\s<>,;:\"]{1,64}@[^@\s<>,;:\"]{1,190}\.[^@\s<>,;:\"]{2,63}")


def read_answers(content: bytes, where: str) -> Sequence[tuple[Registration, str]]:
    """The registrations in a file of one answer or a list of them, each with its JSON.

    Raises BadInput for what is no RDAP answer on a domain or a network.
    """
    if len(content) > MOST_BYTES:
        raise BadInput("rdap.size", where=where, kibibytes=MOST_BYTES // 1024)
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadInput("rdap.no-json", where=where) from error
    answers = document if isinstance(document, list) else [document]
    if not answers:
        raise BadInput("rdap.no-answer", where=where)
    return [
        (read_answer(answer, where), json.dumps(answer, ensure_ascii=False, sort_keys=True))
        for answer in answers
    ]


def read_answer(answer: object, where: str) -> Registration:
    """One decoded answer. Raises BadInput."""
    if not isinstance(answer, dict):
        raise BadInput("rdap.no-answer", where=where)
    match answer:
        case {"objectClassName": "domain", "ldhName": str(name)}:
            return _domain(answer, _host(name))
        case {"objectClassName": "ip network", "startAddress": str(first), "endAddress": str(last)}:
            return _network(answer, _addresses(first, last, where))
    raise BadInput("rdap.no-answer", where=where)


def _domain(answer: Mapping[str, Any], name: str) -> Registration:
    registrar = next((e for e, roles in _entities(answer) if "registrar" in roles), {})
    abuse = _abuse(registrar) or _abuse(answer)
    identifiers = [
        str(item.get("identifier"))
        for item in _objects(registrar, "publicIds")
        if str(item.get("type", "")).lower() == _REGISTRAR_ID
    ]
    return Registration(
        kind=RegistrationKind.DOMAIN,
        subject=name,
        operator=_text(registrar, "fn") or _text(registrar, "org"),
        iana_id=identifiers[0] if identifiers else None,
        abuse_email=_email(abuse),
        abuse_phone=_text(abuse, "tel"),
        nameservers=tuple(
            dict.fromkeys(
                _host(str(server["ldhName"]))
                for server in _objects(answer, "nameservers")
                if server.get("ldhName")
            )
        ),
        source=_source(answer),
        as_of=_as_of(answer),
    )


def _network(answer: Mapping[str, Any], subject: str) -> Registration:
    holder = next((e for e, roles in _entities(answer) if "registrant" in roles), {})
    abuse = _abuse(answer)
    name = answer.get("name")
    return Registration(
        kind=RegistrationKind.NETWORK,
        subject=subject,
        operator=_text(holder, "fn") or _text(holder, "org") or (str(name) if name else None),
        iana_id=None,
        abuse_email=_email(abuse),
        abuse_phone=_text(abuse, "tel"),
        nameservers=(),
        source=_source(answer),
        as_of=_as_of(answer),
    )


def _abuse(holder: Mapping[str, Any]) -> Mapping[str, Any]:
    """The contact for abuse, the nearest first."""
    return next((entity for entity, roles in _entities(holder) if "abuse" in roles), {})


def _entities(
    holder: Mapping[str, Any], depth: int = _DEEPEST
) -> Iterator[tuple[Mapping[str, Any], frozenset[str]]]:
    """The entities of an object with their roles, those within them after all of its own."""
    entities = list(_objects(holder, "entities"))
    for entity in entities:
        roles = entity.get("roles")
        names = roles if isinstance(roles, list) else []
        yield entity, frozenset(str(role).lower() for role in names)
    if depth > 1:
        for entity in entities:
            yield from _entities(entity, depth - 1)


def _objects(holder: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    members = holder.get(name)
    for member in members if isinstance(members, list) else []:
        if isinstance(member, Mapping):
            yield member


def _text(entity: Mapping[str, Any], name: str) -> str | None:
    """The first value of a property of the entity's jCard, as plain text."""
    match entity.get("vcardArray"):
        case ["vcard", [*properties]]:
            values = [
                value
                for item in properties
                if isinstance(item, list) and len(item) > 3 and item[0] == name
                for value in item[3:4]
            ]
        case _:
            values = []
    for value in values:
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, str) and (text := " ".join(first.split())):
            return text.removeprefix("tel:")[:200]
    return None


def _email(entity: Mapping[str, Any]) -> str | None:
    """The mail address of an entity; what is none is left out, for a letter is sent to it."""
    address = (_text(entity, "email") or "").removeprefix("mailto:")
    return address if _MAIL.fullmatch(address) else None


def _source(answer: Mapping[str, Any]) -> str | None:
    links = [link for link in _objects(answer, "links") if link.get("rel") == "self"]
    href = str(links[0].get("href", "")) if links else ""
    return href if href.startswith(("https://", "http://")) else None


def _as_of(answer: Mapping[str, Any]) -> datetime | None:
    for event in _objects(answer, "events"):
        if str(event.get("eventAction", "")).lower() == _DATABASE_EVENT:
            try:
                moment = datetime.fromisoformat(str(event.get("eventDate")))
            except ValueError:
                return None
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _host(name: str) -> str:
    return name.strip().rstrip(".").lower()


def _addresses(first: str, last: str, where: str) -> str:
    try:
        return f"{ip_address(first)}-{ip_address(last)}"
    except ValueError as error:
        raise BadInput("rdap.no-answer", where=where) from error
