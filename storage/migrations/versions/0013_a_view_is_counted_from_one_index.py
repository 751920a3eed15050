"""A view of the queue is counted from one index, and its titles stand on the leads"""

import sqlalchemy as sa
from alembic import op


revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('leads', sa.Column('title', sa.String(), nullable=False, server_default=''))
    op.get_bind().execute(sa.text(
        'UPDATE leads SET title = l.title FROM listings l WHERE l.id = leads.listing_id'
    ))
    op.drop_index('ix_leads_queue', 'leads')
    op.create_index('ix_leads_queue', 'leads', [
        'state', 'rank', 'id', 'right_id', 'level', 'platform', 'region', 'tier', 'disguise',
        'campaign', 'shop_id', 'picture', 'relisted', 'opened_at', 'claimed_by',
    ], unique=False)
