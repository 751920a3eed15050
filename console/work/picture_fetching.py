"""Fetching pictures that are due (取图): the most worth first, within the budget of a day."""

from __future__ import annotations

from classifiers.pictures.candidates import picture_candidates
from crawler.capture.picture_fetch import fetch_pictures
from crawler.platform.activation import switched_off
from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.stage_locks import turn
from storage.listings.picture_files import fetches_left, mark_pictured


def fetch_ranked_pictures(
    database: Database, settings: Settings, *, limit: int, fresh: bool
) -> int:
    """Fetch pictures of up to `limit` listings; returns how many pictures were kept. `fresh` is what
    the workers do: only listings never looked at, round after round until none is worth a fetch or the
    budget of the day (`pictures_a_day`) is spent."""
    # One at a time, on however many machines: two would fetch the same pictures twice.
    with turn(database, settings, "fetching pictures") as acquired:
        if not acquired:
            return 0
        if not fresh:
            return _round(database, settings, limit, fresh=False)[0]
        fetched = 0
        while (part := min(limit, _budget(database, settings))) > 0:
            pictures, listings = _round(database, settings, part, fresh=True)
            fetched += pictures
            if not listings:
                break
        return fetched


def _budget(database: Database, settings: Settings) -> int:
    """Listings of which pictures may still be fetched today."""
    with database.read() as session:
        return fetches_left(session, settings.pictures_a_day)


def _round(database: Database, settings: Settings, limit: int, *, fresh: bool) -> tuple[int, int]:
    """(pictures kept, listings asked for)."""

    def allowed(url: str) -> bool:
        return switched_off(url, None, settings.enabled_platforms) is None

    candidates = picture_candidates(database, limit=limit, allowed=allowed, fresh=fresh)
    fetched = fetch_pictures(database, settings, candidates.pictures)
    if fresh:
        with database.begin() as session:
            mark_pictured(session, candidates.settled)
    return fetched, len(candidates.pictures)
