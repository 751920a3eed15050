"""Holders (权利人) of a table: those of its own sheet, and those that rows of rights name."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from storage.base.compact_text import caseless
from storage.base.message import Message
from storage.records import RightHolder
from storage.rights.import_records import holder_of
from storage.rights.sheets.columns import HOLDER_PREFIX
from storage.rights.sheets.faults import CellFault
from storage.rights.sheets.ids import id_of_name, unused_id
from storage.rights.sheets.rows import SheetRow

_UNKEPT = {"id", "name"}
"""Keys by which a holder is found, which no row changes."""


class HolderBook:
    """The holders of a table beside those of the store, found by id, name or credit code."""

    def __init__(self, stored: Iterable[RightHolder]) -> None:
        self._holders = {holder.id: holder for holder in stored}
        self._by_name = {caseless(holder.name): holder.id for holder in self._holders.values()}
        self._by_code = {
            holder.identity.upper(): holder.id
            for holder in self._holders.values()
            if holder.identity
        }
        self._touched: dict[str, None] = {}
        self._entered: dict[str, set[str]] = {}
        """Keys that a row of this table has filled, by holder: a later row does not change them."""

    @property
    def of_table(self) -> tuple[RightHolder, ...]:
        """Holders that the table enters or changes, in its order."""
        return tuple(self._holders[holder_id] for holder_id in self._touched)

    def enter(self, row: SheetRow) -> CellFault | None:
        """A row of the holders' own sheet; the fault where its id stands twice."""
        fields = dict(row.values)
        name = fields["name"]
        if row.heading.strict:
            if fields["id"] in self._touched:
                return row.fault("id", Message("sheet.id-twice", {"id": fields["id"]}))
            self._put(holder_of(fields))
            return None
        stored_id = fields.get("id") or self._find(name, fields.get("identity"))
        holder_id = stored_id or self._new_id(name, fields.get("identity"))
        if holder_id in self._touched:
            return row.fault("name", Message("sheet.holder-twice", {"name": name}))
        stored = self._holders.get(holder_id)
        previous = _fields(stored) if stored else {}
        if fields.get("id"):
            # Blank cells of an entry that is named by its id take the stored value away.
            previous = {
                key: value
                for key, value in previous.items()
                if key not in row.heading.keys.values()
            }
        self._put(holder_of({**previous, **fields, "id": holder_id}))
        self._entered[holder_id] = set(fields)
        return None

    def named_by(self, row: SheetRow, *, is_joined: bool) -> str | CellFault | None:
        """The id of the holder that a row of rights names, entered where nobody knows it yet.

        In a table written in keys of the rights file the id must be known, if there is a store to know it.
        """
        name = row.values.get("holder")
        if name is None:
            return None
        if row.heading.strict:
            if is_joined and name not in self._holders:
                return row.fault("holder", Message("sheet.holder-unknown", {"holder": name}))
            return str(name)
        particulars = {
            key.removeprefix(HOLDER_PREFIX): value
            for key, value in row.values.items()
            if key.startswith(HOLDER_PREFIX)
        }
        holder_id = name if name in self._holders else self._find(name, particulars.get("identity"))
        if holder_id is None:
            holder_id = self._new_id(name, particulars.get("identity"))
            self._put(holder_of({"verified": False, **particulars, "id": holder_id, "name": name}))
            self._entered[holder_id] = set(particulars)
        else:
            self._fill(holder_id, particulars)
        return holder_id

    def label(self, holder_id: str) -> str:
        """The holder's name; its id where it is not known."""
        holder = self._holders.get(holder_id)
        return holder.name if holder else holder_id

    def _fill(self, holder_id: str, particulars: Mapping[str, Any]) -> None:
        """Particulars that a row gives and no earlier row gave."""
        entered = self._entered.setdefault(holder_id, set())
        stored = self._holders[holder_id]
        changes = {
            key: value
            for key, value in particulars.items()
            if key not in entered and key not in _UNKEPT and getattr(stored, key) != value
        }
        entered.update(particulars)
        if changes:
            self._put(dataclasses.replace(stored, **changes))

    def _find(self, name: str, code: str | None) -> str | None:
        if code and code.upper() in self._by_code:
            return self._by_code[code.upper()]
        return self._by_name.get(caseless(name))

    def _new_id(self, name: str, code: str | None) -> str:
        proposal = (
            f"h-{code.lower()}" if code and code.isalnum() and code.isascii() else id_of_name(name)
        )
        return unused_id(proposal, self._holders)

    def _put(self, holder: RightHolder) -> None:
        self._holders[holder.id] = holder
        self._by_name[caseless(holder.name)] = holder.id
        if holder.identity:
            self._by_code[holder.identity.upper()] = holder.id
        self._touched[holder.id] = None


def _fields(holder: RightHolder) -> dict[str, Any]:
    values = {item.name: getattr(holder, item.name) for item in dataclasses.fields(holder)}
    return {key: value for key, value in values.items() if value is not None}
