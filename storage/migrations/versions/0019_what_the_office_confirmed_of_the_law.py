"""What the office confirmed of the law"""

import sqlalchemy as sa
from alembic import op


revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('law_confirmations',
    sa.Column('provision', sa.String(length=80), nullable=False),
    sa.Column('in_force', sa.Date(), nullable=False),
    sa.Column('article', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('text', sa.String(), nullable=True),
    sa.Column('text_sha256', sa.String(length=64), nullable=True),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('confirmed_by', sa.String(length=100), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('provision', 'in_force', name=op.f('pk_law_confirmations'))
    )
