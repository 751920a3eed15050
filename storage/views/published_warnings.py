"""风险预警 that stand on the public page: the text of the approved document, since when.

What was published is kept with the letter (its `record.published`), so that the page shows the words
that the approver released, whatever the letter type's template says later.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.errors import NotFound, Refused
from storage.base.vocabulary import APPROVED_NOTICES
from storage.outgoing.notices import note
from storage.records.letter_record import Publication, TextBlock, Track
from storage.tables import NoticeRow
from storage.tables.base import now


@dataclass(frozen=True, kw_only=True)
class PublishedWarning:
    """公开的风险预警信息: no drafter, approver or lead is part of it."""

    id: int
    number: str
    title: str
    at: datetime
    """When it was published."""
    sha256: str
    """Of the approved document."""
    blocks: Sequence[TextBlock]
    """Paragraphs and tables in the document's order."""


def publish_warning(
    session: Session,
    row: NoticeRow,
    *,
    by: str,
    title: str,
    blocks: Sequence[TextBlock],
) -> None:
    """Put an approved warning on the public page. Raises Refused unless approved, or twice."""
    if row.state not in APPROVED_NOTICES:
        raise Refused("warning.not-approved", notice=row.id)
    if row.record.published:
        raise Refused("warning.published", notice=row.id)
    published = Publication(at=now(), by=by, title=title, blocks=tuple(blocks))
    row.record = replace(row.record, published=published)
    note(session, row, actor=by, act="notice.publish", docx_sha256=row.docx_sha256)


def unpublish_warning(session: Session, row: NoticeRow, *, by: str, why: str) -> None:
    """Take a warning off the public page. Raises Refused when it does not stand there."""
    if row.record.published is None:
        raise Refused("warning.not-published", notice=row.id)
    row.record = replace(row.record, published=None)
    note(session, row, actor=by, act="notice.unpublish", why=why)


def published_warnings(session: Session, limit: int) -> tuple[PublishedWarning, ...]:
    """The warnings on the public page, the one published last first."""
    warnings = sorted(
        _published(session), key=lambda warning: (warning.at, warning.id), reverse=True
    )
    return tuple(warnings[:limit])


def find_published(session: Session, notice_id: int) -> PublishedWarning:
    """One warning of the public page. Raises NotFound for every other letter alike."""
    row = session.get(NoticeRow, notice_id)
    warning = _warning(row) if row else None
    if warning is None:
        raise NotFound("warning.unknown")
    return warning


def _published(session: Session) -> Iterator[PublishedWarning]:
    query = sa.select(NoticeRow).where(
        NoticeRow.track == Track.WARNING, NoticeRow.state.in_(APPROVED_NOTICES)
    )
    for row in session.scalars(query):
        if warning := _warning(row):
            yield warning


def _warning(row: NoticeRow) -> PublishedWarning | None:
    published = row.record.published
    if not published or row.state not in APPROVED_NOTICES:
        return None
    return PublishedWarning(
        id=row.id,
        number=str(row.number),
        title=published.title,
        at=published.at,
        sha256=str(row.docx_sha256),
        blocks=published.blocks,
    )
