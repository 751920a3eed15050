"""Recognition of pictures (图片比对): each stored picture is written down with the earlier one it is like.

A picture that is like none before it stands for itself and is looked up by its keys; others point to
it, so that a picture in a thousand shops makes a thousand rows and not their pairs. That a picture is
the same as another is asked here alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.contested_rows import insert_missing
from storage.base.database import query_parts
from storage.pictures.fingerprint import Fingerprint, hash_only
from storage.tables import PictureHashRow, PictureKeyRow, PictureLikenessRow

MOST_CANDIDATES = 24
"""Earlier pictures that a new one is compared with, those that share most keys; some 30 ms each."""
_VIEW_CANDIDATES = 8
"""Stored pictures that a view within a photo is compared with; a photo has up to a dozen views. Chosen by hand."""
_ENOUGH = 6
"""Candidates compared though one was the same: a copy may be like two crops that are not like one
another. This and the next are chosen by hand."""
_HASH_LIKELIHOOD = {0: 0.9, 1: 0.8, 2: 0.8, 3: 0.7, 4: 0.6}
"""Likelihood by differing bits where a small copy is absent: of packs of one layout (measured, 124,750
pairs) 43 differ in 8 bits and less, none in 0."""


@dataclass(frozen=True, kw_only=True)
class PictureTwin:
    """Another listing that shows the same picture."""

    since: datetime
    """When both pictures were known."""
    likelihood: float
    """0..1, that the pictures are the same one."""


def file_picture(
    session: Session,
    picture_id: int,
    fingerprint: Fingerprint,
    compared: Mapping[int, float] = MappingProxyType({}),
) -> None:
    """Write down which earlier pictures a stored one is the same as. What others are like stays so,
    and is looked up by the keys of this fingerprint too. `compared` is what `compare_stored` returned."""
    itself = session.get(PictureLikenessRow, (picture_id, picture_id))
    likelihoods = {} if itself else _same(_compared(session, picture_id, fingerprint, compared))
    if likelihoods:
        session.execute(
            sa.delete(PictureLikenessRow).where(PictureLikenessRow.picture_id == picture_id)
        )
    links = likelihoods or {picture_id: 1.0}
    rows = [
        {"picture_id": picture_id, "like_id": like_id, "likelihood": likelihood}
        for like_id, likelihood in links.items()
    ]
    insert_missing(session, PictureLikenessRow, rows, ["picture_id", "like_id"])
    if not likelihoods:
        keys = [{"key": key, "picture_id": picture_id} for key in sorted(fingerprint.keys())]
        insert_missing(session, PictureKeyRow, keys, ["key", "picture_id"])


def compare_stored(
    session: Session, fingerprint: Fingerprint, *, picture_id: int = 0
) -> dict[int, float]:
    """Likelihoods that a picture, `picture_id` where it is stored, is the same as those that it is
    compared with, by their row numbers. Asked before a writing transaction, it leaves to that only
    what was stored in between."""
    return _compared(session, picture_id, fingerprint, {})


def like_pictures(session: Session, fingerprints: Sequence[Fingerprint]) -> dict[int, float]:
    """Stored pictures that stand for themselves and are the same as a photo or as a view within it, by
    their row numbers, with the likelihood. `fingerprints` are the photo's and those of its views."""
    likelihoods: dict[int, float] = {}
    for number, fingerprint in enumerate(fingerprints):
        most = _VIEW_CANDIDATES if number else MOST_CANDIDATES
        for candidate in _candidates(session, 0, fingerprint, most):
            likelihood = _likelihood(fingerprint, candidate)
            likelihoods[candidate.id] = max(likelihood, likelihoods.get(candidate.id, 0.0))
    return _same(likelihoods)


def _compared(
    session: Session, picture_id: int, fingerprint: Fingerprint, compared: Mapping[int, float]
) -> dict[int, float]:
    from storage.pictures.likeness import SAME

    likelihoods: dict[int, float] = {}
    for candidate in _candidates(session, picture_id, fingerprint, MOST_CANDIDATES):
        likelihood = compared.get(candidate.id)
        if likelihood is None:
            likelihood = _likelihood(fingerprint, candidate)
        likelihoods[candidate.id] = likelihood
        if len(likelihoods) >= _ENOUGH and max(likelihoods.values()) >= SAME:
            break
    return likelihoods


def _same(likelihoods: Mapping[int, float]) -> dict[int, float]:
    from storage.pictures.likeness import SAME

    return {
        picture: round(likelihood, 4)
        for picture, likelihood in likelihoods.items()
        if likelihood >= SAME
    }


def _candidates(
    session: Session, picture_id: int, fingerprint: Fingerprint, most: int
) -> list[PictureHashRow]:
    """Up to `most` earlier pictures that share a key, those that share most first."""
    shared = sa.func.count().label("shared")
    hits = (
        sa.select(PictureKeyRow.picture_id, shared)
        .where(
            PictureKeyRow.key.in_(sorted(fingerprint.search_keys())),
            PictureKeyRow.picture_id != picture_id,
        )
        .group_by(PictureKeyRow.picture_id)
        .order_by(shared.desc(), PictureKeyRow.picture_id)
        .limit(most)
        .subquery()
    )
    query = (
        sa.select(PictureHashRow)
        .join(hits, hits.c.picture_id == PictureHashRow.id)
        .order_by(hits.c.shared.desc(), PictureHashRow.id)
    )
    return list(session.scalars(query))


def _likelihood(fingerprint: Fingerprint, candidate: PictureHashRow) -> float:
    if not fingerprint.small or candidate.small is None:
        distance = (fingerprint.phash ^ int(candidate.phash, 16)).bit_count()
        return _HASH_LIKELIHOOD.get(distance, 0.0)
    from storage.pictures.likeness import compare, pixels_of

    return compare(pixels_of(candidate.small), pixels_of(fingerprint.small)).likelihood


def unfiled(session: Session, *, limit: int) -> list[PictureHashRow]:
    """Stored pictures of which it is not written down what they are like: those of older versions."""
    filed = sa.exists().where(PictureLikenessRow.picture_id == PictureHashRow.id)
    query = sa.select(PictureHashRow).where(~filed).order_by(PictureHashRow.id).limit(limit)
    return list(session.scalars(query))


def file_by_hash(session: Session, row: PictureHashRow) -> None:
    """File a picture of which nothing but the hash is known."""
    file_picture(session, row.id, hash_only(int(row.phash, 16)))


def picture_twins(session: Session, listings: Collection[int]) -> dict[int, dict[int, PictureTwin]]:
    """Other listings that show the same picture as each of these."""
    subject, twin = sa.orm.aliased(PictureHashRow), sa.orm.aliased(PictureHashRow)
    mine, theirs = sa.orm.aliased(PictureLikenessRow), sa.orm.aliased(PictureLikenessRow)
    query = (
        sa.select(
            subject.listing_id,
            twin.listing_id,
            subject.seen_at,
            twin.seen_at,
            mine.likelihood * theirs.likelihood,
        )
        .join(mine, mine.picture_id == subject.id)
        .join(theirs, theirs.like_id == mine.like_id)
        .join(twin, sa.and_(twin.id == theirs.picture_id, twin.listing_id != subject.listing_id))
    )
    rows = (
        row
        for part in query_parts(sorted(listings))
        for row in session.execute(query.where(subject.listing_id.in_(part)))
    )
    twins: dict[int, dict[int, PictureTwin]] = defaultdict(dict)
    for listing, neighbour, from_here, from_there, likelihood in rows:
        twin_now = PictureTwin(since=max(from_here, from_there), likelihood=likelihood)
        earlier = twins[listing].get(neighbour, twin_now)
        twins[listing][neighbour] = PictureTwin(
            since=min(twin_now.since, earlier.since),
            likelihood=max(twin_now.likelihood, earlier.likelihood),
        )
    return twins


def picture_groups(session: Session, listings: Iterable[int]) -> dict[int, frozenset[int]]:
    """Numbers of the pictures that those of each listing are like; equal numbers are the same picture."""
    query = (
        sa.select(PictureHashRow.listing_id, PictureLikenessRow.like_id)
        .join(PictureLikenessRow, PictureLikenessRow.picture_id == PictureHashRow.id)
        .where(PictureHashRow.listing_id.in_(set(listings)))
    )
    groups: dict[int, set[int]] = defaultdict(set)
    for listing, like in session.execute(query):
        groups[listing].add(like)
    return {listing: frozenset(likes) for listing, likes in groups.items()}


def main_pictures(session: Session, listings: Collection[int]) -> dict[int, str]:
    """Hash of the picture that the first one of each listing is most like: equal means the same."""
    like = sa.orm.aliased(PictureHashRow)
    query = (
        sa.select(PictureHashRow.listing_id, like.phash)
        .join(PictureLikenessRow, PictureLikenessRow.picture_id == PictureHashRow.id)
        .join(like, like.id == PictureLikenessRow.like_id)
        .where(PictureHashRow.listing_id.in_(listings))
        .order_by(PictureHashRow.id, PictureLikenessRow.likelihood.desc(), like.id)
    )
    groups: dict[int, str] = {}
    for listing, phash in session.execute(query):
        groups.setdefault(listing, phash)
    return groups
