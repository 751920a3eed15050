"""Sites whose names are like a holder's"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0049'
down_revision = '0048'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def upgrade() -> None:
    op.create_table(
        'lookalike_sites',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('host', sa.String(length=253), nullable=False),
        sa.Column('manner', sa.String(length=20), nullable=False),
        sa.Column('genuine', sa.String(length=300), nullable=False),
        sa.Column('own_site', sa.String(length=253), nullable=True),
        sa.Column('holder_id', sa.String(length=100), nullable=True),
        sa.Column('right_id', sa.String(length=100), nullable=True),
        sa.Column('source', sa.String(length=300), nullable=False),
        sa.Column('state', sa.String(length=20), nullable=False),
        sa.Column('evidence_id', _ID, nullable=True),
        sa.Column('title', sa.String(), nullable=False),
        sa.Column('text_likeness', sa.Double(), nullable=True),
        sa.Column('picture_likeness', sa.Double(), nullable=True),
        sa.Column('grounds', _DOCUMENT, nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('visited_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('decided_by', sa.String(length=100), nullable=True),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('new', 'silent', 'unlike', 'lead', 'asked', 'dismissed')",
            name=op.f('ck_lookalike_sites_state'),
        ),
        sa.ForeignKeyConstraint(['holder_id'], ['holders.id'], name=op.f('fk_lookalike_sites_holder_id')),
        sa.ForeignKeyConstraint(['right_id'], ['rights.id'], name=op.f('fk_lookalike_sites_right_id')),
        sa.ForeignKeyConstraint(['evidence_id'], ['evidence.id'], name=op.f('fk_lookalike_sites_evidence_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_lookalike_sites')),
        sa.UniqueConstraint('host', name=op.f('uq_lookalike_sites_host')),
    )
    op.create_index(op.f('ix_lookalike_sites_holder_id'), 'lookalike_sites', ['holder_id'])
    op.create_index(op.f('ix_lookalike_sites_right_id'), 'lookalike_sites', ['right_id'])
    op.create_index(op.f('ix_lookalike_sites_state'), 'lookalike_sites', ['state'])


def downgrade() -> None:
    op.drop_table('lookalike_sites')
