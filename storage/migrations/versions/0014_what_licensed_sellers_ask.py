"""what licensed sellers ask for a right's goods"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('licensed_prices',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('right_id', sa.String(length=100), nullable=False),
    sa.Column('goods', sa.String(length=200), nullable=False),
    sa.Column('unit', sa.String(length=10), nullable=False),
    sa.Column('median', sa.String(length=30), nullable=False),
    sa.Column('listings', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('measured_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['right_id'], ['rights.id'], name=op.f('fk_licensed_prices_right_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_licensed_prices')),
    sa.UniqueConstraint('right_id', 'goods', 'unit', name=op.f('uq_licensed_prices_right_id_goods_unit'))
    )
