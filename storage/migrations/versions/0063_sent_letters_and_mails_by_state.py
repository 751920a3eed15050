"""Letters that were sent lately, and the newest mails of a state, are looked up; which rights rested before an import"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0063'
down_revision = '0062'
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def upgrade() -> None:
    op.add_column('right_imports', sa.Column('resting', _JSON, nullable=True))
    op.create_index(
        'ix_notices_sent',
        'notices',
        ['sent_at'],
        unique=False,
        sqlite_where=sa.text('sent_at IS NOT NULL'),
        postgresql_where=sa.text('sent_at IS NOT NULL'),
    )
    op.create_index(op.f('ix_outbox_state_outbox_id'), 'outbox', ['state', 'id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_outbox_state_outbox_id'), 'outbox')
    op.drop_index('ix_notices_sent', 'notices')
    op.drop_column('right_imports', 'resting')
