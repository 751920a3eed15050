"""Packages of transfer letters that other offices hand over, the leads opened from them, receipts of both directions"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0055'
down_revision = '0054'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        'transfers',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('office', sa.String(length=300), nullable=False),
        sa.Column('sender', sa.String(length=64), nullable=False),
        sa.Column('letter_number', sa.String(length=200), nullable=False),
        sa.Column('letter_sha256', sa.String(length=64), nullable=False),
        sa.Column('package', _JSON, nullable=False),
        sa.Column('description', _JSON, nullable=False),
        sa.Column('checks', _JSON, nullable=False),
        sa.Column('received_by', sa.String(length=100), nullable=False),
        sa.Column('received_at', _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_transfers')),
        sa.UniqueConstraint('sender', 'letter_number', name=op.f('uq_transfers_sender_letter_number')),
    )
    op.create_table(
        'transfer_receipts',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('transfer_id', _ID, nullable=True),
        sa.Column('notice_id', _ID, nullable=True),
        sa.Column('number', sa.String(length=200), nullable=False),
        sa.Column('office', sa.String(length=300), nullable=False),
        sa.Column('officer', sa.String(length=100), nullable=False),
        sa.Column('answer', sa.String(length=20), nullable=False),
        sa.Column('words', sa.String(), nullable=False),
        sa.Column('given_at', _MOMENT, nullable=False),
        sa.Column('content', sa.String(), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('kept_by', sa.String(length=100), nullable=False),
        sa.Column('kept_at', _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ['notice_id'], ['notices.id'], name=op.f('fk_transfer_receipts_notice_id'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['transfer_id'], ['transfers.id'], name=op.f('fk_transfer_receipts_transfer_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_transfer_receipts')),
        sa.UniqueConstraint('sha256', name=op.f('uq_transfer_receipts_sha256')),
    )
    op.create_index(op.f('ix_transfer_receipts_notice_id'), 'transfer_receipts', ['notice_id'])
    op.create_index(op.f('ix_transfer_receipts_transfer_id'), 'transfer_receipts', ['transfer_id'])
    op.create_table(
        'transfer_leads',
        sa.Column('transfer_id', _ID, nullable=False),
        sa.Column('position', _ID, autoincrement=False, nullable=False),
        sa.Column('lead_id', _ID, nullable=True),
        sa.Column('placed_by', sa.String(length=100), nullable=True),
        sa.Column('placed_at', _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(['lead_id'], ['leads.id'], name=op.f('fk_transfer_leads_lead_id')),
        sa.ForeignKeyConstraint(
            ['transfer_id'], ['transfers.id'], name=op.f('fk_transfer_leads_transfer_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('transfer_id', 'position', name=op.f('pk_transfer_leads')),
    )
    op.create_index(op.f('ix_transfer_leads_lead_id'), 'transfer_leads', ['lead_id'])


def downgrade() -> None:
    op.drop_table('transfer_leads')
    op.drop_table('transfer_receipts')
    op.drop_table('transfers')
