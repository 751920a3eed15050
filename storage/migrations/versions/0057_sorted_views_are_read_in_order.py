"""Sorted views of the queue are read in the order of an index; leads are counted by campaign, tier and next step too"""

import sqlalchemy as sa
from alembic import op

revision = '0057'
down_revision = '0056'
branch_labels = None
depends_on = None

_WIDER = {
    ('opened_at',): ('opened_at', 'rank', 'id', 'state'),
    ('shop_id', 'state'): ('shop_id', 'state', 'rank'),
    ('picture',): ('picture', 'state', 'rank'),
    (): ('price', 'rank', 'id', 'state'),
}
"""Columns of an index before and after."""


def _name(columns: tuple[str, ...]) -> str:
    return f"ix_leads_{'_leads_'.join(columns)}"


def upgrade() -> None:
    for before, after in _WIDER.items():
        if before:
            op.drop_index(_name(before), 'leads')
        op.create_index(_name(after), 'leads', after, unique=False)
    op.execute("UPDATE leads SET title = substr(title, 1, 500) WHERE length(title) > 500")
    op.create_index(
        'ix_leads_title', 'leads', ['title', 'rank', 'id', 'state', 'right_id', 'shop_id'], unique=False
    )
    op.add_column('count_changes', sa.Column('tier', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
    op.add_column('count_changes', sa.Column('next_step', sa.String(length=20), nullable=True))


def downgrade() -> None:
    op.drop_column('count_changes', 'next_step')
    op.drop_column('count_changes', 'tier')
    op.drop_index('ix_leads_title', 'leads')
    for before, after in _WIDER.items():
        op.drop_index(_name(after), 'leads')
        if before:
            op.create_index(_name(before), 'leads', before, unique=False)
