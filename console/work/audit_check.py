"""The audit's daily check (每日校验留痕): begun by the worker, done by a process of its own."""

from __future__ import annotations

import logging

from console.work.children import Children
from storage.base.database import Database
from storage.base.settings import Settings
from storage.evidence.audited.kept_checks import is_audit_check_due
from storage.tables.base import now

log = logging.getLogger(__name__)


def start_audit_check_if_due(children: Children, _database: Database, settings: Settings) -> int:
    """Begin it once a day; the first one reads the whole chain, for which the stages do not wait."""
    if is_audit_check_due(settings, now()) and children.start(
        "audit check", ["audit", "verify", "--recent"]
    ):
        log.info("the check of the audit begins")
    return 0
