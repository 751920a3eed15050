"""The next step stands on the lead, and a view is still counted from one index"""

import sqlalchemy as sa
from alembic import op


revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None

_COLUMNS = [
    'state', 'rank', 'id', 'right_id', 'level', 'platform', 'region', 'tier', 'disguise',
    'campaign', 'shop_id', 'picture', 'relisted', 'opened_at', 'claimed_by',
]


def upgrade() -> None:
    op.add_column(
        'leads', sa.Column('next_step', sa.String(length=20), nullable=False, server_default='none')
    )
    op.get_bind().execute(sa.text(
        'UPDATE leads SET next_step = a.next_step FROM assessments a WHERE a.id = leads.assessment_id'
    ))
    op.drop_index('ix_leads_queue', 'leads')
    op.create_index('ix_leads_queue', 'leads', [*_COLUMNS, 'next_step'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_leads_queue', 'leads')
    op.create_index('ix_leads_queue', 'leads', _COLUMNS, unique=False)
    op.drop_column('leads', 'next_step')
