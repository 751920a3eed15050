"""a run that is asked to stop"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    asked: sa.Column[bool] = sa.Column("stop_asked", sa.Boolean(), server_default=sa.false(), nullable=False)
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.add_column(asked)
