"""Typed JSON columns: a row's JSON is decoded once, when the row is read, into a frozen record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa

from storage.base.message import Message, message_from_text, message_to_text
from storage.base.pinyin.initials import initials_of
from storage.tables.base import Document


class StoredRecord(Protocol):
    """A record that knows its own JSON; `from_json` reads what any released version wrote."""

    def to_json(self) -> Any: ...
    @classmethod
    def from_json(cls, stored: Any, /) -> Any: ...


R = TypeVar("R", bound=StoredRecord)


class RecordColumn(sa.TypeDecorator[R]):
    """One record of a type. Raises ValueError, KeyError or BadInput where the JSON is no such record."""

    impl = Document
    cache_ok = True

    def __init__(self, record_type: type[R]) -> None:
        super().__init__()
        self.record_type = record_type

    def process_bind_param(self, value: R | None, _dialect: sa.Dialect) -> Any:
        return None if value is None else value.to_json()

    def process_result_value(self, value: Any, _dialect: sa.Dialect) -> Any:
        return None if value is None else self.record_type.from_json(value)


class RecordsColumn(sa.TypeDecorator[tuple[Any, ...]]):
    """A JSON list of records of one type, as a tuple."""

    impl = Document
    cache_ok = True

    def __init__(self, record_type: type[StoredRecord]) -> None:
        super().__init__()
        self.record_type = record_type

    def process_bind_param(
        self, value: Iterable[StoredRecord] | None, _dialect: sa.Dialect
    ) -> list[Any] | None:
        return None if value is None else [record.to_json() for record in value]

    def process_result_value(self, value: Any, _dialect: sa.Dialect) -> tuple[Any, ...] | None:
        return None if value is None else tuple(map(self.record_type.from_json, value))


class TextsColumn(sa.TypeDecorator[tuple[str, ...]]):
    """A JSON list of texts, as a tuple."""

    impl = Document
    cache_ok = True

    def process_bind_param(
        self, value: Iterable[str] | None, _dialect: sa.Dialect
    ) -> list[str] | None:
        return None if value is None else list(value)

    def process_result_value(
        self, value: list[str] | None, _dialect: sa.Dialect
    ) -> tuple[str, ...] | None:
        return None if value is None else tuple(value)


def initials_default(name: str) -> Callable[[Any], str]:
    """A default of a new row: the pinyin initials of its text column of that name."""

    def initials(context: Any) -> str:
        return initials_of(str(context.get_current_parameters()[name]))

    return initials


class CountsColumn(sa.TypeDecorator[dict[str, int]]):
    """A JSON object of counts by name."""

    impl = Document
    cache_ok = True


class MessageColumn(sa.TypeDecorator[Message]):
    """A message of the catalogue in a text column; a plain text, as a relay says it, is itself."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: Message | None, _dialect: sa.Dialect) -> str | None:
        return None if value is None else message_to_text(value)

    def process_result_value(self, value: str | None, _dialect: sa.Dialect) -> Message | None:
        return None if value is None else message_from_text(value)
