"""What is kept of a page is bounded, however many links it shows."""

from __future__ import annotations

import hashlib
import json
import zlib
from datetime import UTC, datetime

import pytest
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


_MARKS = [["<b>1</b>"], 0, 9, "", "utf-8"]


def packed(content: object) -> bytes:
    return zlib.compress(json.dumps(content).encode())


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("content", "is_recalled"),
    [
        (packed([[], [["https://shop.example/1", "list"]]]), True),
        (packed([[], [], _MARKS, "page", ["a", "b"], "", ["sid"], "new", 7]), True),
        (packed([[], [], [*_MARKS, None, "new"]]), False),
        (packed([[], [["https://shop.example/1", "list", 1]]]), False),
        (packed([[["key", 1]], []]), False),
        (packed({"keys": []}), False),
        (b"another packer's bytes", False),
    ],
    ids=["earlier", "longer", "marks", "links", "keys", "names", "packer"],
)
def test_a_page_that_another_version_stored_is_read_afresh_where_its_shape_is_another(
    database: Database, content: bytes, is_recalled: bool
) -> None:
    with database.begin() as session:
        remember(session, [page(1, 2), page(2, 2)], _AT)
        here = PageMemoryRow.fingerprint == page(1, 2).fingerprint
        session.execute(sa.update(PageMemoryRow).where(here).values(content=content))
    prints = [page(n, 2).fingerprint for n in (1, 2)]
    with database.read() as session:
        assert set(recall(session, prints)) == set(prints if is_recalled else prints[1:])
