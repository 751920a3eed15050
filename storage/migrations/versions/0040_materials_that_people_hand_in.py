"""Materials that people hand in, and the links of telephones"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0040'
down_revision = '0039'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def upgrade() -> None:
    op.create_table(
        'upload_links',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('lead_id', _ID, nullable=True),
        sa.Column('tip_id', _ID, nullable=True),
        sa.Column('secret_hash', sa.String(length=64), nullable=False),
        sa.Column('made_by', sa.String(length=100), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['lead_id'], ['leads.id'], name=op.f('fk_upload_links_lead_id')),
        sa.ForeignKeyConstraint(['tip_id'], ['tips.id'], name=op.f('fk_upload_links_tip_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_upload_links')),
        sa.UniqueConstraint('secret_hash', name=op.f('uq_upload_links_secret_hash')),
    )
    op.create_index(op.f('ix_upload_links_lead_id'), 'upload_links', ['lead_id'])
    op.create_table(
        'materials',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('origin', sa.String(length=20), nullable=False),
        sa.Column('lead_id', _ID, nullable=True),
        sa.Column('tip_id', _ID, nullable=True),
        sa.Column('listing_id', _ID, nullable=True),
        sa.Column('upload_link_id', _ID, nullable=True),
        sa.Column('file', _DOCUMENT, nullable=False),
        sa.Column('officer', sa.String(length=100), nullable=True),
        sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("origin IN ('phone', 'tip', 'paste')", name=op.f('ck_materials_origin')),
        sa.ForeignKeyConstraint(['lead_id'], ['leads.id'], name=op.f('fk_materials_lead_id')),
        sa.ForeignKeyConstraint(['tip_id'], ['tips.id'], name=op.f('fk_materials_tip_id')),
        sa.ForeignKeyConstraint(['listing_id'], ['listings.id'], name=op.f('fk_materials_listing_id'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['upload_link_id'], ['upload_links.id'], name=op.f('fk_materials_upload_link_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_materials')),
    )
    op.create_index(op.f('ix_materials_lead_id'), 'materials', ['lead_id'])
    op.create_index(op.f('ix_materials_tip_id'), 'materials', ['tip_id'])
    op.create_index(op.f('ix_materials_listing_id'), 'materials', ['listing_id'])


def downgrade() -> None:
    op.drop_table('materials')
    op.drop_table('upload_links')
