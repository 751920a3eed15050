"""Leads are counted as they change; acts by kind and day, undone verdicts and old logos by an index"""

import sqlalchemy as sa
from alembic import op

revision = '0052'
down_revision = '0051'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'count_changes',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('change', _ID, nullable=False),
        sa.Column('measure', sa.String(length=20), nullable=False),
        sa.Column('state', sa.String(length=20), nullable=True),
        sa.Column('day', sa.Date(), nullable=True),
        sa.Column('right_id', sa.String(), nullable=True),
        sa.Column('platform', sa.String(length=255), nullable=True),
        sa.Column('region', sa.String(length=6), nullable=True),
        sa.Column('level', sa.String(length=10), nullable=True),
        sa.Column('disguise', sa.String(length=20), nullable=True),
        sa.Column('campaign', sa.String(), nullable=True),
        sa.Column('shop_id', _ID, nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_count_changes')),
    )
    op.create_index(op.f('ix_count_changes_measure'), 'count_changes', ['measure'])
    op.create_table(
        'stock_counts',
        sa.Column('dimension', sa.String(length=20), nullable=False),
        sa.Column('key', sa.String(), nullable=False),
        sa.Column('state', sa.String(length=20), nullable=False),
        sa.Column('number', _ID, nullable=False),
        sa.PrimaryKeyConstraint('dimension', 'key', 'state', name=op.f('pk_stock_counts')),
        sqlite_with_rowid=False,
    )
    op.create_table(
        'day_counts',
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('dimension', sa.String(length=20), nullable=False),
        sa.Column('key', sa.String(), nullable=False),
        sa.Column('measure', sa.String(length=20), nullable=False),
        sa.Column('number', _ID, nullable=False),
        sa.PrimaryKeyConstraint('day', 'dimension', 'key', 'measure', name=op.f('pk_day_counts')),
        sqlite_with_rowid=False,
    )
    op.create_table(
        'shop_counts',
        sa.Column('shop_id', _ID, autoincrement=False, nullable=False),
        sa.Column('leads', _ID, nullable=False),
        sa.Column('confirmed', _ID, nullable=False),
        sa.PrimaryKeyConstraint('shop_id', name=op.f('pk_shop_counts')),
    )
    op.create_index(
        op.f('ix_shop_counts_confirmed_shop_counts_leads_shop_counts_shop_id'),
        'shop_counts',
        ['confirmed', 'leads', 'shop_id'],
    )
    op.create_table(
        'verdict_repeats',
        sa.Column('decision_id', _ID, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint('decision_id', name=op.f('pk_verdict_repeats')),
    )
    op.create_index(op.f('ix_audit_act_audit_at'), 'audit', ['act', 'at'])
    op.create_index(
        op.f('ix_picture_readings_logo_book_picture_readings_state'),
        'picture_readings',
        ['logo_book', 'state'],
    )
    op.create_index(op.f('ix_decisions_undoes'), 'decisions', ['undoes'])


def downgrade() -> None:
    op.drop_index(op.f('ix_decisions_undoes'), 'decisions')
    op.drop_index(
        op.f('ix_picture_readings_logo_book_picture_readings_state'), 'picture_readings'
    )
    op.drop_index(op.f('ix_audit_act_audit_at'), 'audit')
    for table in ('verdict_repeats', 'shop_counts', 'day_counts', 'stock_counts', 'count_changes'):
        op.drop_table(table)
