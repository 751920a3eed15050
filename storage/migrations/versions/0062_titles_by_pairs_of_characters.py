"""A word of the search box is looked up by the characters that stand beside one another in the titles of leads"""

import sqlalchemy as sa
from alembic import op

revision = '0062'
down_revision = '0061'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_PLACES = {
    'sqlite': "json_each('[0' || replace(hex(zeroblob(max(length(l.title) - 2, 0))), '00', ',0') || ']')",
    'postgresql': 'generate_series(0, greatest(length(l.title) - 2, 0)) AS n (key)',
}
"""The places of a title at which two characters begin, from 0."""


def upgrade() -> None:
    op.create_table(
        'title_pairs',
        sa.Column('pair', sa.String(length=4), nullable=False),
        sa.Column('lead_id', _ID, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint('pair', 'lead_id', name=op.f('pk_title_pairs')),
        sqlite_with_rowid=False,
    )
    places = _PLACES[op.get_bind().dialect.name]
    op.execute(
        'INSERT INTO title_pairs (pair, lead_id) SELECT DISTINCT'
        f' lower(substr(l.title, CAST(key AS INTEGER) + 1, 2)) AS pair, l.id FROM leads l, {places}'
        " WHERE l.title <> '' ORDER BY 1, 2"
    )


def downgrade() -> None:
    op.drop_table('title_pairs')
