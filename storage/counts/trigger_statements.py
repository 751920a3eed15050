"""What the triggers of the kept counts write: one more or one fewer, as rows of `count_changes`.

`row` is the name under which a statement finds the lead: OLD or NEW of a trigger, or a table's alias.
"""

from __future__ import annotations

from collections.abc import Mapping

from storage.base.vocabulary import UNDO, LeadState
from storage.counts.dimensions import (
    ACTS,
    DECIDED,
    LAWFUL,
    LISTINGS,
    OPENED,
    SOURCES,
    STATE,
    UNLAWFUL,
)
from storage.leads.goods_sources import LAWFUL_REASONS, UNLAWFUL_REASONS

FACETS = (
    "right_id", "platform", "region", "level", "disguise", "campaign", "shop_id", "tier", "next_step",
)  # fmt: skip
MERGED = LeadState.MERGED.value
_INTO = f"INSERT INTO count_changes (change, measure, state, day, {', '.join(FACETS)})"


def _case(column: str, names: Mapping[str, str]) -> str:
    cases = " ".join(f"WHEN '{value}' THEN '{name}'" for value, name in names.items())
    return f"CASE {column} {cases} END"


def one_of(column: str, values: Mapping[str, str]) -> str:
    """The condition that a column holds a key of these."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


_SOURCES = {
    **dict.fromkeys(UNLAWFUL_REASONS, UNLAWFUL),
    **dict.fromkeys(LAWFUL_REASONS, LAWFUL),
}
assert set(_SOURCES.values()) == set(SOURCES)


def listing(sign: int) -> str:
    return f"INSERT INTO count_changes (change, measure) VALUES ({sign}, '{LISTINGS}')"


def state(row: str, sign: int) -> str:
    return f"{_INTO} VALUES ({sign}, '{STATE}', {row}.state, NULL, {_facets(row)})"


def opened(row: str, sign: int, is_sqlite: bool) -> str:
    day = _day(f"{row}.opened_at", is_sqlite)
    return (
        f"{_INTO} SELECT {sign}, '{OPENED}', NULL, {day}, {_facets(row)}"
        f" WHERE {row}.state <> '{MERGED}'"
    )


def decisions_of(row: str, sign: int, is_sqlite: bool) -> str:
    """The verdicts that stand on a lead."""
    day = _day("d.decided_at", is_sqlite)
    return (
        f"{_INTO} SELECT {sign}, d.verdict, NULL, {day}, {_facets(row)}"
        f" FROM decisions d WHERE d.lead_id = {row}.id AND {_stands('d')}"
    )


def acts_of(row: str, sign: int, is_sqlite: bool) -> str:
    """What followed a letter on a lead."""
    return (
        f"{_INTO} SELECT {sign}, {_case('a.act', ACTS)}, NULL, {_day('a.at', is_sqlite)}, {_facets(row)}"
        f" FROM audit a WHERE a.subject = 'lead:' || {row}.id AND {one_of('a.act', ACTS)}"
    )


def source_of(row: str, sign: int) -> str:
    """Whether the verdict that stands on a lead says that its seller had leave."""
    return (
        f"{_INTO} SELECT {sign}, {_case('d.reason', _SOURCES)}, NULL, NULL, {_facets(row)}"
        f" FROM decisions d WHERE {one_of('d.reason', _SOURCES)} AND d.id ="
        f" (SELECT max(e.id) FROM decisions e WHERE e.lead_id = {row}.id AND {_stands('e')})"
    )


def new_decision(is_sqlite: bool) -> tuple[str, ...]:
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


def new_source() -> tuple[str, ...]:
    """With a decision another verdict may stand on its lead: the one before no longer counts, the one after does."""
    return _standing_source(-1, "<"), _standing_source(1, "<=")


def _standing_source(sign: int, until: str) -> str:
    return (
        f"{_INTO} SELECT {sign}, {_case('d.reason', _SOURCES)}, NULL, NULL, {_facets('l')}"
        " FROM decisions d JOIN leads l ON l.id = d.lead_id"
        f" WHERE {one_of('d.reason', _SOURCES)} AND d.id = (SELECT max(e.id) FROM decisions e"
        f" WHERE e.lead_id = NEW.lead_id AND e.id {until} NEW.id AND e.verdict <> '{UNDO}' AND NOT EXISTS"
        f" (SELECT 1 FROM decisions u WHERE u.undoes = e.id AND u.id {until} NEW.id))"
    )


def new_act(is_sqlite: bool) -> tuple[str, ...]:
    """What followed a letter counts under its day; what was said of the lead before is noted as a repeat."""
    day, measure = _day("NEW.at", is_sqlite), _case("NEW.act", ACTS)
    return (
        f"{_INTO} SELECT 1, {measure}, NULL, {day}, {_facets('l')}"
        " FROM leads l WHERE l.id = CAST(substr(NEW.subject, 6) AS BIGINT)",
        f"INSERT INTO act_repeats (day, audit_id) SELECT {day}, NEW.id WHERE EXISTS"
        " (SELECT 1 FROM audit a WHERE a.subject = NEW.subject AND a.id < NEW.id"
        f" AND {_case('a.act', ACTS)} = {measure})",
    )


def _stands(decision: str) -> str:
    return (
        f"{decision}.verdict <> '{UNDO}'"
        f" AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = {decision}.id)"
    )


def _facets(row: str) -> str:
    return ", ".join(f"{row}.{column}" for column in FACETS)


def _day(moment: str, is_sqlite: bool) -> str:
    """The day of the office (UTC+8 since 1992): storage.base.office_time."""
    if is_sqlite:
        return f"date({moment}, '+8 hours')"
    return f"(({moment} AT TIME ZONE 'UTC') + interval '8 hours')::date"
