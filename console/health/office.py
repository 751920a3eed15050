"""Checks of the office's data and work: read from its rows and files, fast enough for every page."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from console.health.finding import HealthReport, advice, failed, passed, verbatim
from console.health.heartbeat import silent_parts
from console.health.work_part import WorkPart
from storage.base.database import Database
from storage.base.message import Message
from storage.base.office_time import OFFICE_TIME
from storage.base.settings import Settings
from storage.base.vocabulary import MAIL_TROUBLES, EvidenceState, MailState
from storage.evidence.audited.kept_checks import read_audit_checks
from storage.evidence.licensed.office_certificate import licensed_key
from storage.evidence.renewal.daily import overdue
from storage.files.backup_place import newest_backup, read_last_attempt
from storage.files.backup_trial import read_trial
from storage.tables import AuditRow, EvidenceRow, OutboxRow, SecurityPolicyRow
from storage.tables.base import now

_LEAST_GIBIBYTES = 1.0
_FILLING = 0.85
"""Share of the disk from which somebody should make room; chosen by hand."""
_FULL = 0.95
"""Share of the disk from which it counts as full; chosen by hand."""
_MAIL_WAITS = timedelta(minutes=30)
"""A mail that is due for so long does not leave; chosen by hand."""
_STAMP_WAITS = timedelta(hours=2)
"""Evidence that waits so long for its time-stamp; the worker tries every few minutes."""
_BACKUP_AGE = timedelta(days=8)
"""Without a schedule: a week and a day; chosen by hand."""
_AUDIT_AGE = timedelta(days=3)
"""The worker verifies the audit once a day; chosen by hand."""
_SCHEDULED_AGE = timedelta(hours=30)
"""With a schedule a day, and what the writing may take; chosen by hand."""
_CERTIFICATE_WARNING = timedelta(days=30)
"""Before the end of a licensed authority's certificate; a new one takes weeks to get, chosen by hand."""
_AHEAD = timedelta(minutes=2)
"""An entry that is so far in the future was written by a clock that was set back since."""


@dataclass(frozen=True, kw_only=True)
class CheckedOffice:
    """What the checks look at."""

    settings: Settings
    database: Database
    worker: bool | None
    """Whether this served console's own worker runs; None outside a served console."""


def check_folder(office: CheckedOffice) -> HealthReport:
    """Room on the disk of the data folder."""
    folder = office.settings.folder(".")
    usage = shutil.disk_usage(folder)
    return report_folder(folder.resolve(), used=usage.used, free=usage.free)


def report_folder(folder: Path, *, used: int, free: int) -> HealthReport:
    """What to say of a disk with so many bytes; as df does, what only root may use counts neither way."""
    gibibytes, share = free / 2**30, used / max(used + free, 1)
    if gibibytes < _LEAST_GIBIBYTES or share >= _FULL:
        return failed(
            Message("doctor.folder-full", {"folder": folder, "gibibytes": f"{gibibytes:.1f}"})
        )
    text = f"{gibibytes:.0f}"
    if share >= _FILLING:
        return advice(
            Message(
                "doctor.folder-filling",
                {"folder": folder, "gibibytes": text, "share": f"{share:.0%}"},
            )
        )
    return passed(Message("doctor.folder-free", {"folder": folder, "gibibytes": text}))


def check_database(office: CheckedOffice) -> HealthReport:
    """Read a row."""
    with office.database.read() as session:
        session.scalar(sa.select(sa.func.max(AuditRow.id)))
    return passed(verbatim(office.database.engine.url.render_as_string(hide_password=True)))


def check_worker(office: CheckedOffice) -> HealthReport:
    """Somebody does what is due, every part of it."""
    silent = [] if office.worker else silent_parts(office.settings)
    if not silent:
        return passed(Message("doctor.worker-runs"))
    alone = office.worker is not None and office.database.is_sqlite
    report = failed if alone else advice
    if len(silent) == len(WorkPart):
        return report(Message("doctor.no-worker"))
    return report(Message("doctor.parts-without-worker", {"parts": ", ".join(silent)}))


def check_mails(office: CheckedOffice) -> HealthReport:
    """Mails leave."""
    with office.database.read() as session:
        troubled = _count(session, OutboxRow.state.in_(MAIL_TROUBLES))
        stuck = _count(
            session, OutboxRow.state == MailState.QUEUED, OutboxRow.not_before < now() - _MAIL_WAITS
        )
    if stuck:
        return failed(Message("doctor.mails-stuck", {"count": stuck}))
    if troubled:
        return failed(Message("doctor.mails-failed", {"count": troubled}))
    return passed(Message("doctor.mails-leave"))


def check_stamps(office: CheckedOffice) -> HealthReport:
    """Evidence gets its time-stamp."""
    if not office.settings.timestamp_urls:
        return advice(Message("doctor.no-authority"))
    waiting = sa.select(sa.func.count(EvidenceRow.id)).where(
        EvidenceRow.state == EvidenceState.CAPTURED, EvidenceRow.captured_at < now() - _STAMP_WAITS
    )
    with office.database.read() as session:
        count = session.scalar(waiting) or 0
        late = overdue(session, office.settings, now())
    if count:
        return failed(Message("doctor.stamps-wait", {"count": count}))
    if late:
        return failed(Message("doctor.renewals-overdue", {"count": late}))
    return passed(Message("doctor.stamps-come"))


def check_record_times(office: CheckedOffice) -> HealthReport:
    """No entry of the audit lies in the future."""
    with office.database.read() as session:
        newest = session.scalar(sa.select(AuditRow.at).order_by(AuditRow.id.desc()).limit(1))
    if newest is not None and newest > now() + _AHEAD:
        return failed(Message("doctor.clock-behind", {"at": _minute(newest)}))
    return passed(Message("doctor.times-in-order"))


def check_certificate(office: CheckedOffice) -> HealthReport:
    """The certificate of a licensed authority, where the office has one, does not end unnoticed."""
    key = licensed_key(office.settings.home)
    if key is None:
        return passed(Message("doctor.no-certificate"))
    ends = key.certificate.not_valid_after_utc
    day = ends.date().isoformat()
    if not key.holds_now:
        return failed(Message("doctor.certificate-ended", {"ends": day}))
    if ends < now() + _CERTIFICATE_WARNING:
        return advice(Message("doctor.certificate-ends", {"ends": day}))
    return passed(Message("doctor.certificate-holds", {"ends": day}))


def check_audit_chain(office: CheckedOffice) -> HealthReport:
    """The audit was verified within days, and all held (操作留痕校验)."""
    checks = read_audit_checks(office.settings)
    if checks.last is None:
        return passed(Message("doctor.audit-unverified"))
    at = _minute(checks.last.at)
    if checks.problem is not None:
        return failed(Message("doctor.audit-broken", {"at": at, "reason": checks.problem}))
    if now() - checks.last.at > _AUDIT_AGE:
        return advice(Message("doctor.audit-late", {"at": at}))
    return passed(Message("doctor.audit-verified", {"count": checks.last.number, "at": at}))


def check_audit_forward(office: CheckedOffice) -> HealthReport:
    """The audit reaches the log server, where it is sent to one (操作留痕外送)."""
    with office.database.read() as session:
        policy = session.get(SecurityPolicyRow, 1)
        if policy is None or policy.syslog_address is None:
            return passed(Message("doctor.audit-stays"))
        address, fault, sent = policy.syslog_address, policy.syslog_fault, policy.syslog_sent
        waiting = (session.scalar(sa.select(sa.func.max(AuditRow.id))) or 0) - sent
    if fault:
        return failed(
            Message("doctor.audit-unsent", {"address": address, "reason": fault, "count": waiting})
        )
    return passed(Message("doctor.audit-sent", {"address": address}))


def check_backup(office: CheckedOffice) -> HealthReport:
    """There is a fresh backup, the last one was written, and the last trial brought one back."""
    if not office.database.is_sqlite:
        return advice(Message("doctor.backup-postgresql"))
    attempt = read_last_attempt(office.settings)
    if attempt is not None and attempt.problem is not None:
        return failed(Message("doctor.backup-failed", {"reason": attempt.problem}))
    newest = newest_backup(office.settings)
    if newest is None:
        return advice(Message("doctor.no-backup"))
    scheduled = office.settings.backup_place is not None
    age: timedelta = now() - newest.made_at
    at = _minute(newest.made_at)
    if age > (_SCHEDULED_AGE if scheduled else _BACKUP_AGE):
        return failed(Message("doctor.backup-old", {"at": at}))
    trial = read_trial(office.settings)
    if trial is None:
        return passed(Message("doctor.backup-fresh", {"at": at}))
    tried = _minute(trial.at)
    if trial.problem is not None:
        return failed(
            Message(
                "doctor.backup-trial-failed",
                {"name": trial.name, "tried": tried, "reason": trial.problem},
            )
        )
    return passed(Message("doctor.backup-tried", {"at": at, "tried": tried}))


def _minute(moment: datetime) -> str:
    return moment.astimezone(OFFICE_TIME).strftime("%Y-%m-%d %H:%M")


def _count(session: sa.orm.Session, *conditions: sa.ColumnElement[bool]) -> int:
    return session.scalar(sa.select(sa.func.count(OutboxRow.id)).where(*conditions)) or 0
