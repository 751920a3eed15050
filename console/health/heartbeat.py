"""A worker's sign of life (心跳): files that it touches while it goes round, one for each part of the work
that it does."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Collection
from pathlib import Path

from console.health.work_part import WorkPart
from storage.base.settings import Settings

_BEAT_SECONDS = 30.0
"""Between two touches; chosen by hand."""
_SILENT_SECONDS = 180.0
"""A worker that gave no sign for so long has ended or hangs; chosen by hand."""


def beat_file(folder: Path, part: WorkPart) -> Path:
    """The file that is touched by whoever does this part of the work."""
    return folder / f"worker-{part}.alive"


class Heartbeat:
    """Touches the files, not more often than needed."""

    def __init__(self, settings: Settings, parts: Collection[WorkPart] = tuple(WorkPart)) -> None:
        folder = settings.folder(".")
        self._files = [beat_file(folder, part) for part in parts]
        self._beaten = float("-inf")

    def beat(self) -> None:
        if time.monotonic() - self._beaten > _BEAT_SECONDS:
            self._beaten = time.monotonic()
            with contextlib.suppress(OSError):  # a full disk must not end the work
                for file in self._files:
                    file.touch()


def silent_parts(settings: Settings) -> list[WorkPart]:
    """The parts of the work for which no worker on this data folder gave a sign within the last minutes."""
    return [part for part in WorkPart if not _beats(beat_file(settings.home, part))]


def _beats(file: Path) -> bool:
    try:
        return time.time() - file.stat().st_mtime < _SILENT_SECONDS
    except OSError:
        return False
