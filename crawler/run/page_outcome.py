"""What one visit means for the run (采集结果): listings, walls, removals, failures.

Where the page leads stands in following.py.
"""

from __future__ import annotations

from functools import partial

from crawler.extract.page.page import Page, PageReading
from crawler.extract.read_page import read_page
from crawler.frontier.page_queue import host_of
from crawler.http.fetcher import Fetched, FetchFailed
from crawler.http.sitemaps import is_sitemap, read_sitemap
from crawler.platform.activation import PlatformOff
from crawler.run.commit_buffer import Visit
from crawler.run.downloader import RobotsRefused
from crawler.run.needs_browser import wants_phone
from crawler.run.next_pages import found_in, is_ours, links_of, looks_again, note_repeats, questions
from crawler.run.page_listings import card_listings, seen_listings
from crawler.run.raw_pages import keep_page
from crawler.run.run_state import SHELLS, ActiveRun
from crawler.run.unchanged_pages import is_unchanged, memory_of
from storage.base.errors import EgressRefused
from storage.crawls.frontier import MAX_TRIES, FailedVisit, QueuedPage

_GONE = frozenset({404, 410})
_PAGE_TYPES = ("html", "xml", "text/plain")
_WALLS_IN_A_ROW = 3
"""Walls without a page between them after which a host is left alone."""


def record_page(run: ActiveRun, page: QueuedPage, fetched: Fetched) -> None:
    """Store what an answer gave, whatever its status."""
    if is_unchanged(run, page, fetched):
        _record_unchanged(run, page, fetched)
    elif fetched.status in _GONE:
        _record_gone(run, page, fetched)
    elif is_sitemap(fetched):
        _record_sitemap(run, page, fetched)
    elif page.kind == "sitemap" or not _is_page(fetched):
        run.ledger.add(Visit(page_id=page.id, counts={"other_files": 1}))
    else:
        _record_html(run, page, fetched)


def _record_unchanged(run: ActiveRun, page: QueuedPage, fetched: Fetched) -> None:
    """The page says what it said last time: its listings are there, its links lead on."""
    assert page.memory is not None
    _had(run, page, fetched)
    run.ledger.add(
        Visit(
            page_id=page.id,
            unchanged=page.memory.keys,
            links=tuple(links_of(run, page, fetched, page.memory.links)),
            counts={"pages": 1},
        )
    )


def _had(run: ActiveRun, page: QueuedPage, fetched: Fetched) -> None:
    """A page with content came."""
    host = host_of(fetched.url)
    run.conduct.passed(host)
    run.walls[page.host] = 0
    if page.kind == "start":
        run.start_pages += 1
        run.sites.add(host)


def _is_page(fetched: Fetched) -> bool:
    kind = fetched.content_type
    return not kind or any(word in kind for word in _PAGE_TYPES) or fetched.body[:1] == b"<"


def _record_html(run: ActiveRun, page: QueuedPage, fetched: Fetched) -> None:
    if run.pages_folder is not None:
        keep_page(run.pages_folder, fetched.body, run.vault)
    document = Page.from_bytes(fetched.url, fetched.body, fetched.charset, status=fetched.status)
    reading = read_page(document, run.profile_of(fetched.url))
    if _wants_phone(run, page, fetched, document, reading):
        run.queue.retry(page, page.tries, 0.0, render=True)
        return
    if _is_in_the_way(run, page, fetched, reading):
        return
    _had(run, page, fetched)
    host = host_of(fetched.url)
    away = run.order.follow == "site" and host not in run.sites
    found = () if away else found_in(fetched, reading)
    if found and reading.kind != "listing":
        run.queue.sessions.learn(host, (url for url, _ in found))
    links = (*links_of(run, page, fetched, found), *questions(run, page, document, reading))
    links = (*links, *looks_again(run, page, fetched, document, reading, links))
    clean = run.queue.sessions.without(host, fetched.url)
    seen = () if away else tuple(seen_listings(fetched, reading, run.contact_key, clean))
    note_repeats(run, page, document, reading, links)
    alone = run.order.follow == "none"
    little = _says_little(page, reading)
    run.ledger.add(
        Visit(
            page_id=page.id,
            seen=seen,
            cards=tuple(card_listings(reading, run.contact_key)) if alone else (),
            links=links,
            memory=None if little else memory_of(run, page, fetched, seen, found),
            gone=_gone(run, page, fetched, reading),
            counts={
                "pages": 1,
                **({"cut_short": 1} if fetched.cut else {}),
                "unread_shells": int(reading.needs_script and not fetched.rendered),
            },
        )
    )


def _is_in_the_way(
    run: ActiveRun, page: QueuedPage, fetched: Fetched, reading: PageReading
) -> bool:
    """A shell, a wall or an error in the page's place, recorded as that."""
    profile = run.profile_of(fetched.url)
    if profile is not None and profile.turns_away(fetched.url):
        _record_wall(run, page, fetched, "login")
    elif _wants_browser(run, page, fetched, reading):
        run.queue.retry(page, page.tries, 0.0, render=True)
    elif fetched.rendered and reading.needs_script and reading.kind == "other" and not page.tries:
        stayed = FetchFailed("the page stayed empty in the browser", temporary=True)
        record_failure(run, page, stayed)
    elif reading.kind == "blocked":
        _record_wall(run, page, fetched, reading.blocked_why or "unknown")
    elif fetched.status >= 400:
        record_failure(run, page, FetchFailed(f"status {fetched.status}", temporary=False))
    else:
        return False
    return True


def _wants_browser(
    run: ActiveRun, page: QueuedPage, fetched: Fetched, reading: PageReading
) -> bool:
    """An empty shell is visited again at once with a browser, and its host remembered."""
    if fetched.rendered or run.render_mode(page.url) != "auto":
        return False
    shells = run.shells[page.host] + (1 if reading.needs_script else -1)
    run.shells[page.host] = max(shells, -SHELLS)
    return reading.needs_script


def _wants_phone(
    run: ActiveRun, page: QueuedPage, fetched: Fetched, document: Page, reading: PageReading
) -> bool:
    """A page made for telephones is visited again in such a view, and its host remembered."""
    if page.host in run.phones or run.render_mode(page.url) == "never":
        return False
    shell = reading.needs_script and not fetched.rendered
    if not wants_phone(fetched.url, document, reading, shell=shell):
        return False
    run.phones.add(page.host)
    return fetched.rendered or shell


def _says_little(page: QueuedPage, reading: PageReading) -> bool:
    """An unread shell or an empty answer is looked at afresh every time."""
    return page.kind == "recheck" or reading.needs_script or reading.kind == "other"


def _gone(
    run: ActiveRun, page: QueuedPage, fetched: Fetched, reading: PageReading
) -> tuple[str, ...]:
    """A known listing whose address shows something else now is gone too (soft 404)."""
    named = page.kind == "start" and run.order.follow == "none"
    if not (named or page.kind == "recheck") or reading.kind == "listing":
        return ()
    if reading.needs_script and not fetched.rendered:
        return ()
    return (page.url,)


def _record_sitemap(run: ActiveRun, page: QueuedPage, fetched: Fetched) -> None:
    if page.kind == "start":
        run.start_pages += 1
        run.sites.add(host_of(fetched.url))
    found = read_sitemap(fetched, run.settings.crawl_max_bytes)
    follow = run.order.follow != "none" or page.kind == "start"
    links = tuple(run.queue.offer(found, page.depth + 1, partial(is_ours, run))) if follow else ()
    run.ledger.add(Visit(page_id=page.id, links=links, counts={"sitemaps": 1}))


def _record_gone(run: ActiveRun, page: QueuedPage, fetched: Fetched) -> None:
    if page.kind == "start":
        run.start_errors[page.url] = f"status {fetched.status}"
    counts = {} if page.kind in ("sitemap", "recheck") else {"errors": 1}
    run.ledger.add(Visit(page_id=page.id, gone=(page.url,), counts=counts))


def _record_wall(run: ActiveRun, page: QueuedPage, fetched: Fetched, why: str) -> None:
    """A login or captcha page: recorded, never tried again, and after a few the host is left."""
    host = host_of(fetched.url)
    run.conduct.blocked(page.host, why)
    run.walls[page.host] = run.walls.get(page.host, 0) + 1
    if page.kind == "start":
        run.start_errors[page.url] = f"blocked: {why}"
    run.ledger.fail(_ended(page, f"blocked: {why} at {host}"), {"blocked": 1})
    if run.walls[page.host] >= _WALLS_IN_A_ROW:
        run.leave_host(page.host, f"blocked: {why}")


def record_failure(run: ActiveRun, page: QueuedPage, error: BaseException) -> None:
    """Count a visit that gave no page; temporary reasons are tried again, a few times."""
    tries = page.tries + 1
    if isinstance(error, FetchFailed) and error.temporary and tries < MAX_TRIES:
        failed = FailedVisit(page_id=page.id, error=str(error), tries=tries, final=False)
        run.ledger.fail(failed, {})
        pause = run.settings.crawl_delay or 0.2
        run.queue.retry(page, tries, error.pause or pause * 2.0 ** (tries - 1))
    else:
        run.ledger.fail(_ended(page, _reason(error), tries), _counted(page, error))
        if page.kind == "start":
            run.start_errors[page.url] = _reason(error)
    pace = run.paces.of(page.host)
    if pace.is_down:
        run.leave_host(page.host, f"{pace.failures} failures in a row, the last: {error}")


def _ended(page: QueuedPage, error: str, tries: int | None = None) -> FailedVisit:
    return FailedVisit(page_id=page.id, error=error, tries=tries or page.tries + 1, final=True)


def _counted(page: QueuedPage, error: BaseException) -> dict[str, int]:
    if isinstance(error, PlatformOff):
        return {"switched_off": 1}
    if isinstance(error, RobotsRefused) and not error.unreachable:
        return {"refused_by_robots": 1}
    return {} if page.kind == "sitemap" else {"errors": 1}


def _reason(error: BaseException) -> str:
    if isinstance(error, FetchFailed | RobotsRefused | EgressRefused | PlatformOff):
        return str(error)
    return f"{type(error).__name__}: {error}"
