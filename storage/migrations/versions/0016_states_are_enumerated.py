"""The database refuses a state that is none"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_STATES = (
    (
        "leads",
        "state",
        (
            "pending",
            "claimed",
            "confirmed",
            "dismissed",
            "needs_evidence",
            "noticed",
            "removed",
            "refused",
            "contested",
            "closed",
        ),
    ),
    (
        "outbox",
        "state",
        ("queued", "sending", "sent", "failed", "withdrawn", "unclear", "gathered", "merged"),
    ),
    ("notices", "state", ("draft", "approved", "sealed", "sent", "answered", "withdrawn")),
    ("evidence", "state", ("captured", "stamped", "blocked", "failed", "deleted")),
    ("runs", "state", ("running", "finished", "failed", "stopped")),
    ("frontier", "state", ("queued", "done", "dead")),
    ("listings", "presence", ("present", "missing", "removed")),
    ("listings", "kind", ("listing", "page")),
    ("platforms", "state", ("ok", "blocked")),
    ("deadlines", "state", ("running", "met", "void")),
    ("tips", "state", ("new", "taken", "dropped")),
    ("webhook_messages", "state", ("queued", "sent", "failed")),
)


def upgrade() -> None:
    for table in dict.fromkeys(table for table, _, _ in _STATES):
        # SQLite adds no constraint to a table: Alembic copies it once, with its indexes.
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, column, values in _STATES:
                if name == table:
                    batch_op.create_check_constraint(
                        batch_op.f(f"ck_{table}_{column}"), sa.column(column).in_(values)
                    )
