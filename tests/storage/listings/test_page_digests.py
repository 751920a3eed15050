"""What is kept of a page is bounded, however many links it shows."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import sqlalchemy as sa

from storage.base.database import Database
from storage.listings.page_digests import MOST_BYTES, PageMemory, recall, remember, remembered
from storage.tables import PageMemoryRow

_AT = datetime(2026, 11, 1, tzinfo=UTC)


def page(number: int, links: int) -> PageMemory:
    addresses = (hashlib.sha256(f"{number}-{n}".encode()).hexdigest() for n in range(links))
    return PageMemory(
        fingerprint=number.to_bytes(20, "big"), digest=bytes([number] * 16), reader="r", etag='"v1"',
        links=tuple((f"https://shop.example/{address}", "link") for address in addresses),
    )  # fmt: skip


def test_a_page_with_too_many_links_is_read_afresh_and_costs_no_room(database: Database) -> None:
    usual, crowded = page(1, 200), page(2, 5_000)
    with database.begin() as session:
        remember(session, [usual, crowded], _AT)
    prints = [usual.fingerprint, crowded.fingerprint]
    with database.read() as session:
        pages = recall(session, prints)
        assert pages[usual.fingerprint] == usual
        assert pages[crowded.fingerprint].digest != crowded.digest
        assert pages[crowded.fingerprint].etag is None
        assert remembered(session, prints) == set(prints)
        longest = session.scalar(sa.select(sa.func.max(sa.func.length(PageMemoryRow.content))))
        assert longest is not None
        assert longest < MOST_BYTES
