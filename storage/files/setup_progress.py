"""How far an office was set up (设置进度): what an administrator left out, and whether the list was put away.

What is done is read from the settings and the rows; only wishes are kept here, in the data folder, so
that they outlive a restart.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from storage.base.atomic_file import write_file
from storage.base.errors import StoreUnavailable
from storage.base.message import message_of
from storage.base.settings import Settings

_FILE = "setup.json"


@dataclass(frozen=True, kw_only=True)
class SetupProgress:
    """What an administrator decided about the steps."""

    skipped: frozenset[str] = frozenset()
    """Names of steps that were left out."""
    put_away: bool = False
    """The first page no longer shows them."""


def read_progress(settings: Settings) -> SetupProgress:
    """What was kept; nothing before the first time."""
    try:
        stored = json.loads((settings.home / _FILE).read_text("utf-8"))
        return SetupProgress(
            skipped=frozenset(map(str, stored["skipped"])), put_away=bool(stored["put_away"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return SetupProgress()


def keep_progress(settings: Settings, progress: SetupProgress) -> None:
    """Write it. Raises StoreUnavailable."""
    stored = {"skipped": sorted(progress.skipped), "put_away": progress.put_away}
    path = settings.folder(".") / _FILE
    try:
        write_file(path, json.dumps(stored).encode(), lasting=False)
    except OSError as error:
        raise StoreUnavailable("file.unwritable", path=path, reason=message_of(error)) from error
