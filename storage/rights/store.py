"""权利, 权利人 and 许可 in the database."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.audit.content_hashes import content_hash
from storage.base.database import query_parts
from storage.base.errors import NotFound
from storage.records import (
    AuthorisedSeller,
    Right,
    RightHolder,
    RightsBook,
)
from storage.rights.licence_ledger import seller_of
from storage.rights.licences import rescore
from storage.tables import HolderRow, LicenceRow, RightRow


def save_record(session: Session, right: Right, names: Sequence[str], *, actor: str) -> None:
    """Keep a right's changed record, its licences as they are; `names` are the entries that are new.

    The past is scored again. Raises NotFound.
    """
    row = rescore(session, right.id)
    row.record = dataclasses.replace(right, authorised_sellers=())
    name = f"right:{right.id}"
    trail.record(
        session, actor=actor, act="right.enrich", subject=name, names=list(names),
        hashes={name: right_hash(row)},
    )  # fmt: skip


def load_rights(session: Session) -> RightsBook:
    """All active rights with their licences, and all holders."""
    holders = session.scalars(sa.select(HolderRow).order_by(HolderRow.id))
    rows = session.scalars(sa.select(RightRow).where(RightRow.active).order_by(RightRow.id))
    return RightsBook(
        holders=tuple(row.record for row in holders),
        rights=tuple(_with_licences(session, rows, sa.select(LicenceRow))),
    )


def with_stored_holders(session: Session, book: RightsBook) -> RightsBook:
    """The book with the holders that its rights name and only the store knows."""
    names = {holder.id for holder in book.holders}
    absent = {right.holder for right in book if right.holder} - names
    rows = session.scalars(sa.select(HolderRow).where(HolderRow.id.in_(absent)))
    return dataclasses.replace(book, holders=(*book.holders, *(row.record for row in rows)))


def load_right(session: Session, right_id: str, *, imported_only: bool = False) -> Right:
    """One right with its licences, or only those of rights files. Raises NotFound."""
    right = stored_rights(session, [right_id], imported_only=imported_only).get(right_id)
    if right is None:
        raise NotFound("right.unknown", right=right_id)
    return right


def load_rights_of(session: Session, right_ids: Iterable[str]) -> dict[str, Right]:
    """These rights by their ids, with their licences. Raises NotFound."""
    names = list(dict.fromkeys(right_ids))
    rights = stored_rights(session, names)
    for name in names:
        if name not in rights:
            raise NotFound("right.unknown", right=name)
    return rights


def stored_rights(
    session: Session, right_ids: Sequence[str], *, imported_only: bool = False
) -> dict[str, Right]:
    """Those of these rights that are stored, in a few statements whatever their number, with their licences or only
    those of rights files."""
    rights: dict[str, Right] = {}
    for part in query_parts(right_ids):
        licences = sa.select(LicenceRow).where(LicenceRow.right_id.in_(part))
        if imported_only:
            licences = licences.where(LicenceRow.source == "import")
        rows = session.scalars(sa.select(RightRow).where(RightRow.id.in_(part)))
        rights |= {right.id: right for right in _with_licences(session, rows, licences)}
    return rights


def _with_licences(
    session: Session, rows: Iterable[RightRow], licences: sa.Select[LicenceRow]
) -> Iterator[Right]:
    ledger: dict[str, list[AuthorisedSeller]] = {}
    for licence in session.scalars(licences.order_by(LicenceRow.id)):
        ledger.setdefault(licence.right_id, []).append(seller_of(licence))
    for row in rows:
        sellers = tuple(ledger.get(row.id, ()))
        yield dataclasses.replace(row.record, authorised_sellers=sellers)


def load_holder(session: Session, holder_id: str) -> RightHolder:
    """One right holder (权利人). Raises NotFound."""
    row = session.get(HolderRow, holder_id)
    if row is None:
        raise NotFound("right-holder.unknown", holder=holder_id)
    return row.record


def right_hash(row: RightRow) -> str:
    """Hash of what is stored of a right, for the audit."""
    return content_hash(row.text, row.kind, row.holder_id, row.record.to_json())
