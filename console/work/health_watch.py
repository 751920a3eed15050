"""Telling the administrator (运行异常通知): what the checks find goes to `alerts.mail` as plain data.

The worker looks as one of its stages. Of a dead worker the served console tells, and hands the mail in itself.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from datetime import datetime, timedelta

from alerts.mail.outbox_delivery import deliver
from alerts.mail.trouble_mail import Trouble, queue_trouble_mails
from console.health.checks import examine_office
from console.health.finding import CheckOutcome, Finding
from console.health.heartbeat import silent_parts
from console.health.kept import kept_findings
from console.health.office import CheckedOffice
from console.health.remedies import CHECK_REMEDIES
from storage.base.database import Database
from storage.base.errors import HubiaoError
from storage.base.message import Language
from storage.base.settings import Settings
from storage.base.stage_locks import turn
from storage.tables.base import now

log = logging.getLogger(__name__)

WATCH_SECONDS = 300.0
"""Between two looks; chosen by hand."""
STAGE = "health watch"
_FRESH = timedelta(hours=2)
"""Kept findings older than this say nothing of today: the slow checks run each half hour."""
_FILLING = "doctor.folder-filling"
_FULL = "doctor.folder-full"


def watch(database: Database, settings: Settings, *, worker: bool = True) -> int:
    """Queue a mail for each trouble that is new. Returns their number.

    `worker`: whether one runs, which a worker that asks knows.
    """
    if not settings.admin_mails:
        return 0
    at = now()
    troubles = office_troubles(database, settings, worker=worker)
    with database.begin() as session:
        return queue_trouble_mails(session, settings, troubles, at)


def office_troubles(
    database: Database, settings: Settings, *, worker: bool = True
) -> list[Trouble]:
    """What the checks find now, the slow ones as they were kept."""
    at = now()
    office = CheckedOffice(settings=settings, database=database, worker=worker)
    slow = [finding for finding in kept_findings(settings) if at - finding.at < _FRESH]
    return troubles_of([*examine_office(office), *slow])


def troubles_of(findings: Iterable[Finding]) -> list[Trouble]:
    """What failed, and a disk that fills."""
    troubles = []
    for finding in findings:
        if finding.outcome is CheckOutcome.FAILED:
            full = finding.message.code == _FULL
            troubles.append(_trouble(finding.check, finding, milder=_FILLING if full else ""))
        elif finding.message.code == _FILLING:
            troubles.append(_trouble(_FILLING, finding))
    return troubles


def _trouble(name: str, finding: Finding, milder: str = "") -> Trouble:
    remedy = CHECK_REMEDIES.get(finding.check)
    return Trouble(
        name=name,
        milder=milder,
        title=finding.subject.text(Language.CHINESE),
        text=finding.message.text(Language.CHINESE),
        remedy=remedy.words if remedy else "",
        address=remedy.address if remedy else "",
    )


def keep_watching_worker(database: Database, settings: Settings, stop: threading.Event) -> None:
    """Tell of a worker that gives no sign of life, until `stop`; what the worker itself tells of is left to it."""
    while not stop.wait(WATCH_SECONDS):
        try:
            tell_of_dead_worker(database, settings, now())
        except HubiaoError as error:
            log.warning("%s: %s", STAGE, error)
        except Exception:  # the console goes on without it
            log.exception("%s failed", STAGE)


def tell_of_dead_worker(database: Database, settings: Settings, at: datetime) -> int:
    """Where a part of the work has no worker: queue the mails of all troubles and hand them in, since nobody
    else would. Returns how many were queued."""
    if not settings.admin_mails or not silent_parts(settings):
        return 0
    with turn(database, settings, STAGE) as ours:
        queued = watch(database, settings, worker=False) if ours else 0
    if queued:
        log.warning("part of the work has no worker; the administrator is told (%s)", at)
        with turn(database, settings, "deliver") as ours:
            if ours:
                deliver(database, settings)
    return queued
