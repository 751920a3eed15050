"""Shops are looked for by their shown name on all platforms"""

from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f('ix_shops_name'), 'shops', ['name'])


def downgrade() -> None:
    op.drop_index(op.f('ix_shops_name'), table_name='shops')
