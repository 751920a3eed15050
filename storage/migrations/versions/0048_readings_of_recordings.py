"""Readings of recordings that people hand in"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0048'
down_revision = '0047'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def upgrade() -> None:
    op.create_table(
        'recording_readings',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('duration', _ID, nullable=False),
        sa.Column('cut', sa.Boolean(), nullable=False),
        sa.Column('clips', _DOCUMENT, nullable=False),
        sa.Column('error', sa.String(), nullable=True),
        sa.Column('reader', sa.String(length=100), nullable=False),
        sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_recording_readings')),
        sa.UniqueConstraint('sha256', name=op.f('uq_recording_readings_sha256')),
    )


def downgrade() -> None:
    op.drop_table('recording_readings')
