"""whose pictures were looked for"""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('listing_versions', sa.Column('pictured_at', sa.DateTime(timezone=True), nullable=True))
    unpictured = sa.text('pictured_at IS NULL')
    op.create_index('ix_listing_versions_unpictured', 'listing_versions', ['id'],
                    sqlite_where=unpictured, postgresql_where=unpictured)
