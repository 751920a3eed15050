"""Rules on passwords and administrators, where a session came from, robots that are told"""

import sqlalchemy as sa
from alembic import op

revision = '0044'
down_revision = '0043'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'security_policy',
        sa.Column('id', _ID, autoincrement=False, nullable=False),
        sa.Column('password_length', _ID, nullable=False),
        sa.Column('password_kinds', _ID, nullable=False),
        sa.Column('password_days', _ID, nullable=False),
        sa.Column('change_first', sa.Boolean(), nullable=False),
        sa.Column('separate_admins', sa.Boolean(), nullable=False),
        sa.Column('proposed_by', sa.String(length=100), nullable=True),
        sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('syslog_address', sa.String(length=300), nullable=True),
        sa.Column('syslog_sent', sa.BigInteger(), nullable=False),
        sa.Column('syslog_fault', sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_security_policy')),
    )
    op.create_table(
        'notice_channels',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('name', sa.String(length=100), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('sealed_key', sa.String(length=2000), nullable=False),
        sa.Column('server', sa.String(length=300), nullable=True),
        sa.Column('purposes', sa.String(length=300), nullable=False),
        sa.Column('quiet_hours', sa.String(length=11), nullable=True),
        sa.Column('active', sa.Boolean(), nullable=False),
        sa.Column('marks', sa.String(length=1000), nullable=False),
        sa.Column('last_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('last_fault', sa.String(length=300), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_channels')),
        sa.UniqueConstraint('name', name=op.f('uq_notice_channels_name')),
    )
    with op.batch_alter_table('sessions') as batch_op:
        batch_op.add_column(sa.Column('address', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('agent', sa.String(length=300), nullable=True))
    with op.batch_alter_table('users') as batch_op:
        batch_op.add_column(sa.Column('password_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column('must_change', sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    op.execute(sa.text('UPDATE users SET password_at = CURRENT_TIMESTAMP'))
    with op.batch_alter_table('users') as batch_op:
        batch_op.alter_column(
            'password_at', existing_type=sa.DateTime(timezone=True), nullable=False
        )


def downgrade() -> None:
    with op.batch_alter_table('users') as batch_op:
        batch_op.drop_column('must_change')
        batch_op.drop_column('password_at')
    with op.batch_alter_table('sessions') as batch_op:
        batch_op.drop_column('agent')
        batch_op.drop_column('address')
    op.drop_table('notice_channels')
    op.drop_table('security_policy')
