"""What every table shares: naming of constraints, moments in UTC, JSON, enumerations."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, mapped_column

_NAMES = {
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(sa.TypeDecorator[datetime]):
    """A point in time, stored in UTC and always aware; SQLite keeps no zone of its own."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Document = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)
"""A JSON value."""

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""Row numbers; SQLite counts up only in a column declared INTEGER."""


def enumeration(values: type[StrEnum], *, name: str = "state", length: int = 20) -> sa.Enum:
    """A text column of at most `length` characters that takes only these values; a check
    constraint `ck_TABLE_NAME` of the database refuses every other."""
    return sa.Enum(
        values,
        name=name,
        length=length,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention=_NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment,
        dict[str, Any]: Document,
        list[Any]: Document,
        int: Id,
    }


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def row_id() -> Any:
    """A primary key that counts up."""
    return mapped_column(Id, primary_key=True, autoincrement=True)
