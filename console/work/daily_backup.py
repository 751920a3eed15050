"""The backup of the day (每日备份): begun by the worker, written by a process of its own."""

from __future__ import annotations

import logging

from console.work.children import Children
from storage.base.database import Database
from storage.base.settings import Settings
from storage.files.backup_place import is_backup_due
from storage.tables.base import now

log = logging.getLogger(__name__)


def start_backup_if_due(children: Children, database: Database, settings: Settings) -> int:
    """Begin it once a slot; a large office takes minutes, for which the stages do not wait."""
    if is_backup_due(database, settings, now()) and children.start(
        "backup", ["backup", "--scheduled"]
    ):
        log.info("the backup of the day begins")
    return 0
