"""The database refuses a level, verdict, role or other word of a closed list that is none of its words"""

import sqlalchemy as sa
from alembic import op

from storage.base.errors import StoreUnavailable

revision = '0058'
down_revision = '0057'
branch_labels = None
depends_on = None

_LEVELS = ('red', 'orange', 'yellow', 'blue', 'none')
_STEPS = ('letter', 'ask_holder', 'test_purchase', 'refer', 'watch', 'none')
_LEAD_STATES = (
    'pending', 'claimed', 'confirmed', 'dismissed', 'needs_evidence', 'noticed', 'removed', 'refused',
    'contested', 'closed', 'snoozed', 'merged',
)  # fmt: skip
_VERDICTS = ('confirmed', 'dismissed', 'needs_evidence')
_ROLES = (
    'officer', 'approver', 'legal', 'admin', 'viewer', 'system_admin', 'security_admin', 'audit_admin',
)  # fmt: skip
_FILES = ('image', 'certificate', 'identity', 'licence', 'evaluation')
_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    'assessments': {'level': _LEVELS, 'next_step': _STEPS},
    'leads': {
        'level': _LEVELS,
        'next_step': _STEPS,
        'probe': ('uncertain', 'surprising', 'random'),
    },
    'shop_leads': {'next_step': _STEPS},
    'decisions': {'verdict': (*_VERDICTS, 'undo'), 'from_state': _LEAD_STATES},
    'verdict_batches': {'verdict': _VERDICTS},
    'merges': {'from_state': _LEAD_STATES},
    'snoozes': {
        'from_state': _LEAD_STATES,
        'ended_why': ('day', 'change', 'officer', 'replaced'),
    },
    'appeals': {
        'proposal': (
            'received', 'admitted', 'proposed', 'upheld', 'rejected', 'declined', 'withdrawn',
        ),
    },
    'appeal_leads': {'from_state': _LEAD_STATES},
    'users': {'role': _ROLES},
    'pending_changes': {
        'act': ('open', 'role', 'password', 'factor', 'token', 'webhook'),
        'role': _ROLES,
    },
    'notice_channels': {'kind': ('wecom', 'dingtalk', 'feishu')},
    'notices': {'track': ('A', 'B', 'C')},
    'rechecks': {'outcome': ('removed', 'missing', 'unchanged', 'changed', 'blocked')},
    'answers': {'choice': ('authorised', 'unauthorised', 'supplied')},
    'transfer_receipts': {'answer': ('received', 'accepted', 'declined')},
    'site_checks': {'page': ('present', 'missing', 'removed')},
    'rights': {
        'kind': (
            'trademark', 'collective', 'certification', 'geographical-indication', 'patent',
            'plant-variety', 'product-rule',
        ),
    },
    'right_files': {'kind': _FILES},
    'offered_papers': {'kind': _FILES},
    'picture_readings': {'state': ('read', 'empty', 'failed', 'late')},
    'compliance': {'robots': ('obeyed', 'absent', 'unreachable')},
    'frontier': {
        'kind': ('start', 'sitemap', 'listing', 'next', 'list', 'search', 'recheck', 'api'),
    },
}  # fmt: skip


def upgrade() -> None:
    for table, columns in _WORDS.items():
        for column, words in columns.items():
            _refuse_other_words(table, column, words)
        # SQLite adds no constraint to a table: Alembic copies it once, with its indexes.
        with op.batch_alter_table(table) as batch:
            if table == 'compliance':
                batch.alter_column('robots', type_=sa.String(20), existing_nullable=True)
            for column, words in columns.items():
                batch.create_check_constraint(
                    op.f(f'ck_{table}_{column}'), sa.column(column).in_(words)
                )


def _refuse_other_words(table: str, column: str, words: tuple[str, ...]) -> None:
    """Raises StoreUnavailable where a row holds another word: no program ever wrote one."""
    word = sa.column(column, sa.String())
    names = sa.inspect(op.get_bind()).get_pk_constraint(table)['constrained_columns']
    keys: list[sa.ColumnElement[object]] = [sa.column(name) for name in names]
    query = sa.select(word, *keys).select_from(sa.table(table)).where(word.not_in(words))
    row = op.get_bind().execute(query.order_by(*keys).limit(1)).first()
    if row is not None:
        other, *values = row
        where = [sa.column(name) == value for name, value in zip(names, values, strict=True)]
        mend = sa.update(sa.table(table, word)).values({column: words[0]}).where(*where)
        raise StoreUnavailable(
            'database.unknown-word', table=table, column=column, word=other, words=words,
            row=', '.join(map(str, values)), mend=_statement(mend),
        )  # fmt: skip


def _statement(statement: sa.Update) -> str:
    """The statement as somebody types it, on one line."""
    text = statement.compile(op.get_bind(), compile_kwargs={'literal_binds': True})
    return ' '.join(str(text).split())


def downgrade() -> None:
    for table, columns in _WORDS.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_constraint(op.f(f'ck_{table}_{column}'), type_='check')
            if table == 'compliance':
                batch.alter_column('robots', type_=sa.String(), existing_nullable=True)
