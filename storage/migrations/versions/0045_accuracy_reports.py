"""Accuracy reports as they were published"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0045'
down_revision = '0044'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), 'postgresql'
)


def upgrade() -> None:
    op.create_table(
        'accuracy_reports',
        sa.Column('year', _ID, autoincrement=False, nullable=False),
        sa.Column('figures', _JSON, nullable=False),
        sa.Column('published_by', sa.String(length=100), nullable=False),
        sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('year', name=op.f('pk_accuracy_reports')),
    )


def downgrade() -> None:
    op.drop_table('accuracy_reports')
