"""Keys, terms and daily calls of official open APIs"""

import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'api_access',
        sa.Column('name', sa.String(length=60), nullable=False),
        sa.Column('sealed', sa.String(), nullable=True),
        sa.Column('keys_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('terms', sa.String(length=64), nullable=True),
        sa.Column('terms_by', sa.String(length=100), nullable=True),
        sa.Column('terms_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('budget', _ID, nullable=True),
        sa.Column('tried_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('answer', sa.String(), nullable=True),
        sa.PrimaryKeyConstraint('name', name=op.f('pk_api_access')),
    )
    op.create_table(
        'api_usage',
        sa.Column('name', sa.String(length=60), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('calls', _ID, nullable=False),
        sa.PrimaryKeyConstraint('name', 'day', name=op.f('pk_api_usage')),
    )


def downgrade() -> None:
    op.drop_table('api_usage')
    op.drop_table('api_access')
