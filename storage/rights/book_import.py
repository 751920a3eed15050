"""A book of rights put into the database: what is there under the same id is replaced (导入)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.audit.content_hashes import content_hash
from storage.base.contested_rows import locking
from storage.base.database import query_parts
from storage.base.errors import BadInput
from storage.base.pinyin.initials import initials_of
from storage.records import Right, RightHolder, RightsBook
from storage.rights.licence_ledger import ImportedLicences
from storage.rights.store import right_hash
from storage.tables import HolderRow, RightRow
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
    trail.take_turn(session)  # of two imports at once the second finds what the first entered
    holders = _locked_rows(session, HolderRow, [holder.id for holder in book.holders])
    _check_holders(session, book, holders)
    changes = [_put_holder(session, holders, holder) for holder in book.holders]
    session.flush()
    rights = _locked_rows(session, RightRow, [right.id for right in book])
    licences = ImportedLicences(session, list(rights))
    changes += [_put_right(session, rights, licences, right) for right in book]
    session.flush()
    licences.save(session)
    fates = tuple(change.entry for change in changes)
    _set_tiers(session, {(c.entry.subject, c.entry.id) for c in changes if c.moves_leads})
    if changed := {f"{fate.subject}:{fate.id}": fate for fate in fates if fate.fate != "same"}:
        hashes = {
            name: _holder_hash(holders[fate.id])
            if fate.subject == "holder"
            else right_hash(rights[fate.id])
            for name, fate in changed.items()
        }
        trail.record(
            session, actor=actor, act="rights.import", subject="rights:*", changed=list(changed),
            hashes=hashes,
        )  # fmt: skip
    return fates


@dataclass(frozen=True, kw_only=True)
class _Change:
    """What became of one entry of a book."""

    entry: ImportedRight
    moves_leads: bool
    """Whether leads may stand under another tier than before."""


_Row = TypeVar("_Row", HolderRow, RightRow)


def _locked_rows(session: Session, table: type[_Row], ids: Sequence[str]) -> dict[str, _Row]:
    """The rows with these ids, locked, in a few statements. Everybody locks in the order of the ids, so that of two
    imports at once one waits."""
    rows: dict[str, _Row] = {}
    for part in query_parts(sorted(set(ids))):
        query = sa.select(table).where(table.id.in_(part)).order_by(table.id)
        rows.update({row.id: row for row in session.scalars(locking(query))})
    return rows


def _check_holders(session: Session, book: RightsBook, stored: Mapping[str, HolderRow]) -> None:
    named = {right.holder for right in book if right.holder is not None}
    absent = named - {holder.id for holder in book.holders} - set(stored)
    there: set[str] = set()
    for part in query_parts(sorted(absent)):
        there.update(session.scalars(sa.select(HolderRow.id).where(HolderRow.id.in_(part))))
    unknown = absent - there
    for right in book:
        if right.holder in unknown:
            raise BadInput("right.holder-unknown", right=right.id, holder=right.holder)


def _holder_hash(row: HolderRow) -> str:
    """Hash of what is stored of a holder, for the audit."""
    return content_hash(row.name, row.email, row.tier, row.record.to_json())


def _set_tiers(session: Session, moved: Set[tuple[str, str]]) -> None:
    """Leads follow what the import changed of a holder's tier, or of a right's holder."""
    if not moved:
        return
    from storage.leads.rank import set_tier  # with the leads' tables, which a crawl does without

    query = sa.select(RightRow.id, RightRow.holder_id, HolderRow.tier)
    for right, holder, tier in session.execute(query.join(HolderRow)):
        if moved & {("right", right), ("holder", holder)}:
            set_tier(session, right, tier)


def _put_holder(session: Session, rows: dict[str, HolderRow], holder: RightHolder) -> _Change:
    row = rows.get(holder.id)
    fate = "new" if row is None else "same" if row.record == holder else "changed"
    moves_leads = row is not None and row.tier != holder.tier
    if row is None:
        row = HolderRow(id=holder.id, record=holder, name=holder.name, tier=holder.tier)
        rows[holder.id] = row
        session.add(row)
    if fate != "same":
        row.name, row.email, row.tier = holder.name, holder.email, holder.tier
        row.record, row.updated_at = holder, now()
    entry = ImportedRight(subject="holder", id=holder.id, text=holder.name, fate=fate)
    return _Change(entry=entry, moves_leads=moves_leads)


def _put_right(
    session: Session, rows: dict[str, RightRow], licences: ImportedLicences, right: Right
) -> _Change:
    record = dataclasses.replace(right, authorised_sellers=())
    row = rows.get(right.id)
    is_same = row is not None and row.record == record and not licences.differs(right)
    fate = "new" if row is None else "same" if is_same else "changed"
    moves_leads = row is not None and row.holder_id != right.holder
    if row is None:
        row = RightRow(id=right.id, text=right.text, kind=right.kind, record=record)
        rows[right.id] = row
        session.add(row)
    if fate != "same":
        row.text, row.kind, row.holder_id = right.text, right.kind, right.holder
        row.initials = initials_of(right.text)
        row.record, row.active, row.updated_at = record, True, now()
        row.revision = (row.revision or 0) + 1
        licences.put(right)
    entry = ImportedRight(subject="right", id=right.id, text=right.text, fate=fate)
    return _Change(entry=entry, moves_leads=moves_leads)
