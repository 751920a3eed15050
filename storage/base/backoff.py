"""Waiting longer after each failure (退避): doubling from a first wait to a longest one."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

_SPREAD = 0.25
"""Share by which a wait varies either way, so that what failed together does not come back in step;
chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class Backoff:
    """Waits between tries of one kind."""

    first: timedelta
    """After the first failure."""
    longest: timedelta

    def wait(self, failures: int) -> timedelta:
        """The wait after `failures` failures in a row, 1 or more; never above the longest, however
        many there are."""
        wait = self.first
        for _ in range(failures - 1):
            if wait >= self.longest:
                break
            wait *= 2
        return min(wait, self.longest)

    def spread_wait(self, failures: int) -> timedelta:
        """The same wait, a quarter more or less."""
        share = random.uniform(1 - _SPREAD, 1 + _SPREAD)  # noqa: S311 - spreads load
        return self.wait(failures) * share
