"""Working together: sub-offices, postponement, assignment, comments, merged leads, verdicts in one"""

import sqlalchemy as sa
from alembic import op

revision = '0036'
down_revision = '0035'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_MOMENT = sa.DateTime(timezone=True)
_EARLIER = (
    'pending', 'claimed', 'confirmed', 'dismissed', 'needs_evidence', 'noticed', 'removed',
    'refused', 'contested', 'closed',
)
_LATER = (*_EARLIER, 'snoozed', 'merged')


def upgrade() -> None:
    _allow_states(_LATER)
    op.create_table(
        'sub_offices',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('name', sa.String(length=100), nullable=False),
        sa.Column('region', sa.String(length=6), nullable=True),
        sa.Column('active', sa.Boolean(), nullable=False),
        sa.Column('created_at', _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sub_offices')),
        sa.UniqueConstraint('name', name=op.f('uq_sub_offices_name')),
    )
    with op.batch_alter_table('users') as table:
        table.add_column(sa.Column('sub_office_id', _ID, nullable=True))
        table.create_foreign_key(op.f('fk_users_sub_office_id'), 'sub_offices', ['sub_office_id'], ['id'])
    op.create_table(
        'verdict_batches',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('verdict', sa.String(length=20), nullable=False),
        sa.Column('reason', sa.String(length=40), nullable=False),
        sa.Column('note', sa.String(), nullable=True),
        sa.Column('officer', sa.String(length=100), nullable=False),
        sa.Column('decided_at', _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_verdict_batches')),
    )
    op.add_column('decisions', sa.Column('batch_id', _ID, nullable=True))
    op.create_index(op.f('ix_decisions_batch_id'), 'decisions', ['batch_id'])
    _create_snoozes()
    _create_assignments()
    _create_comments()
    _create_merges()


def _allow_states(states: tuple[str, ...]) -> None:
    # SQLite changes no constraint of a table: Alembic copies it once, with its indexes.
    with op.batch_alter_table('leads') as table:
        table.drop_constraint(op.f('ck_leads_state'), type_='check')
        table.create_check_constraint(op.f('ck_leads_state'), sa.column('state').in_(states))


def _create_snoozes() -> None:
    op.create_table(
        'snoozes',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('lead_id', _ID, nullable=False),
        sa.Column('until', sa.Date(), nullable=True),
        sa.Column('until_change', sa.Boolean(), nullable=False),
        sa.Column('from_state', sa.String(length=20), nullable=False),
        sa.Column('note', sa.String(), nullable=True),
        sa.Column('snoozed_by', sa.String(length=100), nullable=False),
        sa.Column('snoozed_at', _MOMENT, nullable=False),
        sa.Column('ended_at', _MOMENT, nullable=True),
        sa.Column('ended_why', sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(['lead_id'], ['leads.id'], name=op.f('fk_snoozes_lead_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_snoozes')),
    )
    op.create_index(op.f('ix_snoozes_ended_at_snoozes_until'), 'snoozes', ['ended_at', 'until'])
    op.create_index(op.f('ix_snoozes_lead_id'), 'snoozes', ['lead_id'])


def _create_assignments() -> None:
    op.create_table(
        'assignments',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('lead_id', _ID, nullable=False),
        sa.Column('assignee', sa.String(length=100), nullable=True),
        sa.Column('sub_office_id', _ID, nullable=True),
        sa.Column('due_on', sa.Date(), nullable=True),
        sa.Column('note', sa.String(), nullable=True),
        sa.Column('state', sa.String(length=20), nullable=False),
        sa.Column('assigned_by', sa.String(length=100), nullable=False),
        sa.Column('assigned_at', _MOMENT, nullable=False),
        sa.Column('feedback', sa.String(), nullable=True),
        sa.Column('reported_by', sa.String(length=100), nullable=True),
        sa.Column('reported_at', _MOMENT, nullable=True),
        sa.Column('decision_id', _ID, nullable=True),
        sa.Column('reason', sa.String(), nullable=True),
        sa.Column('ended_by', sa.String(length=100), nullable=True),
        sa.Column('ended_at', _MOMENT, nullable=True),
        sa.CheckConstraint(
            "state IN ('running', 'reported', 'closed', 'returned', 'withdrawn')", name=op.f('ck_assignments_state')
        ),
        sa.ForeignKeyConstraint(['lead_id'], ['leads.id'], name=op.f('fk_assignments_lead_id')),
        sa.ForeignKeyConstraint(['sub_office_id'], ['sub_offices.id'], name=op.f('fk_assignments_sub_office_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_assignments')),
    )
    op.create_index(op.f('ix_assignments_lead_id'), 'assignments', ['lead_id'])
    op.create_index(op.f('ix_assignments_state_assignments_due_on'), 'assignments', ['state', 'due_on'])
    op.create_index(op.f('ix_assignments_assigned_at'), 'assignments', ['assigned_at'])


def _create_comments() -> None:
    op.create_table(
        'comments',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('lead_id', _ID, nullable=False),
        sa.Column('author', sa.String(length=100), nullable=False),
        sa.Column('text', sa.String(), nullable=False),
        sa.Column('written_at', _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(['lead_id'], ['leads.id'], name=op.f('fk_comments_lead_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_comments')),
    )
    op.create_index(op.f('ix_comments_lead_id'), 'comments', ['lead_id'])
    op.create_table(
        'mentions',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('comment_id', _ID, nullable=False),
        sa.Column('user_name', sa.String(length=100), nullable=False),
        sa.Column('read_at', _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ['comment_id'], ['comments.id'], name=op.f('fk_mentions_comment_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_mentions')),
        sa.UniqueConstraint('comment_id', 'user_name', name=op.f('uq_mentions_comment_id_user_name')),
    )
    op.create_index(op.f('ix_mentions_user_name_mentions_read_at'), 'mentions', ['user_name', 'read_at'])


def _create_merges() -> None:
    op.create_table(
        'merges',
        sa.Column('id', _ID, autoincrement=True, nullable=False),
        sa.Column('lead_id', _ID, nullable=False),
        sa.Column('into_id', _ID, nullable=False),
        sa.Column('from_state', sa.String(length=20), nullable=False),
        sa.Column('note', sa.String(), nullable=True),
        sa.Column('merged_by', sa.String(length=100), nullable=False),
        sa.Column('merged_at', _MOMENT, nullable=False),
        sa.Column('undone_by', sa.String(length=100), nullable=True),
        sa.Column('undone_at', _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(['into_id'], ['leads.id'], name=op.f('fk_merges_into_id')),
        sa.ForeignKeyConstraint(['lead_id'], ['leads.id'], name=op.f('fk_merges_lead_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_merges')),
    )
    op.create_index(op.f('ix_merges_lead_id'), 'merges', ['lead_id'])
    op.create_index(op.f('ix_merges_into_id'), 'merges', ['into_id'])
    op.create_index(op.f('ix_merges_undone_at_merges_lead_id'), 'merges', ['undone_at', 'lead_id'])


def downgrade() -> None:
    for name in ('merges', 'mentions', 'comments', 'assignments', 'snoozes'):
        op.drop_table(name)
    op.drop_index(op.f('ix_decisions_batch_id'), 'decisions')
    op.drop_column('decisions', 'batch_id')
    op.drop_table('verdict_batches')
    with op.batch_alter_table('users') as table:
        table.drop_constraint(op.f('fk_users_sub_office_id'), type_='foreignkey')
        table.drop_column('sub_office_id')
    op.drop_table('sub_offices')
    op.execute("UPDATE leads SET state = 'pending' WHERE state IN ('snoozed', 'merged')")
    _allow_states(_EARLIER)
