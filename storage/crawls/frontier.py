"""The queue of pages (待采网页) of a run: pages queued, visited, and given up.

Only the functions here change its rows, and they change them inside the caller's transaction, so
that a page's listings, the links it gave and its end become true together or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.contested_rows import insert_missing
from storage.base.message import Message
from storage.base.vocabulary import PageState
from storage.listings.page_digests import PageMemory, recall
from storage.records.stored_request import StoredRequest
from storage.tables import FrontierKind, FrontierRow

MAX_TRIES = 5
"""Failures after which a page is given up; chosen by hand."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NewPage:
    """An address to visit once in this run."""

    fingerprint: bytes
    """20 bytes of the address in its normal form; one page a fingerprint."""
    url: str
    host: str
    """host:port."""
    kind: str = "list"
    priority: int = 0
    """Higher goes first."""
    depth: int = 0
    request: StoredRequest | None = None
    """None is the plain GET."""


@dataclass(frozen=True, kw_only=True, slots=True)
class QueuedPage:
    """A page that waits for its visit."""

    id: int
    fingerprint: bytes
    url: str
    host: str
    kind: str
    priority: int
    depth: int
    tries: int
    request: StoredRequest | None
    memory: PageMemory | None = None
    """Digest of this page at the last visit, where it is still valid."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FailedVisit:
    """A visit that gave no page."""

    page_id: int
    error: Message
    tries: int
    """Including this one."""
    final: bool
    """No further try, whatever the number."""


_COLUMNS = ("id", "fingerprint", "url", "host", "kind", "priority", "depth", "tries", "request")


def add_pages(session: Session, run_id: int, pages: Iterable[NewPage]) -> None:
    """Queue addresses that this run does not know yet; known ones keep their state."""
    rows = [
        {
            "run_id": run_id,
            "fingerprint": page.fingerprint,
            "url": page.url,
            "host": page.host,
            "kind": page.kind,
            "priority": page.priority,
            "depth": page.depth,
            "request": page.request,
            "state": PageState.QUEUED,
            "tries": 0,
        }
        for page in pages
    ]
    insert_missing(session, FrontierRow, rows, ["run_id", "fingerprint"])


def next_pages(
    session: Session, run_id: int, host: str, limit: int, leased: Set[int] = frozenset()
) -> list[QueuedPage]:
    """The first queued pages of one host that are not leased, at most `limit`, by priority, then
    in the order they were found."""
    columns = [getattr(FrontierRow, name) for name in _COLUMNS]
    rows = session.execute(
        sa.select(*columns)
        .where(
            FrontierRow.run_id == run_id,
            FrontierRow.state == PageState.QUEUED,
            FrontierRow.host == host,
        )
        .order_by(FrontierRow.priority.desc(), FrontierRow.id)
        .limit(limit + len(leased))
    )
    free = [row for row in rows if row.id not in leased][:limit]
    pages = [QueuedPage(**row._mapping) for row in free]
    memories = recall(session, [page.fingerprint for page in pages])
    return [replace(page, memory=memories.get(page.fingerprint)) for page in pages]


def queued_hosts(session: Session, run_id: int) -> dict[str, int]:
    """How many pages of each host wait."""
    rows = session.execute(
        sa.select(FrontierRow.host, sa.func.count())
        .where(FrontierRow.run_id == run_id, FrontierRow.state == PageState.QUEUED)
        .group_by(FrontierRow.host)
    )
    return {row[0]: row[1] for row in rows}


def known_pages(session: Session, run_id: int) -> dict[str, int]:
    """How many pages of each host this run knows in any state."""
    rows = session.execute(
        sa.select(FrontierRow.host, sa.func.count())
        .where(FrontierRow.run_id == run_id)
        .group_by(FrontierRow.host)
    )
    return {row[0]: row[1] for row in rows}


def followed_hosts(session: Session, run_id: int) -> list[str]:
    """The hosts whose pages this run queued, without those of sitemaps alone."""
    hosts = sa.select(FrontierRow.host).where(
        FrontierRow.run_id == run_id, FrontierRow.kind != FrontierKind.SITEMAP
    )
    return sorted(session.scalars(hosts.distinct()))


def visited_lists(session: Session, run_id: int, limit: int) -> list[tuple[str, str]]:
    """Host and address of the first lists that this run visited, at most `limit`."""
    query = sa.select(FrontierRow.host, FrontierRow.url).where(
        FrontierRow.run_id == run_id,
        FrontierRow.state == PageState.VISITED,
        FrontierRow.kind.in_((FrontierKind.START, FrontierKind.LIST, FrontierKind.SEARCH)),
    )
    rows = session.execute(query.order_by(FrontierRow.id).limit(limit))
    return [(row[0], row[1]) for row in rows]


def known_fingerprints(session: Session, run_id: int, limit: int) -> list[bytes]:
    """The latest pages that this run knows in any state, at most `limit`."""
    query = sa.select(FrontierRow.fingerprint).where(FrontierRow.run_id == run_id)
    return list(session.scalars(query.order_by(FrontierRow.id.desc()).limit(limit)))


def finish_pages(session: Session, page_ids: Sequence[int]) -> None:
    """Mark pages as visited; their results are stored in the same transaction."""
    _set(session, page_ids, state=PageState.VISITED, error=None)


def fail_pages(session: Session, visits: Iterable[FailedVisit]) -> None:
    """Count failures; a page that failed for good, or too often, is dead."""
    rows = [
        {
            "id": visit.page_id,
            "tries": visit.tries,
            "error": visit.error,
            "state": PageState.DEAD
            if visit.final or visit.tries >= MAX_TRIES
            else PageState.QUEUED,
        }
        for visit in visits
    ]
    if rows:
        session.execute(sa.update(FrontierRow), rows)


def blame_page(session: Session, page_id: int, why: Message) -> None:
    """Count a failure for a page that may have ended the process which read it."""
    row = session.get(FrontierRow, page_id)
    if row is not None and row.state is PageState.QUEUED:
        row.tries += 1
        row.error = why
        row.state = PageState.DEAD if row.tries >= MAX_TRIES else PageState.QUEUED


def give_up_host(
    session: Session, run_id: int, host: str, why: Message, *, read: Set[int] = frozenset()
) -> int:
    """No further visit to this host in this run; returns how many pages that ends. Those that were `read` and are
    not stored yet stay queued: a process that dies before it has stored them loses none."""
    result = session.execute(
        sa.update(FrontierRow)
        .where(
            FrontierRow.run_id == run_id,
            FrontierRow.state == PageState.QUEUED,
            FrontierRow.host == host,
            FrontierRow.id.not_in(read),
        )
        .values(state=PageState.DEAD, error=why)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def forget_pages(session: Session, run_id: int) -> None:
    """Drop the queue of a run that is over: its listings and counts stay, its addresses need not."""
    session.execute(
        sa.delete(FrontierRow)
        .where(FrontierRow.run_id == run_id, FrontierRow.state != PageState.DEAD)
        .execution_options(synchronize_session=False)
    )


def _set(session: Session, page_ids: Sequence[int], **values: Any) -> None:
    if page_ids:
        session.execute(
            sa.update(FrontierRow)
            .where(FrontierRow.id.in_(page_ids))
            .values(**values)
            .execution_options(synchronize_session=False)
        )
