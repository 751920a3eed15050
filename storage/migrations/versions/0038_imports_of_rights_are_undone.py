"""Imports of rights are filed with what they changed, so that one can be undone as a whole"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_MOMENT = sa.DateTime(timezone=True)
_DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), 'postgresql')


def upgrade() -> None:
    """Earlier imports have no row and cannot be undone as a whole."""
    op.create_table(
        'right_imports',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('file', sa.String(), nullable=False),
        sa.Column('actor', sa.String(length=100), nullable=False),
        sa.Column('at', _MOMENT, nullable=False),
        sa.Column('before', _DOCUMENT, nullable=False),
        sa.Column('after', _DOCUMENT, nullable=False),
        sa.Column('undone_by', sa.String(length=100), nullable=True),
        sa.Column('undone_at', _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_right_imports')),
    )


def downgrade() -> None:
    op.drop_table('right_imports')
