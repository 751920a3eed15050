"""robots.txt (爬虫协议, RFC 9309): read before the first page of a host, obeyed for all of them.

§2.3.1: a file that is absent (4xx) forbids nothing; one that cannot be fetched (5xx, no answer)
forbids everything. Five redirects are followed, 500 KiB are read.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from crawler.http.fetcher import Fetched, Fetcher, FetchFailed, retry_after
from crawler.http.redirects import fetch_to_end
from crawler.http.robots_rules import RobotsRules, parse_robots
from crawler.http.waiting import wait_until
from storage.base.backoff import Backoff
from storage.base.message import Message
from storage.base.request_policy import LONGEST_PAUSE, ROBOTS, TOKEN
from storage.base.vocabulary import RobotsState

_TRIES = 3
"""Tries before the file counts as unreachable; chosen by hand."""
_FRESH_SECONDS = 24 * 3600
"""§2.4: not used longer than 24 hours."""


@dataclass(frozen=True, kw_only=True)
class Robots:
    """The rules of one origin's robots.txt."""

    state: RobotsState
    rules: RobotsRules | None
    delay: float | None = None
    """Crawl-delay in seconds, as asked."""
    sitemaps: tuple[str, ...] = ()
    read_at: float = 0.0
    why: Message | None = None
    """Why it could not be fetched."""

    def allows(self, url: str) -> bool:
        if self.rules is None:
            return self.state is RobotsState.ABSENT
        return self.rules.can_fetch(url, TOKEN)


class RobotsBook:
    """The robots.txt of each origin, fetched once by whoever comes first."""

    def __init__(
        self, fetcher: Fetcher, *, pause: float, is_over: Callable[[], bool] = lambda: False
    ) -> None:
        """`pause` is in seconds: twice it is waited before the second try, then ever longer, and as long as
        the host says. Once `is_over()`, no further try is waited for, and the file counts as unreachable."""
        self._fetcher = fetcher
        self.is_over = is_over
        """Whether no further try is waited for."""
        self._backoff = Backoff(first=timedelta(seconds=2 * pause), longest=LONGEST_PAUSE)
        self._tasks: dict[str, asyncio.Task[Robots]] = {}

    def cached(self, origin: str) -> Robots | None:
        """The rules if they are read already: a look that costs nothing."""
        task = self._tasks.get(origin)
        if task is None or not task.done() or task.cancelled():
            return None
        robots = task.result()
        return robots if time.monotonic() - robots.read_at < _FRESH_SECONDS else None

    def origins(self) -> list[str]:
        """Every origin whose robots.txt was asked for, answered or not."""
        return list(self._tasks)

    async def of(self, origin: str) -> Robots:
        """`origin` is scheme://host[:port]. Raises EgressRefused where we may not even ask."""
        if (robots := self.cached(origin)) is not None:
            return robots
        task = self._tasks.get(origin)
        if task is None or task.done():
            task = self._tasks[origin] = asyncio.create_task(self._read(origin))
        return await asyncio.shield(task)

    async def _read(self, origin: str) -> Robots:
        why, asked_pause = Message("exchange.failed"), 0.0
        for attempt in range(_TRIES):
            if attempt and not await self._wait(attempt, asked_pause):
                break
            asked_pause = 0.0
            try:
                answer = await fetch_to_end(
                    self._fetcher, origin + "/robots.txt", ROBOTS, max_bytes=ROBOTS.max_bytes
                )
            except FetchFailed as error:
                why = error.message
                if not error.temporary:
                    break
                continue
            if answer.status < 500 and answer.status != 429:
                return _robots(answer)
            why = Message("exchange.status", {"status": answer.status})
            asked_pause = retry_after(answer.headers) or 0.0
        return Robots(state=RobotsState.UNREACHABLE, rules=None, read_at=time.monotonic(), why=why)

    async def _wait(self, attempt: int, asked_pause: float) -> bool:
        """Wait before a further try, at least as long as the host asked for, up to `LONGEST_PAUSE`; False where nobody
        needs the file any more."""
        pause = min(asked_pause, LONGEST_PAUSE.total_seconds())
        seconds = max(self._backoff.wait(attempt).total_seconds(), pause)
        return await wait_until(time.monotonic() + seconds, self.is_over)


def _robots(answer: Fetched) -> Robots:
    now = time.monotonic()
    if answer.status >= 300:
        return Robots(state=RobotsState.ABSENT, rules=None, read_at=now)
    rules = parse_robots(answer.body)
    delay = rules.crawl_delay(TOKEN)
    return Robots(
        state=RobotsState.OBEYED,
        rules=rules,
        delay=delay,
        sitemaps=rules.sitemaps[:100],
        read_at=now,
    )
