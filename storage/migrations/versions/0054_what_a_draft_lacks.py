"""What a draft lacked when it was checked last: those that wait for approval are told from unfinished ones"""

import sqlalchemy as sa
from alembic import op

revision = '0054'
down_revision = '0053'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('notices') as batch_op:
        batch_op.add_column(
            sa.Column(
                'lacks', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True
            )
        )
        batch_op.add_column(sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('notices') as batch_op:
        batch_op.drop_column('checked_at')
        batch_op.drop_column('lacks')
