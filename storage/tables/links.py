"""企业答复: links to one lead or to all leads of a holder, and what was answered through them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.attachment import Attachment
from storage.tables.base import Base, enumeration, now, row_id
from storage.tables.columns import RecordsColumn


class LinkRow(Base):
    """A link that lets one right holder answer on one lead, without signing in."""

    __tablename__ = "links"

    id: Mapped[int] = row_id()
    lead_id: Mapped[int] = mapped_column(sa.ForeignKey("leads.id"), index=True)
    holder_id: Mapped[str] = mapped_column(sa.ForeignKey("holders.id"))
    secret_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    """SHA-256 of the secret; the secret itself stands only in the mail."""
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    """When it was first followed; mail filters follow links too, so this proves no reader."""
    created_at: Mapped[datetime] = mapped_column(default=now)


class HolderLinkRow(Base):
    """A link to the page of all leads that wait for one holder's answer, without signing in."""

    __tablename__ = "holder_links"

    id: Mapped[int] = row_id()
    holder_id: Mapped[str] = mapped_column(sa.ForeignKey("holders.id"), index=True)
    recipient: Mapped[str] = mapped_column(sa.String(100))
    """Whom the officer gave it to."""
    secret_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    """SHA-256 of the secret; the secret itself is shown once."""
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    """When it was last followed."""
    made_by: Mapped[str] = mapped_column(sa.String(100))
    created_at: Mapped[datetime] = mapped_column(default=now)


class Choice(StrEnum):
    """What a holder can say of a listing."""

    AUTHORISED = "authorised"
    UNAUTHORISED = "unauthorised"
    SUPPLIED = "supplied"


class AnswerRow(Base):
    """答复: what a right holder said of a lead; one a mail's link, never changed afterwards."""

    __tablename__ = "answers"

    id: Mapped[int] = row_id()
    link_id: Mapped[int | None] = mapped_column(sa.ForeignKey("links.id"), unique=True)
    """The mail's link through which it came; None for an answer on the holder's page."""
    holder_link_id: Mapped[int | None] = mapped_column(sa.ForeignKey("holder_links.id"))
    """The link of the holder's page through which it came."""
    lead_id: Mapped[int] = mapped_column(sa.ForeignKey("leads.id"), index=True)
    holder_id: Mapped[str] = mapped_column(sa.ForeignKey("holders.id"))
    choice: Mapped[Choice] = mapped_column(enumeration(Choice, name="choice"))
    name: Mapped[str | None] = mapped_column(sa.String(100))
    """Who answered for the holder; answers of earlier releases have none."""
    function: Mapped[str | None] = mapped_column(sa.String(100))
    """In what function that person answered."""
    remark: Mapped[str]
    attachments: Mapped[tuple[Attachment, ...]] = mapped_column(RecordsColumn(Attachment))
    answered_at: Mapped[datetime] = mapped_column(default=now)
    accepted_by: Mapped[str | None] = mapped_column(sa.String(100))
    """The officer who took the answer over into the licence ledger."""
    accepted_at: Mapped[datetime | None]
