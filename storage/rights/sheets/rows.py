"""One row of a table: each cell read by its column, all faults gathered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from storage.base.errors import BadInput
from storage.base.message import Message
from storage.records import RightKind
from storage.rights.dates import Term, is_reversed, read_term
from storage.rights.import_records import (
    RIGHT_READERS,
    read_holder_value,
    read_licence_value,
    read_right_value,
    refuse_no_letter,
)
from storage.rights.import_values import a_bool, a_text
from storage.rights.kind_words import read_kind
from storage.rights.sheets.cells import cleaned, is_no_sign
from storage.rights.sheets.columns import HOLDER_PREFIX, TableKind, column
from storage.rights.sheets.faults import HERE, CellFault, shown_value
from storage.rights.sheets.headings import SheetHeading, required_column
from storage.rights.sheets.tables import Cell

_NOT_IN_FORCE = re.compile(
    "无效|失效|撤销|注销|驳回|不予|终止|期满|到期未|放弃|撤回|申请中|待审|审查|受理|公告中|初审|未注册|已销|dead|cancel|expired|abandon|pending|refused"
)
"""Words of 中国商标网 and its copies for marks that are no longer, or not yet, registered."""
_RENEWAL_UNDER_WAY = re.compile("续展(?:注册)?(?:申请)?(?:中|待审中?|审查中?|受理)(?!.*不)")
"""A registered mark whose renewal is being examined: 续展申请中, 商标续展待审中."""
_PUBLIC_BRANDS = {"区域公用品牌", "区域品牌", "公用品牌"}


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """A row that holds a right or a holder, or is meant to."""

    sheet: str
    number: int
    """As the sheet counts it, from 1."""
    heading: SheetHeading
    cells: tuple[Cell, ...]
    values: Mapping[str, Any]
    """By key, what could be read."""
    faults: tuple[CellFault, ...] = ()

    def fault(self, key: str, message: Message) -> CellFault:
        """A fault of this row in the column of `key`."""
        return _fault(self.sheet, self.number, self.heading, self.cells, key, message)


@dataclass
class _RowReader:
    """Reads the cells of one row; values and faults gather."""

    sheet: str
    number: int
    heading: SheetHeading
    cells: tuple[Cell, ...]
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)

    def read(self) -> SheetRow:
        for place, key in self.heading.keys.items():
            cell = self.cells[place] if place < len(self.cells) else None
            value = cleaned(key, cell, strict=self.heading.strict)
            if value is not None:
                try:
                    self._read_value(key, value)
                except BadInput as error:
                    self._refuse(key, error.message)
        self._check()
        return SheetRow(
            sheet=self.sheet,
            number=self.number,
            heading=self.heading,
            cells=self.cells,
            values=self.values,
            faults=tuple(self.faults),
        )

    def _read_value(self, key: str, value: Any) -> None:
        if self.heading.kind is TableKind.LICENCES:
            if key in ("valid_from", "valid_until"):
                _RIGHT_CELLS[key](self, value)
            else:
                self.values[key] = read_licence_value(key, value, HERE)
        elif self.heading.kind is TableKind.HOLDERS:
            self.values[key] = read_holder_value(key, value, HERE)
        elif key.startswith(HOLDER_PREFIX):
            self.values[key] = read_holder_value(key.removeprefix(HOLDER_PREFIX), value, HERE)
        elif key in _RIGHT_CELLS:
            _RIGHT_CELLS[key](self, value)
        elif key in RIGHT_READERS:
            self.values[key] = read_right_value(key, value, HERE)

    def _read_start(self, value: Any) -> None:
        term = _term(value)
        self.values["valid_from"] = term.start or term.end

    def _read_end(self, value: Any) -> None:
        term = _term(value)
        self.values["valid_until"] = term.end
        if term.start is not None:
            self.values.setdefault("valid_from", term.start)

    def _read_kind(self, value: Any) -> None:
        kind = read_kind(str(value))
        if kind is None:
            raise BadInput("sheet.unknown-kind", kind=value)
        self.values["kind"] = kind
        if "驰名" in str(value):
            self.values.setdefault("well_known", True)
        if str(value) in _PUBLIC_BRANDS:
            self.values.setdefault("family", "public-brand")

    def _read_geographical(self, value: Any) -> None:
        text = str(value)
        try:
            self.values["geographical"] = a_bool(value, HERE)
        except BadInput:
            self.values["geographical"] = "非" not in text and "不" not in text

    def _read_status(self, value: Any) -> None:
        status = _RENEWAL_UNDER_WAY.sub("", a_text(value, HERE).casefold())
        if _NOT_IN_FORCE.search(status):
            self._refuse("status", Message("sheet.not-in-force", {"status": value}))

    def _check(self) -> None:
        """What a row as a whole must hold."""
        required = required_column(self.heading.kind).key
        refused = {fault.column.key for fault in self.faults if fault.column}
        if not str(self.values.get(required, "")).strip():
            if required not in refused:
                self._refuse(required, Message("sheet.missing"))
            return
        if (
            self.heading.strict
            and not str(self.values.get("id", "")).strip()
            and "id" not in refused
        ):
            self._refuse("id", Message("sheet.missing"))
        if self.heading.kind is TableKind.RIGHTS:
            self._check_right()
        if self.heading.kind is TableKind.LICENCES:
            self._check_licence(refused)

    def _check_licence(self, refused: set[str]) -> None:
        if not self.values.get("shop") and "shop" not in refused:
            self._refuse("shop", Message("sheet.missing"))
        self._check_term("licence.reversed")

    def _check_term(self, code: str) -> None:
        if is_reversed(self.values.get("valid_from"), self.values.get("valid_until")):
            self._refuse("valid_until", Message(code))

    def _check_right(self) -> None:
        text = self.values["text"]
        if not self.heading.strict and is_no_sign(text):
            self._refuse("text", Message("sheet.no-words", {"text": text}))
        try:
            refuse_no_letter(text, HERE)
        except BadInput as error:
            self._refuse("text", error.message)
        if not self.heading.strict and self.values.get("kind") is None:
            kind = self._implied_kind()
            if kind is not None:
                self.values["kind"] = kind
        self._check_term("right.reversed")
        particulars = [key for key in self.values if key.startswith(HOLDER_PREFIX)]
        if particulars and not self.values.get("holder"):
            self._refuse("holder", Message("sheet.no-holder"))

    def _implied_kind(self) -> RightKind | None:
        """The kind that the heading of the column of signs, or what stands above it, names."""
        about = f"{self.heading.name('text')} {self.heading.title}"
        geographical = self.values.get("geographical")
        if geographical is False or not (geographical or re.search("地理标志|地标", about)):
            return None
        if "集体商标" in about and "证明商标" not in about:
            return RightKind.COLLECTIVE
        if "证明商标" in about or "地理标志商标" in about:
            return RightKind.CERTIFICATION
        return RightKind.GEOGRAPHICAL_INDICATION

    def _refuse(self, key: str, message: Message) -> None:
        fault = _fault(self.sheet, self.number, self.heading, self.cells, key, message)
        self.faults.append(fault)


_RIGHT_CELLS = {
    "valid_from": _RowReader._read_start,
    "valid_until": _RowReader._read_end,
    "kind": _RowReader._read_kind,
    "geographical": _RowReader._read_geographical,
    "status": _RowReader._read_status,
}


def read_row(sheet: str, number: int, heading: SheetHeading, cells: tuple[Cell, ...]) -> SheetRow:
    """One row with its values and faults."""
    return _RowReader(sheet, number, heading, cells).read()


def _term(value: Any) -> Term:
    try:
        return read_term(value)
    except BadInput as error:
        raise BadInput("rights-file.bad-value", where=HERE, reason=error) from None


def _fault(
    sheet: str,
    number: int,
    heading: SheetHeading,
    cells: tuple[Cell, ...],
    key: str,
    message: Message,
) -> CellFault:
    place = next((place for place, of_place in heading.keys.items() if of_place == key), None)
    cell = cells[place] if place is not None and place < len(cells) else None
    return CellFault(
        sheet=sheet,
        row=number,
        heading=heading.name(key),
        value=shown_value(cell),
        message=message,
        column=column(heading.kind, key),
    )
