"""What followed letters is counted by the day, and verdicts on a seller's leave by right and platform"""

import sqlalchemy as sa
from alembic import op

revision = '0061'
down_revision = '0060'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'source_counts',
        sa.Column('right_id', sa.String(), nullable=False),
        sa.Column('platform', sa.String(length=255), nullable=False),
        sa.Column('unlawful', _ID, nullable=False),
        sa.Column('lawful', _ID, nullable=False),
        sa.PrimaryKeyConstraint('right_id', 'platform', name=op.f('pk_source_counts')),
    )
    op.create_table(
        'act_repeats',
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('audit_id', _ID, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint('day', 'audit_id', name=op.f('pk_act_repeats')),
    )


def downgrade() -> None:
    op.drop_table('act_repeats')
    op.drop_table('source_counts')
