"""Of a picture that was read it is known which registered pictures were looked for in it"""

import sqlalchemy as sa
from alembic import op

revision = '0043'
down_revision = '0042'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('picture_readings', sa.Column('logo_book', sa.String(length=16), nullable=True))
    op.add_column('picture_readings', sa.Column('logos_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('picture_readings') as batch_op:
        batch_op.drop_column('logos_at')
        batch_op.drop_column('logo_book')
