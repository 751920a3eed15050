"""A mail whose text once went and whose answer was lost is remembered as perhaps arrived"""

import sqlalchemy as sa
from alembic import op

revision = '0037'
down_revision = '0036'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What is unclear now may have arrived."""
    op.add_column(
        'outbox', sa.Column('perhaps_arrived', sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.execute("UPDATE outbox SET perhaps_arrived = (state = 'unclear')")


def downgrade() -> None:
    op.drop_column('outbox', 'perhaps_arrived')
