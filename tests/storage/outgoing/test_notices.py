from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from storage.base.database import Database
from storage.base.errors import NotFound, Refused, StaleState
from storage.base.message import catalogue
from storage.base.vocabulary import LeadState, MailState, NoticeState, Role
from storage.outgoing.notices import (
    add_notice,
    allot_number,
    approve_notice,
    change_draft,
    find_notices,
    load_notice,
    move_notice,
)
from storage.records.letter_facts import Facts
from storage.records.letter_record import LetterRecord
from storage.tables import AuditRow


def drafted(database: Database) -> int:
    with database.begin() as session:
        return add_notice(
            session, kind="risk-advice", track="C", lead_ids=[], right_id=None, platform=None,
            drafted_by="zhang",
        ).id  # fmt: skip


def approved(database: Database, number: int) -> None:
    with database.begin() as session:
        row = load_notice(session, number, lock=True)
        approve_notice(
            session, row, by="wang", number="示〔2026〕1号", docx_sha256="a" * 64, facts=Facts(confusion="x"),
            seen_sha256="b" * 64,
        )  # fmt: skip


@pytest.mark.both_databases
def test_numbers_run_on_a_series_and_a_year_without_a_gap(database: Database) -> None:
    def next_number(_: int) -> int:
        with database.begin() as session:
            return allot_number(session, "示市监函", 2026)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(next_number, range(12))) == list(range(1, 13))
    with database.begin() as session:
        assert allot_number(session, "示市监函", 2027) == 1
        assert allot_number(session, "示市监协查", 2026) == 1


def test_a_number_whose_transaction_failed_is_free_again(database: Database) -> None:
    def fail() -> None:
        with database.begin() as session:
            allot_number(session, "示市监函", 2026)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.begin() as session:
        assert allot_number(session, "示市监函", 2026) == 1


@pytest.mark.both_databases
def test_the_drafter_does_not_approve_and_an_approved_letter_is_not_changed(
    database: Database,
) -> None:
    number = drafted(database)
    with database.begin() as session, pytest.raises(Refused, match="another person approves"):
        approve_notice(
            session, load_notice(session, number), by="zhang", number="x", docx_sha256="",
            facts=Facts(), seen_sha256="",
        )  # fmt: skip
    approved(database, number)
    with database.begin() as session:
        row = load_notice(session, number)
        record = LetterRecord(added={"confusion": "x"})
        with pytest.raises(StaleState, match="cannot be changed"):
            change_draft(session, row, record, part="added", actor="zhang")
        with pytest.raises(StaleState, match="cannot be approved again"):
            approve_notice(
                session, row, by="li", number="x", docx_sha256="", facts=Facts(), seen_sha256=""
            )
        acts = session.scalars(
            sa.select(AuditRow.detail).where(AuditRow.act == "notice.approve")
        ).one()
        assert (acts["number"], acts["seen_sha256"]) == ("示〔2026〕1号", "b" * 64)


def test_a_letter_takes_its_steps_in_order(database: Database) -> None:
    number = drafted(database)
    sent = {"after": (NoticeState.APPROVED,), "actor": "zhang"}
    with database.begin() as session:
        row = load_notice(session, number)
        with pytest.raises(Refused, match="only after approved"):
            move_notice(session, row, NoticeState.SENT, **sent)  # type: ignore[arg-type]
    approved(database, number)
    with database.begin() as session:
        row = load_notice(session, number)
        move_notice(session, row, NoticeState.SENT, **sent)  # type: ignore[arg-type]
        assert row.sent_at is not None
    with database.read() as session:
        assert [row.id for row in find_notices(session, state=NoticeState.SENT)] == [number]
        assert find_notices(session, track="A") == []


def test_an_unknown_letter_is_named(database: Database) -> None:
    with database.read() as session, pytest.raises(NotFound, match="no notice 7"):
        load_notice(session, 7)


def test_every_state_and_role_that_a_refusal_names_has_words() -> None:
    named = {"letter-state": NoticeState, "mail-state": MailState, "lead-state": LeadState}
    codes = {f"{prefix}.{state.value}" for prefix, states in named.items() for state in states}
    codes |= {f"role.{role.value}" for role in Role}
    assert codes <= catalogue().keys()
