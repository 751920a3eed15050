from __future__ import annotations

import os
import threading
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from alerts.mail.outbox_delivery import deliver
from alerts.mail.smtp_relay import RelayDown
from storage.base.database import Database
from storage.base.errors import BadInput, Refused
from storage.base.settings import Settings, load_settings
from storage.outgoing.mail_leases import finish_mail, lease_mail
from storage.outgoing.mail_retries import DeliveryOutcome
from storage.outgoing.outbox import retry_mails, withdraw_mail
from storage.tables import AuditRow, OutboxRow
from storage.tables.base import now
from tests.alerts.mail.queued_mails import mail, make_due, queue_mails, states
from tests.servers.certificate import make_certificate
from tests.servers.local_mailbox import mails_in
from tests.servers.postgres import free_port
from tests.servers.processes import run
from tests.servers.smtp import Relay


def through(relay: Relay, settings: Settings, **changes: object) -> Settings:
    values: dict[str, object] = {
        "home": settings.home, "database_url": settings.database_url,
        "smtp_host": relay.host, "smtp_port": relay.port, "smtp_user": relay.user,
        "smtp_password": relay.password, "smtp_ca": relay.authority,
    }  # fmt: skip
    return load_settings(**(values | changes))


def test_without_a_relay_mails_end_in_the_local_mailbox(
    database: Database, settings: Settings
) -> None:
    queue_mails(database, 3)
    report = deliver(database, settings)
    assert (report.sent, report.waiting, states(database)) == (3, 0, ["sent"] * 3)
    assert report.where.endswith("mailbox")
    mails = mails_in(settings)
    assert {m["Subject"] for m in mails.values()} == {"线索提示 0", "线索提示 1", "线索提示 2"}
    assert all(m.get_body(("plain",)).get_content().startswith("正文") for m in mails.values())
    rows = [mail(database, n) for n in (1, 2, 3)]
    assert {path.read_bytes() for path in mails} == {row.body for row in rows}
    assert [row.subject for row in rows] == ["线索提示 0", "线索提示 1", "线索提示 2"]
    with database.read() as session:
        acts = session.execute(sa.select(AuditRow.act, AuditRow.actor, AuditRow.subject)).all()
    assert {("mail.queue", "system", f"mail:{row.id}") for row in rows} <= {tuple(a) for a in acts}


def test_a_mail_written_twice_is_one_file(database: Database, settings: Settings) -> None:
    queue_mails(database)
    deliver(database, settings)
    with database.begin() as session:
        session.execute(sa.update(OutboxRow).values(state="queued"))
    deliver(database, settings)
    assert len(mails_in(settings)) == 1


def test_an_idle_pass_takes_no_write_lock(database: Database, settings: Settings) -> None:
    with database.begin():  # another writer: SQLite has one
        assert deliver(database, settings).sent == 0


def test_a_mail_in_its_undo_window_does_not_leave(database: Database, settings: Settings) -> None:
    queue_mails(database)
    with database.begin() as session:
        session.execute(sa.update(OutboxRow).values(not_before=now() + timedelta(minutes=10)))
    report = deliver(database, settings)
    assert (report.sent, report.waiting) == (0, 1)


@pytest.mark.both_databases
def test_the_relay_gets_the_stored_bytes(
    database: Database, settings: Settings, smtp_relay: Relay
) -> None:
    (number,) = queue_mails(database)
    report = deliver(database, through(smtp_relay, settings))
    assert report.sent == 1
    assert smtp_relay.accepted == [mail(database, number).body]
    assert str(mail(database, number).last_reply).startswith("250")


def test_one_refused_recipient_fails_alone_and_is_not_tried_again(
    database: Database, settings: Settings, smtp_relay: Relay
) -> None:
    smtp_relay.refused.add("gone@holder.example")
    (gone,) = queue_mails(database, to="gone@holder.example")
    queue_mails(database, 2)
    settings = through(smtp_relay, settings)
    report = deliver(database, settings)
    assert (report.sent, report.failed) == (2, 1)
    assert "550" in str(report.replies[0])
    make_due(database)
    assert deliver(database, settings).failed == 0
    assert mail(database, gone).tries == 1


def test_a_temporary_refusal_is_tried_again_later_and_later(
    database: Database, settings: Settings, smtp_relay: Relay
) -> None:
    smtp_relay.replies += ["451 4.3.0 try later"] * 3
    (number,) = queue_mails(database)
    settings = through(smtp_relay, settings)
    waits = []
    for _ in range(3):
        make_due(database)
        assert deliver(database, settings).put_off == 1
        waits.append(mail(database, number).not_before - now())
    assert timedelta(seconds=40) < waits[0] < waits[1] < waits[2] < timedelta(minutes=6)
    assert deliver(database, settings).sent == 0
    make_due(database)
    assert deliver(database, settings).sent == 1
    assert len(smtp_relay.accepted) == 1


def test_an_alert_whose_end_is_unclear_is_sent_again_with_the_same_bytes(
    database: Database, settings: Settings, smtp_relay: Relay
) -> None:
    smtp_relay.replies.append("drop")
    queue_mails(database)
    settings = through(smtp_relay, settings)
    assert deliver(database, settings).put_off == 1
    make_due(database)
    assert deliver(database, settings).sent == 1
    assert smtp_relay.accepted[0] == smtp_relay.accepted[1]


def test_an_alert_that_may_have_arrived_never_counts_as_kept_back(
    database: Database, settings: Settings, smtp_relay: Relay
) -> None:
    smtp_relay.replies += ["drop", "550 5.7.1 refused"]
    queue_mails(database)
    settings = through(smtp_relay, settings)
    deliver(database, settings)
    make_due(database)
    deliver(database, settings)
    assert (states(database), len(smtp_relay.accepted)) == (["unclear"], 1)


def test_a_relay_that_never_answers_does_not_get_an_alert_for_ever(
    database: Database, settings: Settings, smtp_relay: Relay
) -> None:
    smtp_relay.replies += ["drop"] * 10
    queue_mails(database)
    settings = through(smtp_relay, settings)
    for _ in range(7):
        make_due(database)
        deliver(database, settings)
    assert (states(database), len(smtp_relay.accepted)) == (["unclear"], 5)


@pytest.mark.both_databases
def test_a_statutory_letter_whose_end_is_unclear_waits_for_an_officer(
    database: Database, settings: Settings, smtp_relay: Relay
) -> None:
    smtp_relay.replies.append("drop")
    (number,) = queue_mails(database, kind="letter")
    settings = through(smtp_relay, settings)
    assert deliver(database, settings).unclear == 1
    make_due(database)
    with database.begin() as session:
        assert retry_mails(session, actor="li") == 0
    assert deliver(database, settings).sent == 0
    with database.begin() as session:
        assert retry_mails(session, [number], actor="li") == 1
        acts = list(session.scalars(sa.select(AuditRow.act).order_by(AuditRow.id)))
    assert acts[-2:] == ["mail.unclear", "mail.retry"]
    assert deliver(database, settings).sent == 1


@pytest.mark.both_databases
def test_what_a_dead_sender_held_is_sent_again_unless_it_is_a_letter(
    database: Database, settings: Settings
) -> None:
    alert, letter = queue_mails(database) + queue_mails(database, kind="letter")
    with database.begin() as session:
        dead = now() - timedelta(hours=1)
        values = {"state": "sending", "owner": "elsewhere/-:1:1", "leased_at": dead}
        session.execute(sa.update(OutboxRow).values(**values))
    deliver(database, settings)
    assert (mail(database, alert).state, mail(database, letter).state) == ("sent", "unclear")


@pytest.mark.both_databases
def test_what_a_living_sender_holds_is_left_to_it(database: Database, settings: Settings) -> None:
    (number,) = queue_mails(database)
    with database.begin() as session:
        lease_mail(session)
    assert deliver(database, settings).sent == 0
    assert mail(database, number).state == "sending"


@pytest.mark.both_databases
def test_two_senders_never_send_one_mail_twice(
    database: Database, settings: Settings, smtp_relay: Relay
) -> None:
    queue_mails(database, 30)
    settings = through(smtp_relay, settings)
    senders = [threading.Thread(target=deliver, args=(database, settings)) for _ in range(3)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert len(smtp_relay.accepted) == len(set(smtp_relay.accepted)) == 30


def test_a_mail_recalled_under_way_is_not_tried_again(
    database: Database, settings: Settings
) -> None:
    (number,) = queue_mails(database)
    with database.begin() as session:
        lease_mail(session)
    with database.begin() as session:
        assert withdraw_mail(session, mail(database, number).key) == "sending"
    with database.begin() as session:
        assert finish_mail(session, number, DeliveryOutcome.PUT_OFF, "451 later") == "withdrawn"


def test_a_dead_relay_is_one_error_and_the_mails_stay(
    database: Database, settings: Settings, smtp_relay: Relay
) -> None:
    queue_mails(database, 2)
    port = free_port()
    with pytest.raises(RelayDown, match=rf"127\.0\.0\.1:{port}.*stay queued"):
        deliver(database, through(smtp_relay, settings, smtp_port=port))
    assert states(database) == ["queued"] * 2
    assert mail(database, 1).tries == 0


def test_nothing_is_sent_to_a_relay_whose_certificate_is_not_trusted(
    database: Database, settings: Settings, smtp_relay: Relay, tmp_path: Path
) -> None:
    queue_mails(database)
    (tmp_path / "other").mkdir()
    stranger, _, _ = make_certificate(tmp_path / "other")
    with pytest.raises(RelayDown, match="certificate not trusted"):
        deliver(database, through(smtp_relay, settings, smtp_ca=stranger))
    assert (states(database), smtp_relay.accepted) == (["queued"], [])


def test_a_wrong_password_sends_nothing(
    database: Database, settings: Settings, smtp_relay: Relay
) -> None:
    queue_mails(database)
    with pytest.raises(RelayDown, match="535"):
        deliver(database, through(smtp_relay, settings, smtp_password="wrong"))
    assert states(database) == ["queued"]


def test_mail_in_clear_is_refused_but_on_loopback(
    database: Database, settings: Settings, smtp_relay: Relay
) -> None:
    with pytest.raises(BadInput, match="HUBIAO_SMTP_TLS"):
        deliver(
            database,
            through(smtp_relay, settings, smtp_tls="none", smtp_host="mail.office.example"),
        )


def test_an_unreadable_authority_file_is_named(
    database: Database, settings: Settings, smtp_relay: Relay, tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match="HUBIAO_SMTP_CA"):
        deliver(database, through(smtp_relay, settings, smtp_ca=tmp_path / "absent.pem"))


def test_a_sent_mail_cannot_be_queued_again(database: Database, settings: Settings) -> None:
    (number,) = queue_mails(database)
    deliver(database, settings)
    with database.begin() as session, pytest.raises(Refused, match="sent"):
        retry_mails(session, [number], actor="li")


def test_the_command_says_in_one_line_that_the_relay_is_dead(
    database: Database, settings: Settings
) -> None:
    queue_mails(database)
    environment = {
        "HUBIAO_HOME": str(settings.home), "HUBIAO_DATABASE_URL": settings.database,
        "HUBIAO_SMTP_HOST": "127.0.0.1", "HUBIAO_SMTP_PORT": str(free_port()),
    }  # fmt: skip
    ended = run("console", "outbox", "send", environment={**os.environ, **environment})
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1
    assert "refused" in ended.stderr
    assert states(database) == ["queued"]
