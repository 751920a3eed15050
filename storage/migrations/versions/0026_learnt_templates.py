"""Templates that crawls learn of shops, and the fields that officers fixed"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')

_TEXTS = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def upgrade() -> None:
    op.create_table(
        'learnt_templates',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('host', sa.String(length=255), nullable=False),
        sa.Column('shape', sa.String(length=200), nullable=False),
        sa.Column('fingerprint', sa.String(length=16), nullable=False),
        sa.Column('version', _ID, nullable=False),
        sa.Column('profile', sa.String(), nullable=False),
        sa.Column('core', _TEXTS, nullable=False),
        sa.Column('markers', _TEXTS, nullable=False),
        sa.Column('required', _TEXTS, nullable=False),
        sa.Column('samples', _ID, nullable=False),
        sa.Column('words_of_gone', sa.Boolean(), nullable=False),
        sa.Column('learnt_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('reads', _ID, nullable=False),
        sa.Column('checks', _ID, nullable=False),
        sa.Column('agreeing', _ID, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_learnt_templates')),
        sa.UniqueConstraint('host', 'shape', 'fingerprint', name=op.f('uq_learnt_templates_host_shape_fingerprint')),
    )
    op.create_table(
        'template_pins',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('host', sa.String(length=255), nullable=False),
        sa.Column('shape', sa.String(length=200), nullable=False),
        sa.Column('field', sa.String(length=30), nullable=False),
        sa.Column('selector', sa.String(), nullable=False),
        sa.Column('pinned_by', sa.String(length=100), nullable=True),
        sa.Column('pinned_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_template_pins')),
        sa.UniqueConstraint('host', 'shape', 'field', name=op.f('uq_template_pins_host_shape_field')),
    )


def downgrade() -> None:
    op.drop_table('template_pins')
    op.drop_table('learnt_templates')
