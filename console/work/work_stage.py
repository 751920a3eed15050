"""One kind of work of the worker, and the lane in which it takes its turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from console.health.work_part import WorkPart
from storage.base.backoff import Backoff
from storage.base.database import Database
from storage.base.settings import Settings

LONGEST_WAIT = timedelta(minutes=5)
"""Between two tries of a stage that fails; chosen by hand."""


class StageLane(StrEnum):
    """Stages of one lane take turns; lanes do not wait for each other, so that a receiver who does not
    answer delays no mail, and neither a mail relay nor a page that is captured an assessment."""

    OFFICE = "office"
    """What this machine does by itself, from rows to rows."""
    BROWSER = "browser"
    """Captures, and pictures and recordings that are opened: five pages that hang may take a quarter of an hour."""
    MAIL = "mail"
    STRANGERS = "strangers"
    """Exchanges with time-stamp authorities, receivers of web hooks and the mailbox of bounces."""


@dataclass
class WorkStage:
    """One kind of work: `act` does what is due and returns how many rows it moved."""

    name: str
    part: WorkPart
    act: Callable[[Database, Settings], int]
    every: float
    """Seconds between two looks while there is nothing to do."""
    lane: StageLane = StageLane.OFFICE
    due: float = 0.0
    """Moment (monotonic clock, seconds) of the next look."""
    failures: int = 0
    """In a row."""

    @property
    def wait(self) -> float:
        """Seconds until the next look; longer after each failure."""
        if not self.failures:
            return self.every
        backoff = Backoff(first=timedelta(seconds=2 * self.every), longest=LONGEST_WAIT)
        return backoff.wait(self.failures).total_seconds()
