"""The audit beside the rows whose acts it describes: an edited, deleted or added row is found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.audit import trail
from storage.base.database import Database
from storage.base.settings import Settings, load_settings
from storage.base.vocabulary import Verdict
from storage.evidence.audit_chain_check import check_audit
from storage.leads import lifecycle
from storage.tables import DecisionRow, NoticeRow
from tests.databases import migrated_database
from tests.storage.leads.assessed_lead import FLOUR, assessed


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return load_settings(home=tmp_path / "home", database_url=database_url)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    opened = migrated_database(settings)
    yield opened
    opened.close()


CHANGES_OF_ROWS = {
    "decision 1 is not what entry": sa.update(DecisionRow).values(reason="same_mark"),
    "decision 1 is not what": sa.update(DecisionRow).values(note="改过的说明"),
    "decision 1 is not": sa.update(DecisionRow).values(officer="wang"),
    "decision 1 is": sa.update(DecisionRow).values(decided_at=datetime(2020, 1, 1, tzinfo=UTC)),
    "is gone": sa.delete(DecisionRow),
    "stands in no entry": sa.insert(DecisionRow).values(
        lead_id=1,
        assessment_id=1,
        verdict="dismissed",
        reason="place_name",
        officer="li",
        from_state="pending",
    ),
}


@pytest.mark.both_databases
@pytest.mark.parametrize("words", CHANGES_OF_ROWS)
def test_a_decision_that_is_not_what_its_entry_says_is_found(
    database: Database, settings: Settings, words: str
) -> None:
    with database.begin() as session:
        lead = assessed(session, FLOUR, 0.93)
        lifecycle.decide(
            session, lead.id, Verdict.CONFIRMED, officer="li", reason="similar_mark", note="说明"
        )
    assert failures(database, settings) == []
    with database.begin() as session:
        session.execute(CHANGES_OF_ROWS[words])
    assert any(words in line for line in failures(database, settings))


def test_an_undo_is_one_too(database: Database, settings: Settings) -> None:
    with database.begin() as session:
        lead = assessed(session, FLOUR, 0.93)
        lifecycle.decide(session, lead.id, Verdict.CONFIRMED, officer="li", reason="similar_mark")
        lifecycle.undo(session, lead.id, officer="li", note="看错了")
    assert failures(database, settings) == []
    with database.begin() as session:
        session.execute(sa.delete(DecisionRow).where(DecisionRow.undoes.is_not(None)))
    assert any("is gone" in line for line in failures(database, settings))


def test_a_letter_is_the_one_that_was_approved(database: Database, settings: Settings) -> None:
    with database.begin() as session:
        row = NoticeRow(
            kind="platform-letter", track="B", drafted_by="li", state="approved",
            number="示例〔2026〕1号", docx_sha256="a" * 64, approved_by="wang",
        )  # fmt: skip
        session.add(row)
        session.flush()
        trail.record(
            session, actor="wang", act="notice.approve", subject=f"notice:{row.id}",
            number=row.number, docx_sha256=row.docx_sha256,
        )  # fmt: skip
    assert failures(database, settings) == []
    with database.begin() as session:
        session.execute(sa.update(NoticeRow).values(docx_sha256="b" * 64))
    assert any("letter 1 is not the one" in line for line in failures(database, settings))


def failures(database: Database, settings: Settings) -> list[str]:
    return [check.line() for check in check_audit(database, settings) if not check.passed]
