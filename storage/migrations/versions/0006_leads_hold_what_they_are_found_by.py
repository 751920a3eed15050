"""Leads hold what they are sorted, found and grouped by; those that are there are filed too"""

from typing import Any

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_MOMENT = sa.DateTime(timezone=True)
_COLUMNS = (
    sa.Column('tier', _NUMBER, nullable=False, server_default='3'),
    sa.Column('platform', sa.String(length=255), nullable=False, server_default=''),
    sa.Column('shop_id', _NUMBER, nullable=True),
    sa.Column('region', sa.String(length=6), nullable=True),
    sa.Column('reach', _NUMBER, nullable=False, server_default='0'),
    sa.Column('disguise', sa.String(length=20), nullable=True),
    sa.Column('picture', sa.String(length=16), nullable=True),
    sa.Column('confirmed_at', _MOMENT, nullable=True),
    sa.Column('noticed_at', _MOMENT, nullable=True),
    sa.Column('removed_at', _MOMENT, nullable=True),
)


def upgrade() -> None:
    for column in _COLUMNS:
        op.add_column('leads', column)
    _file_leads(op.get_bind())
    for columns in (
        ['picture'],
        ['platform'],
        ['region'],
        ['campaign'],
        ['shop_id', 'state'],
        ['state', 'picture', 'rank'],
        ['state', 'shop_id', 'rank'],
    ):
        op.create_index(f"ix_leads_{'_leads_'.join(columns)}", 'leads', columns, unique=False)


def _file_leads(connection: sa.Connection) -> None:
    connection.execute(sa.text(
        'UPDATE leads SET platform = l.platform, shop_id = l.shop_id FROM listings l'
        ' WHERE l.id = leads.listing_id'
    ))
    connection.execute(sa.text(
        'UPDATE leads SET tier = h.tier FROM rights r, holders h'
        ' WHERE r.id = leads.right_id AND h.id = r.holder_id'
    ))
    connection.execute(sa.text(
        'UPDATE leads SET campaign = t.campaign FROM listings l, runs r, tasks t'
        ' WHERE leads.campaign IS NULL AND l.id = leads.listing_id AND r.id = l.run_id'
        ' AND t.id = r.task_id'
    ))
    _file_moments(connection)
    _file_pictures(connection)
    _file_records(connection)


def _file_moments(connection: sa.Connection) -> None:
    connection.execute(sa.text(
        'UPDATE leads SET confirmed_at = (SELECT max(d.decided_at) FROM decisions d'
        " WHERE d.lead_id = leads.id AND d.verdict = 'confirmed')"
        " WHERE state IN ('confirmed', 'noticed', 'removed', 'refused', 'contested', 'closed')"
    ))
    for state in ('noticed', 'removed'):
        connection.execute(
            sa.text(
                f'UPDATE leads SET {state}_at = (SELECT min(a.at) FROM audit a'
                " WHERE a.subject = 'lead:' || leads.id AND a.act = :act)"
                " WHERE state IN ('noticed', 'removed', 'refused', 'contested', 'closed')"
            ),
            {'act': f'lead.{state}'},
        )


def _file_pictures(connection: sa.Connection) -> None:
    """Main pictures that look alike give their leads one key, that of the first."""
    from storage.migrations.near_hashes import near_pairs

    rows = connection.execute(sa.text(
        'SELECT p.listing_id, p.phash FROM picture_hashes p JOIN (SELECT min(id) AS id'
        ' FROM picture_hashes GROUP BY listing_id) f ON f.id = p.id ORDER BY p.id'
    )).all()
    like: dict[int, int] = {}
    for one, other in near_pairs(int(row.phash, 16) for row in rows):
        like.setdefault(other, like.get(one, one))
    values = [
        {'l': row.listing_id, 'p': f"{like.get(int(row.phash, 16), int(row.phash, 16)):016x}"}
        for row in rows
    ]
    if values:
        connection.execute(sa.text('UPDATE leads SET picture = :p WHERE listing_id = :l'), values)


def _file_records(connection: sa.Connection) -> None:
    """Region and reach from the listing, the disguise from the words that explained it."""
    query = sa.text(
        'SELECT leads.id, leads.score, leads.level, leads.tier, leads.relisted, v.record,'
        ' a.signals FROM leads JOIN listing_versions v ON v.id = leads.version_id'
        ' JOIN assessments a ON a.id = leads.assessment_id'
        ' WHERE leads.id > :after ORDER BY leads.id LIMIT 2000'
    ).columns(record=sa.JSON(), signals=sa.JSON())
    after = 0
    while rows := connection.execute(query, {'after': after}).all():
        connection.execute(
            sa.text(
                'UPDATE leads SET region = :region, reach = :reach, disguise = :disguise,'
                ' rank = :rank WHERE id = :id'
            ),
            [_filed(row) for row in rows],
        )
        after = rows[-1].id


def _filed(row: sa.Row[Any]) -> dict[str, object]:
    from storage.base.disguises import (CHINESE, disguise_of)
    from storage.leads.facets import (reach_of, region_of)
    from storage.leads.rank import queue_rank
    from storage.records import Level, Listing, Signal

    listing = Listing.from_json(row.record)
    signals = [dict(one) for one in row.signals if isinstance(one, dict)]
    for one in signals:
        said = str(one.get('explanation', ''))
        how = next((key.value for key, name in CHINESE.items() if f'（{name}）' in said), None)
        one.setdefault('how', how or ('exact' if '相同的文字' in said else None))
    rank = queue_rank(Level(row.level), row.score, row.tier, reach_of(listing))
    return {
        'id': row.id,
        'region': region_of(listing),
        'reach': reach_of(listing),
        'disguise': disguise_of(map(Signal.from_json, signals)),
        'rank': rank - 100 if row.relisted else rank,
    }
