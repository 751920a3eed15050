"""The last trial of a backup (试恢复), kept in the data folder: a backup counts once it was brought back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from storage.base.message import Message, message_from_text, message_to_text
from storage.base.settings import Settings
from storage.files.backup import backups_in
from storage.files.kept_json import keep_json, kept_json, kept_moment

_FILE = "backup-trial.json"
_EVERY = timedelta(days=7)
"""Between two trials of the newest scheduled backup; chosen by hand."""
_RETRY = timedelta(days=1)
"""After a trial that failed."""


@dataclass(frozen=True, kw_only=True)
class BackupTrial:
    """How the last trial ended."""

    at: datetime
    name: str
    """Of the backup."""
    problem: Message | None
    """None where it can be restored."""


def read_trial(settings: Settings) -> BackupTrial | None:
    """The last trial; None before the first."""
    try:
        stored = kept_json(settings, _FILE)
        problem = stored["problem"]
        return BackupTrial(
            at=kept_moment(stored["at"]),
            name=str(stored["name"]),
            problem=message_from_text(problem) if problem else None,
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep_trial(settings: Settings, trial: BackupTrial) -> None:
    """Raises StoreUnavailable."""
    content = {
        "at": trial.at.isoformat(),
        "name": trial.name,
        "problem": message_to_text(trial.problem) if trial.problem else None,
    }
    keep_json(settings, _FILE, content)


def backup_to_try(settings: Settings, at: datetime) -> Path | None:
    """The newest scheduled backup where its trial is due: once a week, after a failure once a day."""
    place = settings.backup_place
    backups = backups_in(place) if place is not None else []
    if place is None or not backups:
        return None
    last = read_trial(settings)
    if last is not None and at - last.at < (_RETRY if last.problem else _EVERY):
        return None
    return place / backups[0].name
