"""The queue is sorted by level first and by price, names are found by initials, views are saved"""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_COLUMNS = [
    'state', 'rank', 'id', 'right_id', 'level', 'platform', 'region', 'tier', 'disguise',
    'campaign', 'shop_id', 'picture', 'relisted', 'opened_at', 'claimed_by', 'next_step',
]
_BAND = "1000.0 * CASE level WHEN 'red' THEN 4 WHEN 'orange' THEN 3 WHEN 'yellow' THEN 2 WHEN 'blue' THEN 1 ELSE 0 END"
_UNBANDED = 'rank > -500'
_BATCH = 2000


def upgrade() -> None:
    op.create_table(
        'saved_views',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('user_id', _ID, nullable=True),
        sa.Column('name', sa.String(length=40), nullable=False),
        sa.Column('query', sa.String(length=2000), nullable=False),
        sa.Column('saved_by', sa.String(length=100), nullable=False),
        sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_saved_views_user_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_views')),
    )
    op.create_index(op.f('ix_saved_views_user_id'), 'saved_views', ['user_id'])
    for table in ('rights', 'shops'):
        op.add_column(
            table, sa.Column('initials', sa.String(length=240), nullable=False, server_default='')
        )
    op.add_column('leads', sa.Column('price', _ID, nullable=True))
    op.add_column('leads', sa.Column('currency', sa.String(length=10), nullable=True))
    connection = op.get_bind()
    _rank_by_level(connection)
    _file_prices(connection)
    _file_initials(connection, 'rights', 'text')
    _file_initials(connection, 'shops', 'name')
    op.drop_index('ix_leads_queue', 'leads')
    op.create_index('ix_leads_queue', 'leads', [*_COLUMNS, 'score', 'price'], unique=False)


def _rank_by_level(connection: sa.Connection) -> None:
    """Ranks of another level lie a band apart; a probe stays at the head, that of the highest level.

    Ranks that an earlier revision has just computed with bands are left alone.
    """
    connection.execute(sa.text(
        f'UPDATE leads SET rank = rank - {_BAND} WHERE probe IS NULL AND {_UNBANDED}'
    ))
    connection.execute(sa.text(
        f"UPDATE leads SET rank = rank - coalesce((SELECT max({_BAND}) FROM leads"
        f" WHERE state = 'pending' AND probe IS NULL), 0) WHERE probe IS NOT NULL AND {_UNBANDED}"
    ))


def _file_prices(connection: sa.Connection) -> None:
    from storage.leads.facets import price_of
    from storage.records import Listing

    query = sa.text(
        'SELECT leads.id, v.record FROM leads JOIN listing_versions v ON v.id = leads.version_id'
        f' WHERE leads.id > :after ORDER BY leads.id LIMIT {_BATCH}'
    ).columns(record=sa.JSON())
    for rows in _batches(connection, query):
        listings = {row.id: Listing.from_json(row.record) for row in rows}
        connection.execute(
            sa.text('UPDATE leads SET price = :price, currency = :currency WHERE id = :id'),
            [
                {'id': number, 'price': price_of(listing), 'currency': (listing.currency or '')[:10] or None}
                for number, listing in listings.items()
            ],
        )


def _file_initials(connection: sa.Connection, table: str, column: str) -> None:
    from storage.base.pinyin.initials import initials_of

    query = sa.text(
        f'SELECT id, {column} AS name FROM {table} WHERE id > :after ORDER BY id LIMIT {_BATCH}'
    )
    for rows in _batches(connection, query, '' if table == 'rights' else 0):
        connection.execute(
            sa.text(f'UPDATE {table} SET initials = :initials WHERE id = :id'),
            [{'id': row.id, 'initials': initials_of(row.name)} for row in rows],
        )


def _batches(
    connection: sa.Connection, query: sa.Executable, after: int | str = 0
) -> Iterator[Sequence[sa.Row[Any]]]:
    while rows := connection.execute(query, {'after': after}).all():
        yield rows
        after = rows[-1].id


def downgrade() -> None:
    op.drop_index('ix_leads_queue', 'leads')
    op.create_index('ix_leads_queue', 'leads', _COLUMNS, unique=False)
    op.get_bind().execute(sa.text(f'UPDATE leads SET rank = rank + {_BAND} WHERE probe IS NULL'))
    op.drop_column('leads', 'currency')
    op.drop_column('leads', 'price')
    op.drop_column('shops', 'initials')
    op.drop_column('rights', 'initials')
    op.drop_table('saved_views')
