"""What platforms did when asked to assist, and visits to the addresses of shops"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('platform_replies',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('notice_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('replied_on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(), nullable=True),
    sa.Column('files', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('recorded_by', sa.String(length=100), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['notice_id'], ['notices.id'], name=op.f('fk_platform_replies_notice_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_platform_replies')),
    sa.CheckConstraint("kind IN ('information', 'measure', 'none')", name=op.f('ck_platform_replies_kind')),
    )
    with op.batch_alter_table('platform_replies', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_platform_replies_notice_id'), ['notice_id'], unique=False)

    op.create_table('shop_visits',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('lead_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('visited_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('officers', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('finding', sa.String(), nullable=False),
    sa.Column('address_false', sa.Boolean(), nullable=False),
    sa.Column('photos', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('mark', sa.String(length=20), nullable=True),
    sa.Column('mark_requested_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('mark_checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('mark_note', sa.String(), nullable=True),
    sa.Column('recorded_by', sa.String(length=100), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['lead_id'], ['leads.id'], name=op.f('fk_shop_visits_lead_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shop_visits')),
    sa.CheckConstraint("mark IN ('requested', 'visible', 'missing')", name=op.f('ck_shop_visits_mark')),
    )
    with op.batch_alter_table('shop_visits', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_shop_visits_lead_id'), ['lead_id'], unique=False)

