"""The audit beside the rows whose acts it describes: an edited, deleted or added row is found."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.vocabulary import LeadState, Role, Verdict
from storage.evidence.audit_chain_check import audit_checks, check_audit
from storage.leads import lifecycle
from storage.leads.lead_state import load_lead, note_act
from storage.outgoing.mail_leases import finish_mail, lease_mail
from storage.outgoing.mail_retries import DeliveryOutcome
from storage.outgoing.notices import add_notice
from storage.outgoing.outbox import retry_mails, withdraw_mail
from storage.people.accounts import change_role, set_active
from storage.people.api_tokens import add_token
from storage.people.passwords import add_user
from storage.records import Right, RightHolder, RightsBook
from storage.rights.book_import import import_rights
from storage.tables import AuditRow, DecisionRow, EvidenceRow, NoticeRow
from tests.alerts.mail.queued_mails import queue_mails
from tests.storage.evidence.conftest import taker
from tests.storage.leads.assessed_lead import FLOUR, assessed


@pytest.fixture
def database(database: Database) -> Database:
    """An office with one right."""
    with database.begin() as session:
        import_rights(session, RIGHTS)
    return database


RIGHTS = RightsBook(
    holders=(RightHolder(id="lvye", name="示例公司", email="brand@holder.example"),),
    rights=(Right(id="r", text="示例", holder="lvye"),),
)
CHANGES_OF_ROWS = {
    "decision 1 is not what entry": sa.update(DecisionRow).values(reason="same_mark"),
    "decision 1 is not what": sa.update(DecisionRow).values(note="改过的说明"),
    "decision 1 is not": sa.update(DecisionRow).values(officer="wang"),
    "decision 1 is": sa.update(DecisionRow).values(decided_at=datetime(2020, 1, 1, tzinfo=UTC)),
    "decision 1 stands in no": sa.update(AuditRow)
    .values(detail=[])
    .where(AuditRow.act == "lead.decide"),
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


@pytest.fixture
def office(database: Database, settings: Settings) -> Database:
    """An office with one row of each kind."""
    with database.begin() as session:
        lead = assessed(session, FLOUR, 0.93)
        lifecycle.claim(session, lead.id, officer="li")
        user = add_user(session, "li", Role.ADMIN, "fjord-candle-71-west")
        add_user(session, "wang", Role.VIEWER, "copper-lantern-42-east")
        change_role(session, user.id + 1, Role.OFFICER, actor="li")
        set_active(session, user.id + 1, False, actor="li")
        add_notice(
            session, kind="platform-letter", track="B", lead_ids=[lead.id], right_id="r",
            platform=None, drafted_by="li",
        )  # fmt: skip
        add_token(session, "统计", "leads", "secret")
    taker(database, settings)(stamped=False, lead=lead.id)
    queue_mails(database, 4)
    with database.begin() as session:
        for number, outcome in enumerate((DeliveryOutcome.ACCEPTED, DeliveryOutcome.REFUSED), 1):
            assert lease_mail(session) is not None
            finish_mail(session, number, outcome, "250 OK")
        retry_mails(session, [2], actor="li")
        withdraw_mail(session, "alert:brand@holder.example:2")
    return database


EDITS = {
    "leads.state": "UPDATE leads SET state = 'closed'",
    "users.role": "UPDATE users SET role = 'admin' WHERE name = 'wang'",
    "users.active": "UPDATE users SET active = true WHERE name = 'wang'",
    "notices.state": "UPDATE notices SET state = 'sent'",
    "evidence.url": "UPDATE evidence SET url = 'http://other.example/'",
    "evidence.lead_id": "UPDATE evidence SET lead_id = NULL",
    "outbox.recipient": "UPDATE outbox SET recipient = 'else@else.example' WHERE id = 4",
    "outbox.body": "UPDATE outbox SET body = :bytes WHERE id = 1",
    "outbox.state": "UPDATE outbox SET state = 'sent' WHERE id = 3",
    "outbox.state of one that was sent": "UPDATE outbox SET state = 'queued' WHERE id = 1",
    "outbox row that nobody put there": (
        "INSERT INTO outbox (key, kind, message_id, sender, recipient, subject, body, state, recalled,"
        " perhaps_arrived, tries, not_before, created_at) SELECT 'x', kind, 'x', sender, recipient, subject,"
        " body, 'queued', recalled, perhaps_arrived, tries, not_before, created_at FROM outbox WHERE id = 1"
    ),
    "outbox row with a number far up": "UPDATE outbox SET id = 2147483647 WHERE id = 4",
    "outbox row with a number below": "UPDATE outbox SET id = -1 WHERE id = 1",
    "outbox row that is gone": "DELETE FROM outbox WHERE id = 1",
    "holders.email": "UPDATE holders SET email = 'else@else.example'",
    "rights.text": "UPDATE rights SET text = '别的'",
    "rights.active": "UPDATE rights SET active = false",
    "tokens.scope": "UPDATE tokens SET scope = 'leads,evidence'",
}


@pytest.mark.both_databases
def test_an_edit_of_a_row_whose_changes_are_acts_is_found_whatever_the_column(
    office: Database, settings: Settings
) -> None:
    assert failures(office, settings) == []
    unseen = [name for name, edit in EDITS.items() if not is_seen(office, settings, name, edit)]
    assert unseen == []
    # What the newest entries are about is seen by the daily check too; a row without an entry is not.
    recent = [name for name, edit in EDITS.items() if not is_seen(office, settings, name, edit, 1)]
    assert set(recent) == {
        "outbox row that nobody put there", "holders.email", "rights.text", "rights.active",
    }  # fmt: skip


def is_seen(office: Database, settings: Settings, name: str, edit: str, since: int = 0) -> bool:
    """Whether the check of a column's table fails, and no other, after an edit that is then taken back."""
    with Session(office.engine) as session:
        session.execute(sa.text(edit), {"bytes": b"x"} if ":bytes" in edit else {})
        failed = [
            check.name for check in audit_checks(session, settings, since=since) if not check.passed
        ]
        session.rollback()
    table = name.partition(".")[0].partition(" ")[0]
    columns = [str(column).partition(".")[0] for column in failed]
    return columns != [] and set(columns) == {table}


def test_a_verdict_by_an_appeal_from_before_its_entry_named_it_holds_and_an_edit_of_it_is_found(
    database: Database, settings: Settings
) -> None:
    with database.begin() as session:
        lead = assessed(session, FLOUR, 0.93)
        lifecycle.decide(session, lead.id, Verdict.CONFIRMED, officer="li", reason="similar_mark")
        session.add(
            DecisionRow(
                lead_id=lead.id, assessment_id=lead.assessment_id, verdict="dismissed",
                reason="authorised", note="申诉成立", officer="li", from_state="confirmed",
            )
        )  # fmt: skip
        lead.state = LeadState.DISMISSED
        trail.record(
            session, actor="li", act="lead.dismissed", subject=f"lead:{lead.id}",
            state="dismissed", why="申诉成立",
        )  # fmt: skip
    assert failures(database, settings) == []
    with database.begin() as session:
        session.execute(sa.update(DecisionRow).where(DecisionRow.id == 2).values(officer="wang"))
    assert any("decision 2 is not" in line for line in failures(database, settings))


@pytest.mark.parametrize("of_lead", [True, False])
def test_the_entry_of_a_capture_may_be_the_captures_own(
    database: Database, settings: Settings, *, of_lead: bool
) -> None:
    with database.begin() as session:
        lead = assessed(session, FLOUR, 0.93).id
        session.add(
            EvidenceRow(
                lead_id=lead if of_lead else None, url="http://laden.example/", state="captured",
                folder="1", manifest_sha256="a" * 64, officer="li",
                captured_at=datetime(2026, 11, 22, tzinfo=UTC),
            )
        )  # fmt: skip
        trail.record(
            session, actor="li", act="evidence.captured", subject="evidence:1",
            url="http://laden.example/", manifest="a" * 64, **({"lead": lead} if of_lead else {}),
        )  # fmt: skip
    assert [line for line in failures(database, settings) if "evidence.url" in line] == []
    with database.begin() as session:
        session.execute(sa.text(EDITS["evidence.url"]))
    assert any("evidence.url" in line for line in failures(database, settings))


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_an_act_on_a_lead_that_another_one_decided_meanwhile_says_the_state_that_stands(
    database: Database, settings: Settings
) -> None:
    with database.begin() as session:
        number = assessed(session, FLOUR, 0.93).id
    with database.begin() as session:
        lead = load_lead(session, number)
        with database.begin() as second:
            lifecycle.decide(second, number, Verdict.CONFIRMED, officer="li", reason="similar_mark")
        note_act(session, lead, actor="system", act="lead.updated", score=0.9)
    assert failures(database, settings) == []


CHANGED_ENTRIES = {
    "no particulars": "UPDATE audit SET detail = '[]' WHERE act = 'user.role'",
    "no number": "UPDATE audit SET id = -1 WHERE act = 'lead.claim'",
}


@pytest.mark.parametrize("entry", CHANGED_ENTRIES)
def test_an_entry_that_was_changed_to_anything_is_named_and_the_other_checks_go_on(
    office: Database, settings: Settings, entry: str
) -> None:
    with office.begin() as session:
        session.execute(sa.text(CHANGED_ENTRIES[entry]))
    lines = failures(office, settings)
    assert any("entries" in line for line in lines)
    assert not any("evidence" in line for line in lines)


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
