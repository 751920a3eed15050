"""Backups on a schedule (定时备份): written to another place, verified, the oldest dropped.

The place must be there already: a folder that is made anew where a disk is not mounted would lie on the
disk that the backup shall outlive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.base.database import Database
from storage.base.errors import HubiaoError, Refused, StoreUnavailable
from storage.base.message import Message, message_from_text, message_to_text
from storage.base.office_time import OFFICE_TIME
from storage.base.settings import Settings
from storage.files.backup import KeptBackup, backup_name, backups_in, kept_backups, write_backup
from storage.files.kept_json import keep_json, kept_json, kept_moment
from storage.files.leftovers import clear_old_partials

_ATTEMPT = "backup.json"
"""File in the data folder that holds the last attempt."""
_RETRY = timedelta(hours=1)
"""Between two attempts after a failure; chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class BackupAttempt:
    """The last scheduled backup, written or not."""

    at: datetime
    problem: Message | None
    """None where it was written and verified."""


def is_backup_due(database: Database, settings: Settings, at: datetime) -> bool:
    """Whether today's (or yesterday's) slot has no backup yet; after a failure an hour is waited."""
    if settings.backup_place is None or not database.is_sqlite:
        return False
    attempt = read_last_attempt(settings)
    if attempt is not None and attempt.problem is not None and at - attempt.at < _RETRY:
        return False
    newest = max((backup.made_at for backup in backups_in(settings.backup_place)), default=None)
    return newest is None or newest < last_slot(settings, at)


def last_slot(settings: Settings, at: datetime) -> datetime:
    """The latest moment at which a backup was to be made."""
    hour, minute = map(int, settings.backup_at.split(":"))
    local = at.astimezone(OFFICE_TIME)
    slot = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return slot if slot <= local else slot - timedelta(days=1)


def next_slot_of_backup(settings: Settings, at: datetime) -> datetime:
    """When the next backup is made."""
    return last_slot(settings, at) + timedelta(days=1)


def back_up_to_place(database: Database, settings: Settings, at: datetime) -> Message:
    """Write a verified backup into the office's place and keep as many as were asked for.

    Raises Refused without a place, StoreUnavailable; what went wrong is kept for the pages.
    """
    try:
        message = _write(database, settings, at)
    except HubiaoError as error:
        _keep(settings, BackupAttempt(at=at, problem=error.message))
        raise
    _keep(settings, BackupAttempt(at=at, problem=None))
    return message


def _write(database: Database, settings: Settings, at: datetime) -> Message:
    place = settings.backup_place
    if place is None:
        raise Refused("backup.no-place")
    if not place.is_dir():
        raise StoreUnavailable("backup.place-missing", path=place)
    clear_old_partials(place, "hubiao-")
    target = place / backup_name(settings, at.astimezone(OFFICE_TIME))
    message = write_backup(database, settings, target)
    for old in backups_in(place)[settings.backup_keep :]:
        (place / old.name).unlink(missing_ok=True)
    return message


def newest_backup(settings: Settings) -> KeptBackup | None:
    """The newest backup of the data folder and of the place."""
    backups = kept_backups(settings)
    if settings.backup_place is not None:
        backups = [*backups, *backups_in(settings.backup_place)]
    return max(backups, key=lambda backup: backup.made_at, default=None)


def shares_disk(settings: Settings) -> bool:
    """Whether the place lies on the disk of the data folder, which it shall outlive."""
    place = settings.backup_place
    try:
        return place is not None and place.stat().st_dev == settings.home.stat().st_dev
    except OSError:
        return False


def read_last_attempt(settings: Settings) -> BackupAttempt | None:
    """The last scheduled backup; None before the first, or while no place is set."""
    if settings.backup_place is None:
        return None
    try:
        stored = kept_json(settings, _ATTEMPT)
        problem = stored["problem"]
        return BackupAttempt(
            at=kept_moment(stored["at"]),
            problem=message_from_text(problem) if problem else None,
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(settings: Settings, attempt: BackupAttempt) -> None:
    problem = message_to_text(attempt.problem) if attempt.problem else None
    keep_json(settings, _ATTEMPT, {"at": attempt.at.isoformat(), "problem": problem})
