"""The audit against somebody who has the database in his hands."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.database import Database
from storage.base.settings import Settings
from storage.evidence.audit_chain_check import check_audit
from storage.evidence.audit_heads import read_heads, state_head, state_head_if_due
from storage.tables import AuditHeadRow, AuditRow, EvidenceRow
from tests.servers.timestamp_authority import TimestampAuthority
from tests.storage.evidence.conftest import Take, settings, take

__all__ = ["settings", "take"]


def act(database: Database, count: int = 6) -> None:
    for number in range(count):
        with database.begin() as session:
            trail.record(
                session, actor="li", act="test", subject=f"lead:{number}", note="已确认", score=0.5
            )


def failures(database: Database, settings: Settings) -> dict[str, str]:
    checks = check_audit(database, settings)
    return {str(check.name): str(check.says) for check in checks if not check.passed}


def edit(session: Session) -> None:
    session.execute(sa.update(AuditRow).where(AuditRow.id == 3).values(actor="wang"))


def edit_detail(session: Session) -> None:
    session.execute(sa.update(AuditRow).where(AuditRow.id == 3).values(detail={"note": "已排除"}))


def edit_and_hash_again(session: Session) -> None:
    row = session.get_one(AuditRow, 3)
    row.actor = "wang"
    row.hash = rehash(row)


def rehash(row: AuditRow) -> str:
    return trail.entry_hash(
        row.id, row.at, row.actor, row.act, row.subject, row.detail, row.previous
    )


def delete(session: Session) -> None:
    session.execute(sa.delete(AuditRow).where(AuditRow.id == 3))


def reorder(session: Session) -> None:
    for old, new in ((3, 100), (4, 3), (100, 4)):
        session.execute(sa.update(AuditRow).where(AuditRow.id == old).values(id=new))


def cut_off(session: Session) -> None:
    session.execute(sa.delete(AuditRow).where(AuditRow.id > 4))


def empty(session: Session) -> None:
    session.execute(sa.delete(AuditRow))


def forge(session: Session) -> None:
    """Everything from entry 3 on written anew, the noted head too."""
    rows = session.scalars(sa.select(AuditRow).order_by(AuditRow.id)).all()
    rows[2].actor = "wang"
    for before, row in itertools.pairwise(rows):
        row.previous = before.hash
        row.hash = rehash(row)
    session.get_one(AuditHeadRow, 1).hash = rows[-1].hash


ATTACKS = [edit, edit_detail, edit_and_hash_again, delete, reorder, cut_off, empty]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_an_attack_on_the_entries_is_found_at_once(
    database: Database, settings: Settings, attack: Callable[[Session], None]
) -> None:
    act(database)
    assert failures(database, settings) == {}
    with database.begin() as session:
        attack(session)
    assert failures(database, settings)


def test_entries_after_a_cut_do_not_hide_it(database: Database, settings: Settings) -> None:
    act(database)
    with database.begin() as session:
        cut_off(session)
    act(database)
    assert failures(database, settings)["entries"] == "entry 5 is missing"


def test_a_chain_written_anew_is_found_by_the_head_that_was_signed(
    database: Database, settings: Settings
) -> None:
    act(database)
    head = state_head(database, settings)
    assert head is not None
    assert failures(database, settings) == {}
    with database.begin() as session:
        forge(session)
    assert list(failures(database, settings).values()) == [
        f"entry {head.number} is not the one that was signed"
    ]


def test_a_head_is_signed_and_stamped_and_neither_can_be_changed(
    database: Database, settings: Settings
) -> None:
    act(database)
    head = state_head(database, settings)
    assert head is not None
    assert head.waiting == []
    statement = head.folder / "head.json"
    record = json.loads(statement.read_bytes())
    statement.write_text(json.dumps({**record, "at": "2020-01-01T00:00:00+00:00"}))
    assert "unknown" in " ".join(failures(database, settings).values())
    statement.write_text(json.dumps(record))
    assert "signature does not hold" in " ".join(failures(database, settings).values())
    shutil.rmtree(head.folder)
    assert failures(database, settings)["heads"] == "the head of entry 6 is missing"


def test_the_head_is_stated_once_a_day_and_only_over_news(
    database: Database, settings: Settings, authority: TimestampAuthority
) -> None:
    assert state_head_if_due(database, settings) == 0
    act(database)
    authority.lie = "error"
    assert state_head_if_due(database, settings) == 1
    assert state_head_if_due(database, settings) == 0
    assert [len(head.waiting) for head in read_heads(settings)] == [1]
    authority.lie = ""
    assert state_head_if_due(database, settings) == 1
    assert [len(head.waiting) for head in read_heads(settings)] == [0]
    assert state_head(database, settings) is None
    assert failures(database, settings) == {}


def test_a_capture_that_was_removed_or_changed_is_found(
    database: Database, settings: Settings, take: Take
) -> None:
    first, second, _ = take(), take(), take()
    assert failures(database, settings) == {}
    manifest = second.folder / "evidence/manifest.json"
    content = manifest.read_bytes()
    manifest.write_bytes(content.replace(b'"li"', b'"me"'))
    assert "changed" in failures(database, settings)["evidence"]
    manifest.write_bytes(content)
    with database.begin() as session:
        session.execute(sa.delete(EvidenceRow).where(EvidenceRow.id == first.id))
    assert "evidence 2" in failures(database, settings)["evidence"]


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_the_check_holds_on_postgresql_too(
    database: Database, settings: Settings, take: Take
) -> None:
    act(database)
    assert [take(stamped=False).id, take(stamped=False).id] == [1, 2]
    assert state_head(database, settings) is not None
    assert failures(database, settings) == {}
    with database.begin() as session:
        edit_detail(session)
    assert failures(database, settings)["entries"] == "entry 3 was changed"
