"""The backup of the day (每日备份) and its trial: begun by the worker, done by processes of their own."""

from __future__ import annotations

import logging

from console.work.children import Children
from storage.base.database import Database
from storage.base.settings import Settings
from storage.files.backup_place import is_backup_due
from storage.files.backup_trial import backup_to_try
from storage.tables.base import now

log = logging.getLogger(__name__)


def start_backup_if_due(children: Children, database: Database, settings: Settings) -> int:
    """Begin it once a slot; a large office takes minutes, for which the stages do not wait."""
    if is_backup_due(database, settings, now()) and children.start(
        "backup", ["backup", "--scheduled"]
    ):
        log.info("the backup of the day begins")
    return 0


def start_trial_if_due(children: Children, database: Database, settings: Settings) -> int:
    """Begin to bring the newest scheduled backup back into a scratch folder, once a week."""
    source = backup_to_try(settings, now()) if database.is_sqlite else None
    if (
        source is not None
        and not children.alive("backup")
        and children.start("backup trial", ["restore", "--trial", str(source)])
    ):
        log.info("the newest backup is tried")
    return 0
