from __future__ import annotations

import base64
import contextlib
import quopri
import time

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from alerts.mail.bounces import Bounce, apply_bounce, read_bounce
from alerts.mail.outbox_delivery import deliver
from storage.base.database import Database
from storage.base.errors import BadInput
from storage.base.settings import Settings
from storage.tables import AuditRow
from tests.alerts.mail import bounce_samples as samples
from tests.alerts.mail.bounce_samples import (
    HEADER,
    ID,
    RETURNED,
    STATUS,
    parted,
    plain,
    status_report,
)
from tests.alerts.mail.queued_mails import mail, queue_mails

LINE_ENDS = ["\n", "\r", "\r\n"]
UNKNOWN_USER = "550 5.1.1 user unknown"


def read(text: str, line_end: str = "\n") -> Bounce:
    return read_bounce(text.replace("\n", line_end).encode())


def is_none(text: str) -> bool:
    try:
        read(text)
    except BadInput:
        return True
    return False


@pytest.mark.parametrize("line_end", LINE_ENDS)
@pytest.mark.parametrize(
    "bounce",
    ["EXIM", "QMAIL", "SENDMAIL", "EXCHANGE", "NOTES", "HEADERLESS", "QUOTED", "REFERENCES"],
)
def test_a_bounce_in_a_servers_own_words_names_its_mail(bounce: str, line_end: str) -> None:
    report = read(getattr(samples, bounce).format(reason=UNKNOWN_USER), line_end)
    assert (report.message_id, report.action) == (ID, "failed")
    assert report.why


@pytest.mark.parametrize(
    ("action", "status", "outcome"),
    [
        ("failed", "5.1.1", "failed"),
        ("Failed (gave up)", "4.4.7", "failed"),
        ("delayed", "4.4.1", "delayed"),
        ("delivered", "2.0.0", "delivered"),
        ("deliverable", "2.1.5", "delivered"),
        ("expired", "4.4.7", "failed"),
        ("", "5.0.0", "failed"),
        ("unheard-of", "4.2.2", "delayed"),
        ("unheard-of", "2.0.0", "delivered"),
    ],
)
def test_the_action_of_a_status_report_counts_before_its_code(
    action: str, status: str, outcome: str
) -> None:
    report = read(status_report(action, status))
    assert (report.message_id, report.action) == (ID, outcome)


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("said: 550 no such user", "failed"),
        ("said: 451 greylisted, please come back", "delayed"),
        ("said: 450 4.2.0 greylisted\nsaid: 550 5.1.1 unknown", "failed"),
        ("Warning message only. You do not need to resend. 550 5.1.1", "delayed"),
        ("421 busy; retry timeout exceeded", "failed"),
        ("This is a permanent error; I've given up. (#4.4.3)", "failed"),
        ("The mailbox is full", "failed"),
        ("本邮件无法送达", "failed"),
        ("your mail was successfully delivered to the mailbox", "delivered"),
    ],
)
def test_codes_and_standard_phrases_say_what_became_of_the_mail(reason: str, outcome: str) -> None:
    bounce = plain(f"{reason}\n\n--- Below this line is a copy of the message.\n\n{HEADER}\n5.1.1")
    assert read(bounce).action == outcome


@pytest.mark.parametrize("coding", ["base64", "quoted-printable"])
def test_encoded_parts_are_decoded(coding: str) -> None:
    def encoded(text: str) -> str:
        raw = text.encode()
        body = base64.encodebytes(raw) if coding == "base64" else quopri.encodestring(raw)
        return f"Content-Transfer-Encoding: {coding}\n\n{body.decode()}"

    html = f"<p>Remote server returned<br>550 5.1.10</p><p>Message-ID: {ID}</p>".replace(
        "<a-", "&lt;a-"
    )
    page = parted(
        "Content-Type: text/html; charset=utf-8\n" + encoded(html), subject="Undeliverable: x"
    )
    returned = parted(
        "Content-Type: text/plain\n" + encoded("user unknown"),
        "Content-Type: message/rfc822\n" + encoded(HEADER),
    )
    for bounce in (page, returned):
        assert (read(bounce).message_id, read(bounce).action) == (ID, "failed")


def test_a_report_without_its_last_boundary_in_an_mbox_or_passed_on_is_read() -> None:
    cut = status_report("failed", "5.1.1").replace("--=_b--\n", "")
    mbox = "From MAILER-DAEMON Thu Nov 26 08:00:00 2026\n" + cut
    passed_on = plain(
        f"--o\nContent-Type: text/plain\n\nfyi\n--o\nContent-Type: message/rfc822\n\n{cut}\n--o--\n",
        sender="clerk@office.example", more='Content-Type: multipart/mixed; boundary="o"\n',
    )  # fmt: skip
    assert [read(text).message_id for text in (cut, mbox, passed_on)] == [ID] * 3


COMPLAINT = parted(
    "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\n",
    RETURNED, kind="report", subject="FW: alert", sender="feedback@mx.example",
)  # fmt: skip
JUNK = parted(RETURNED, subject="complaint about message from 192.0.2.1", sender="staff@mx.example")


@pytest.mark.parametrize("line_end", LINE_ENDS)
@pytest.mark.parametrize("text", [COMPLAINT, JUNK])
def test_a_complaint_is_no_failure(text: str, line_end: str) -> None:
    report = read(text, line_end)
    assert (report.message_id, report.action) == (ID, "complaint")


def test_a_complaint_is_a_note_for_the_officer_once_and_the_mail_stays_sent(
    database: Database, settings: Settings
) -> None:
    (number,) = queue_mails(database)
    deliver(database, settings)
    bounce = read(COMPLAINT.replace(ID, mail(database, number).message_id))
    with database.begin() as session:
        apply_bounce(session, bounce)
        apply_bounce(session, bounce)
        acts = session.scalars(sa.select(AuditRow.act).where(AuditRow.act.like("mail.%"))).all()
    assert mail(database, number).state == "sent"
    assert "complaint: abuse" in str(mail(database, number).last_reply)
    assert acts.count("mail.complaint") == 1


ANSWERED = f"In-Reply-To: {ID}\n"
FAILURE = "Your link could not be delivered: error 550 5.1.1 user unknown"


@pytest.mark.parametrize(
    "text",
    [
        plain("I am away. Tel: 555 1234", sender="x@holder.example", subject="Away", more=ANSWERED),
        plain(FAILURE, sender="x@holder.example", subject="Automatic reply: alert", more=ANSWERED),
        plain(FAILURE, subject="自动回复：告警", more=ANSWERED),
        plain(FAILURE, subject="I am on holiday until Monday", more=ANSWERED),
        plain(FAILURE, subject="休假中，下周一回复", more=ANSWERED),
        parted(f"\nI am away until Monday. {FAILURE}", RETURNED, sender="x@holder.example")
        .replace("Subject:", "Auto-Submitted: auto-replied\nSubject:", 1),
        plain(FAILURE, sender="postmaster@holder.example", subject="Re: alert", more=ANSWERED),
        plain(FAILURE, sender="x@holder.example", subject="Delivery failed", more=ANSWERED),
        plain(f"{FAILURE}\n> Message-ID: {ID}\n", sender="x@holder.example", subject="alert"),
        plain(samples.EXIM, sender="x@holder.example", subject="Fwd: Mail delivery failed"),
        parted(RETURNED, sender="x@holder.example", subject="original as attachment"),
        parted(f"\n{FAILURE}", RETURNED.replace("5.1.1", ""), sender="x@holder.example", subject="y")
        .replace("Return-Path: <>\n", ""),
        parted(
            "Content-Type: message/disposition-notification\n\nDisposition: manual; displayed\n"
            f"Original-Message-ID: {ID}\n", kind="report", subject="Read: delivery",
        ),
        plain(FAILURE, subject="Undelivered Mail Returned to Sender"),
        parted(STATUS.format(action="failed", status="5.1.1"), kind="report"),
        plain(f"nothing to say\n\n{HEADER}", subject="hello"),
    ],
)  # fmt: skip
def test_auto_replies_answers_receipts_and_bounces_of_no_named_mail_are_no_bounce(
    text: str,
) -> None:
    assert is_none(text)


PIECES = st.sampled_from([
    "--=_b\n", "--=_b--\n", "\n", "\r", "\x00", "\u2028", HEADER, RETURNED, COMPLAINT, "Action: failed\n",
    "Content-Type: multipart/mixed; boundary=\"=_b\"\n", "Content-Type: message/delivery-status\n\n",
    "Content-Type: text/html; charset=utf-7\n", "Content-Transfer-Encoding: base64\n", "=?utf-8?b?/w?=",
    "Subject: =?x?q?=ZZ?= ", "Content-Type: message/rfc822\n\n", "Message-ID:\n <", "From: MAILER-DAEMON\n",
])  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=9), max_size=30), st.binary(max_size=20))
def test_whatever_comes_is_a_bounce_or_bad_input(pieces: list[str], tail: bytes) -> None:
    raw = "".join(pieces).encode("utf-8", "surrogatepass") + tail
    with contextlib.suppress(BadInput):
        assert read_bounce(raw).message_id.startswith("<")


@pytest.mark.parametrize(
    "unit", ["user ", "unable to deliver ", "<", "Message-ID:\n ", "=" * 79 + "\n"]
)
def test_a_megabyte_of_almost_matching_text_takes_less_than_a_second(unit: str) -> None:
    started = time.process_time()
    assert is_none(plain(unit * (2**20 // len(unit)), subject=unit * 10_000))
    assert time.process_time() - started < 1


def test_deeply_nested_parts_end() -> None:
    nested = "".join(
        f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n"
        for level in range(5_000)
    )
    assert is_none(nested)
    assert is_none("Content-Type: message/rfc822\n\n" * 5_000)
