"""Where the heading of a table stands, and which column is which (表头)."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storage.rights.sheets.columns import Column, TableKind, column, columns, heading_form, headings
from storage.rights.sheets.tables import Cell, SheetTable

_TOP = 30
"""Rows at the top of a table among which its heading is looked for; chosen by hand."""
_LIKE = 0.6
"""Likeness (difflib ratio, 0..1) from which an unknown heading may mean a known one; chosen by hand."""
_LEDGER = re.compile("许可.*台账|台账.*许可|^许可$|^licences$")
"""Names of sheets that are ledgers of licences."""
_SURE = 100
"""Added to the columns of a heading that the sheet's name confirms: more than a table has."""
_LONGEST = 40
"""Characters of a heading; a longer cell is a sentence. Chosen by hand."""
_EXPLANATIONS = frozenset(
    {"填写说明", "说明", "填表说明", "使用说明", "示例", "notes", "readme", "instructions"}
)
"""Names of sheets that explain a table."""
FAULT_HEADINGS = ("错误", "应填", "fault", "expected")
"""Columns that the program adds to rows that it hands back, Chinese and English."""
_NUMBERS = frozenset(map(heading_form, ("序号", "行号", "序", "No.", "No", "#", *FAULT_HEADINGS)))
"""Columns that count the rows, and those that this program adds to rows that it hands back."""


@dataclass(frozen=True, kw_only=True)
class IgnoredColumn:
    """A column that nothing is read from."""

    heading: str
    """As the table writes it; empty where it has none."""
    number: int
    """Counted from 1."""
    nearest: Column | None = None
    """The column that it may mean."""
    repeats: str | None = None
    """The heading of the column that says the same."""


@dataclass(frozen=True, kw_only=True)
class SheetHeading:
    """A table's heading row."""

    kind: TableKind
    row: int
    """Number of the last heading row, counted from 1."""
    keys: Mapping[int, str]
    """Key of each column that is read, by its place (from 0)."""
    names: Mapping[int, str]
    """Headings as the table writes them."""
    ignored: tuple[IgnoredColumn, ...]
    strict: bool
    """Written in keys of the rights file, where each column must be known."""
    title: str
    """What stands above it, and the sheet's name."""

    def name(self, key: str) -> str:
        """The table's own heading of a key; the program's, where it has no such column."""
        for place, of_place in self.keys.items():
            if of_place == key:
                return self.names[place]
        return column(self.kind, key).name


def find_heading(table: SheetTable) -> SheetHeading | None:
    """The heading of a table of rights or holders; None where no row is one, or the sheet explains."""
    if heading_form(table.name) in _EXPLANATIONS:
        return None
    best: tuple[int, int, TableKind] | None = None
    is_ledger = _LEDGER.search(table.name) is not None
    for number, row in enumerate(table.rows[:_TOP]):
        for kind in TableKind:
            count = _recognised(row, kind, is_ledger=is_ledger)
            if count and (best is None or count > best[0]):
                best = (count, number, kind)
    if best is None:
        return None
    _, number, kind = best
    return _heading(table, number, kind)


def _recognised(row: Sequence[Cell], kind: TableKind, *, is_ledger: bool) -> int:
    """Columns of one kind of table that a row names; 0 where it is no heading.

    A sheet that is named a ledger of licences holds nothing else where its heading may be one.
    """
    names = {place: str(cell) for place, cell in enumerate(row) if isinstance(cell, str)}
    if any(len(name) > _LONGEST for name in names.values()):
        return 0
    if kind is TableKind.LICENCES:
        first = set(_keys(names, kind, otherwise=(False,)).values())
        keys = set(_keys(names, kind).values()) if is_ledger else first
        return len(keys) + (_SURE if is_ledger else 0) if {"right", "shop"} <= keys else 0
    keys = set(_keys(names, kind).values())
    if kind is TableKind.HOLDERS:
        return len(keys) if "name" in keys and len(keys) > 1 else 0
    is_heading = "text" in keys and (len(keys) > 1 or len(names) == 1)
    return len(keys) if is_heading or {"id", "registration_no"} <= keys else 0


def _heading(table: SheetTable, number: int, kind: TableKind) -> SheetHeading:
    rows = table.rows[number : number + 2]
    names = {place: _one_line(cell) for place, cell in enumerate(rows[0]) if cell is not None}
    last = number + 1
    below = {place: _one_line(cell) for place, cell in enumerate(rows[-1]) if cell is not None}
    if len(rows) == 2 and below and _continues(names, below, kind):
        names |= below
        last += 1
    keys = _keys(names, kind)
    written = {name.strip() for name in names.values()}
    required = required_column(kind).key
    title = " ".join(_one_line(cell) for row in table.rows[:number] for cell in row if cell)
    return SheetHeading(
        kind=kind,
        row=last,
        keys=keys,
        names=names,
        ignored=tuple(_ignored(table, last, names, keys, kind)),
        strict=kind is not TableKind.LICENCES and {"id", required} <= written,
        title=f"{title} {table.name}",
    )


def _continues(names: Mapping[int, str], below: Mapping[int, str], kind: TableKind) -> bool:
    """Whether the row under a heading parts its wide columns: 联系方式 into 联系人 and 电话.

    Each of its cells then names a column; what merged cells repeat does not count.
    """
    parts = {place: name for place, name in below.items() if name != names.get(place)}
    return bool(parts) and len(_keys(parts, kind)) == len(parts)


def _keys(
    names: Mapping[int, str], kind: TableKind, otherwise: Sequence[bool] = (False, True)
) -> dict[int, str]:
    """Keys by place; of two columns with one meaning the first counts."""
    keys: dict[int, str] = {}
    for of_second_rank in otherwise:
        by_form = headings(kind, otherwise=of_second_rank)
        for place, name in names.items():
            key = by_form.get(heading_form(name))
            if key is not None and place not in keys and key not in keys.values():
                keys[place] = key
    return keys


def _ignored(
    table: SheetTable, last: int, names: Mapping[int, str], keys: Mapping[int, str], kind: TableKind
) -> list[IgnoredColumn]:
    """Columns that hold something and are not read."""
    width = max(map(len, table.rows))
    columns_left = []
    for place in range(width):
        name = names.get(place, "")
        if place in keys or heading_form(name) in _NUMBERS:
            continue
        if any(len(row) > place and row[place] is not None for row in table.rows[last:]):
            columns_left.append(_ignored_column(place, name, names, keys, kind))
    return columns_left


def _ignored_column(
    place: int, name: str, names: Mapping[int, str], keys: Mapping[int, str], kind: TableKind
) -> IgnoredColumn:
    number = place + 1
    form = heading_form(name)
    key = headings(kind).get(form) or headings(kind, otherwise=True).get(form)
    repeated = next((names[at] for at, of_place in keys.items() if of_place == key), None)
    if repeated is not None:
        return IgnoredColumn(heading=name, number=number, repeats=repeated)
    return IgnoredColumn(heading=name, number=number, nearest=_nearest(form, kind))


def _nearest(form: str, kind: TableKind) -> Column | None:
    """The known column whose heading is most like this one."""
    if not form:
        return None
    likest = difflib.get_close_matches(form, headings(kind), n=1, cutoff=_LIKE)
    return column(kind, headings(kind)[likest[0]]) if likest else None


def _one_line(cell: object) -> str:
    return re.sub(r"\s+", " ", str(cell)).strip()


def required_column(kind: TableKind) -> Column:
    """The column without which a row says nothing."""
    return next(column for column in columns(kind) if column.required)
