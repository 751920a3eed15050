"""Learnt templates of shops (自学模板) in the database, and the selectors that officers fixed.

Every crawl of a host loads them, and writes what it learns at once: a killed crawl goes on with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import locking
from storage.tables import LearntTemplateRow, TemplatePinRow


@dataclass(frozen=True, kw_only=True)
class StoredTemplate:
    """One learnt template."""

    host: str
    shape: str
    fingerprint: str
    version: int
    profile: str
    """YAML."""
    core: tuple[str, ...]
    """Names of elements that all samples share."""
    markers: tuple[str, ...]
    """Those by which the pages are told from others of the shop."""
    required: tuple[str, ...]
    """Fields without which a page is read in full."""
    samples: int
    words_of_gone: bool = False
    """Some samples in stock hold a word of sold-out goods."""
    learnt_at: datetime | None = None
    seen_at: datetime | None = None
    reads: int = 0
    checks: int = 0
    agreeing: int = 0


@dataclass(frozen=True, kw_only=True)
class TemplatePin:
    """A field that an officer fixed."""

    host: str
    shape: str
    """Empty for every page of the host."""
    field: str
    selector: str
    """YAML of one selector."""
    pinned_by: str | None = None
    pinned_at: datetime | None = None


def load_templates(session: Session, host: str | None = None) -> tuple[StoredTemplate, ...]:
    """The templates of a host, or of all hosts, the last used first."""
    query = sa.select(LearntTemplateRow).order_by(
        LearntTemplateRow.host, LearntTemplateRow.seen_at.desc(), LearntTemplateRow.id
    )
    if host is not None:
        query = query.where(LearntTemplateRow.host == host)
    return tuple(_template(row) for row in session.scalars(query))


def save_template(session: Session, template: StoredTemplate, at: datetime) -> None:
    """Store a template in the place of one with the same skeleton."""
    row = _row_of(session, template)
    if row is None:
        row = LearntTemplateRow(
            host=template.host, shape=template.shape, fingerprint=template.fingerprint
        )
        session.add(row)
    row.version, row.profile, row.samples = template.version, template.profile, template.samples
    row.core, row.markers, row.required = template.core, template.markers, template.required
    row.words_of_gone = template.words_of_gone
    row.learnt_at = row.seen_at = at
    row.reads = row.checks = row.agreeing = 0


def note_use(
    session: Session, template: StoredTemplate, at: datetime, *, changed: bool = False
) -> None:
    """Add the reads and checks of a crawl, and the profile where it grew a text since."""
    row = _row_of(session, template)
    if row is None:
        return
    row.reads += template.reads
    row.checks += template.checks
    row.agreeing += template.agreeing
    if template.reads:
        row.seen_at = at
    if changed:
        row.profile, row.markers = template.profile, template.markers


def forget_templates(
    session: Session, host: str, shape: str | None = None, fingerprint: str | None = None
) -> int:
    """Forget the templates of a host, of one shape, or one alone. Returns how many."""
    query = sa.delete(LearntTemplateRow).where(LearntTemplateRow.host == host)
    if shape is not None:
        query = query.where(LearntTemplateRow.shape == shape)
    if fingerprint is not None:
        query = query.where(LearntTemplateRow.fingerprint == fingerprint)
    forgotten = session.execute(query.returning(LearntTemplateRow.id))
    return len(forgotten.all())


def load_pins(session: Session, host: str | None = None) -> tuple[TemplatePin, ...]:
    """The fields that officers fixed on a host, or on all."""
    query = sa.select(TemplatePinRow).order_by(
        TemplatePinRow.host, TemplatePinRow.shape, TemplatePinRow.field
    )
    if host is not None:
        query = query.where(TemplatePinRow.host == host)
    return tuple(
        TemplatePin(
            host=row.host,
            shape=row.shape,
            field=row.field,
            selector=row.selector,
            pinned_by=row.pinned_by,
            pinned_at=row.pinned_at,
        )
        for row in session.scalars(query)
    )


def save_pin(session: Session, pin: TemplatePin, at: datetime) -> None:
    """Fix a field, in the place of an earlier selector for it."""
    row = session.scalar(
        sa.select(TemplatePinRow).where(
            TemplatePinRow.host == pin.host,
            TemplatePinRow.shape == pin.shape,
            TemplatePinRow.field == pin.field,
        )
    )
    if row is None:
        row = TemplatePinRow(host=pin.host, shape=pin.shape, field=pin.field)
        session.add(row)
    row.selector, row.pinned_by, row.pinned_at = pin.selector, pin.pinned_by, at


def remove_pins(session: Session, host: str, fields: Sequence[str] = ()) -> int:
    """Let the fields of a host be learnt again, all of them without names. Returns how many were fixed."""
    query = sa.delete(TemplatePinRow).where(TemplatePinRow.host == host)
    if fields:
        query = query.where(TemplatePinRow.field.in_(fields))
    return len(session.execute(query.returning(TemplatePinRow.id)).all())


def _row_of(session: Session, template: StoredTemplate) -> LearntTemplateRow | None:
    """The stored template, locked: two crawls of a host may each add what they read."""
    query = sa.select(LearntTemplateRow).where(
        LearntTemplateRow.host == template.host,
        LearntTemplateRow.shape == template.shape,
        LearntTemplateRow.fingerprint == template.fingerprint,
    )
    return session.scalar(locking(query))


def _template(row: LearntTemplateRow) -> StoredTemplate:
    return StoredTemplate(
        host=row.host,
        shape=row.shape,
        fingerprint=row.fingerprint,
        version=row.version,
        profile=row.profile,
        core=row.core,
        markers=row.markers,
        required=row.required,
        samples=row.samples,
        words_of_gone=row.words_of_gone,
        learnt_at=row.learnt_at,
        seen_at=row.seen_at,
        reads=row.reads,
        checks=row.checks,
        agreeing=row.agreeing,
    )


def stored_hosts(session: Session, name: str) -> tuple[str, ...]:
    """The hosts with templates or fixed fields that are called so, with or without their port."""
    queries = (sa.select(LearntTemplateRow.host), sa.select(TemplatePinRow.host))
    hosts = {host for query in queries for host in session.scalars(query.distinct())}
    return tuple(sorted(h for h in hosts if name in (h, h.rpartition(":")[0])))


def pin_field(session: Session, pin: TemplatePin, at: datetime, *, actor: str) -> None:
    """Fix a field by an officer's hand; the trail of acts says so."""
    save_pin(session, pin, at)
    trail.record(
        session,
        actor=actor,
        act="platform.pin",
        subject=f"platform:{pin.host}",
        field=pin.field,
        selector=pin.selector,
    )


def unpin_fields(session: Session, host: str, fields: Sequence[str], *, actor: str) -> int:
    """Let fields be learnt again. Returns how many were fixed."""
    count = remove_pins(session, host, fields)
    if count:
        trail.record(
            session, actor=actor, act="platform.unpin", subject=f"platform:{host}", count=count
        )
    return count


def forget_host(session: Session, host: str, shape: str | None = None, *, actor: str) -> int:
    """Forget what was learnt of a host by an officer's hand. Returns how many templates."""
    count = forget_templates(session, host, shape)
    trail.record(
        session, actor=actor, act="platform.relearn", subject=f"platform:{host}", count=count
    )
    return count
