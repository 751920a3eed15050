"""Who asks (身份标识): a public office names itself to every server, and how to reach it."""

from __future__ import annotations

from importlib.metadata import version

from crawler.http.robots import TOKEN
from storage.base.settings import Settings


def user_agent(settings: Settings) -> str:
    """The User-Agent of this office; header fields are ASCII, so a Chinese name drops out."""
    contact = settings.office_contact or settings.office_name
    words = f"{TOKEN}/{version('hubiao')} (+{contact})"
    return words.encode("ascii", "ignore").decode().replace("(+)", "(public office)")
