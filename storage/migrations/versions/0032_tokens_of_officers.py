"""A token may belong to an officer: her browser hands pages in over it, under her name"""

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tokens of programs belong to nobody."""
    with op.batch_alter_table('tokens') as batch_op:
        batch_op.add_column(sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_foreign_key(op.f('fk_tokens_user_id'), 'users', ['user_id'], ['id'], ondelete='CASCADE')


def downgrade() -> None:
    op.execute(sa.text('DELETE FROM tokens WHERE user_id IS NOT NULL'))
    with op.batch_alter_table('tokens') as batch_op:
        batch_op.drop_constraint(op.f('fk_tokens_user_id'), type_='foreignkey')
        batch_op.drop_column('user_id')
