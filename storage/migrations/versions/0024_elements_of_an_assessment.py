"""The elements of an assessment, and the next step that follows from them"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None

_DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def upgrade() -> None:
    with op.batch_alter_table('assessments', schema=None) as batch_op:
        batch_op.add_column(sa.Column('elements', _DOCUMENT, nullable=False, server_default='[]'))
        batch_op.add_column(
            sa.Column('next_step', sa.String(length=20), nullable=False, server_default='none')
        )


def downgrade() -> None:
    with op.batch_alter_table('assessments', schema=None) as batch_op:
        batch_op.drop_column('next_step')
        batch_op.drop_column('elements')
