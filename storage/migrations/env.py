"""Alembic's entry: runs on the connection that storage.base.database opened.

Kept counts are counted anew after the last migration, which may have changed what is counted.
"""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlalchemy.orm import Session

from storage.counts.recount import recount
from storage.counts.triggers import create_triggers, drop_triggers
from storage.tables import Base, CountChangeRow
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


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=_plain,
)
drop_triggers(connection)
context.run_migrations()
if sa.inspect(connection).has_table(CountChangeRow.__tablename__):
    with Session(connection, join_transaction_mode="rollback_only") as session:
        recount(session)
        session.flush()
    create_triggers(connection)
