"""The compliance ledger tells whether a crawl used a signed-in session"""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('compliance', sa.Column('signed_in', sa.Boolean(), nullable=True))
