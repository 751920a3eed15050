"""What platforms report of the sellers on them"""

import sqlalchemy as sa
from alembic import op

revision = '0046'
down_revision = '0045'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        'identity_imports',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('platform', sa.String(length=255), nullable=False),
        sa.Column('period', sa.String(length=40), nullable=False),
        sa.Column('file', sa.String(length=200), nullable=False),
        sa.Column('actor', sa.String(length=100), nullable=False),
        sa.Column('at', moment, nullable=False),
        sa.Column('undone_by', sa.String(length=100), nullable=True),
        sa.Column('undone_at', moment, nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_identity_imports')),
    )
    op.create_table(
        'reported_identities',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('import_id', _ID, nullable=False),
        sa.Column('row', _ID, nullable=False),
        sa.Column('platform', sa.String(length=255), nullable=False),
        sa.Column('shop', sa.String(length=300), nullable=False),
        sa.Column('shop_key', sa.String(length=300), nullable=False),
        sa.Column('url', sa.String(), nullable=True),
        sa.Column('name', sa.String(length=300), nullable=False),
        sa.Column('credit_code', sa.String(length=18), nullable=True),
        sa.Column('address', sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ['import_id'], ['identity_imports.id'], name=op.f('fk_reported_identities_import_id')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_reported_identities')),
    )
    op.create_index(
        op.f('ix_reported_identities_platform_reported_identities_shop_key'), 'reported_identities', ['platform', 'shop_key']
    )
    op.create_index(op.f('ix_reported_identities_credit_code'), 'reported_identities', ['credit_code'])
    op.create_index(op.f('ix_reported_identities_import_id'), 'reported_identities', ['import_id'])


def downgrade() -> None:
    op.drop_table('reported_identities')
    op.drop_table('identity_imports')
