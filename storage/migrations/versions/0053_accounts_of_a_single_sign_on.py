"""Accounts are known by their subject at the office's single sign-on (OpenID Connect)"""

import sqlalchemy as sa
from alembic import op

revision = '0053'
down_revision = '0052'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('users') as batch_op:
        batch_op.add_column(sa.Column('oidc_subject', sa.String(length=300), nullable=True))
        batch_op.create_unique_constraint(op.f('uq_users_oidc_subject'), ['oidc_subject'])


def downgrade() -> None:
    with op.batch_alter_table('users') as batch_op:
        batch_op.drop_constraint(op.f('uq_users_oidc_subject'), type_='unique')
        batch_op.drop_column('oidc_subject')
