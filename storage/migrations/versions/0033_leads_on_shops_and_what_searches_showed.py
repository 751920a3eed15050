"""Leads on shops, and what searches showed"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def upgrade() -> None:
    op.create_table(
        'search_results',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('run_id', _ID, nullable=False),
        sa.Column('word', sa.String(length=200), nullable=False),
        sa.Column('page_url', sa.String(), nullable=False),
        sa.Column('place', _ID, nullable=False),
        sa.Column('listing_key', sa.String(length=600), nullable=False),
        sa.Column('captured_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['run_id'], ['runs.id'], name=op.f('fk_search_results_run_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_search_results')),
        sa.UniqueConstraint('run_id', 'word', 'listing_key', name=op.f('uq_search_results_run_id_word_listing_key')),
    )
    op.create_index(op.f('ix_search_results_listing_key'), 'search_results', ['listing_key'])
    op.create_index(op.f('ix_search_results_word'), 'search_results', ['word'])
    op.create_table(
        'shop_leads',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('shop_id', _ID, nullable=False),
        sa.Column('right_id', sa.String(length=100), nullable=False),
        sa.Column('word', sa.String(length=200), nullable=False),
        sa.Column('likeness', sa.String(length=20), nullable=False),
        sa.Column('genuine', sa.String(length=300), nullable=False),
        sa.Column('grounds', _DOCUMENT, nullable=False),
        sa.Column('goods', _ID, nullable=False),
        sa.Column('listing_id', _ID, nullable=True),
        sa.Column('next_step', sa.String(length=20), nullable=False),
        sa.Column('run_id', _ID, nullable=True),
        sa.Column('page_url', sa.String(), nullable=True),
        sa.Column('captured_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('state', sa.String(length=20), nullable=False),
        sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('decided_by', sa.String(length=100), nullable=True),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('imitation', 'keyword')", name=op.f('ck_shop_leads_kind')),
        sa.CheckConstraint("state IN ('open', 'asked', 'dismissed')", name=op.f('ck_shop_leads_state')),
        sa.ForeignKeyConstraint(['listing_id'], ['listings.id'], name=op.f('fk_shop_leads_listing_id'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['right_id'], ['rights.id'], name=op.f('fk_shop_leads_right_id')),
        sa.ForeignKeyConstraint(['shop_id'], ['shops.id'], name=op.f('fk_shop_leads_shop_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_shop_leads')),
        sa.UniqueConstraint('kind', 'shop_id', 'right_id', 'word', name=op.f('uq_shop_leads_kind_shop_id_right_id_word')),
    )
    op.create_index(op.f('ix_shop_leads_right_id'), 'shop_leads', ['right_id'])
    op.create_index(op.f('ix_shop_leads_shop_id'), 'shop_leads', ['shop_id'])


def downgrade() -> None:
    op.drop_table('shop_leads')
    op.drop_table('search_results')
