"""How far an office was set up (设置进度): what an administrator left out, and whether the list was put away.

What is done is read from the settings and the rows; only wishes are kept here, in the data folder, so
that they outlive a restart.
"""

from __future__ import annotations

from dataclasses import dataclass

from storage.base.settings import Settings
from storage.files.kept_json import keep_json, kept_json

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
        stored = kept_json(settings, _FILE)
        return SetupProgress(
            skipped=frozenset(map(str, stored["skipped"])), put_away=bool(stored["put_away"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return SetupProgress()


def keep_progress(settings: Settings, progress: SetupProgress) -> None:
    """Write it. Raises StoreUnavailable."""
    stored = {"skipped": sorted(progress.skipped), "put_away": progress.put_away}
    keep_json(settings, _FILE, stored)
