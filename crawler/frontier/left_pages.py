"""Addresses that a run met and did not fetch, and why (未采网页): its closing line counts them."""

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
    ROBOTS = "refused_by_robots"
    PLATFORM = "switched_off"
    FILTERED = "left_out"


_NAMES = {
    Left.BUDGET: "budget",
    Left.REPEATED: "repeated",
    Left.DEPTH: "depth",
    Left.HOST_LIMIT: "host_limit",
    Left.WALLS: "walls",
    Left.DOWN: "down",
    Left.ROBOTS: "robots",
    Left.PLATFORM: "platform_off",
    Left.FILTERED: "filtered",
}
_ALLOWED = frozenset({Left.ROBOTS, Left.PLATFORM, Left.FILTERED})
"""What a run may not fetch: it is finished without."""


def left_by_why(counts: Mapping[str, int]) -> dict[str, int]:
    """Why → addresses that were left, without zeros."""
    return {name: counts[why] for why, name in _NAMES.items() if counts.get(why)}


def is_whole(counts: Mapping[str, int]) -> bool:
    """Was everything fetched that the run may fetch?"""
    return not any(counts.get(why) for why in Left if why not in _ALLOWED)
