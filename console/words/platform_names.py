"""Platforms (平台) by the names that people use."""

from __future__ import annotations

from crawler.platform.registry import profile_for


def platform_name(host: str) -> str:
    """The title of the profile that covers a host, as 京东; the host itself where none does."""
    profile = profile_for(f"https://{host}/")
    return profile.title if profile and profile.title else host
