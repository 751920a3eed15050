"""保护等级: what each protection tier of a holder (保护名录) gets beyond its place in the queue.

One table says it for all: how often listings are looked at again, who is captured first, when the holder
and the officers hear of a lead, how long before its end a term is reminded of. The hours are settings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.base.settings import Settings

AT_ONCE = 1
"""Tier up to which officers and holder are told of each lead at once; the others get a mail a day."""
EARLIER_REMINDERS = {1: 3, 2: 1}
"""Working days by which reminders of a term begin earlier than for the lowest tier, chosen by hand;
those of tier 1 then come each day."""
LOWEST = 4
"""The lowest tier; it has the hours of the last number in the settings."""


@dataclass(frozen=True, kw_only=True)
class TierCare:
    """What one tier gets."""

    tier: int
    lead_hours: float
    """Hours at most between two looks at a listing with a lead that is not over."""
    other_hours: float
    """Hours at most between two looks at a listing that was assessed against a mark without a lead."""
    at_once: bool
    """Is a lead told of at once, quiet hours aside?"""
    reminder_days: int
    """Working days by which reminders begin earlier."""


def tier_care(settings: Settings) -> tuple[TierCare, ...]:
    """What every tier gets, tier 1 first."""
    return tuple(
        TierCare(
            tier=tier,
            lead_hours=_of_tier(settings.revisit_hours_with_lead, tier),
            other_hours=_of_tier(settings.revisit_hours_without_lead, tier),
            at_once=tier <= AT_ONCE,
            reminder_days=EARLIER_REMINDERS.get(tier, 0),
        )
        for tier in range(1, LOWEST + 1)
    )


def _of_tier(hours: Sequence[float], tier: int) -> float:
    return hours[min(tier, len(hours)) - 1]
