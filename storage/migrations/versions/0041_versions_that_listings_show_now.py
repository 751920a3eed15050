"""Versions say whether their listing shows them now, so that what waits is found without the past"""

import sqlalchemy as sa
from alembic import op

revision = '0041'
down_revision = '0040'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        'listing_versions',
        sa.Column('current', sa.Boolean(), server_default=sa.true(), nullable=False),
    )
    op.execute(
        sa.text(
            'UPDATE listing_versions SET current = false WHERE NOT EXISTS '
            '(SELECT 1 FROM listings WHERE listings.version_id = listing_versions.id)'
        )
    )
    op.drop_index(op.f('ix_listing_versions_assessed_with'), 'listing_versions')
    op.create_index(
        'ix_listing_versions_waiting',
        'listing_versions',
        ['assessed_with', 'id'],
        sqlite_where=sa.text('current = 1'),
        postgresql_where=sa.text('current'),
    )


def downgrade() -> None:
    op.drop_index('ix_listing_versions_waiting', 'listing_versions')
    op.create_index(op.f('ix_listing_versions_assessed_with'), 'listing_versions', ['assessed_with'])
    op.drop_column('listing_versions', 'current')
