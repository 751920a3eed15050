"""Platform profiles (平台档案)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Profile:
    """How one platform's pages are read."""

    name: str
