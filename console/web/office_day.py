"""The calendar day of the office, whatever the machine's own time zone."""

from __future__ import annotations

from datetime import date, datetime

from storage.views.lead_queue import OFFICE_ZONE


def today() -> date:
    """The office's calendar day."""
    return datetime.now(OFFICE_ZONE).date()
