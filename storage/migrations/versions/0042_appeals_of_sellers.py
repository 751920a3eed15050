"""Appeals of sellers against letters"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0042'
down_revision = '0041'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), 'postgresql'
)
_STATES = ('received', 'admitted', 'proposed', 'upheld', 'rejected', 'declined', 'withdrawn')


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        'appeals',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('number', sa.String(length=40), nullable=False),
        sa.Column('notice_id', _ID, nullable=True),
        sa.Column('shop', sa.String(length=300), nullable=False),
        sa.Column('reason', sa.String(length=30), nullable=False),
        sa.Column('statement', sa.String(), nullable=False),
        sa.Column('name', sa.String(length=100), nullable=False),
        sa.Column('contact', sa.String(length=200), nullable=False),
        sa.Column('mail', sa.String(length=254), nullable=True),
        sa.Column('papers', _JSON, nullable=False),
        sa.Column('source', sa.String(length=64), nullable=False),
        sa.Column(
            'state',
            sa.Enum(*_STATES, name='state', native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column('due_at', moment, nullable=False),
        sa.Column('deadline_id', _ID, nullable=True),
        sa.Column('admitted_by', sa.String(length=100), nullable=True),
        sa.Column('admitted_at', moment, nullable=True),
        sa.Column('proposal', sa.String(length=20), nullable=True),
        sa.Column('proposed_by', sa.String(length=100), nullable=True),
        sa.Column('proposed_at', moment, nullable=True),
        sa.Column('ground', sa.String(length=30), nullable=True),
        sa.Column('answer', sa.String(), nullable=True),
        sa.Column('returned_because', sa.String(), nullable=True),
        sa.Column('decided_by', sa.String(length=100), nullable=True),
        sa.Column('decided_at', moment, nullable=True),
        sa.Column('created_at', moment, nullable=False),
        sa.ForeignKeyConstraint(['notice_id'], ['notices.id'], name=op.f('fk_appeals_notice_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_appeals')),
        sa.UniqueConstraint('number', name=op.f('uq_appeals_number')),
    )
    op.create_index(op.f('ix_appeals_state_appeals_due_at'), 'appeals', ['state', 'due_at'])
    op.create_index(op.f('ix_appeals_source_appeals_created_at'), 'appeals', ['source', 'created_at'])
    op.create_index(op.f('ix_appeals_notice_id'), 'appeals', ['notice_id'])
    op.create_table(
        'appeal_leads',
        sa.Column('appeal_id', _ID, nullable=False),
        sa.Column('lead_id', _ID, nullable=False),
        sa.Column('from_state', sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(['appeal_id'], ['appeals.id'], name=op.f('fk_appeal_leads_appeal_id')),
        sa.ForeignKeyConstraint(['lead_id'], ['leads.id'], name=op.f('fk_appeal_leads_lead_id')),
        sa.PrimaryKeyConstraint('appeal_id', 'lead_id', name=op.f('pk_appeal_leads')),
    )
    op.create_index(op.f('ix_appeal_leads_lead_id'), 'appeal_leads', ['lead_id'])


def downgrade() -> None:
    op.drop_table('appeal_leads')
    op.drop_table('appeals')
