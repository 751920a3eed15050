"""The checks find what does not work, and say where it is mended."""

from __future__ import annotations

import contextlib
import dataclasses
import http.server
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from console.health import machine, machine_checks
from console.health.checks import OFFICE_CHECKS, examine_office
from console.health.finding import CheckOutcome, Finding
from console.health.heartbeat import Heartbeat
from console.health.kept import FILE, kept_findings
from console.health.machine_checks import MACHINE_CHECKS, keep_findings
from console.health.office import CheckedOffice, check_worker
from console.health.remedies import CHECK_REMEDIES
from console.health.work_part import WorkPart
from storage.audit import trail
from storage.audit.syslog_forward import forward_audit, set_server
from storage.base.message import Language, Message
from storage.base.settings import Settings
from storage.base.vocabulary import MailState
from storage.evidence.licensed.office_certificate import keep_certificate, read_certificate
from storage.files.backup import next_backup, write_backup
from storage.files.backup_trial import BackupTrial, keep_trial
from storage.tables import AuditRow, OutboxRow
from storage.tables.base import now
from tests.databases import migrated_database
from tests.servers.http_server import serving
from tests.storage.evidence.signed_pdfs import identity


@pytest.fixture
def office(tmp_path: Path) -> Iterator[CheckedOffice]:
    settings = Settings(home=tmp_path)
    database = migrated_database(settings)
    yield CheckedOffice(settings=settings, database=database, worker=True)
    database.close()


def outcomes(office: CheckedOffice) -> dict[str, CheckOutcome]:
    return {finding.check: finding.outcome for finding in examine_office(office)}


def test_every_check_has_words_and_what_may_fail_has_a_remedy() -> None:
    names = [check.name for check in (*OFFICE_CHECKS, *MACHINE_CHECKS)]
    for name in names:
        finding = Finding(check=name, report=machine.passed(machine.verbatim("")), at=now())
        assert finding.subject.text(Language.CHINESE) != f"doctor.{name}"
    assert set(names) - set(CHECK_REMEDIES) == {"database", "office-suite"}


def test_a_new_office_has_nothing_broken_and_is_advised_of_stamps_and_backup(
    office: CheckedOffice,
) -> None:
    states = outcomes(office)
    assert CheckOutcome.FAILED not in states.values()
    assert (states["stamps"], states["backup"]) == (CheckOutcome.ADVICE, CheckOutcome.ADVICE)


def test_a_dead_worker_is_red_in_a_served_console_until_one_gives_a_sign(
    office: CheckedOffice,
) -> None:
    dead = CheckedOffice(settings=office.settings, database=office.database, worker=False)
    assert outcomes(dead)["worker"] is CheckOutcome.FAILED
    Heartbeat(office.settings, [part for part in WorkPart if part is not WorkPart.ASSESS]).beat()
    assert outcomes(dead)["worker"] is CheckOutcome.FAILED
    assert check_worker(dead).message.data == {"parts": "assess"}
    Heartbeat(office.settings).beat()
    assert outcomes(dead)["worker"] is CheckOutcome.PASSED


def test_mails_that_failed_or_do_not_leave_are_red(office: CheckedOffice) -> None:
    with office.database.begin() as session:
        mail = OutboxRow(
            key="m", kind="alert", message_id="<m@x>", sender="a@x.invalid", recipient="b@x.invalid",
            subject="示例", body=b"", state=MailState.QUEUED, not_before=now() - timedelta(hours=1),
        )  # fmt: skip
        session.add(mail)
    assert outcomes(office)["mails"] is CheckOutcome.FAILED


def test_a_clock_that_was_set_back_is_red(office: CheckedOffice) -> None:
    with office.database.begin() as session:
        trail.record(session, actor="甲", act="session.open", subject="user:甲")
        session.flush()
        session.query(AuditRow).one().at = now() + timedelta(hours=1)
    assert outcomes(office)["record-times"] is CheckOutcome.FAILED


class _Late(http.server.BaseHTTPRequestHandler):
    """A server whose clock is a year behind."""

    def do_GET(self) -> None:
        self.send_response_only(405)
        self.send_header("Date", "Sat, 29 Nov 2025 05:00:00 GMT")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_a_clock_that_differs_from_the_authority_is_red(tmp_path: Path) -> None:
    with serving(_Late) as url:
        settings = Settings(
            home=tmp_path, timestamp_urls=(url,), timestamp_anchors=("x.pem",),
            allow_addresses=("127.0.0.0/8",),
        )  # fmt: skip
        assert machine.check_clock(settings).message.code == "doctor.clock-fast"
        assert machine.check_authorities(settings).outcome is CheckOutcome.PASSED


def test_a_relay_that_does_not_answer_is_red(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(
        home=tmp_path, smtp_host="127.0.0.1", smtp_port=9, smtp_tls="none", mail_from="a@x.invalid"
    )
    relay = [check for check in MACHINE_CHECKS if check.name == "relay"]
    monkeypatch.setattr(machine_checks, "MACHINE_CHECKS", relay)
    keep_findings(settings)
    findings = kept_findings(settings)
    assert [(finding.check, finding.outcome) for finding in findings] == [
        ("relay", CheckOutcome.FAILED)
    ]


def test_kept_findings_that_cannot_be_read_count_as_none(
    tmp_path: Path, office: CheckedOffice
) -> None:
    (tmp_path / FILE).write_text("[{}]", "utf-8")
    assert kept_findings(office.settings) == []


def test_a_licensed_certificate_that_ends_is_said_in_time(office: CheckedOffice) -> None:
    assert outcomes(office)["certificate"] is CheckOutcome.PASSED
    authority = identity("示例电子认证机构")
    holder = identity("示例局", authority)
    content = pkcs12.serialize_key_and_certificates(
        b"", holder.private, holder.certificate, None, serialization.NoEncryption()
    )
    keep_certificate(office.settings.home, read_certificate(content, ""))
    assert outcomes(office)["certificate"] is CheckOutcome.PASSED
    with time_machine.travel("2043-12-15"):
        assert outcomes(office)["certificate"] is CheckOutcome.ADVICE
    with time_machine.travel("2044-02-01"):
        assert outcomes(office)["certificate"] is CheckOutcome.FAILED


def test_an_audit_that_does_not_reach_its_log_server_is_red(office: CheckedOffice) -> None:
    assert outcomes(office)["audit-forward"] is CheckOutcome.PASSED
    with office.database.begin() as session:
        set_server(session, "tcp://127.0.0.1:9", actor="计")
    assert forward_audit(office.database) == 0
    assert outcomes(office)["audit-forward"] is CheckOutcome.FAILED


def test_a_backup_that_could_not_be_brought_back_is_a_failure(office: CheckedOffice) -> None:
    with contextlib.closing(migrated_database(office.settings)) as database:
        write_backup(database, office.settings, next_backup(office.settings, now()))
    assert outcomes(office)["backup"] is CheckOutcome.PASSED
    trial = BackupTrial(at=now(), name="b", problem=Message("backup.incomplete"))
    keep_trial(office.settings, trial)
    assert outcomes(office)["backup"] is CheckOutcome.FAILED
    keep_trial(office.settings, dataclasses.replace(trial, problem=None))
    assert outcomes(office)["backup"] is CheckOutcome.PASSED
