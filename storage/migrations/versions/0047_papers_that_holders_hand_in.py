"""Papers of rights that holders hand in through their page"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0047'
down_revision = '0046'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), 'postgresql'
)


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        'offered_papers',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('holder_link_id', _ID, nullable=False),
        sa.Column('right_id', sa.String(length=100), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('file', _JSON, nullable=False),
        sa.Column('name', sa.String(length=100), nullable=False),
        sa.Column('offered_at', moment, nullable=False),
        sa.Column('accepted', sa.Boolean(), nullable=True),
        sa.Column('decided_by', sa.String(length=100), nullable=True),
        sa.Column('decided_at', moment, nullable=True),
        sa.ForeignKeyConstraint(
            ['holder_link_id'], ['holder_links.id'], name=op.f('fk_offered_papers_holder_link_id')
        ),
        sa.ForeignKeyConstraint(
            ['right_id'], ['rights.id'], name=op.f('fk_offered_papers_right_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_offered_papers')),
    )
    op.create_index(op.f('ix_offered_papers_right_id'), 'offered_papers', ['right_id'])
    op.create_index(op.f('ix_offered_papers_holder_link_id'), 'offered_papers', ['holder_link_id'])


def downgrade() -> None:
    op.drop_table('offered_papers')
