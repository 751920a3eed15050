"""Politeness towards one host (礼貌采集): spacing, number at once, backing off, giving up.

The delay asked for, or the longer one of robots.txt, is the floor; a host that answers slowly is
asked more slowly still (AutoThrottle's rule: never faster than it answers). 429 and 503 are obeyed
with their Retry-After (RFC 9110 §10.2.3), or else doubled pauses, and a host that fails is asked
by fewer requests at once: small shops break under what large ones do not notice.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from storage.base.backoff import Backoff
from storage.base.request_policy import LONGEST_PAUSE

SLOWEST = 60.0
"""Seconds that AutoThrottle goes up to; Scrapy's AUTOTHROTTLE_MAX_DELAY."""
_PAUSE_FROM = 3
"""Failures in a row from which a host gets a pause; chosen by hand, since one or two happen to all."""
_LEAST_SPACING = 0.1
"""Seconds from which pauses grow where no delay is asked for; chosen by hand."""
_LONGEST_GROWTH = 256
"""Spacings that a pause grows to at most; chosen by hand."""
_GOOD_BEFORE_MORE = 25
"""Answers in a row after which a host that failed is asked by one request more at once; chosen by hand."""
_LOOK_SECONDS = 0.5
"""Seconds between two looks whether the run stops, while a request waits for its turn."""
_POLL_SECONDS = 0.02
"""Seconds between two looks whether a host that may be asked less at once has an answer ready."""
DOWN_AFTER = 20
"""Failures in a row, without any answer between, after which a host is given up for this run; chosen by hand."""


@dataclass(kw_only=True)
class HostPace:
    """When the next request may go to one host."""

    delay: float
    """Seconds between the starts of two requests; 0 leaves only `concurrency`."""
    concurrency: int
    throttle: bool = True
    in_flight: int = 0
    at_once: int = field(init=False)
    """Requests at once that the host stands: halved when it fails, slowly raised again."""
    good: int = 0
    """Answers since `at_once` last changed."""
    next_at: float = 0.0
    failures: int = 0
    """In a row."""
    floor: float = field(init=False)
    _line: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)
    """Requests that wait for their turn, first come first served."""

    def __post_init__(self) -> None:
        self.floor = self.delay
        self.at_once = self.concurrency

    async def wait_turn(self, is_over: Callable[[], bool]) -> bool:
        """Wait until the host may be asked, and count the request as started.

        Returns False, without counting, as soon as `is_over()` says that nobody needs the answer.
        """
        if not self._line.locked() and self.ready(now := time.monotonic()):
            self.started(now)
            return True
        async with self._line:
            while not self.ready(now := time.monotonic()):
                if is_over():
                    return False
                await asyncio.sleep(min(max(self.next_at - now, _POLL_SECONDS), _LOOK_SECONDS))
            if is_over():
                return False
            self.started(now)
            return True

    def ready(self, now: float) -> bool:
        return self.in_flight < self.at_once and now >= self.next_at

    def ask_for(self, delay: float) -> None:
        """robots.txt wants this spacing; it can only slow down."""
        self.floor = max(self.floor, delay)
        self.delay = max(self.delay, self.floor)

    def started(self, now: float) -> None:
        self.in_flight += 1
        if self.delay:
            self.next_at = max(self.next_at, now + self.delay)

    def answered(self, latency: float) -> None:
        """A page came; the spacing follows how long the host took for it."""
        self.in_flight -= 1
        self.failures = 0
        self.good += 1
        if self.at_once < self.concurrency and self.good >= _GOOD_BEFORE_MORE:
            self.at_once += 1
            self.good = 0
        if self.throttle and self.floor:
            eased = max(latency, (self.delay + latency) / 2)
            self.delay = min(max(self.floor, eased), max(SLOWEST, self.floor))

    def failed(self, now: float, *, pause: float | None = None) -> None:
        """No answer, or one that asks to come back later; `pause` is its Retry-After."""
        self.in_flight -= 1
        self.failures += 1
        self.at_once = max(1, self.at_once // 2)
        self.good = 0
        if pause is not None:
            self.next_at = max(self.next_at, now + min(pause, LONGEST_PAUSE.total_seconds()))
        elif self.failures >= _PAUSE_FROM:
            wait = self._backoff().wait(self.failures - _PAUSE_FROM + 1)
            self.next_at = max(self.next_at, now + wait.total_seconds())

    def overloaded(self, now: float) -> None:
        """An answer came that says the host cannot serve the page just now: ask it less."""
        self.at_once = max(1, self.at_once // 2)
        self.good = 0
        self.next_at = max(self.next_at, now + self._backoff().wait(1).total_seconds())

    def _backoff(self) -> Backoff:
        """Pauses of a host that fails without a Retry-After: the slower it is asked, the longer."""
        spacing = timedelta(seconds=max(self.floor, _LEAST_SPACING))
        return Backoff(
            first=2 * spacing, longest=min(_LONGEST_GROWTH * spacing, timedelta(seconds=SLOWEST))
        )

    def dropped(self) -> None:
        """The request ended without telling anything of the host."""
        self.in_flight -= 1

    @property
    def is_down(self) -> bool:
        return self.failures >= DOWN_AFTER


@dataclass(kw_only=True)
class Paces:
    """One pace a host, made when first asked for."""

    delay: float
    concurrency: int
    hosts: dict[str, HostPace] = field(default_factory=dict)

    def of(self, host: str) -> HostPace:
        pace = self.hosts.get(host)
        if pace is None:
            pace = self.hosts[host] = HostPace(delay=self.delay, concurrency=self.concurrency)
        return pace
