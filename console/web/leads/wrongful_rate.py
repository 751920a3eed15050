"""错误通知率 of the last year, counted once in some minutes: it reads every letter of a year."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

from alerts.reports.notice_accuracy import Accuracy, count_accuracy, noticed_listings
from storage.base.database import Database
from storage.tables.base import now

_RATE_DAYS = 365
"""Days back over which the rate is counted."""
_KEPT_SECONDS = 600.0
"""How long a count holds; chosen by hand: letters go out by the hour, appeals are decided by the day."""


class WrongfulRate:
    """The counts of the last year, at most ten minutes old."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Accuracy | None = None
        self._until = 0.0

    def counts(self, database: Database) -> Accuracy:
        """The counts; who asks while somebody counts waits for that count."""
        with self._lock:
            if self._counts is None or time.monotonic() >= self._until:
                start = now() - timedelta(days=_RATE_DAYS)
                with database.read() as session:
                    self._counts = count_accuracy(noticed_listings(session, start, now()))
                self._until = time.monotonic() + _KEPT_SECONDS
            return self._counts

    def forget(self) -> None:
        """Count anew at the next look: an appeal was decided here."""
        with self._lock:
            self._counts = None
