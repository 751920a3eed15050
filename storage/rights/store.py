"""权利, 权利人 and 许可 in the database."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.audit.content_hashes import content_hash
from storage.base.contested_rows import lock_row
from storage.base.errors import BadInput, NotFound
from storage.base.pinyin.initials import initials_of
from storage.records import (
    AuthorisedSeller,
    Right,
    RightHolder,
    RightsBook,
)
from storage.tables import HolderRow, LicenceRow, RightRow
from storage.tables.base import now


@dataclass(frozen=True, kw_only=True)
class ImportedRight:
    """What an import does, or would do, with one holder or right."""

    subject: str
    """holder or right."""
    id: str
    text: str
    fate: str
    """new, changed or same."""


def import_rights(
    session: Session, book: RightsBook, *, actor: str = "cli"
) -> tuple[ImportedRight, ...]:
    """Put a rights file into the database; what is there under the same id is replaced.

    Rights that the file does not name stay as they are. Raises BadInput when a right names a
    holder that neither the file nor the database knows.
    """
    holder_ids = set(session.scalars(sa.select(HolderRow.id))) | {
        holder.id for holder in book.holders
    }
    for right in book:
        if right.holder is not None and right.holder not in holder_ids:
            raise BadInput("right.holder-unknown", right=right.id, holder=right.holder)
    fates = [_put_holder(session, holder) for holder in book.holders]
    session.flush()
    fates += [_put_right(session, right) for right in book]
    session.flush()
    _set_tiers(session, fates)
    if any(fate.fate != "same" for fate in fates):
        changed = [f"{fate.subject}:{fate.id}" for fate in fates if fate.fate != "same"]
        trail.record(
            session, actor=actor, act="rights.import", subject="rights:*",
            changed=changed, hashes={name: _content(session, name) for name in changed},
        )  # fmt: skip
    return tuple(fates)


def _content(session: Session, name: str) -> str:
    """Hash of what is stored of `holder:…` or `right:…`, for the audit."""
    kind, _, key = name.partition(":")
    if kind == "holder":
        holder = session.get_one(HolderRow, key)
        return content_hash(holder.name, holder.email, holder.tier, holder.record.to_json())
    right = session.get_one(RightRow, key)
    return content_hash(right.text, right.kind, right.holder_id, right.record.to_json())


def _set_tiers(session: Session, fates: list[ImportedRight]) -> None:
    """Leads follow what the import changed of a holder's tier, or of a right's holder."""
    changed = {(fate.subject, fate.id) for fate in fates if fate.fate == "changed"}
    if not changed:
        return
    from storage.leads.rank import set_tier  # with the leads' tables, which a crawl does without

    query = sa.select(RightRow.id, RightRow.holder_id, HolderRow.tier)
    for right, holder, tier in session.execute(query.join(HolderRow)):
        if changed & {("right", right), ("holder", holder)}:
            set_tier(session, right, tier)


def _put_holder(session: Session, holder: RightHolder) -> ImportedRight:
    row = lock_row(session, HolderRow, holder.id)
    fate = "new" if row is None else "same" if row.record == holder else "changed"
    if row is None:
        row = HolderRow(id=holder.id, record=holder, name=holder.name, tier=holder.tier)
        session.add(row)
    if fate != "same":
        row.name, row.email, row.tier = holder.name, holder.email, holder.tier
        row.record, row.updated_at = holder, now()
    return ImportedRight(subject="holder", id=holder.id, text=holder.name, fate=fate)


def _put_right(session: Session, right: Right) -> ImportedRight:
    record = dataclasses.replace(right, authorised_sellers=())
    row = lock_row(session, RightRow, right.id)
    if row is None:
        fate = "new"
        row = RightRow(id=right.id, text=right.text, kind=right.kind, record=record)
        session.add(row)
    else:
        is_same = row.record == record and _imported(session, row.id) == _not_by_hand(
            session, right
        )
        fate = "same" if is_same else "changed"
    if fate == "same":
        return ImportedRight(subject="right", id=right.id, text=right.text, fate=fate)
    row.text, row.kind, row.holder_id = right.text, right.kind, right.holder
    row.initials = initials_of(right.text)
    row.record, row.active, row.updated_at = record, True, now()
    row.revision = (row.revision or 0) + 1
    session.flush()
    session.execute(
        sa.delete(LicenceRow).where(LicenceRow.right_id == row.id, LicenceRow.source == "import")
    )
    for seller in _not_by_hand(session, right):
        add_licence(session, right.id, seller)
    return ImportedRight(subject="right", id=right.id, text=right.text, fate=fate)


def save_record(session: Session, right: Right, names: Sequence[str], *, actor: str) -> None:
    """Keep a right's changed record, its licences as they are; `names` are the entries that are new.

    The past is scored again. Raises NotFound.
    """
    row = lock_row(session, RightRow, right.id)
    if row is None:
        raise NotFound("right.unknown", right=right.id)
    row.record = dataclasses.replace(right, authorised_sellers=())
    row.revision, row.updated_at = row.revision + 1, now()
    name = f"right:{right.id}"
    trail.record(
        session, actor=actor, act="right.enrich", subject=name, names=list(names),
        hashes={name: _content(session, name)},
    )  # fmt: skip


def _not_by_hand(session: Session, right: Right) -> tuple[AuthorisedSeller, ...]:
    """The file's licences without those that the ledger has from elsewhere: an export holds both."""
    query = sa.select(LicenceRow).where(
        LicenceRow.right_id == right.id, LicenceRow.source != "import"
    )
    by_hand = {_seller(licence) for licence in session.scalars(query)}
    return tuple(seller for seller in right.authorised_sellers if seller not in by_hand)


def _imported(session: Session, right_id: str) -> tuple[AuthorisedSeller, ...]:
    return tuple(_sellers(session, right_id, source="import"))


def add_licence(
    session: Session, right_id: str, seller: AuthorisedSeller, *, source: str = "import"
) -> None:
    """Enter one enterprise into the licence ledger (许可台账) of a right."""
    session.add(
        LicenceRow(
            right_id=right_id,
            shop=seller.shop,
            platform=seller.platform,
            goods=seller.goods,
            valid_from=seller.valid_from,
            valid_until=seller.valid_until,
            source=source,
        )
    )


def load_rights(session: Session) -> RightsBook:
    """All active rights with their licences, and all holders."""
    holders = session.scalars(sa.select(HolderRow).order_by(HolderRow.id))
    rows = session.scalars(sa.select(RightRow).where(RightRow.active).order_by(RightRow.id))
    ledger: dict[str, list[AuthorisedSeller]] = {}
    for licence in session.scalars(sa.select(LicenceRow).order_by(LicenceRow.id)):
        ledger.setdefault(licence.right_id, []).append(_seller(licence))
    return RightsBook(
        holders=tuple(row.record for row in holders),
        rights=tuple(
            dataclasses.replace(row.record, authorised_sellers=tuple(ledger.get(row.id, ())))
            for row in rows
        ),
    )


def with_stored_holders(session: Session, book: RightsBook) -> RightsBook:
    """The book with the holders that its rights name and only the store knows."""
    names = {holder.id for holder in book.holders}
    absent = {right.holder for right in book if right.holder} - names
    rows = session.scalars(sa.select(HolderRow).where(HolderRow.id.in_(absent)))
    return dataclasses.replace(book, holders=(*book.holders, *(row.record for row in rows)))


def load_right(session: Session, right_id: str, *, imported_only: bool = False) -> Right:
    """One right with its licences, or only those of the rights file. Raises NotFound."""
    row = session.get(RightRow, right_id)
    if row is None:
        raise NotFound("right.unknown", right=right_id)
    source = "import" if imported_only else None
    sellers = tuple(_sellers(session, right_id, source=source))
    return dataclasses.replace(row.record, authorised_sellers=sellers)


def load_rights_of(session: Session, right_ids: Iterable[str]) -> dict[str, Right]:
    """These rights by their ids, each loaded once. Raises NotFound."""
    return {right_id: load_right(session, right_id) for right_id in set(right_ids)}


def load_holder(session: Session, holder_id: str) -> RightHolder:
    """One right holder (权利人). Raises NotFound."""
    row = session.get(HolderRow, holder_id)
    if row is None:
        raise NotFound("right-holder.unknown", holder=holder_id)
    return row.record


def _sellers(
    session: Session, right_id: str, *, source: str | None = None
) -> list[AuthorisedSeller]:
    query = sa.select(LicenceRow).where(LicenceRow.right_id == right_id).order_by(LicenceRow.id)
    if source is not None:
        query = query.where(LicenceRow.source == source)
    return [_seller(row) for row in session.scalars(query)]


def _seller(row: LicenceRow) -> AuthorisedSeller:
    return AuthorisedSeller(
        shop=row.shop,
        platform=row.platform,
        goods=row.goods,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )
