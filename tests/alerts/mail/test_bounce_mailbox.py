from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from alerts.mail.bounce_collection import collect_bounces
from alerts.mail.bounce_mailbox import MailboxDown
from alerts.mail.outbox_delivery import deliver
from storage.base.database import Database
from storage.base.errors import BadInput
from storage.base.settings import Settings
from tests.alerts.mail.bounce_samples import EXIM, ID
from tests.alerts.mail.queued_mails import mail, queue_mails, states
from tests.alerts.mail.test_bounces import report
from tests.servers.imap import PASSWORD, USER, RunningMailbox, running_mailbox
from tests.servers.processes import run

ORDINARY = b"From: brand@holder.example\r\nContent-Type: text/plain\r\n\r\nplease call\r\n"
RECEIPT = (
    b"From: brand@holder.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report;"
    b' report-type=disposition-notification; boundary="b"\r\n\r\n--b\r\n\r\nread\r\n--b--\r\n'
)


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[RunningMailbox]:
    folder = tmp_path / "imap"
    folder.mkdir()
    with running_mailbox(folder) as running:
        yield running


def reading(settings: Settings, mailbox: RunningMailbox, **changed: object) -> Settings:
    values = {
        "imap_host": "localhost", "imap_port": mailbox.port, "imap_user": USER,
        "imap_password": PASSWORD, "imap_ca": mailbox.authority, **changed,
    }  # fmt: skip
    stored = {name: getattr(settings, name) for name in settings.model_fields_set}
    return Settings.model_validate({**stored, **values})


def test_a_report_in_the_mailbox_marks_its_mail_once_and_other_mail_is_left_alone(
    database: Database, settings: Settings, mailbox: RunningMailbox
) -> None:
    first, _ = queue_mails(database, 2)
    deliver(database, settings)
    mailbox.drop("1-ordinary", ORDINARY)
    mailbox.drop("2-report", report(mail(database, first).message_id))
    mailbox.drop("3-receipt", RECEIPT)
    mailbox.drop("4-stranger", report("<x@elsewhere.example>"))
    mailbox.drop("5-broken", report("no id").replace(b"message/delivery-status", b"text/plain"))
    using = reading(settings, mailbox)
    says = [str(report.says) for report in collect_bounces(database, using)]
    assert len(says) == 3
    assert says[0].startswith("mail 1: failed: failed: 5.1.1")
    assert says[1].startswith("not a mail of ours")
    assert states(database) == ["failed", "sent"]
    assert mailbox.seen_messages == {"2-report", "4-stranger", "5-broken"}
    assert (settings.home / "bounces" / "done" / "mailbox-2.eml").is_file()
    assert collect_bounces(database, using) == []


def test_a_bounce_in_a_servers_own_words_is_taken_and_a_like_mail_of_a_person_stays_unread(
    database: Database, settings: Settings, mailbox: RunningMailbox
) -> None:
    queue_mails(database)
    deliver(database, settings)
    bounce = EXIM.format(reason="550 unknown user").replace(ID, mail(database, 1).message_id)
    mailbox.drop("1-question", ORDINARY.replace(b"\r\n", b"\r\nSubject: delivery of goods\r\n", 1))
    mailbox.drop("2-exim", bounce.replace("\n", "\r\n").encode())
    assert len(collect_bounces(database, reading(settings, mailbox))) == 1
    assert (states(database), mailbox.seen_messages) == (["failed"], {"2-exim"})


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"imap_password": "wrong"}, "mailbox localhost"),
        ({"imap_ca": None}, "certificate not trusted"),
        ({"imap_folder": "Nowhere"}, "no folder 'Nowhere'"),
        ({"imap_port": 9}, "Connection refused"),
    ],
)
def test_a_mailbox_that_cannot_be_read_is_one_line_and_marks_nothing(
    database: Database,
    settings: Settings,
    mailbox: RunningMailbox,
    changed: dict[str, object],
    says: str,
) -> None:
    queue_mails(database)
    deliver(database, settings)
    mailbox.drop("1", report(mail(database, 1).message_id))
    with pytest.raises(MailboxDown, match=says):
        collect_bounces(database, reading(settings, mailbox, **changed))
    assert (states(database), mailbox.seen_messages) == (["sent"], set())


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        ({"imap_tls": "none", "imap_host": "mail.office.example"}, "HUBIAO_IMAP_TLS"),
        ({"imap_user": None}, "HUBIAO_IMAP_USER"),
        ({"imap_ca": Path("absent.pem")}, "HUBIAO_IMAP_CA"),
    ],
)
def test_settings_that_would_not_be_safe_or_are_missing_are_named(
    database: Database,
    settings: Settings,
    mailbox: RunningMailbox,
    changed: dict[str, object],
    names: str,
) -> None:
    with pytest.raises(BadInput, match=names):
        collect_bounces(database, reading(settings, mailbox, **changed))


def test_the_command_reads_the_mailbox(
    database: Database, settings: Settings, mailbox: RunningMailbox
) -> None:
    queue_mails(database)
    deliver(database, settings)
    mailbox.drop("1", report(mail(database, 1).message_id))
    environment = {
        "HUBIAO_HOME": str(settings.home), "HUBIAO_IMAP_HOST": "localhost",
        "HUBIAO_IMAP_PORT": str(mailbox.port), "HUBIAO_IMAP_USER": USER,
        "HUBIAO_IMAP_PASSWORD": PASSWORD, "HUBIAO_IMAP_CA": str(mailbox.authority),
    }  # fmt: skip
    process = run(
        "console", "--db", settings.database, "outbox", "bounces",
        environment={**os.environ, **environment},
    )  # fmt: skip
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout.startswith("mailbox 1: mail 1: failed")
