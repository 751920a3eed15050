"""What is asked before every request (访问许可): the platform's switch, robots.txt, the run's own account."""

from __future__ import annotations

from urllib.parse import urlsplit

from crawler.frontier.page_queue import host_of
from crawler.frontier.throttle import Paces
from crawler.http.robots import RobotsBook
from crawler.run.host_conduct import ConductLog
from crawler.run.platform_rules import PlatformRules
from storage.base.errors import EgressRefused, HubiaoError, Refused
from storage.base.vocabulary import RobotsState

_NO_CONNECTION = frozenset({"exchange.connection", "exchange.certificate", "exchange.timeout"})
"""Failures of the whole site rather than of its robots.txt."""


class RobotsRefused(Refused):
    """robots.txt forbids this address, or could not be fetched and so forbids all (RFC 9309 §2.3.1)."""


class VisitCancelled(HubiaoError):
    """Nobody needs this page any more: the run stops, or its host was given up."""


class AccessGate:
    """May this address be asked? Redirects pass it too, hop by hop."""

    def __init__(
        self,
        robots: RobotsBook,
        rules: PlatformRules,
        paces: Paces,
        conduct: ConductLog,
        *,
        delay_cap: float,
    ) -> None:
        self.robots = robots
        self._rules = rules
        self._paces = paces
        self._conduct = conduct
        self._delay_cap = delay_cap

    async def check(self, url: str) -> None:
        """Enter the request in the account of its host.

        Raises EgressRefused for what is no web address, PlatformOff, RobotsRefused, and VisitCancelled where
        the run stops before robots.txt is read.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https"):
            raise EgressRefused("url.scheme", url=ascii(url[:100]))
        self._rules.refuse_switched_off(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        host = host_of(url)
        cached = self.robots.cached(origin)
        robots = cached or await self.robots.of(origin)
        if robots.state is RobotsState.UNREACHABLE and self.robots.is_over():
            # Its tries may have been broken off: the page is no fault and waits for who goes on with the run.
            raise VisitCancelled("visit.cancelled")
        if cached is None:
            self._conduct.robots(host, robots.state)
            if robots.delay is not None:
                self._paces.of(host).ask_for(min(robots.delay, self._delay_cap))
            profile = self._rules.profile_of(url)
            if profile is not None and profile.delay is not None:
                self._paces.of(host).ask_for(profile.delay)
        if not robots.allows(url):
            self._conduct.refused(host)
            if robots.state is RobotsState.UNREACHABLE:
                if robots.why is not None and robots.why.code in _NO_CONNECTION:
                    raise RobotsRefused("site.unreachable", why=robots.why)
                raise RobotsRefused("robots.unreachable", why=robots.why)
            raise RobotsRefused("robots.forbids")
        self._conduct.asked(host, self._paces.of(host).delay)

    async def may_load(self, url: str) -> bool:
        """Does robots.txt let a drawn page's script load this address? It is no visit of its own."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https"):
            return True  # data: and blob: leave the browser not
        try:
            robots = await self.robots.of(f"{parts.scheme}://{parts.netloc}")
        except EgressRefused:
            return False
        if not robots.allows(url):
            self._conduct.refused(host_of(url))
            return False
        return True
