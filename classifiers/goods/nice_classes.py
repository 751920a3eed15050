"""Nice classes (尼斯分类) by what they hold."""

from __future__ import annotations

from collections.abc import Sequence

EDIBLE = frozenset({5, 29, 30, 31, 32, 33})
"""What is eaten and drunk."""
MATERIALS = frozenset({17, 22, 23, 24})
"""Rubber, fibres, yarn and cloth."""
SERVICES = 35
"""First class of services."""
REPAIR = 37
"""Repairing and installing."""


def are_services(classes: Sequence[int]) -> bool:
    """Whether there are classes and all of them are of services."""
    return bool(classes) and min(classes) >= SERVICES
