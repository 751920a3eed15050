"""When the time of a task was set last, so that slots of its new time begin then; records that SQLite cannot read"""

import json

import sqlalchemy as sa
from alembic import op

from storage.base.schema.storable_text import storable_value

revision = '0060'
down_revision = '0059'
branch_labels = None
depends_on = None

_RECORDS = (('listing_versions', 'record'), ('shops', 'operator'))
"""Columns of JSON from pages: SQLite took lone surrogates and NUL, and fails where it reads the field alone."""
_PART = 1_000
"""Rows read at once, chosen by hand: JSON writes every emoji as two surrogates, so that very many may be read."""


def upgrade() -> None:
    op.add_column('tasks', sa.Column('timed_at', sa.DateTime(timezone=True), nullable=True))
    connection = op.get_bind()
    if connection.dialect.name != 'sqlite':
        return  # PostgreSQL refused such records
    for table, column in _RECORDS:
        doubtful = sa.text(
            f"SELECT id, {column} FROM {table} WHERE id > :last AND"
            f" ({column} LIKE '%\\ud%' OR {column} LIKE '%\\u0000%') ORDER BY id LIMIT {_PART}"
        )
        last = 0
        while rows := connection.execute(doubtful, {'last': last}).all():
            last = rows[-1].id
            for number, text in rows:
                record = json.loads(text)
                storable = storable_value(record)
                if storable != record:
                    connection.execute(
                        sa.text(f'UPDATE {table} SET {column} = :record WHERE id = :id'),
                        {'record': json.dumps(storable), 'id': number},
                    )


def downgrade() -> None:
    op.drop_column('tasks', 'timed_at')
