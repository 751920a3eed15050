"""Rules on sellers that are proposed to officers, and non-leads that are drawn for them"""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'seller_rules',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('word', sa.String(length=20), nullable=False),
        sa.Column('state', sa.String(length=20), nullable=False),
        sa.Column('dismissed', _ID, nullable=False),
        sa.Column('confirmed', _ID, nullable=False),
        sa.Column('shops', _ID, nullable=False),
        sa.Column('others_dismissed', _ID, nullable=False),
        sa.Column('others_confirmed', _ID, nullable=False),
        sa.Column('lowest_share', sa.Float(), nullable=False),
        sa.Column('p_value', sa.Float(), nullable=False),
        sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('decided_by', sa.String(length=100), nullable=True),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('proposed', 'accepted', 'rejected')", name=op.f('ck_seller_rules_state')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_seller_rules')),
        sa.UniqueConstraint('word', name=op.f('uq_seller_rules_word')),
    )
    op.create_table(
        'sampled_leads',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('lead_id', _ID, nullable=False),
        sa.Column('weight', sa.Float(), nullable=False),
        sa.Column('score', sa.Float(), nullable=False),
        sa.Column('drawn_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['lead_id'], ['leads.id'], name=op.f('fk_sampled_leads_lead_id_leads')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sampled_leads')),
        sa.UniqueConstraint('lead_id', name=op.f('uq_sampled_leads_lead_id')),
    )
    op.create_index(op.f('ix_sampled_leads_drawn_at'), 'sampled_leads', ['drawn_at'])


def downgrade() -> None:
    op.drop_table('sampled_leads')
    op.drop_table('seller_rules')
