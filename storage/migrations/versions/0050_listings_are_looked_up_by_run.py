"""Listings are looked up by the run that met them, probes among the leads without reading the others"""

import sqlalchemy as sa
from alembic import op

revision = '0050'
down_revision = '0049'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f('ix_listings_run_id'), 'listings', ['run_id'])
    op.create_index(op.f('ix_listing_versions_run_id'), 'listing_versions', ['run_id'])
    op.create_index(
        'ix_leads_probes',
        'leads',
        ['state', 'probe'],
        sqlite_where=sa.text('probe IS NOT NULL'),
        postgresql_where=sa.text('probe IS NOT NULL'),
    )


def downgrade() -> None:
    op.drop_index('ix_leads_probes', 'leads')
    op.drop_index(op.f('ix_listing_versions_run_id'), 'listing_versions')
    op.drop_index(op.f('ix_listings_run_id'), 'listings')
