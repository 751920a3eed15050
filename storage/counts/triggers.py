"""Triggers that write down each change of what is counted, in the transaction that changes it.

Whatever writes to leads, decisions or listings is counted: an act of an officer, an assessment, a migration.
Verdicts are append-only, so a decision is only ever added.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from storage.base.vocabulary import UNDO, LeadState
from storage.counts.dimensions import DECIDED, LISTINGS, OPENED, STATE

_FACETS = (
    "right_id", "platform", "region", "level", "disguise", "campaign", "shop_id", "tier", "next_step",
)  # fmt: skip
_OF_STOCK = ("state", *_FACETS)
_OF_DAYS = ("right_id", "platform", "region", "level", "campaign")
_INTO = f"INSERT INTO count_changes (change, measure, state, day, {', '.join(_FACETS)})"
_MERGED = LeadState.MERGED.value
_STANDS = f"d.verdict <> '{UNDO}' AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id)"


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


def create_triggers(connection: sa.Connection) -> None:
    """Put the triggers in place; those that are there are replaced."""
    drop_triggers(connection)
    is_sqlite = connection.dialect.name == "sqlite"
    for trigger in _triggers(is_sqlite):
        make = _sqlite if is_sqlite else _postgres
        for statement in make(trigger):
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
        return (_state(row, sign), _opened(row, sign, is_sqlite))

    def moved(*statements: str, **conditions: object) -> _Trigger:
        return _Trigger(when="UPDATE ON leads", statements=statements, **conditions)  # type: ignore[arg-type]

    merging = f"(OLD.state = '{_MERGED}') <> (NEW.state = '{_MERGED}')"
    return [
        _Trigger(
            name="count_listing_in", when="INSERT ON listings", statements=(_listing(1),)
        ),
        _Trigger(
            name="count_listing_out", when="DELETE ON listings", statements=(_listing(-1),)
        ),
        _Trigger(name="count_lead_in", when="INSERT ON leads", statements=entry("NEW", 1)),
        _Trigger(name="count_lead_out", when="DELETE ON leads", statements=entry("OLD", -1)),
        moved(_state("OLD", -1), _state("NEW", 1), name="count_lead_state", changed=_OF_STOCK),
        moved(
            _opened("OLD", -1, is_sqlite), _opened("NEW", 1, is_sqlite),
            name="count_lead_opened", changed=("opened_at", *_OF_DAYS), also=merging,
        ),
        moved(
            _decisions_of("OLD", -1, is_sqlite), _decisions_of("NEW", 1, is_sqlite),
            name="count_lead_decisions", changed=_OF_DAYS,
        ),
        _Trigger(
            name="count_decision", when="INSERT ON decisions", statements=_decision(is_sqlite)
        ),
    ]  # fmt: skip


def _listing(sign: int) -> str:
    return f"INSERT INTO count_changes (change, measure) VALUES ({sign}, '{LISTINGS}')"


def _state(row: str, sign: int) -> str:
    return f"{_INTO} VALUES ({sign}, '{STATE}', {row}.state, NULL, {_facets(row)})"


def _opened(row: str, sign: int, is_sqlite: bool) -> str:
    day = _day(f"{row}.opened_at", is_sqlite)
    return (
        f"{_INTO} SELECT {sign}, '{OPENED}', NULL, {day}, {_facets(row)}"
        f" WHERE {row}.state <> '{_MERGED}'"
    )


def _decisions_of(row: str, sign: int, is_sqlite: bool) -> str:
    day = _day("d.decided_at", is_sqlite)
    return (
        f"{_INTO} SELECT {sign}, d.verdict, NULL, {day}, {_facets(row)}"
        f" FROM decisions d WHERE d.lead_id = {row}.id AND {_STANDS}"
    )


def _decision(is_sqlite: bool) -> tuple[str, ...]:
    """A verdict counts under its day, the first of a lead and a day as `decided` too; one that takes
    another back takes that one off its day."""
    new_day, old_day = _day("NEW.decided_at", is_sqlite), _day("d.decided_at", is_sqlite)
    of_lead = "FROM leads l WHERE l.id = NEW.lead_id"
    return (
        f"{_INTO} SELECT 1, NEW.verdict, NULL, {new_day}, {_facets('l')} {of_lead}"
        f" AND NEW.verdict <> '{UNDO}'",
        f"{_INTO} SELECT 1, '{DECIDED}', NULL, {new_day}, {_facets('l')} {of_lead}"
        f" AND NEW.verdict <> '{UNDO}' AND NOT EXISTS (SELECT 1 FROM decisions d"
        f" WHERE d.lead_id = NEW.lead_id AND d.id < NEW.id AND d.verdict <> '{UNDO}'"
        f" AND {old_day} = {new_day})",
        f"{_INTO} SELECT -1, d.verdict, NULL, {old_day}, {_facets('l')}"
        " FROM decisions d JOIN leads l ON l.id = d.lead_id"
        f" WHERE d.id = NEW.undoes AND d.verdict <> '{UNDO}' AND NOT EXISTS"
        " (SELECT 1 FROM decisions u WHERE u.undoes = d.id AND u.id < NEW.id)",
        "INSERT INTO verdict_repeats (decision_id) SELECT NEW.id"
        f" WHERE NEW.verdict <> '{UNDO}' AND EXISTS (SELECT 1 FROM decisions d"
        " WHERE d.lead_id = NEW.lead_id AND d.id < NEW.id AND d.verdict = NEW.verdict)",
    )


def _facets(row: str) -> str:
    return ", ".join(f"{row}.{column}" for column in _FACETS)


def _day(moment: str, is_sqlite: bool) -> str:
    """The day of the office (UTC+8 since 1992): storage.base.office_time."""
    if is_sqlite:
        return f"date({moment}, '+8 hours')"
    return f"(({moment} AT TIME ZONE 'UTC') + interval '8 hours')::date"


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
