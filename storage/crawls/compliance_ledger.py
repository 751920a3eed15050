"""合规台账: how each run behaved towards each host, written while it runs.

One row a run and host: what robots.txt said (RFC 9309), the rate that was kept, refusals and
walls. It answers, later, whether the office crawled within the rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import PlatformState, RobotsState
from storage.tables import ComplianceRow, PlatformRow


@dataclass(frozen=True, kw_only=True)
class HostConduct:
    """What happened between one run and one host since the run's process began."""

    host: str
    robots: RobotsState | None
    crawl_delay: float | None
    """Seconds between requests that were kept."""
    requests: int
    refused_by_robots: int
    blocked: int
    blocked_why: str | None
    user_agent: str
    first_at: datetime
    last_at: datetime
    signed_in: bool = False
    """Whether a page was asked for within an officer's sign-in (登录会话)."""


def record_conduct(session: Session, run_id: int, hosts: Iterable[HostConduct]) -> None:
    """Add a process's requests since its last write to the ledger."""
    for conduct in hosts:
        row = session.scalar(
            sa.select(ComplianceRow).where(
                ComplianceRow.run_id == run_id, ComplianceRow.host == conduct.host
            )
        )
        if row is None:
            row = ComplianceRow(
                run_id=run_id,
                host=conduct.host,
                first_at=conduct.first_at,
                requests=0,
                refused_by_robots=0,
                blocked=0,
            )
            session.add(row)
        row.robots, row.crawl_delay = conduct.robots, conduct.crawl_delay
        row.requests += conduct.requests
        row.refused_by_robots += conduct.refused_by_robots
        row.blocked += conduct.blocked
        row.blocked_why = conduct.blocked_why or row.blocked_why
        row.signed_in = bool(row.signed_in or conduct.signed_in)
        row.user_agent, row.last_at = conduct.user_agent, conduct.last_at


def set_platform_state(
    session: Session, host: str, state: PlatformState, why: str | None, at: datetime
) -> None:
    """ok or blocked (受阻); blocked is a state of the crawl, never "clean"."""
    row = session.get(PlatformRow, host)
    if row is None:
        row = PlatformRow(host=host)
        session.add(row)
    row.state, row.state_why, row.state_at = state, why, at


def describe_conduct(row: ComplianceRow) -> dict[str, object]:
    """One row of the ledger as JSON; an unknown field is absent."""
    fields = {
        "run": row.run_id,
        "host": row.host,
        "robots": row.robots,
        "delay": row.crawl_delay,
        "requests": row.requests,
        "refused_by_robots": row.refused_by_robots,
        "blocked": row.blocked,
        "blocked_why": row.blocked_why,
        "user_agent": row.user_agent,
        "signed_in": row.signed_in,
        "first_at": row.first_at.isoformat() if row.first_at else None,
        "last_at": row.last_at.isoformat() if row.last_at else None,
    }
    return {name: value for name, value in fields.items() if value is not None}


def list_conduct(session: Session, run_id: int) -> list[ComplianceRow]:
    """The ledger of one run, by host."""
    query = sa.select(ComplianceRow).where(ComplianceRow.run_id == run_id)
    return list(session.scalars(query.order_by(ComplianceRow.host)))


def of_platform(platform: str) -> sa.ColumnElement[bool]:
    """The rows of a platform: the ledger names each host with its port, a platform is a host and
    what lies under it."""
    host = ComplianceRow.host
    return sa.or_(
        host == platform,
        host.startswith(f"{platform}:", autoescape=True),
        host.endswith(f".{platform}", autoescape=True),
        host.contains(f".{platform}:", autoescape=True),
    )
