"""Imports of rights (导入记录): each is filed with what it changed, and can be undone as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_row
from storage.base.errors import NotFound, Refused
from storage.records import RightsBook
from storage.rights.export_file import rights_document
from storage.rights.import_file import read_rights
from storage.rights.licences import switch_right
from storage.rights.store import ImportedRight, import_rights, load_right
from storage.tables import HolderRow, LicenceRow, RightImportRow, RightRow
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
    before = _stored(session, book)
    fates = import_rights(session, book, actor=actor)
    changed = {(fate.subject, fate.id) for fate in fates if fate.fate != "same"}
    if changed:
        session.add(
            RightImportRow(
                file=file[:200],
                actor=actor,
                before=rights_document(_part(before, changed)),
                after=rights_document(_part(_stored(session, book), changed)),
            )
        )
    return fates


def undo_import(session: Session, number: int, *, actor: str) -> None:
    """Put back what an import changed and take away what it entered; a right that has leads or listings
    judged by it rests instead. Raises NotFound, and Refused where anything was changed since."""
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
        import_rights(session, before, actor=actor)
    stays = {right.id for right in before.rights} | {holder.id for holder in before.holders}
    for right in after.rights:
        if right.id not in stays:
            _take_away(session, right.id, actor=actor)
    for holder in after.holders:
        if holder.id not in stays:
            _delete_if_unused(session, session.get_one(HolderRow, holder.id))
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
    holders = sa.select(HolderRow).where(HolderRow.id.in_([holder.id for holder in book.holders]))
    ids = session.scalars(
        sa.select(RightRow.id).where(RightRow.id.in_([right.id for right in book]))
    ).all()
    return RightsBook(
        holders=tuple(row.record for row in session.scalars(holders)),
        rights=tuple(load_right(session, right_id, imported_only=True) for right_id in ids),
    )


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


def _take_away(session: Session, right_id: str, *, actor: str) -> None:
    """Delete a right, or let it rest where anything refers to it."""
    by_hand = sa.select(LicenceRow.id).where(
        LicenceRow.right_id == right_id, LicenceRow.source != "import"
    )
    is_used = session.scalar(by_hand.limit(1)) is not None
    if is_used or not _delete_if_unused(session, session.get_one(RightRow, right_id)):
        switch_right(session, right_id, False, actor=actor)


def _delete_if_unused(session: Session, row: RightRow | HolderRow) -> bool:
    """Delete a row unless another refers to it."""
    try:
        with session.begin_nested():
            session.delete(row)
            session.flush()
    except IntegrityError:
        return False
    return True
