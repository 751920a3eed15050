"""The parts of the worker's work (工作分工)."""

from __future__ import annotations

from enum import StrEnum


class WorkPart(StrEnum):
    """Parts of the work that a worker may be started for alone (`hubiao worker --stages`)."""

    CRAWL = "crawl"
    """Crawls that wait for a machine, and those that look again."""
    ASSESS = "assess"
    CAPTURE = "capture"
    PICTURES = "pictures"
    SEND = "send"
    HOUSE = "house"
    """Retention, claims, health, backups."""
