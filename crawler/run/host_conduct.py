"""How the run behaves towards each host, gathered for the compliance ledger (合规台账)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from storage.base.vocabulary import PlatformState, RobotsState
from storage.crawls.compliance_ledger import HostConduct, record_conduct, set_platform_state
from storage.tables.base import now


@dataclass(kw_only=True)
class _HostRecord:
    robots: RobotsState | None = None
    crawl_delay: float | None = None
    requests: int = 0
    refused: int = 0
    blocked: int = 0
    blocked_why: str | None = None
    signed_in: bool = False
    first_at: datetime = field(default_factory=now)
    last_at: datetime = field(default_factory=now)
    pages: int = 0
    """Pages with content, in this run's process."""
    walls: int = 0


class ConductLog:
    """Counts per host since the last entry in the ledger."""

    def __init__(self, run_id: int, user_agent: str) -> None:
        self._run = run_id
        self._user_agent = user_agent
        self._hosts: dict[str, _HostRecord] = {}

    def of(self, host: str) -> _HostRecord:
        entry = self._hosts.get(host)
        if entry is None:
            entry = self._hosts[host] = _HostRecord()
        return entry

    def asked(self, host: str, delay: float) -> None:
        entry = self.of(host)
        entry.requests += 1
        entry.crawl_delay = delay
        entry.last_at = now()

    def signed_in(self, host: str) -> None:
        """A page of the host is asked for within an officer's sign-in."""
        self.of(host).signed_in = True

    def robots(self, host: str, state: RobotsState) -> None:
        self.of(host).robots = state

    def refused(self, host: str) -> None:
        self.of(host).refused += 1

    def blocked(self, host: str, why: str) -> None:
        entry = self.of(host)
        entry.blocked += 1
        entry.walls += 1
        entry.blocked_why = why

    def passed(self, host: str) -> None:
        """A page with content came: the host is not (or no longer) closed to us."""
        self.of(host).pages += 1

    def has_passed(self, host: str) -> bool:
        """Did the host show any page with content in this run's process?"""
        return self.of(host).pages > 0

    def write(self, session: Session) -> None:
        """Enter what was gathered, in the caller's transaction, and begin anew."""
        record_conduct(
            session,
            self._run,
            [
                HostConduct(
                    host=host,
                    robots=entry.robots,
                    crawl_delay=entry.crawl_delay,
                    requests=entry.requests,
                    refused_by_robots=entry.refused,
                    blocked=entry.blocked,
                    blocked_why=entry.blocked_why,
                    user_agent=self._user_agent,
                    signed_in=entry.signed_in,
                    first_at=entry.first_at,
                    last_at=entry.last_at,
                )
                for host, entry in self._hosts.items()
            ],
        )
        for host, entry in self._hosts.items():
            _set_state(session, host, entry)
            entry.requests = entry.refused = entry.blocked = 0


def _set_state(session: Session, host: str, entry: _HostRecord) -> None:
    """A host is closed to us when it showed more walls than pages; one login page is no wall."""
    name = host.rpartition(":")[0]
    if entry.walls > entry.pages:
        set_platform_state(session, name, PlatformState.BLOCKED, entry.blocked_why, entry.last_at)
    elif entry.pages:
        set_platform_state(session, name, PlatformState.OK, None, entry.last_at)
