"""By what leads are counted: the columns of a lead, under the names of the kept counts."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from storage.tables import AuditRow, CountChangeRow, LeadRow

ALL = "all"
"""The dimension of every lead, whose key is empty."""
LISTINGS = "listings"
"""The dimension, and the measure, of listings."""
STATE = "state"
"""The measure of leads by the state that they stand in."""
OPENED, DECIDED = "opened", "decided"
"""Measures of days: leads that were opened; leads that were given a verdict, taken back or not."""

UNLAWFUL, LAWFUL = SOURCES = ("unlawful", "lawful")
"""Measures of the verdicts that say whether a seller had leave (storage.leads.goods_sources)."""
ACTS = {
    "lead.noticed": "noticed",
    "lead.removed": "removed",
    "lead.refused": "refused",
    "lead.contested": "contested",
    "lead.relisted": "relisted",
    "lead.pending": "relisted",  # as earlier versions wrote a relisting
}
"""Acts of the audit that follow a letter, each with the measure of days under which it counts."""

_COLUMNS = {
    "level": "level",
    "right": "right_id",
    "platform": "platform",
    "region": "region",
    "campaign": "campaign",
    "disguise": "disguise",
    "tier": "tier",
    "next_step": "next_step",
}
STOCK = (
    ALL, "level", "right", "platform", "region", "disguise", "campaign", "tier", "next_step",
)  # fmt: skip
"""What leads are counted by as they stand now."""
DAYS = (ALL, "level", "right", "platform", "region", "campaign")
"""What the leads of a day are counted by."""


def lead_key(dimension: str) -> Any:
    """The column of a lead that a dimension counts by."""
    return getattr(LeadRow, _COLUMNS[dimension])


def act_measure(audit: type[AuditRow]) -> Any:
    """The measure under which an entry of the audit counts; NULL for an act that is none of `ACTS`."""
    return sa.case(ACTS, value=audit.act)


def act_lead(audit: type[AuditRow]) -> Any:
    """The number of the lead that an entry of the audit is about, whose subject is `lead:` and the number."""
    return sa.cast(sa.func.substr(audit.subject, len("lead:") + 1), LeadRow.id.type)


def grouping(table: type[LeadRow | CountChangeRow], dimension: str) -> tuple[Any, list[Any]]:
    """What a query on leads or changes selects as the key of a dimension, and what it is grouped by."""
    if dimension == ALL:
        return sa.literal(""), []
    column = getattr(table, _COLUMNS[dimension])
    text = sa.cast(column, sa.String) if dimension == "tier" else sa.type_coerce(column, sa.String)
    return sa.func.coalesce(text, ""), [column]


def key_of(change: CountChangeRow, dimension: str) -> str:
    """What a change counts under in a dimension; empty for every lead, and where the lead has none."""
    value = "" if dimension == ALL else getattr(change, _COLUMNS[dimension])
    return "" if value is None else str(value)
