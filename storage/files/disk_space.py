"""Room on the disk (磁盘空间) that taking evidence must leave."""

from __future__ import annotations

import shutil

from storage.base.errors import StoreUnavailable
from storage.base.settings import Settings

_FULL = 0.9
"""Part of the disk in use from which no evidence is taken; on a full disk SQLite cannot even delete."""
_SPARE_BYTES = 2**30
"""Bytes free that suffice however full the disk is; a capture takes 1 to 30 MiB."""


def check_space(settings: Settings) -> None:
    """Stop before the disk is full: on a full disk not even a row can be deleted.

    Raises StoreUnavailable.
    """
    usage = shutil.disk_usage(settings.folder("evidence"))
    if usage.free < _SPARE_BYTES and usage.used / usage.total > _FULL:
        raise StoreUnavailable("evidence.disk-full", free=usage.free // 2**20, folder=settings.home)
