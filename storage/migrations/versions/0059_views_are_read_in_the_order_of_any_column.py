"""A page of the queue is read in order by whatever column it is narrowed or sorted; assessments of a period are found"""

from alembic import op

revision = '0059'
down_revision = '0058'
branch_labels = None
depends_on = None

_WIDER = ('right_id', 'platform', 'campaign', 'disguise', 'region')
"""Columns whose index gets the order of the ranks, and the state, besides."""
_NEW = ('next_step', 'level', 'score')
_ALSO = ('rank', 'id', 'state')


def _name(*columns: str) -> str:
    return f"ix_leads_{'_leads_'.join(columns)}"


def upgrade() -> None:
    for column in (*_WIDER, *_NEW):
        if column in _WIDER:
            op.drop_index(_name(column), 'leads')
        op.create_index(_name(column, *_ALSO), 'leads', [column, *_ALSO], unique=False)
    op.create_index(op.f('ix_assessments_created_at'), 'assessments', ['created_at'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_assessments_created_at'), 'assessments')
    for column in (*_WIDER, *_NEW):
        op.drop_index(_name(column, *_ALSO), 'leads')
        if column in _WIDER:
            op.create_index(_name(column), 'leads', [column], unique=False)
