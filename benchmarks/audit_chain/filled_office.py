"""An office with a long audit, made from a seed: each entry in the chain, each row as its last entry left it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa

from benchmarks.material.office_rows import batched, fill
from storage.audit.trail import GENESIS, entry_hash
from storage.base.database import Database, open_database
from storage.base.settings import Settings
from storage.evidence.audit_heads import state_head
from storage.tables import AuditHeadRow, AuditRow, DecisionRow, HolderRow, LeadRow, RightRow
from storage.tables.base import now

_A_LEAD = 4
"""Entries of each lead."""
_OF_NO_LEAD = 4
"""Entries that are of no lead, at most."""
_SINCE = 2_000
"""Entries of the day after the newest head."""
_BATCH = 10_000
"""Entries that are put in at once."""

Entry = dict[str, Any]


def fill_office(settings: Settings, count: int) -> None:
    """An office whose every lead was opened, updated, claimed and moved; the newest entries have no head."""
    database = open_database(settings, migrate=True)
    leads = (count - _OF_NO_LEAD) // _A_LEAD
    fill(database, listings=leads, leads=leads)
    at = now()
    with database.begin() as session:
        session.execute(sa.update(DecisionRow).values(decided_at=at))
    entries = _entries(database, leads)
    _put(database, entries, count - _SINCE, at)
    state_head(database, settings)
    _put(database, entries, count, at)
    with database.engine.begin() as connection:
        connection.execute(sa.text("ANALYZE"))
    database.close()


def _put(database: Database, entries: Iterator[Entry], until: int, at: datetime) -> None:
    """Chain entries up to a number, behind those that are there."""
    with database.begin() as session:
        head = session.get(AuditHeadRow, 1) or AuditHeadRow(id=1, number=0, hash=GENESIS)
        session.add(head)
        number, previous = head.number, head.hash
        for part in batched(islice(entries, until - number), _BATCH):
            for entry in part:
                number += 1
                entry |= {"id": number, "at": at, "previous": previous}
                entry["hash"] = previous = entry_hash(
                    number, entry["at"], entry["actor"], entry["act"], entry["subject"],
                    entry["detail"], previous,
                )  # fmt: skip
            session.execute(sa.insert(AuditRow), part)
        head.number, head.hash = number, previous


def _entries(database: Database, leads: int) -> Iterator[Entry]:
    with database.read() as session:
        holders = [f"holder:{key}" for key in session.scalars(sa.select(HolderRow.id))]
        rights = [f"right:{key}" for key in session.scalars(sa.select(RightRow.id))]
        states = dict(session.execute(sa.select(LeadRow.id, LeadRow.state)).all())
        verdicts = {
            row.lead_id: row
            for row in session.execute(
                sa.select(
                    DecisionRow.id, DecisionRow.lead_id, DecisionRow.verdict, DecisionRow.reason,
                )
            )
        }  # fmt: skip
    yield _entry("rights.import", "rights:*", changed=[*holders, *rights])
    for act in ("lead.open", "lead.updated", "lead.claim"):
        for lead in range(1, leads + 1):
            yield _entry(act, f"lead:{lead}", state="pending", score=0.93, level="red")
    for lead in range(1, leads + 1):
        verdict, state = verdicts.get(lead), str(states[lead])
        if verdict is None:
            yield _entry("lead.updated", f"lead:{lead}", state=state, score=0.93)
        else:
            yield _entry(
                "lead.decide", f"lead:{lead}", state=state, decision=verdict.id,
                verdict=str(verdict.verdict), reason=verdict.reason, note_sha256=None,
            )  # fmt: skip


def _entry(act: str, subject: str, **detail: object) -> Entry:
    return {"actor": "甲", "act": act, "subject": subject, "detail": detail}
