"""The audit against somebody who has the database in his hands."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.database import Database
from storage.base.settings import Settings
from storage.evidence.audit_chain_check import check_audit, check_portion
from storage.evidence.audit_heads import read_heads, state_head, state_head_if_due
from storage.evidence.audited import kept_checks
from storage.evidence.audited.kept_checks import (
    KeptAuditChecks,
    is_audit_check_due,
    read_audit_checks,
    verify_audit,
)
from storage.records.outside.check import Check
from storage.tables import AuditHeadRow, AuditRow, EvidenceRow
from storage.tables.base import now
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


def test_what_a_signed_head_covers_is_verified_in_turn_and_what_is_new_at_once(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_checks, "_PORTION", 2)
    assert is_audit_check_due(settings, now())
    act(database)
    assert recent_failures(database, settings) == []
    state_head(database, settings)
    act(database)
    assert (entries_read(database, settings), recent_failures(database, settings)) == (7, [])
    state_head(database, settings)
    # Entries 1 to 4 were the portions of two checks; the third would read 5 and 6.
    read_again = read_audit_checks(settings)
    assert (read_again.portion, read_again.verified, read_again.problem) == (4, 13, None)
    assert entries_read(database, settings) == 1
    assert not is_audit_check_due(settings, now())
    assert is_audit_check_due(settings, now() + timedelta(days=1))
    with database.begin() as session:
        edit(session)  # entry 3, long behind the portion that comes next
    rounds = [recent_failures(database, settings) for _ in range(9)]
    assert ["older entries: FAILED, entry 3 was changed"] in rounds
    assert read_audit_checks(settings).problem is not None
    assert rounds[-1] != [], "the same portion until it holds"
    with database.begin() as session:
        forge(session)
    assert any(
        "not the one that was signed" in line for line in recent_failures(database, settings)
    )


@pytest.mark.parametrize("attack", [edit, edit_detail, edit_and_hash_again, delete])
def test_an_attack_on_what_is_new_is_found_by_the_daily_check(
    database: Database, settings: Settings, attack: Callable[[Session], None]
) -> None:
    act(database, 2)
    assert recent_failures(database, settings) == []
    state_head(database, settings)
    act(database)
    assert recent_failures(database, settings) == []
    with database.begin() as session:
        attack(session)
    assert recent_failures(database, settings) != []
    whole = read_audit_checks(settings)
    assert whole.problem is not None
    assert whole.verified == 2, "the next check begins where all held"


def test_a_portion_whose_last_entries_are_gone_does_not_hold(database: Database) -> None:
    act(database)
    with database.begin() as session:
        assert check_portion(session, 0, 4) is None
        session.execute(sa.delete(AuditRow).where(AuditRow.id.in_((3, 4))))
        assert str(check_portion(session, 0, 4)) == "entry 3 is missing"


def test_an_entry_that_names_a_number_no_row_can_have_fails_the_daily_check_and_does_not_end_it(
    database: Database, settings: Settings
) -> None:
    act(database, 2)
    assert recent_failures(database, settings) == []
    state_head(database, settings)
    acts = {
        "lead.undo": {"state": "pending", "undoes": 10**30},
        "lead.decide": {"state": "confirmed", "decision": 10**30},
        "evidence.captured": {"url": "u", "manifest": "m"},
        "mail.sent": {},
    }
    for name, detail in acts.items():
        with database.begin() as session:
            trail.record(session, actor="li", act=name, subject=f"lead:{10**30}", **detail)
    failed = recent_failures(database, settings)
    for name in ("decisions", "leads.state", "evidence.url", "outbox.state"):
        assert any(line.startswith(name) for line in failed), name
    assert read_audit_checks(settings).problem is not None


def test_what_a_whole_check_finds_while_the_daily_one_reads_stays_found(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    act(database)
    assert recent_failures(database, settings) == []
    state_head(database, settings)

    def meanwhile(database: Database, settings: Settings, **options: object) -> tuple[Check, ...]:
        """The check of what is new, during which somebody verifies the whole of a chain that was changed."""
        monkeypatch.setattr(kept_checks, "check_audit", check_audit)
        checks = check_audit(database, settings, since=6)
        with database.begin() as session:
            edit(session)
        verify_audit(database, settings, recent=False)
        return checks

    monkeypatch.setattr(kept_checks, "_PORTION", 2)
    monkeypatch.setattr(kept_checks, "check_audit", meanwhile)
    assert recent_failures(database, settings) == []
    assert str(read_audit_checks(settings).problem) == "entry 3 was changed"


def recent_failures(database: Database, settings: Settings) -> list[str]:
    checks = verify_audit(database, settings, recent=True)
    return [check.line() for check in checks if not check.passed]


def entries_read(database: Database, settings: Settings) -> int:
    """How many entries the daily check says that it read behind the head it began at."""
    checks = verify_audit(database, settings, recent=True)
    (entries,) = (check.says.data["count"] for check in checks if str(check.name) == "entries")
    assert isinstance(entries, int)
    return entries


SPOILT = (
    "[]",
    '{"last": {"at": "2026-12-01T00:00:00", "number": 1, "problem": null}}',
    '{"last": {"at": "2026-12-01T00:00:00+00:00", "number": 1e400, "problem": null}}',
    '{"whole": {"at": "2026-12-01T00:00:00+00:00", "number": Infinity, "problem": null}}',
)


@pytest.mark.parametrize("text", SPOILT)
def test_a_spoilt_file_of_the_last_check_is_none(settings: Settings, text: str) -> None:
    (settings.folder(".") / "audit-check.json").write_text(text)
    assert read_audit_checks(settings) == KeptAuditChecks()
