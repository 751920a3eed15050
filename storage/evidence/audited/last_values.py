"""The last audited value of every row, gathered while the chain is walked, and the rows held against it.

One walk over the entries and one statement a column, streamed: sixteen bytes of memory a numbered row. Where only the
newest entries are read, only the rows that they are about are looked up.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from functools import lru_cache
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import query_parts
from storage.base.message import Message
from storage.evidence.audited.columns import COLUMNS, AuditedColumn, AuditEntry, Key, is_storable
from storage.evidence.package_entries import CheckFailed

_MOST_GAPS = 100
"""Numbers for each row, chosen by hand: above, one row put in far up would take all memory."""
_UNTOLD = 0
"""In place of a value's hash: an entry is there and does not tell the value."""


class _Values(Protocol):
    """Number of the last entry of each row, and the hash of the value that it left."""

    def put(self, key: Key, entry: int, value: int) -> None: ...
    def take(self, key: Key) -> tuple[int, int] | None: ...
    def left(self) -> int | None:
        """An entry that tells the value of a row that nobody took; None where there is none."""


class _Numbered:
    """Of rows with numbers up to a highest one; an entry on a higher one is of a row that is gone."""

    def __init__(self, highest: int) -> None:
        self._entries = array("Q", bytes(8 * (highest + 1)))
        self._hashes = array("Q", bytes(8 * (highest + 1)))
        self._beyond: int | None = None

    def put(self, key: Key, entry: int, value: int) -> None:
        number = int(key)
        if 0 <= number < len(self._entries):
            self._entries[number], self._hashes[number] = entry, value
        elif value != _UNTOLD:
            self._beyond = entry

    def take(self, key: Key) -> tuple[int, int] | None:
        number = int(key)
        if number < 0:
            return None
        entry = self._entries[number]
        self._entries[number] = 0
        return (entry, self._hashes[number]) if entry else None

    def left(self) -> int | None:
        pairs = zip(self._entries, self._hashes, strict=True)
        return self._beyond or next((e for e, value in pairs if e and value != _UNTOLD), None)


class _Named:
    """Of rows with names, or with numbers far apart."""

    def __init__(self) -> None:
        self._values: dict[Key, tuple[int, int]] = {}

    def put(self, key: Key, entry: int, value: int) -> None:
        self._values[key] = entry, value

    def take(self, key: Key) -> tuple[int, int] | None:
        return self._values.pop(key, None)

    def keys(self) -> Sequence[Key]:
        return list(self._values)

    def left(self) -> int | None:
        return next((entry for entry, value in self._values.values() if value != _UNTOLD), None)


class LastValues:
    """What the entries say, as they are read one after another, and the comparison with the rows.

    `recent` says that only the newest entries are read.
    """

    def __init__(self, session: Session, *, recent: bool = False) -> None:
        self._session = session
        self._recent = recent
        self._values: dict[str, _Values] = {}
        self._by_act: dict[str, list[tuple[AuditedColumn, _Values]]] = defaultdict(list)
        self._first: dict[str, int] = {}
        """The first row that a column's own act entered."""
        self._unreadable: dict[str, int] = {}
        for column in COLUMNS:
            values = _Named() if recent else _values_of(session, column)
            self._values[column.name] = values
            for act in column.acts:
                self._by_act[act].append((column, values))

    def read(self, entry: AuditEntry) -> None:
        """Take up what an entry says; entries come in the order of the chain."""
        for column, values in self._by_act.get(entry.act.partition(".")[0], ()):
            try:
                for key, value in column.says(entry):
                    values.put(key, entry.number, _UNTOLD if value is None else _hash(value))
                    if entry.act == column.entered_by:
                        first = self._first.get(column.name, int(key))
                        self._first[column.name] = min(first, int(key))
            except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
                # An entry that somebody changed may hold anything; the chain names it.
                self._unreadable[column.name] = entry.number

    def compare(self, column: AuditedColumn) -> Message:
        """Each row of a column beside its last entry, after all entries were read. Raises CheckFailed with
        the first that differs, that no entry entered, or that is gone."""
        if column.name in self._unreadable:
            raise CheckFailed("check.entry-unreadable", number=self._unreadable[column.name])
        count = untold = 0
        values = self._values[column.name]
        with closing(self._rows(column)) as rows:
            for key, *row in rows:
                count += 1
                untold += self._check_row(column, values.take(key), key, column.value, row)
        left = None if column.may_go else values.left()
        if left is not None:
            raise CheckFailed("check.row-gone", number=left)
        if untold:
            return Message("check.rows-untold", {"count": count - untold, "untold": untold})
        return Message("check.rows", {"count": count})

    def _rows(self, column: AuditedColumn) -> Generator[sa.Row[*tuple[Any, ...]]]:
        """All rows of a column, or those that the newest entries are about."""
        key, values = column.rows.selected_columns[0], self._values[column.name]
        query = column.rows.order_by(key).execution_options(yield_per=column.batch)
        queries = [query]
        if self._recent and isinstance(values, _Named):
            keys = list(filter(is_storable, values.keys()))
            queries = [query.where(key.in_(part)) for part in query_parts(keys)]
        for some in queries:
            with closing(self._session.execute(some)) as rows:
                yield from rows

    def _check_row(
        self,
        column: AuditedColumn,
        last: tuple[int, int] | None,
        key: Key,
        value: Callable[..., str],
        row: list[Any],
    ) -> bool:
        """Whether the audit does not tell the row's value. Raises CheckFailed."""
        if (
            column.entered_by
            and not self._recent
            and (column.name not in self._first or int(key) < self._first[column.name])
        ):
            return True
        if last is None:
            raise CheckFailed("check.row-unrecorded", row=key)
        entry, audited = last
        if audited not in (_UNTOLD, _hash(value(*row))):
            raise CheckFailed("check.row-changed", row=key, number=entry)
        return audited == _UNTOLD


def _values_of(session: Session, column: AuditedColumn) -> _Values:
    key = column.rows.selected_columns[0]
    if isinstance(key.type, sa.String):
        return _Named()
    highest, count = session.execute(sa.select(sa.func.max(key), sa.func.count(key))).one()
    highest = highest or 0
    return _Numbered(highest) if highest <= _MOST_GAPS * count else _Named()


@lru_cache(maxsize=1_000)
def _hash(value: str) -> int:
    """Eight bytes of a value's hash, never `_UNTOLD`."""
    digest = hashlib.sha256(value.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") | 1
