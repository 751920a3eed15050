"""Imports of rights (导入记录): each is filed with what it changed, and can be undone as a whole."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import deletable, lock_row
from storage.base.database import query_parts
from storage.base.errors import NotFound, Refused
from storage.records import RightHolder, RightsBook
from storage.rights.book_import import ImportedRight, import_rights
from storage.rights.export_file import rights_document
from storage.rights.import_file import RightsImport, read_rights, read_rights_import
from storage.rights.licences import switch_right
from storage.rights.store import load_rights, stored_rights
from storage.tables import Base, HolderRow, LicenceRow, RightImportRow, RightRow
from storage.tables.base import now


@dataclass(frozen=True, kw_only=True)
class RightsImportRecord:
    """One import as a list shows it."""

    id: int
    file: str
    actor: str
    at: datetime
    new: int
    changed: int
    undone_by: str | None
    undone_at: datetime | None


def import_rights_of_file(
    session: Session, book: RightsBook, *, actor: str, file: str
) -> tuple[ImportedRight, ...]:
    """Import a book as `import_rights` does, and file what it changes under the file's name.

    Raises BadInput as that does.
    """
    trail.take_turn(session)  # as it stands when the import begins
    before = _stored(session, book)
    resting = _resting(session, [right.id for right in before.rights])
    fates = import_rights(session, book, actor=actor)
    changed = {(fate.subject, fate.id) for fate in fates if fate.fate != "same"}
    if changed:
        session.add(
            RightImportRow(
                file=file[:200],
                actor=actor,
                before=rights_document(_part(before, changed)),
                after=rights_document(_part(_stored(session, book), changed)),
                resting=tuple(right for right in resting if ("right", right) in changed),
            )
        )
    return fates


def as_rights_stand(
    session: Session, reading: RightsImport, stored: RightsBook, raw: bytes, where: str
) -> tuple[RightsImport, RightsBook]:
    """The reading of a file and the rights beside which it is imported, after the turn of the audit was taken.

    Reading takes seconds, in which nobody may wait for this transaction: a file is read before it, and once more only
    where somebody changed the rights since. Raises BadInput as `read_rights_import`.
    """
    trail.take_turn(session)
    current = load_rights(session)
    if current == stored:
        return reading, stored
    return read_rights_import(raw, where, current), current


def undo_import(session: Session, number: int, *, actor: str) -> None:
    """Put back what an import changed and take away what it entered; a right that has leads or listings
    judged by it, or that is about to, rests instead. One that rested before the import, or rests now, rests
    afterwards. Raises NotFound, and Refused where anything was changed since."""
    trail.take_turn(session)
    row = lock_row(session, RightImportRow, number)
    if row is None:
        raise NotFound("right-import.unknown", number=number)
    if row.undone_at is not None:
        raise Refused("right-import.undone", number=number)
    before, after = _book(row.before), _book(row.after)
    changed = _changed_since(session, after)
    if changed:
        raise Refused("right-import.changed-since", names=changed)
    if before.rights or before.holders:
        rested = {*(row.resting or ()), *_resting(session, [right.id for right in before.rights])}
        import_rights(session, before, actor=actor)
        for right_id in sorted(rested):
            switch_right(session, right_id, False, actor=actor)
    stays = {right.id for right in before.rights} | {holder.id for holder in before.holders}
    new_rights = [right.id for right in after.rights if right.id not in stays]
    for right_id in sorted(set(new_rights) - _delete_unused(session, RightRow, new_rights)):
        switch_right(session, right_id, False, actor=actor)
    _delete_unused(session, HolderRow, [h.id for h in after.holders if h.id not in stays])
    row.undone_by, row.undone_at = actor, now()
    trail.record(
        session, actor=actor, act="rights.import_undone", subject="rights:*", file=row.file
    )


def latest_imports(session: Session, most: int) -> list[RightsImportRecord]:
    """The latest imports that changed anything, the last one first."""
    rows = session.scalars(sa.select(RightImportRow).order_by(RightImportRow.id.desc()).limit(most))
    return [_record(row) for row in rows]


def _record(row: RightImportRow) -> RightsImportRecord:
    changed = sum(len(row.before[part]) for part in ("holders", "rights"))
    entries = sum(len(row.after[part]) for part in ("holders", "rights"))
    return RightsImportRecord(
        id=row.id,
        file=row.file,
        actor=row.actor,
        at=row.at,
        new=entries - changed,
        changed=changed,
        undone_by=row.undone_by,
        undone_at=row.undone_at,
    )


def _stored(session: Session, book: RightsBook) -> RightsBook:
    """What is stored under the ids of a book; rights with the licences of files alone."""
    holders: list[RightHolder] = []
    for part in query_parts([holder.id for holder in book.holders]):
        rows = session.scalars(sa.select(HolderRow).where(HolderRow.id.in_(part)))
        holders += [row.record for row in rows]
    rights = stored_rights(session, [right.id for right in book], imported_only=True)
    return RightsBook(holders=tuple(holders), rights=tuple(rights.values()))


def _resting(session: Session, ids: Sequence[str]) -> list[str]:
    """Those of some rights that are not watched."""
    resting: list[str] = []
    for part in query_parts(ids):
        asleep = sa.select(RightRow.id).where(RightRow.id.in_(part), ~RightRow.active)
        resting += session.scalars(asleep)
    return resting


def _part(book: RightsBook, entries: set[tuple[str, str]]) -> RightsBook:
    return RightsBook(
        holders=tuple(holder for holder in book.holders if ("holder", holder.id) in entries),
        rights=tuple(right for right in book if ("right", right.id) in entries),
    )


def _book(document: dict[str, object]) -> RightsBook:
    if not document["holders"] and not document["rights"]:
        return RightsBook()
    return read_rights(document, "import")


def _changed_since(session: Session, after: RightsBook) -> Sequence[str]:
    """Names of entries that are no longer what the import left."""
    current = _stored(session, after)
    rights = {right.id: right for right in current.rights}
    holders = {holder.id: holder for holder in current.holders}
    return [
        *(right.text for right in after.rights if rights.get(right.id) != right),
        *(holder.name for holder in after.holders if holders.get(holder.id) != holder),
    ]


def _delete_unused(
    session: Session, table: type[RightRow | HolderRow], ids: Sequence[str]
) -> Set[str]:
    """Delete the rows with these ids to which no other refers, licences of files aside. Returns their ids.

    A row that another transaction is about to refer to stays: it holds the row, and may wait for the turn of the audit,
    which is held here.
    """
    deleted: set[str] = set()
    for part in query_parts(ids):
        named = sa.select(table.id).where(table.id.in_(part)).order_by(table.id)
        ours = session.scalars(deletable(named)).all()
        unused = set(ours) - _referred(session, table, ours)
        try:
            with session.begin_nested():
                session.execute(sa.delete(table).where(table.id.in_(unused)))
        except IntegrityError:
            continue  # somebody refers to one since we looked: it and those of its part stay
        deleted |= unused
    return deleted


def _referred(session: Session, table: type[RightRow | HolderRow], ids: Sequence[str]) -> Set[str]:
    referred: set[str] = set()
    for referring in Base.metadata.sorted_tables:
        for key in referring.foreign_keys:
            if key.column is not table.__table__.c.id:
                continue
            query = sa.select(key.parent).where(key.parent.in_(ids)).distinct()
            if referring is LicenceRow.__table__:
                query = query.where(LicenceRow.source != "import")
            elif key.ondelete == "CASCADE":
                continue
            referred.update(session.scalars(query))
    return referred
