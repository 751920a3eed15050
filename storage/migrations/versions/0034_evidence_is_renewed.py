"""Evidence is renewed: the newest archive time-stamp of each package's evidence record"""

import sqlalchemy as sa
from alembic import op

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Packages without a row get their first archive time-stamp at the next renewal."""
    op.create_table(
        'evidence_renewals',
        sa.Column('evidence_id', _ID, nullable=False),
        sa.Column('algorithm', sa.String(length=20), nullable=False),
        sa.Column('signature', sa.String(length=40), nullable=False),
        sa.Column('certificate_ends', sa.DateTime(timezone=True), nullable=False),
        sa.Column('stamped_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['evidence_id'], ['evidence.id'], name=op.f('fk_evidence_renewals_evidence_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('evidence_id', name=op.f('pk_evidence_renewals')),
    )


def downgrade() -> None:
    op.drop_table('evidence_renewals')
