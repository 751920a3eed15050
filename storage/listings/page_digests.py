"""What a page said last time (网页记忆), so that an unchanged one need not be sent or read again.

Used only while every listing that it named is still stored and present, and only by the reader
that wrote it: a new version of the program, or another profile, reads every page afresh.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.contested_rows import conflict_insert
from storage.base.vocabulary import ListingKind, Presence
from storage.tables import ListingRow, PageMemoryRow

_LEVEL = 1
"""zlib level: the fastest, since a crawl packs every page that it reads."""
MOST_BYTES = 65_536
"""Packed keys, links and marks of one page, some 4,000 links; chosen by hand: a page with more (up to 20,000
links are read) is read afresh each time, rather than kept at some 300 kB."""
_ABSENT: tuple[Any, ...] = ([], [], None, "", ("", ""), "", [])
"""Keys, links, marks, kind, text, final address and session names of a page of which nothing is stored;
earlier versions stored only the first of them."""
_COLUMNS = ("etag", "modified", "digest", "reader", "content", "seen_at")


@dataclass(frozen=True, slots=True)
class GoodsPart:
    """The part of a page in which its goods stand."""

    first: int
    last: int
    """The first and the last of the pieces in it, by number."""
    tags: str
    """Digest of the tags from the one to a little behind the other."""
    fields: int
    """Which of the pieces stand in it, a bit a piece."""


_PART_SIZE = len(fields(GoodsPart))
"""Values of one that is stored; an earlier version stored fewer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PageMarks:
    """What of a page's bytes tells whether its goods are the same (crawler/site/page_marks.py)."""

    pieces: tuple[str, ...]
    """Bytes of its markup that hold its fields, as Latin-1; the price's first, if it has one."""
    stock: int
    """Which words of stock it holds, a bit a word."""
    elements: int
    """Its tags."""
    amounts: str
    """Digest of the amounts about its price; empty without a price."""
    charset: str
    goods_part: GoodsPart | None = None
    """None where no such part was made out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PageMemory:
    """One page as it was read."""

    fingerprint: bytes
    """Of its address, as the frontier has it."""
    digest: bytes
    """16 bytes of its body without what differs at every visit (crawler/site/page_digest.py)."""
    reader: str
    """Who read it: version and profile."""
    keys: tuple[str, ...] = ()
    """Listings that it showed."""
    links: tuple[tuple[str, str], ...] = ()
    """Where it led: (address, kind)."""
    etag: str | None = None
    modified: str | None = None
    """ETag and Last-Modified, as it sent them (RFC 9110 §8.8)."""
    marks: PageMarks | None = None
    """None for a page of which only the same bytes are the same."""
    kind: str = ""
    """What it was read as: listing, list or page; empty where an earlier version stored it."""
    text: tuple[str, str] = ("", "")
    """Digests of what it said, where it named no goods (crawler/frontier/page_text.py)."""
    final: str = ""
    """Where its redirects led; empty for a page that answered at its own address."""
    sessions: tuple[str, ...] = ()
    """Names of the sessions that its host writes into addresses (crawler/url/url_sessions.py)."""


def remember(session: Session, pages: Iterable[PageMemory], at: datetime) -> None:
    """Store or replace what these pages said."""
    latest = {page.fingerprint: _bounded(page) for page in pages}
    rows = [
        {
            "fingerprint": page.fingerprint,
            "etag": page.etag,
            "modified": page.modified,
            "digest": page.digest,
            "reader": page.reader,
            "content": content,
            "seen_at": at,
        }
        for page, content in latest.values()
    ]
    if not rows:
        return
    insert = conflict_insert(session, PageMemoryRow)
    replaced = {name: insert.excluded[name] for name in _COLUMNS}
    upsert = insert.on_conflict_do_update(index_elements=["fingerprint"], set_=replaced)
    session.execute(upsert, rows)


def recall(session: Session, fingerprints: Sequence[bytes]) -> dict[bytes, PageMemory]:
    """What is known of these pages and still true of the listings that they showed."""
    rows = session.execute(
        sa.select(PageMemoryRow.__table__).where(PageMemoryRow.fingerprint.in_(fingerprints))
    )
    pages = [page for row in rows if (page := _unpack(row)) is not None]
    keys = [key for page in pages for key in page.keys]
    present: set[str] = set()
    if keys:
        present = set(
            session.scalars(
                sa.select(ListingRow.key).where(
                    ListingRow.key.in_(keys), ListingRow.presence == Presence.PRESENT
                )
            )
        )
    return {page.fingerprint: page for page in pages if present.issuperset(page.keys)}


def remembered(session: Session, fingerprints: Sequence[bytes]) -> set[bytes]:
    """Which of these pages an earlier run has read."""
    query = sa.select(PageMemoryRow.fingerprint).where(PageMemoryRow.fingerprint.in_(fingerprints))
    return set(session.scalars(query))


def forget(session: Session, fingerprints: Collection[bytes]) -> None:
    """These pages are read anew at their next visit."""
    if fingerprints:
        session.execute(
            sa.delete(PageMemoryRow)
            .where(PageMemoryRow.fingerprint.in_(fingerprints))
            .execution_options(synchronize_session=False)
        )


def touch_listings(
    session: Session, keys: Sequence[str], *, kind: ListingKind, run_id: int, at: datetime
) -> int:
    """These were seen unchanged; returns how many of this kind the run had not seen before."""
    if not keys:
        return 0
    result = session.execute(
        sa.update(ListingRow)
        .where(
            ListingRow.key.in_(keys),
            sa.or_(ListingRow.run_id.is_(None), ListingRow.run_id != run_id),
            ListingRow.kind == kind,
        )
        .values(run_id=run_id, last_seen_at=at)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def _bounded(page: PageMemory) -> tuple[PageMemory, bytes]:
    """A page with its packed content; of a page with more than MOST_BYTES only that it was read."""
    content = _pack(page)
    if len(content) <= MOST_BYTES:
        return page, content
    forgotten = PageMemory(fingerprint=page.fingerprint, digest=bytes(16), reader=page.reader)
    return forgotten, _pack(forgotten)


def _pack(page: PageMemory) -> bytes:
    marks = astuple(page.marks) if page.marks else None
    content = [page.keys, page.links, marks, page.kind, page.text, page.final, page.sessions]
    line = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(line.encode("utf-8", "surrogatepass"), _LEVEL)


def _unpack(row: sa.Row[tuple[object, ...]]) -> PageMemory | None:
    """The page of a row; None for one that a later version wrote in a shape of its own, and that is read afresh."""
    try:
        return _page_of(row)
    except (zlib.error, ValueError, TypeError, IndexError, KeyError):
        return None


def _page_of(row: sa.Row[tuple[object, ...]]) -> PageMemory:
    content: list[Any] = json.loads(zlib.decompress(row.content))
    content += _ABSENT[len(content) :]
    keys, links, marks, kind, text, final, sessions = content[: len(_ABSENT)]
    if not all(isinstance(key, str) for key in keys):
        raise TypeError("keys")
    return PageMemory(
        fingerprint=row.fingerprint,
        digest=row.digest,
        reader=row.reader,
        keys=tuple(keys),
        links=tuple((url, kind) for url, kind in links),
        etag=row.etag,
        modified=row.modified,
        marks=_unpack_marks(*marks) if marks else None,
        kind=kind,
        text=(text[0], text[1]),
        final=final,
        sessions=tuple(sessions),
    )


def _unpack_marks(
    pieces: list[str],
    stock: int,
    elements: int,
    amounts: str,
    charset: str,
    goods_part: list[Any] | None = None,
) -> PageMarks:
    return PageMarks(
        pieces=tuple(pieces),
        stock=stock,
        elements=elements,
        amounts=amounts,
        charset=charset,
        goods_part=GoodsPart(*goods_part) if goods_part and len(goods_part) == _PART_SIZE else None,
    )
