"""A link to the page of all leads of a holder; an answer may come through it"""

import sqlalchemy as sa
from alembic import op

revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'holder_links',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('holder_id', sa.String(length=100), nullable=False),
        sa.Column('recipient', sa.String(length=100), nullable=False),
        sa.Column('secret_hash', sa.String(length=64), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('made_by', sa.String(length=100), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['holder_id'], ['holders.id'], name=op.f('fk_holder_links_holder_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_holder_links')),
        sa.UniqueConstraint('secret_hash', name=op.f('uq_holder_links_secret_hash')),
    )
    op.create_index(op.f('ix_holder_links_holder_id'), 'holder_links', ['holder_id'])
    with op.batch_alter_table('answers') as batch_op:
        batch_op.alter_column('link_id', existing_type=_ID, nullable=True)
        batch_op.add_column(sa.Column('holder_link_id', _ID, nullable=True))
        batch_op.create_foreign_key(
            op.f('fk_answers_holder_link_id'), 'holder_links', ['holder_link_id'], ['id']
        )


def downgrade() -> None:
    op.execute(sa.text('DELETE FROM answers WHERE link_id IS NULL'))
    with op.batch_alter_table('answers') as batch_op:
        batch_op.drop_constraint(op.f('fk_answers_holder_link_id'), type_='foreignkey')
        batch_op.drop_column('holder_link_id')
        batch_op.alter_column('link_id', existing_type=_ID, nullable=False)
    op.drop_table('holder_links')
