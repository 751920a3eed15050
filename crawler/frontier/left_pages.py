"""Addresses that a run met and did not fetch, and why (未采网页): its closing line counts them.

What a run may not fetch (robots.txt, a platform that is off) is counted by itself: it is finished without.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Left(StrEnum):
    """Why an address was left, by the name of its count in the run's row."""

    BUDGET = "left_budget"
    REPEATED = "left_repeated"
    DEPTH = "left_depth"
    HOST_LIMIT = "left_host_limit"
    WALLS = "left_walls"
    DOWN = "left_down"


CUT_SHORT = "cut_short"
"""Count of pages whose drawing was ended by its time while their lists still grew."""
_PREFIX = "left_"


def left_by_why(counts: Mapping[str, int]) -> dict[str, int]:
    """Why → addresses that were left, without zeros."""
    return {why.removeprefix(_PREFIX): counts[why] for why in Left if counts.get(why)}


def is_whole(counts: Mapping[str, int]) -> bool:
    """Was everything fetched that the run may fetch?"""
    return not left_by_why(counts)
