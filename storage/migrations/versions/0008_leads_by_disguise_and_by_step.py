"""Leads by disguise, and the newest that took each step"""

from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ('disguise', 'confirmed_at', 'noticed_at', 'removed_at'):
        op.create_index(f'ix_leads_{column}', 'leads', [column], unique=False)
