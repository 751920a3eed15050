"""Alembic's entry: runs on the connection that storage.base.database opened."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context

from storage.tables import Base
from storage.tables.base import Document, Moment


def _plain(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our column types as SQLAlchemy's own, so that an old revision needs no code of ours."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    if kind == "type" and (item is Document or getattr(item, "impl", None) is Document):
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=_plain,
)
context.run_migrations()
