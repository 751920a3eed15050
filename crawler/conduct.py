"""How the run behaves towards each host, gathered for the compliance ledger (合规台账)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from storage.compliance import HostConduct, record_conduct, set_platform_state
from storage.tables.base import now


@dataclass(kw_only=True)
class _Host:
    robots: str | None = None
    crawl_delay: float | None = None
    requests: int = 0
    refused: int = 0
    blocked: int = 0
    blocked_why: str | None = None
    first_at: datetime = field(default_factory=now)
    last_at: datetime = field(default_factory=now)
    state: str | None = None


class Conduct:
    """Counts per host since the last entry in the ledger."""

    def __init__(self, run_id: int, user_agent: str) -> None:
        self._run = run_id
        self._user_agent = user_agent
        self._hosts: dict[str, _Host] = {}

    def of(self, host: str) -> _Host:
        found = self._hosts.get(host)
        if found is None:
            found = self._hosts[host] = _Host()
        return found

    def asked(self, host: str, delay: float) -> None:
        entry = self.of(host)
        entry.requests += 1
        entry.crawl_delay = delay
        entry.last_at = now()

    def robots(self, host: str, state: str) -> None:
        self.of(host).robots = state

    def refused(self, host: str) -> None:
        self.of(host).refused += 1

    def blocked(self, host: str, why: str) -> None:
        entry = self.of(host)
        entry.blocked += 1
        entry.blocked_why = why
        entry.state = "blocked"

    def passed(self, host: str) -> None:
        """A page with content came: the host is not (or no longer) closed to us."""
        entry = self.of(host)
        if entry.state is None:
            entry.state = "ok"

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
                    first_at=entry.first_at,
                    last_at=entry.last_at,
                )
                for host, entry in self._hosts.items()
            ],
        )
        for host, entry in self._hosts.items():
            if entry.state is not None:
                set_platform_state(session, host, entry.state, entry.blocked_why, entry.last_at)
            entry.requests = entry.refused = entry.blocked = 0
