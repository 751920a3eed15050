"""What a run counted of filters and other families of addresses, so that a resumed one still knows it"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None

_POINTS = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def upgrade() -> None:
    op.add_column('runs', sa.Column('family_points', _POINTS, nullable=True))


def downgrade() -> None:
    op.drop_column('runs', 'family_points')
