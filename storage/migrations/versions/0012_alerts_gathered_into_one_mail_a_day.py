"""alerts gathered into one mail a day"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    into: sa.Column[int] = sa.Column(
        "merged_into", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(into)
        batch_op.create_foreign_key(batch_op.f("fk_outbox_merged_into"), "outbox", ["merged_into"], ["id"])
