"""Rows → records: rows of one registration are one right, what the store has stays where a table is silent."""

from __future__ import annotations

import dataclasses
from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from storage.base.errors import BadInput
from storage.base.message import Message
from storage.records import Right, RightsBook
from storage.records.right_words import MARKS
from storage.rights.import_records import RIGHT_KEYS
from storage.rights.sheets.cells import sign_form
from storage.rights.sheets.columns import TableKind
from storage.rights.sheets.faults import CellFault
from storage.rights.sheets.holders import HolderBook
from storage.rights.sheets.ids import (
    id_of_name,
    id_of_registration,
    is_registration_number,
    unused_id,
)
from storage.rights.sheets.licences import (
    RightNames,
    licences_without_ledger,
    with_licences,
    without_plain_names,
)
from storage.rights.sheets.reading import SheetReading
from storage.rights.sheets.rows import SheetRow

_UNITED = ("classes", "goods", "aliases", "authorised_sellers")
"""Lists that are put together where several rows are one right."""


@dataclass(frozen=True, kw_only=True)
class JoinedSheets:
    """What a file of tables brings: the right rows as records, and the faults of the others."""

    book: RightsBook
    faults: tuple[CellFault, ...]
    rows: Mapping[str, tuple[SheetRow, ...]]
    """The rows of each right, by its id."""
    wrong_rows: tuple[SheetRow, ...]
    reading: SheetReading

    @property
    def has_right_rows(self) -> bool:
        """Whether its right rows may be taken in: none of a sheet whose heading is at fault may."""
        has_rows = bool(self.book.rights or self.book.holders)
        return has_rows and not any(fault.of_heading for fault in self.faults)

    def strict_book(self, where: str) -> RightsBook:
        """The book of a file without faults. Raises BadInput with the first one and the count."""
        if not self.faults:
            return self.book
        fault = self.faults[0]
        place = f"{where}, {fault.sheet}" if fault.sheet else where
        first = Message(
            "sheet.fault",
            {"where": place, "row": fault.row, "column": fault.heading, "problem": fault.message},
        )
        if len(self.faults) == 1:
            raise BadInput("sheet.one-fault", first=first)
        raise BadInput("sheet.faults", first=first, others=len(self.faults) - 1)


def join_sheets(reading: SheetReading, stored: RightsBook | None = None) -> JoinedSheets:
    """The records of all right rows; `stored` is what the database holds, where there is one."""
    return _Joining(stored).join(reading)


@dataclass
class _Joining:
    stored: RightsBook | None
    rights: dict[str, Right] = field(default_factory=dict)
    rows: dict[str, list[SheetRow]] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)
    has_ledger: bool = False

    def __post_init__(self) -> None:
        rights = self.stored.rights if self.stored else ()
        self.holders = HolderBook(self.stored.holders if self.stored else ())
        self.stored_rights = {right.id: right for right in rights}
        self.ids = {_number_key(right): right.id for right in rights if _number_key(right)}
        self.ids |= {
            _sign_key(right.text, right.holder): right.id
            for right in rights
            if not _number_key(right)
        }

    def join(self, reading: SheetReading) -> JoinedSheets:
        self.has_ledger = reading.has_ledger
        right_rows = [row for row in reading.rows if not row.faults]
        for row in right_rows:
            if row.heading.kind is TableKind.HOLDERS:
                fault = self.holders.enter(row)
                if fault is not None:
                    self.faults.append(fault)
        for row in right_rows:
            if row.heading.kind is TableKind.RIGHTS:
                self._enter(row)
        self._enter_licences([r for r in right_rows if r.heading.kind is TableKind.LICENCES])
        places = {(fault.sheet, fault.row) for fault in (*reading.faults, *self.faults)}
        order = {row.sheet: number for number, row in reversed(list(enumerate(reading.rows)))}
        return JoinedSheets(
            book=RightsBook(holders=self.holders.of_table, rights=tuple(self.rights.values())),
            faults=tuple(
                sorted(
                    (*reading.faults, *self.faults),
                    key=lambda fault: (order.get(fault.sheet, 0), fault.row),
                )
            ),
            rows={right_id: tuple(rows) for right_id, rows in self.rows.items()},
            wrong_rows=tuple(row for row in reading.rows if (row.sheet, row.number) in places),
            reading=reading,
        )

    def _enter(self, row: SheetRow) -> None:
        """One row of rights: a new right, or more of one that an earlier row began."""
        holder = self.holders.named_by(row, is_joined=self.stored is not None)
        if isinstance(holder, CellFault):
            self.faults.append(holder)
            return
        values = {
            key: value
            for key, value in row.values.items()
            if key in RIGHT_KEYS and value is not None
        }
        if holder is not None:
            values["holder"] = holder
        if row.heading.strict or values.get("id"):
            stored = self.stored_rights.get(values["id"])
            previous = _stored_values(stored, without=row.heading.keys.values())
            self._enter_named(row, self._with_stored_licences(values, stored), previous)
        else:
            self._enter_unnamed(row, values)

    def _with_stored_licences(self, values: dict[str, Any], stored: Right | None) -> dict[str, Any]:
        """Where the ledger is a sheet of its own, as in an export, a file without it takes no licence away."""
        if stored is None or self.has_ledger:
            return values
        named = values.get("authorised_sellers", ())
        licences = licences_without_ledger(named, stored.authorised_sellers)
        return {**values, "authorised_sellers": licences}

    def _enter_licences(self, rows: Sequence[SheetRow]) -> None:
        """The ledger's rows, each with its right, of the table or of the store."""
        by_right: dict[str, list[SheetRow]] = {}
        names = RightNames({**self.stored_rights, **self.rights})
        for row in rows:
            right = names.right_of(row)
            if isinstance(right, CellFault):
                self.faults.append(right)
            else:
                by_right.setdefault(right.id, []).append(row)
        for right_id, licences in by_right.items():
            right = self.rights.get(right_id) or self.stored_rights[right_id]
            self.rights[right_id] = with_licences(right, licences)
            self.rows.setdefault(right_id, []).extend(licences)

    def _enter_named(
        self, row: SheetRow, values: dict[str, Any], previous: Mapping[str, Any]
    ) -> None:
        if values["id"] in self.rights:
            self.faults.append(row.fault("id", Message("sheet.id-twice", {"id": values["id"]})))
            return
        self._put(row, Right(**{**previous, **values}))

    def _enter_unnamed(self, row: SheetRow, values: dict[str, Any]) -> None:
        draft = Right(id="", **values)
        number = _number_key(draft)
        key = number or _sign_key(draft.text, draft.holder)
        right_id = self.ids.get(key)
        if right_id in self.rights:
            assert right_id is not None
            self._unite(row, right_id, draft)
            return
        stored = self.stored_rights.get(right_id or "")
        if stored is not None and sign_form(stored.text) != sign_form(draft.text):
            message = Message("sheet.number-stored", {"id": stored.id, "text": stored.text})
            self.faults.append(row.fault("registration_no", message))
            return
        if right_id is not None:
            previous = _stored_values(stored)
            values = self._with_stored_licences(values, stored)
        else:
            previous = {}
            proposal = id_of_registration(number) if number else id_of_name(draft.text)
            right_id = unused_id(proposal, ChainMap(self.rights, self.stored_rights))
            self.ids[key] = right_id
        self._put(row, Right(**{**previous, **values, "id": right_id}))

    def _unite(self, row: SheetRow, right_id: str, draft: Right) -> None:
        """A further row of one registration: more classes and goods. Another sign is a fault."""
        right = self.rights[right_id]
        if sign_form(right.text) != sign_form(draft.text):
            first = self.rows[right_id][0]
            message = Message("sheet.number-twice", {"row": first.number, "text": right.text})
            self.faults.append(row.fault("registration_no", message))
            return
        united = {
            key: tuple(dict.fromkeys((*getattr(right, key), *getattr(draft, key))))
            for key in _UNITED
        }
        united["authorised_sellers"] = without_plain_names(united["authorised_sellers"])
        missing = {
            item.name: getattr(draft, item.name)
            for item in dataclasses.fields(Right)
            if getattr(right, item.name) in (None, ()) and item.name not in (*_UNITED, "id")
        }
        self.rights[right_id] = dataclasses.replace(right, **{**missing, **united})
        self.rows[right_id].append(row)

    def _put(self, row: SheetRow, right: Right) -> None:
        self.rights[right.id] = right
        self.rows[right.id] = [row]


def _stored_values(stored: Right | None, without: Iterable[str] = ()) -> dict[str, Any]:
    """What the store has of a right, but for the keys that the table has columns for."""
    if stored is None:
        return {}
    left_out = set(without)
    return {
        item.name: getattr(stored, item.name)
        for item in dataclasses.fields(Right)
        if item.name not in left_out
    }


def _number_key(right: Right) -> str:
    """The number that only this right has; empty where it has none."""
    if right.kind in MARKS and is_registration_number(right.registration_no):
        assert right.registration_no is not None
        return right.registration_no.upper()
    return ""


def _sign_key(text: str, holder: str | None) -> str:
    """How a right without such a number is found again: by its sign and its holder."""
    return f"{sign_form(text)}\n{holder or ''}"
