"""Changes of administrators who are set apart, tokens and webhooks wait for a second administrator"""

import sqlalchemy as sa
from alembic import op

revision = '0051'
down_revision = '0050'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'pending_changes',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('act', sa.String(length=20), nullable=False),
        sa.Column('user_id', _ID, nullable=True),
        sa.Column('token_id', _ID, nullable=True),
        sa.Column('webhook_id', _ID, nullable=True),
        sa.Column('role', sa.String(length=20), nullable=True),
        sa.Column('password_hash', sa.String(), nullable=True),
        sa.Column('proposed_by', sa.String(length=100), nullable=False),
        sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['token_id'],
            ['tokens.id'],
            name=op.f('fk_pending_changes_token_id_tokens'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['user_id'],
            ['users.id'],
            name=op.f('fk_pending_changes_user_id_users'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['webhook_id'],
            ['webhooks.id'],
            name=op.f('fk_pending_changes_webhook_id_webhooks'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_pending_changes')),
    )
    with op.batch_alter_table('tokens') as batch_op:
        batch_op.add_column(
            sa.Column('waiting', sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table('tokens') as batch_op:
        batch_op.drop_column('waiting')
    op.drop_table('pending_changes')
