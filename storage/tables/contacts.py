"""登记信息 of sites: registrars and hosts as RDAP names them, and looks whether a site still stands."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base.vocabulary import Presence
from storage.records.registration import RegistrationKind
from storage.tables.base import Base, enumeration, now, row_id
from storage.tables.columns import TextsColumn


class RegistrationRow(Base):
    """One RDAP answer on a domain, or on the network that a site stands in."""

    __tablename__ = "registrations"

    id: Mapped[int] = row_id()
    kind: Mapped[RegistrationKind] = mapped_column(enumeration(RegistrationKind, name="kind"))
    subject: Mapped[str] = mapped_column(sa.String(255))
    """The domain, or first and last address of the network."""
    site: Mapped[str] = mapped_column(sa.String(255), index=True)
    """The site that it was asked for: the domain itself, or the host that stands in the network."""
    operator: Mapped[str | None]
    iana_id: Mapped[str | None] = mapped_column(sa.String(20))
    abuse_email: Mapped[str | None]
    abuse_phone: Mapped[str | None]
    nameservers: Mapped[tuple[str, ...]] = mapped_column(TextsColumn, default=())
    source: Mapped[str]
    """Address of the answer, or the file that it was read from."""
    answered_at: Mapped[datetime]
    answer: Mapped[str]
    """The answer itself, as JSON."""
    answer_sha256: Mapped[str] = mapped_column(sa.String(64))
    recorded_by: Mapped[str] = mapped_column(sa.String(100))
    recorded_at: Mapped[datetime] = mapped_column(default=now)


class SiteCheckRow(Base):
    """网站复查: whether a site's name still led to an address, and what its page was at that time."""

    __tablename__ = "site_checks"

    id: Mapped[int] = row_id()
    lead_id: Mapped[int] = mapped_column(sa.ForeignKey("leads.id"), index=True)
    host: Mapped[str] = mapped_column(sa.String(255))
    addresses: Mapped[tuple[str, ...]] = mapped_column(TextsColumn, default=())
    """Empty: the name led nowhere."""
    page: Mapped[Presence] = mapped_column(enumeration(Presence, name="page"))
    """Presence of the lead's page at the last crawl."""
    page_seen_at: Mapped[datetime]
    """When a crawl last saw the page."""
    checked_by: Mapped[str] = mapped_column(sa.String(100))
    checked_at: Mapped[datetime] = mapped_column(default=now)
