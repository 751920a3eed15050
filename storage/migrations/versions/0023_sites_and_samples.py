"""Registrars and hosts of sites, looks again at them, and samples that were bought"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('registrations',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('subject', sa.String(length=255), nullable=False),
    sa.Column('site', sa.String(length=255), nullable=False),
    sa.Column('operator', sa.String(), nullable=True),
    sa.Column('iana_id', sa.String(length=20), nullable=True),
    sa.Column('abuse_email', sa.String(), nullable=True),
    sa.Column('abuse_phone', sa.String(), nullable=True),
    sa.Column('nameservers', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('answer_sha256', sa.String(length=64), nullable=False),
    sa.Column('recorded_by', sa.String(length=100), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registrations')),
    sa.CheckConstraint("kind IN ('domain', 'network')", name=op.f('ck_registrations_kind')),
    )
    with op.batch_alter_table('registrations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registrations_site'), ['site'], unique=False)

    op.create_table('site_checks',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('lead_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('host', sa.String(length=255), nullable=False),
    sa.Column('addresses', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('page', sa.String(length=20), nullable=False),
    sa.Column('page_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('checked_by', sa.String(length=100), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['lead_id'], ['leads.id'], name=op.f('fk_site_checks_lead_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_site_checks'))
    )
    with op.batch_alter_table('site_checks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_site_checks_lead_id'), ['lead_id'], unique=False)

    op.create_table('test_purchases',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('lead_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('sample_no', sa.String(length=80), nullable=False),
    sa.Column('order_no', sa.String(length=80), nullable=False),
    sa.Column('shop', sa.String(), nullable=False),
    sa.Column('amount', sa.String(length=20), nullable=False),
    sa.Column('bought_on', sa.Date(), nullable=False),
    sa.Column('parcel_no', sa.String(length=80), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('pictures', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('identification', sa.String(length=20), nullable=True),
    sa.Column('identified_on', sa.Date(), nullable=True),
    sa.Column('identified_by', sa.String(), nullable=True),
    sa.Column('opinion', sa.String(), nullable=True),
    sa.Column('opinion_files', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('recorded_by', sa.String(length=100), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['lead_id'], ['leads.id'], name=op.f('fk_test_purchases_lead_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_test_purchases')),
    sa.CheckConstraint("identification IN ('not_genuine', 'genuine', 'undetermined')", name=op.f('ck_test_purchases_identification')),
    sa.UniqueConstraint('sample_no', name=op.f('uq_test_purchases_sample_no'))
    )
    with op.batch_alter_table('test_purchases', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_test_purchases_lead_id'), ['lead_id'], unique=False)

