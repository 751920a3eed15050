"""A worker's sign of life (心跳): a file that it touches while it goes round."""

from __future__ import annotations

import contextlib
import time

from storage.base.settings import Settings

FILE = "worker.alive"
_BEAT_SECONDS = 30.0
"""Between two touches; chosen by hand."""
_SILENT_SECONDS = 180.0
"""A worker that gave no sign for so long has ended or hangs; chosen by hand."""


class Heartbeat:
    """Touches the file, not more often than needed."""

    def __init__(self, settings: Settings) -> None:
        self._file = settings.folder(".") / FILE
        self._beaten = float("-inf")

    def beat(self) -> None:
        if time.monotonic() - self._beaten > _BEAT_SECONDS:
            self._beaten = time.monotonic()
            with contextlib.suppress(OSError):  # a full disk must not end the work
                self._file.touch()


def beats(settings: Settings) -> bool:
    """Whether a worker on this data folder gave a sign within the last minutes."""
    try:
        return time.time() - (settings.home / FILE).stat().st_mtime < _SILENT_SECONDS
    except OSError:
        return False
