"""Triggers that write down each change of what is counted, in the transaction that changes it.

Whatever writes to leads, decisions, listings or the audit is counted: an act of an officer, an assessment, a
migration. Verdicts and the audit are append-only, so a row of either is only ever added.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from storage.counts.dimensions import ACTS
from storage.counts.trigger_statements import (
    FACETS,
    MERGED,
    acts_of,
    decisions_of,
    listing,
    new_act,
    new_decision,
    new_source,
    one_of,
    opened,
    source_of,
    state,
)

_OF_STOCK = ("state", *FACETS)
_OF_DAYS = ("right_id", "platform", "region", "level", "campaign")


@dataclass(frozen=True, kw_only=True)
class _Trigger:
    name: str
    when: str
    """The event and its table."""
    statements: tuple[str, ...]
    changed: tuple[str, ...] = ()
    """Columns of which one must differ; without them it acts on every row."""
    also: str = ""
    """A further condition under which it acts."""
    table: str = "count_changes"
    """The table without which nothing of it is counted: an earlier revision does not have all."""


def create_triggers(connection: sa.Connection) -> None:
    """Put the triggers in place; those that are there are replaced."""
    drop_triggers(connection)
    is_sqlite = connection.dialect.name == "sqlite"
    tables = set(sa.inspect(connection).get_table_names())
    for trigger in _triggers(is_sqlite):
        make = _sqlite if is_sqlite else _postgres
        for statement in make(trigger) if trigger.table in tables else ():
            connection.exec_driver_sql(statement)


def drop_triggers(connection: sa.Connection) -> None:
    """Take the triggers away: SQLite renames no table that the trigger of another one names."""
    is_sqlite = connection.dialect.name == "sqlite"
    tables = set(sa.inspect(connection).get_table_names())
    for trigger in _triggers(is_sqlite):
        table = trigger.when.rpartition(" ")[2]
        if is_sqlite:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger.name}")
        elif table in tables:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger.name} ON {table}")


def _triggers(is_sqlite: bool) -> list[_Trigger]:
    def entry(row: str, sign: int) -> tuple[str, ...]:
        return (state(row, sign), opened(row, sign, is_sqlite))

    def moved(*statements: str, **conditions: object) -> _Trigger:
        return _Trigger(when="UPDATE ON leads", statements=statements, **conditions)  # type: ignore[arg-type]

    merging = f"(OLD.state = '{MERGED}') <> (NEW.state = '{MERGED}')"
    return [
        _Trigger(name="count_listing_in", when="INSERT ON listings", statements=(listing(1),)),
        _Trigger(name="count_listing_out", when="DELETE ON listings", statements=(listing(-1),)),
        _Trigger(name="count_lead_in", when="INSERT ON leads", statements=entry("NEW", 1)),
        _Trigger(name="count_lead_out", when="DELETE ON leads", statements=entry("OLD", -1)),
        moved(state("OLD", -1), state("NEW", 1), name="count_lead_state", changed=_OF_STOCK),
        moved(
            opened("OLD", -1, is_sqlite), opened("NEW", 1, is_sqlite),
            name="count_lead_opened", changed=("opened_at", *_OF_DAYS), also=merging,
        ),
        moved(
            decisions_of("OLD", -1, is_sqlite), decisions_of("NEW", 1, is_sqlite),
            name="count_lead_decisions", changed=_OF_DAYS,
        ),
        moved(
            acts_of("OLD", -1, is_sqlite), acts_of("NEW", 1, is_sqlite),
            name="count_lead_acts", changed=_OF_DAYS, table="act_repeats",
        ),
        moved(
            source_of("OLD", -1), source_of("NEW", 1),
            name="count_lead_source", changed=("right_id", "platform"), table="source_counts",
        ),
        _Trigger(
            name="count_decision", when="INSERT ON decisions", statements=new_decision(is_sqlite)
        ),
        _Trigger(
            name="count_source", when="INSERT ON decisions", statements=new_source(),
            table="source_counts",
        ),
        _Trigger(
            name="count_act", when="INSERT ON audit", statements=new_act(is_sqlite),
            also=one_of("NEW.act", ACTS), table="act_repeats",
        ),
    ]  # fmt: skip


def _condition(trigger: _Trigger, differs: str) -> str:
    conditions = [f"OLD.{column} {differs} NEW.{column}" for column in trigger.changed]
    return " OR ".join([*conditions, *([trigger.also] if trigger.also else [])])


def _sqlite(trigger: _Trigger) -> list[str]:
    condition = _condition(trigger, "IS NOT")
    when = f" WHEN {condition}" if condition else ""
    body = "".join(f"{statement}; " for statement in trigger.statements)
    return [
        f"CREATE TRIGGER {trigger.name} AFTER {trigger.when} FOR EACH ROW{when} BEGIN {body}END"
    ]


def _postgres(trigger: _Trigger) -> list[str]:
    condition = _condition(trigger, "IS DISTINCT FROM")
    when = f" WHEN ({condition})" if condition else ""
    body = "".join(f"{statement}; " for statement in trigger.statements)
    return [
        f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {body}RETURN NULL; END $$",
        f"CREATE TRIGGER {trigger.name} AFTER {trigger.when} FOR EACH ROW{when}"
        f" EXECUTE FUNCTION {trigger.name}()",
    ]
