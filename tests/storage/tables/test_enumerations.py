"""A column whose words are a closed list is an enumeration, which the database checks."""

from __future__ import annotations

import sqlalchemy as sa

from storage.tables import Base

LONGEST_WORD = 20
"""Characters of a text column up to which it may hold one word of a list."""
OPEN = {
    "amount or number": (
        "test_purchases.amount", "licensed_prices.unit", "registrations.iana_id",
        "reported_identities.credit_code", "leads.currency", "notice_channels.quiet_hours",
    ),
    "place by GB/T 2260": ("leads.region", "sub_offices.region", "count_changes.region"),
    "hash or name of a method": (
        "leads.picture", "picture_hashes.phash", "picture_readings.logo_book",
        "learnt_templates.fingerprint", "evidence_renewals.algorithm",
    ),
    "word that learning found in names of shops": ("seller_rules.word",),
    "derived from the matcher's signals, whose words change with it": (
        "leads.disguise", "shop_leads.likeness", "lookalike_sites.manner",
    ),
    "written by triggers, from columns that are checked": (
        "count_changes.measure", "count_changes.state", "count_changes.level", "count_changes.disguise",
        "count_changes.next_step",
        "stock_counts.dimension", "stock_counts.state", "day_counts.dimension", "day_counts.measure",
    ),
}  # fmt: skip
"""Short text columns that are none, by the reason."""


def test_every_short_text_is_an_enumeration_or_says_why_not() -> None:
    short = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, sa.String)
        and not isinstance(column.type, sa.Enum)
        and column.type.length is not None
        and column.type.length <= LONGEST_WORD
    }
    assert short == {name for names in OPEN.values() for name in names}
