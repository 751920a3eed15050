"""Whom to tell of a site (接入服务商, 域名注册商): RDAP answers kept with date and source, and looks again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.errors import BadInput
from storage.leads.lead_state import load_lead
from storage.net.address_policy import Lookup, system_lookup
from storage.net.destination import read_host
from storage.net.rdap_answer import read_answers
from storage.records.registration import Registration, RegistrationKind
from storage.tables import LeadRow, ListingRow, RegistrationRow, SiteCheckRow
from storage.tables.base import now


def keep_answers(
    session: Session, content: bytes, *, where: str, site: str | None = None, by: str
) -> Sequence[RegistrationRow]:
    """Keep the RDAP answers in a file or a reply. A network's answer needs the `site` that stands in it.

    Raises BadInput for what is no RDAP answer, or a network without its site.
    """
    host = read_host(site)[0] if site else None
    rows = [
        _row(registration, text, where=where, site=host, by=by)
        for registration, text in read_answers(content, where)
    ]
    session.add_all(rows)
    session.flush()
    for row in rows:
        trail.record(session, actor=by, act="contacts.keep", subject=f"site:{row.site}",
                     file=row.subject, hash=row.answer_sha256)  # fmt: skip
    return rows


def _row(
    registration: Registration, text: str, *, where: str, site: str | None, by: str
) -> RegistrationRow:
    if registration.kind is RegistrationKind.NETWORK and site is None:
        raise BadInput("rdap.network-without-site", network=registration.subject)
    domain = registration.subject if registration.kind is RegistrationKind.DOMAIN else None
    return RegistrationRow(
        kind=registration.kind,
        subject=registration.subject,
        site=domain or site,
        operator=registration.operator,
        iana_id=registration.iana_id,
        abuse_email=registration.abuse_email,
        abuse_phone=registration.abuse_phone,
        nameservers=registration.nameservers,
        source=registration.source or where,
        answered_at=registration.as_of or now(),
        answer=text,
        answer_sha256=hashlib.sha256(text.encode()).hexdigest(),
        recorded_by=by,
    )


def registrations_of(session: Session, host: str) -> Sequence[RegistrationRow]:
    """The newest answer of each kind that fits a host, the network first.

    A domain fits the hosts under it, the longest name first; a network fits its own site alone or the
    hosts under that.
    """
    labels = host.lower().rstrip(".").split(".")
    names = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    rows = session.scalars(sa.select(RegistrationRow).where(RegistrationRow.site.in_(names))).all()
    newest = {
        kind: max(
            (row for row in rows if row.kind is kind),
            key=lambda row: (len(row.site), row.answered_at, row.id),
            default=None,
        )
        for kind in (RegistrationKind.NETWORK, RegistrationKind.DOMAIN)
    }
    return [row for row in newest.values() if row is not None]


def lead_host(session: Session, lead_id: int) -> str:
    """The host of a lead's page. Raises NotFound."""
    return urlsplit(_listing(session, lead_id)[1].url).hostname or ""


def check_site(
    session: Session, lead_id: int, *, by: str, lookup: Lookup = system_lookup
) -> SiteCheckRow:
    """Look whether the name of a lead's site still leads to an address; keep that beside what the last
    crawl says of its page. Raises NotFound."""
    lead, listing = _listing(session, lead_id)
    parts = urlsplit(listing.url)
    host = parts.hostname or ""
    try:
        addresses = tuple(dict.fromkeys(lookup(host, parts.port or 443)))
    except OSError:
        addresses = ()
    row = SiteCheckRow(
        lead_id=lead.id,
        host=host,
        addresses=addresses,
        page=listing.presence,
        page_seen_at=listing.last_seen_at,
        checked_by=by,
    )
    session.add(row)
    session.flush()
    trail.record(session, actor=by, act="lead.site_checked", subject=f"lead:{lead.id}",
                 addresses=list(addresses), page=row.page)  # fmt: skip
    return row


def site_checks(session: Session, lead_id: int) -> Sequence[SiteCheckRow]:
    """The looks at a lead's site, newest first."""
    query = sa.select(SiteCheckRow).where(SiteCheckRow.lead_id == lead_id)
    return session.scalars(query.order_by(SiteCheckRow.id.desc()).limit(20)).all()


def _listing(session: Session, lead_id: int) -> tuple[LeadRow, ListingRow]:
    lead = load_lead(session, lead_id)
    return lead, session.get_one(ListingRow, lead.listing_id)
