from __future__ import annotations

import time

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from alerts.mail.bounces import apply_bounce, read_bounce
from alerts.mail.outbox_delivery import deliver
from storage.base.database import Database
from storage.base.errors import BadInput
from storage.base.settings import Settings
from storage.tables import AuditRow
from tests.alerts.mail.queued_mails import mail, queue_mails
from tests.console.command import Office

RETURNED = "Content-Type: message/rfc822\r\n\r\nMessage-ID: {id}\r\nSubject: x\r\n\r\nbody"
HEADERS = "Content-Type: text/rfc822-headers\r\n\r\nSubject: x\r\nMessage-ID:\r\n {id}\r\n"


def report(message_id: str, *, action: str = "failed", tail: str = RETURNED) -> bytes:
    return (
        "From: MAILER-DAEMON@holder.example\r\nTo: office@office.example\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nsorry\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.holder.example\r\n\r\n"
        f"Final-Recipient: rfc822; brand@holder.example\r\nAction: {action}\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 user\r\n unknown\r\n\r\n"
        f"--b\r\n{tail.format(id=message_id)}\r\n--b--\r\n"
    ).encode()


@pytest.mark.parametrize("tail", [RETURNED, HEADERS])
def test_a_report_names_its_mail_and_why_it_came_back(tail: str) -> None:
    bounce = read_bounce(report("<a-1@office.example>", tail=tail))
    assert (bounce.message_id, bounce.action) == ("<a-1@office.example>", "failed")
    assert "5.1.1" in bounce.why
    assert "550 user" in bounce.why


def test_a_mail_that_came_back_counts_as_failed_and_is_on_record(
    database: Database, settings: Settings
) -> None:
    (number,) = queue_mails(database)
    deliver(database, settings)
    bounce = read_bounce(report(mail(database, number).message_id))
    with database.begin() as session:
        assert apply_bounce(session, bounce) is not None
        assert apply_bounce(session, bounce) is not None
        acts = session.scalars(sa.select(AuditRow.act).where(AuditRow.act == "mail.bounced")).all()
    assert (mail(database, number).state, len(acts)) == ("failed", 1)


def test_a_delay_or_a_strangers_mail_changes_no_state(
    database: Database, settings: Settings
) -> None:
    (number,) = queue_mails(database)
    deliver(database, settings)
    message_id = mail(database, number).message_id
    with database.begin() as session:
        apply_bounce(session, read_bounce(report(message_id, action="delayed")))
        assert apply_bounce(session, read_bounce(report("<x@elsewhere.example>"))) is None
    assert mail(database, number).state == "sent"


@pytest.mark.parametrize("run", [" ", "\t", " \t", "x "])
def test_a_report_that_is_all_blanks_costs_no_more_than_its_length(run: str) -> None:
    body = (
        f"From: MAILER-DAEMON@holder.example\n\nsorry{run * 100_000}, your mail\nwas lost".encode()
    )
    begun = time.process_time()
    with pytest.raises(BadInput):
        read_bounce(body)
    assert time.process_time() - begun < 3  # a hundred thousand blanks took seven times as long


@given(st.binary(max_size=400))
def test_anything_else_is_no_report(raw: bytes) -> None:
    with pytest.raises(BadInput):
        read_bounce(raw)


def test_reports_dropped_into_the_folder_are_read_once(
    database: Database, settings: Settings
) -> None:
    (number,) = queue_mails(database)
    deliver(database, settings)
    folder = settings.folder("bounces")
    (folder / "1.eml").write_bytes(report(mail(database, number).message_id))
    (folder / "2.eml").write_bytes(b"From: x\r\n\r\nhello")
    process = Office(settings.home).run("--db", settings.database, "outbox", "bounces")
    assert (process.returncode, "mail 1: failed" in process.stdout) == (0, True)
    assert "2.eml" in process.stderr
    assert sorted(p.name for p in folder.glob("**/*.eml")) == ["1.eml", "2.eml"]
    assert (folder / "done" / "1.eml").is_file()
    assert mail(database, number).state == "failed"
