"""商品信息 in the database: one row a key, one version a content hash."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.contested_rows import insert_missing
from storage.base.vocabulary import ListingKind, Presence
from storage.intake_gate.storable_listing import storable_listing
from storage.listings.assessment_marks import assess_again
from storage.listings.contact_hashes import keep_contacts
from storage.listings.key_changes import rename_known
from storage.records import Listing
from storage.tables import ListingRow, ListingVersionRow, ShopRow

_VOLATILE = frozenset({"seen_at", "sales", "url"})
"""Fields that change without the offer changing; `url` since one key is shown under many."""


@dataclass(frozen=True, kw_only=True)
class SeenListing:
    """A listing as one page showed it, under the key that makes it one."""

    key: str
    listing: Listing
    kind: ListingKind = ListingKind.LISTING
    contacts: tuple[str, ...] = ()
    """Keyed hashes of the contacts that stood in its texts."""
    own_key: str | None = None
    """Set where `key` is only claimed by a canonical link: the key of the page's own address."""
    is_unread: bool = False
    """Its page stayed an empty shell that tells only its title: nothing is learnt of what is stored."""
    corrects: int | None = None
    """Set where it is how an earlier page of the run, a row of its queue, is read in the end."""


def content_hash(listing: Listing) -> bytes:
    """SHA-256 of what an officer would call the content: equal hashes are one version."""
    record = {k: v for k, v in listing.to_json().items() if k not in _VOLATILE}
    line = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).digest()


def save_listings(
    session: Session, listings: Sequence[SeenListing], *, run_id: int | None, at: datetime
) -> Counter[str]:
    """Store listings in a handful of statements whatever their number.

    Returns how many were `new`, `changed` or `same`. A key that comes twice in `seen` counts
    once; its last content wins, that of an unread page where there is no other. What is stored of a
    listing stays as it is when its page is unread.
    """
    storable = [replace(item, listing=storable_listing(item.listing)) for item in listings]
    latest = {item.key: item for item in sorted(storable, key=lambda item: not item.is_unread)}
    fates: Counter[str] = Counter()
    if not latest:
        return fates
    stored = _stored(session, latest)
    unknown = {key: item for key, item in latest.items() if key not in stored}
    if unknown and run_id and rename_known(session, unknown, stored, run_id=run_id):
        stored = _stored(session, latest)
    shops = _shops(session, latest.values(), at)
    _keep_contacts(session, latest.values(), shops)
    fresh: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    same: list[int] = []
    hashes: dict[str, bytes] = {}
    for key, item in latest.items():
        hashes[key] = digest = content_hash(item.listing)
        row = stored.get(key)
        if row is None:
            fresh.append(_new_row(item, digest, shops, run_id, at))
        elif item.is_unread or (row.content_hash == digest and row.presence is Presence.PRESENT):
            same.append(row.id)
        else:
            changed.append(_changed_row(row.id, item, digest, shops, run_id, at))
    if fresh:
        session.execute(sa.insert(ListingRow), fresh)
        stored = _stored(session, latest)
    if same:
        session.execute(
            sa.update(ListingRow)
            .where(ListingRow.id.in_(same))
            .values(last_seen_at=at, run_id=run_id)
        )
    unmoved = set(same)
    moved = {key: item for key, item in latest.items() if stored[key].id not in unmoved}
    if changed:
        session.execute(sa.update(ListingRow), changed)
    _add_versions(session, moved, hashes, stored, run_id, at)
    _mark_current(session, [row["id"] for row in changed])
    fates.update(new=len(fresh), changed=len(changed), same=len(same))
    return fates


def _stored(session: Session, keys: Iterable[str]) -> dict[str, Any]:
    columns = (ListingRow.id, ListingRow.key, ListingRow.content_hash, ListingRow.presence)
    rows = session.execute(sa.select(*columns).where(ListingRow.key.in_(list(keys))))
    return {row.key: row for row in rows}


def _shops(
    session: Session, items: Iterable[SeenListing], at: datetime
) -> dict[tuple[str, str], int]:
    shops: dict[tuple[str, str], dict[str, object]] = {}
    for item in items:
        listing = item.listing
        if listing.shop:
            pair = (listing.stored_platform, listing.shop[:300])
            shops[pair] = {
                "platform": pair[0],
                "name": pair[1],
                "url": listing.shop_url,
                "operator": listing.operator,
                "first_seen_at": at,
            }
    if not shops:
        return {}
    insert_missing(session, ShopRow, list(shops.values()), ["platform", "name"])
    rows = session.execute(
        sa.select(ShopRow.id, ShopRow.platform, ShopRow.name).where(
            ShopRow.name.in_({name for _, name in shops})
        )
    )
    return {(row.platform, row.name): row.id for row in rows}


def _keep_contacts(
    session: Session, items: Iterable[SeenListing], shops: dict[tuple[str, str], int]
) -> None:
    contacts: dict[int, set[str]] = {}
    for item in items:
        shop = item.listing.shop
        if item.contacts and shop:
            pair = (item.listing.stored_platform, shop[:300])
            contacts.setdefault(shops[pair], set()).update(item.contacts)
    keep_contacts(session, contacts)


def _row(
    item: SeenListing,
    digest: bytes,
    shops: dict[tuple[str, str], int],
    run_id: int | None,
    at: datetime,
) -> dict[str, object]:
    listing = item.listing
    platform = listing.stored_platform
    return {
        "url": listing.url,
        "platform": platform,
        "shop_id": shops.get((platform, listing.shop[:300])) if listing.shop else None,
        "title": listing.title,
        "kind": item.kind,
        "content_hash": digest,
        "presence": Presence.PRESENT,
        "last_seen_at": at,
        "run_id": run_id,
    }


def _new_row(
    item: SeenListing,
    digest: bytes,
    shops: dict[tuple[str, str], int],
    run_id: int | None,
    at: datetime,
) -> dict[str, object]:
    return {"key": item.key, "first_seen_at": at, **_row(item, digest, shops, run_id, at)}


def _changed_row(
    row_id: int,
    item: SeenListing,
    digest: bytes,
    shops: dict[tuple[str, str], int],
    run_id: int | None,
    at: datetime,
) -> dict[str, object]:
    return {"id": row_id, **_row(item, digest, shops, run_id, at)}


def _add_versions(
    session: Session,
    moved: dict[str, SeenListing],
    hashes: dict[str, bytes],
    stored: dict[str, Any],
    run_id: int | None,
    at: datetime,
) -> None:
    """Add each new content as a version and point its listing at it (an old one may return)."""
    if not moved:
        return
    rows = [
        {
            "listing_id": stored[key].id,
            "content_hash": hashes[key],
            "record": item.listing,
            "run_id": run_id,
            "seen_at": at,
        }
        for key, item in moved.items()
    ]
    insert_missing(session, ListingVersionRow, rows, ["listing_id", "content_hash"])
    current = (
        sa.select(ListingVersionRow.id)
        .where(
            ListingVersionRow.listing_id == ListingRow.id,
            ListingVersionRow.content_hash == ListingRow.content_hash,
        )
        .scalar_subquery()
    )
    ids = [row["listing_id"] for row in rows]
    session.execute(
        sa.update(ListingRow)
        .where(ListingRow.id.in_(ids))
        .values(version_id=current)
        .execution_options(synchronize_session=False)
    )
    # A content that returns, or a listing that was gone, is to be assessed again.
    returned = sa.select(ListingRow.version_id).where(ListingRow.id.in_(ids))
    assess_again(session, ListingVersionRow.id.in_(returned))


def _mark_current(session: Session, listing_ids: Sequence[int]) -> None:
    """Have the versions of these listings say which of them is shown now."""
    if not listing_ids:
        return
    shows = sa.exists().where(ListingRow.version_id == ListingVersionRow.id)
    session.execute(
        sa.update(ListingVersionRow)
        .where(ListingVersionRow.listing_id.in_(listing_ids), ListingVersionRow.current != shows)
        .values(current=shows)
        .execution_options(synchronize_session=False)
    )


def mark_gone(session: Session, key: str, *, at: datetime) -> Presence | None:
    """A known listing was not there: `missing` after the first time, `removed` after the second.

    Returns the new presence, or None when no listing has this key.
    """
    row = session.scalar(sa.select(ListingRow).where(ListingRow.key == key))
    if row is None:
        return None
    if row.presence is Presence.PRESENT:
        row.presence = Presence.MISSING
    elif row.presence is Presence.MISSING and row.last_seen_at < at:
        row.presence = Presence.REMOVED
    return row.presence


def holders_of(session: Session, keys: Sequence[str]) -> list[tuple[str, str, str]]:
    """(key, title, url) of the listings that have these keys."""
    rows = session.execute(
        sa.select(ListingRow.key, ListingRow.title, ListingRow.url).where(ListingRow.key.in_(keys))
    )
    return [(row.key, row.title, row.url) for row in rows]


def rename_listing(session: Session, key: str, to: str) -> None:
    """Give a listing the key that is its own; nothing happens where that is taken already."""
    if session.scalar(sa.select(ListingRow.id).where(ListingRow.key == to)) is None:
        session.execute(
            sa.update(ListingRow)
            .where(ListingRow.key == key)
            .values(key=to)
            .execution_options(synchronize_session=False)
        )


def load_listing(session: Session, version_id: int) -> Listing:
    """The listing as one of its versions showed it."""
    row = session.get_one(ListingVersionRow, version_id)
    return row.record


def current_listings(session: Session, keys: Sequence[str]) -> dict[str, Listing]:
    """Key → the current content of the listings that have these keys."""
    rows = session.execute(
        sa.select(ListingRow.key, ListingVersionRow.record)
        .join(ListingVersionRow, ListingVersionRow.id == ListingRow.version_id)
        .where(ListingRow.key.in_(list(keys)))
    )
    return {row.key: row.record for row in rows}


def keys_of_run(session: Session, run_id: int, keys: Sequence[str]) -> set[str]:
    """Those of the keys whose listings this run met last."""
    query = sa.select(ListingRow.key).where(ListingRow.key.in_(list(keys)))
    return set(session.scalars(query.where(ListingRow.run_id == run_id)))
