"""What verifying the audit costs as it grows: `python -m benchmarks.audit_chain`.

Offices with so many entries are made from a seed; then `hubiao audit verify` runs on each, the whole chain and what was
entered since the newest head: processor seconds (of PostgreSQL's server too) and the memory that it held at most.

    python -m benchmarks.audit_chain --entries 100000,1000000 [--postgres]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks.material.office_rows import batched, fill
from benchmarks.material.processor import Processor
from benchmarks.measured import ROOT
from storage.audit.trail import GENESIS, entry_hash
from storage.base.database import Database, open_database
from storage.base.settings import Settings
from storage.evidence.audit_heads import state_head
from storage.tables import AuditHeadRow, AuditRow, DecisionRow, HolderRow, LeadRow, RightRow
from storage.tables.base import now
from tests.servers.postgres import fresh_database, running_postgres

_A_LEAD = 4
"""Entries of each lead."""
_OF_NO_LEAD = 4
"""Entries that are of no lead, at most."""
_SINCE = 2_000
"""Entries of the day after the newest head."""
_BATCH = 10_000
"""Entries that are put in at once."""

_KINDS: tuple[list[str], ...] = ([], ["--recent"])
"""Arguments of the verification: the first one keeps up to where all held."""

Entry = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", default="100000,1000000", help="numbers of entries")
    parser.add_argument("--postgres", action="store_true", help="on a server of its own")
    options = parser.parse_args()
    print(
        f"load {os.getloadavg()[0]:.1f}; entries, what is verified, processor seconds, MB at most"
    )
    for count in map(int, options.entries.split(",")):
        with ExitStack() as stack:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hubiao-bench-")))
            settings = Settings(home=home)
            if options.postgres:
                url = stack.enter_context(running_postgres())
                name = f"audit_{count}"
                settings = Settings(
                    home=home, database_url=stack.enter_context(fresh_database(url, name))
                )
            # Apart: a process that is started counts the memory of the one that starts it.
            filling = get_context("spawn").Process(target=_fill, args=(settings, count))
            filling.start()
            filling.join()
            for words in _KINDS:
                cpu, peak = _verify(settings, words)
                print(f"{count:9,} {' '.join(words) or 'all':9} {cpu:7.2f} {peak:7.0f}", flush=True)


def _verify(settings: Settings, words: list[str]) -> tuple[float, float]:
    """Processor seconds and MB of `hubiao audit verify`. Raises SystemExit where the audit does not hold."""
    environment = {"HUBIAO_HOME": str(settings.home), "HUBIAO_DATABASE_URL": settings.database}
    database = open_database(settings)
    processor = Processor(database)
    before = processor.milliseconds()
    process = subprocess.Popen(
        [sys.executable, "-m", "console", "audit", "verify", *words], cwd=ROOT,
        env={**os.environ, **environment}, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, usage = os.wait4(process.pid, 0)
    server = (processor.milliseconds() - before) / 1000
    database.close()
    if status:
        raise SystemExit(f"audit verify {' '.join(words)}: status {status}")
    return server + usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def _fill(settings: Settings, count: int) -> None:
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
        for part in batched(_up_to(entries, until - number), _BATCH):
            for entry in part:
                number += 1
                entry |= {"id": number, "at": at, "previous": previous}
                entry["hash"] = previous = entry_hash(
                    number, entry["at"], entry["actor"], entry["act"], entry["subject"],
                    entry["detail"], previous,
                )  # fmt: skip
            session.execute(sa.insert(AuditRow), part)
        head.number, head.hash = number, previous


def _up_to(entries: Iterator[Entry], count: int) -> Iterator[Entry]:
    for _ in range(count):
        entry = next(entries, None)
        if entry is None:
            return
        yield entry


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


if __name__ == "__main__":
    main()
