"""Running one crawl from its start pages to its closing account (执行一个监测批次)."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
from collections.abc import Callable, Mapping
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.settings import Settings as ScrapySettings
from sqlalchemy.orm import Session

from crawler.browser.pool import BrowserPool
from crawler.frontier.page_queue import PageQueue, host_of
from crawler.frontier.throttle import Paces
from crawler.http.fetcher import Fetcher
from crawler.http.robots import RobotsBook
from crawler.http.user_agent import user_agent
from crawler.platform.activation import switched_off
from crawler.platform.profile import Profile
from crawler.platform.profile_file import load_profile
from crawler.platform.registry import use_office_profiles
from crawler.run import scrapy_settings as scrapy_defaults
from crawler.run.commit_buffer import PageLedger
from crawler.run.crawl_options import CrawlOrder, CrawlReport
from crawler.run.host_conduct import Conduct
from crawler.run.run_health import unhealthy
from crawler.run.run_state import ActiveRun, log
from crawler.run.watchdog import Watchdog
from crawler.spiders.site import SiteSpider
from storage.base.database import Database
from storage.base.errors import Refused
from storage.base.settings import Settings
from storage.base.vocabulary import RunState
from storage.crawls import frontier, runs
from storage.crawls.platform_sign_ins import load_sign_in
from storage.crawls.runs import OpenRun
from storage.files.contact_key import contact_key
from storage.files.vault import vault_of
from storage.listings.operator_pages import attach_operators
from storage.net.address_policy import AddressPolicy, resolve_checked
from storage.rights.store import load_rights

_STOP_SECONDS = 10.0
"""How long pages under way may take to end after Ctrl-C or SIGTERM."""
_LISTEN_SECONDS = 2.0
_USUAL_COLLECTION = gc.get_threshold()
_MOST_WORDS = 24
"""Marks that one site's search is asked for in one run."""
_CONCURRENCY = 64
"""Requests under way at once, all hosts together."""


def run_crawl(order: CrawlOrder, settings: Settings, database: Database) -> CrawlReport:
    """Crawl until the queue is empty, or go on where the same command was interrupted.

    Raises EgressRefused for a start URL that the address policy forbids, Refused while another
    process works on the same run, BadInput for a profile that cannot be read.
    """
    policy = AddressPolicy(settings.allow_addresses)
    _check_start(order, policy)
    use_office_profiles(settings.home)
    profile = load_profile(order.profile) if order.profile else None
    off = [switched_off(url, profile, settings.enabled_platforms) for url in order.urls]
    if off[0] and all(off):
        raise Refused(off[0])
    with database.begin() as session:
        opened = runs.open_run(
            session, urls=order.urls, options=order.options, task_id=order.task_id, slot=order.slot
        )
        words = _words(order, session)
    return asyncio.run(_crawl(order, settings, database, policy, opened, profile, words))


def _words(order: CrawlOrder, session: Session) -> tuple[str, ...]:
    """What a site's own search is asked for: the order's words, else the marks that we protect."""
    if order.words:
        return order.words
    marks = (right for right in load_rights(session) if right.kind != "product-rule")
    return tuple(dict.fromkeys(text for right in marks for text in (right.text, *right.aliases)))[
        :_MOST_WORDS
    ]


def _check_start(order: CrawlOrder, policy: AddressPolicy) -> None:
    for url in order.urls:
        target = policy.check_url(url)
        # A name that does not resolve at this moment is the visit's failure, not a refusal.
        with contextlib.suppress(OSError):
            resolve_checked(target.host, target.port, policy)


async def _crawl(
    order: CrawlOrder,
    settings: Settings,
    database: Database,
    policy: AddressPolicy,
    opened: OpenRun,
    profile: Profile | None,
    words: tuple[str, ...],
) -> CrawlReport:
    run = _active(order, settings, database, policy, opened, profile)
    run.words = words
    run.sign_ins = _sign_ins(run)
    try:
        _collect_seldom()
        run.watchdog.blame(database)
        run.watchdog.watch()
        _seed(run)
        await _drive(run)
    finally:
        gc.set_threshold(*_USUAL_COLLECTION)
        gc.unfreeze()
        run.watchdog.close()
        await run.fetcher.close()
        await run.browsers.close()
    return _close(run)


def _collect_seldom() -> None:
    """Look for cyclic garbage less often: a crawl makes hardly any, and looking through the
    program's modules and caches for it again and again took a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def _sign_ins(run: ActiveRun) -> dict[str, Mapping[str, Any]]:
    """What officers' sign-ins left for the platforms of this run, by the profile's name."""
    found: dict[str, Mapping[str, Any]] = {}
    for profile in run.profiles():
        if (state := load_sign_in(run.settings.home, profile.name)) is not None:
            found[profile.name] = state
    return found


def _active(
    order: CrawlOrder,
    settings: Settings,
    database: Database,
    policy: AddressPolicy,
    opened: OpenRun,
    profile: Profile | None,
) -> ActiveRun:
    agent = user_agent(settings)
    conduct = Conduct(opened.id, agent)
    paces = Paces(delay=settings.crawl_delay, concurrency=settings.crawl_concurrency)
    fetcher = Fetcher(
        policy,
        user_agent=agent,
        timeout=settings.crawl_timeout,
        max_bytes=settings.crawl_max_bytes,
    )
    return ActiveRun(
        id=opened.id,
        order=order,
        settings=settings,
        database=database,
        queue=PageQueue(
            database,
            opened.id,
            paces,
            max_depth=settings.crawl_max_depth,
            max_per_host=settings.crawl_max_pages,
        ),
        ledger=PageLedger(database, opened.id, conduct, opened.counts, opened.seconds),
        conduct=conduct,
        paces=paces,
        fetcher=fetcher,
        robots=RobotsBook(fetcher, pause=settings.crawl_delay or 0.2),
        watchdog=Watchdog(settings.folder("runs"), opened.id),
        contact_key=contact_key(settings.home),
        profile=profile,
        browsers=BrowserPool(
            policy,
            user_agent=agent,
            tabs=settings.render_pages,
            deadline=settings.render_deadline,
            max_bytes=settings.crawl_max_bytes,
            sandbox=settings.browser_sandbox,
        ),
        pages_folder=settings.folder("pages") if settings.keep_pages else None,
        vault=vault_of(settings),
        sites={host_of(url) for url in order.urls},
        resumed=opened.resumed,
    )


def _seed(run: ActiveRun) -> None:
    """Queue the start pages; on a resumed run they are known and this changes nothing."""
    for url in run.order.urls:
        profile = run.profile_of(url)
        if profile is not None and profile.delay is not None:
            run.paces.of(host_of(url)).ask_for(profile.delay)
    pages = [page for url in run.order.urls if (page := run.queue.recognise(url, "start", 0))]
    with run.database.begin() as session:
        frontier.add_pages(session, run.id, pages)
    run.queue.added(pages)


async def _drive(run: ActiveRun) -> None:
    """Let Scrapy's engine work until nothing is left, or a signal asks it to stop."""
    values = {
        name: getattr(scrapy_defaults, name) for name in dir(scrapy_defaults) if name.isupper()
    }
    runner = AsyncCrawlerRunner(ScrapySettings({**values, "CONCURRENT_REQUESTS": _CONCURRENCY}))
    crawler = runner.create_crawler(SiteSpider)
    crawl = asyncio.create_task(crawler.crawl_async(run=run))
    asked = asyncio.Event()

    def stop() -> None:
        run.stopping = "interrupted"
        asked.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    try:
        waiter = asyncio.create_task(asked.wait())
        listener = asyncio.create_task(_listen(run, stop))
        await asyncio.wait({crawl, waiter}, return_when=asyncio.FIRST_COMPLETED)
        waiter.cancel()
        listener.cancel()
        if not crawl.done():
            log.info("stopping; pages under way may take %d s", _STOP_SECONDS)
            await asyncio.wait({crawl}, timeout=_STOP_SECONDS)
        if crawl.done():
            crawl.result()
        else:
            crawl.cancel()
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


async def _listen(run: ActiveRun, stop: Callable[[], None]) -> None:
    """Look now and then whether an officer wants the run to end; the rows tell it to any machine."""
    while not run.stopping:
        await asyncio.sleep(_LISTEN_SECONDS)
        with run.database.read() as session:
            if runs.is_asked_to_stop(session, run.id):
                stop()


def _close(run: ActiveRun) -> CrawlReport:
    run.ledger.close()
    failed = run.start_failure()
    stopped = run.stopping == "interrupted"
    state = RunState.STOPPED if stopped else RunState.FAILED if failed else RunState.FINISHED
    left = "; ".join(f"{host} left: {why}" for host, why in run.left.items())
    weak = unhealthy(run.profiles(), run.ledger.counts)
    ended = weak or ("max-pages" if run.enough() else "finished")
    reason = run.stopping or failed or left or ended
    with run.database.begin() as session:
        attach_operators(session, run.id)
        runs.end_run(session, run.id, state=state, reason=reason)
        if not stopped:
            frontier.forget_pages(session, run.id)
    return CrawlReport(
        run=run.id,
        counts=dict(run.ledger.counts),
        seconds=run.ledger.seconds,
        finished=not (stopped or failed or left),
        reason=reason,
        failed=stopped or bool(failed),
        notes=(weak,) if weak else (),
    )
