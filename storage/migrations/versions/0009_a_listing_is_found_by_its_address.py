"""A listing is found by its address: a page that is gone names nothing else"""

from alembic import op


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A hash index on PostgreSQL, since an address may be longer than a B-tree entry.
    op.create_index('ix_listings_url', 'listings', ['url'], unique=False, postgresql_using='hash')
