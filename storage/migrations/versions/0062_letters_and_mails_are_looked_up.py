"""What belongs to a lead or a letter is looked up, however many letters and mails there are"""

import sqlalchemy as sa
from alembic import op

revision = '0062'
down_revision = '0061'
branch_labels = None
depends_on = None

_COLUMNS = (
    ('notice_leads', 'lead_id'),
    ('outbox', 'notice_id'),
    ('outbox', 'merged_into'),
    ('deadlines', 'notice_id'),
)


def upgrade() -> None:
    for table, column in _COLUMNS:
        op.create_index(op.f(f'ix_{table}_{column}'), table, [column], unique=False)
    op.create_index(
        'ix_rechecks_open',
        'rechecks',
        ['due_at'],
        unique=False,
        sqlite_where=sa.text('outcome IS NULL'),
        postgresql_where=sa.text('outcome IS NULL'),
    )


def downgrade() -> None:
    op.drop_index('ix_rechecks_open', 'rechecks')
    for table, column in reversed(_COLUMNS):
        op.drop_index(op.f(f'ix_{table}_{column}'), table)
