"""Pictures are recognised after a change: a small copy, keys, and the earlier picture that each is like"""

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Older pictures have no likeness: the workers find them by that, and fill in what is missing."""
    with op.batch_alter_table('picture_hashes') as batch_op:
        batch_op.add_column(sa.Column('small', sa.LargeBinary(), nullable=True))
    op.create_table(
        'picture_likeness',
        sa.Column('picture_id', _ID, nullable=False),
        sa.Column('like_id', _ID, nullable=False),
        sa.Column('likelihood', sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(['picture_id'], ['picture_hashes.id'], name=op.f('fk_picture_likeness_picture_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['like_id'], ['picture_hashes.id'], name=op.f('fk_picture_likeness_like_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('picture_id', 'like_id', name=op.f('pk_picture_likeness')),
    )
    op.create_index(op.f('ix_picture_likeness_like_id'), 'picture_likeness', ['like_id'])
    op.create_table(
        'picture_keys',
        sa.Column('key', sa.Integer(), nullable=False),
        sa.Column('picture_id', _ID, nullable=False),
        sa.ForeignKeyConstraint(['picture_id'], ['picture_hashes.id'], name=op.f('fk_picture_keys_picture_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('key', 'picture_id', name=op.f('pk_picture_keys')),
    )
    op.create_index(op.f('ix_picture_keys_picture_id'), 'picture_keys', ['picture_id'])


def downgrade() -> None:
    op.drop_table('picture_keys')
    op.drop_table('picture_likeness')
    with op.batch_alter_table('picture_hashes') as batch_op:
        batch_op.drop_column('small')
