"""Opening a run with all its parts, and its closing account (批次的开始与结束)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from crawler.browser.browsers import Browsers
from crawler.frontier.crawl_traps import CrawlTraps
from crawler.frontier.family_points import FamilyPoints
from crawler.frontier.left_pages import CUT_SHORT, Left, is_whole
from crawler.frontier.page_queue import PageQueue
from crawler.frontier.throttle import Paces
from crawler.http.fetcher import Fetcher
from crawler.http.robots import RobotsBook
from crawler.http.user_agent import user_agent
from crawler.platform.profile_file import load_profile
from crawler.platform.run_health import unhealthy
from crawler.platform.start_check import check_start, keep_refused_start
from crawler.run.access_gate import AccessGate
from crawler.run.active_run import ActiveRun
from crawler.run.commit_buffer import CommitBuffer
from crawler.run.crawl_options import CrawlReport, RunOrder
from crawler.run.garbage_collection import SeldomCollection
from crawler.run.host_conduct import ConductLog
from crawler.run.open_visits import OpenVisits
from crawler.run.platform_rules import PlatformRules
from crawler.run.render_choice import RenderChoice
from crawler.run.run_outcome import RunOutcome
from crawler.run.watchdog import Watchdog
from storage.base.backoff import Backoff
from storage.base.database import Database
from storage.base.errors import HubiaoError
from storage.base.message import Message
from storage.base.request_policy import LONGEST_PAUSE
from storage.base.settings import Settings
from storage.base.vocabulary import RunState
from storage.crawls import frontier, runs
from storage.crawls.run_resume import OpenRun, open_run
from storage.files.contact_key import contact_key
from storage.files.vault import vault_of
from storage.listings.shop_operators import attach_operators
from storage.net.address_policy import AddressPolicy

if TYPE_CHECKING:
    from crawler.browser.pool import BrowserPool

_RETRY_PAUSE = 0.2
"""Seconds before a second try where the crawl's delay is 0; chosen by hand."""
_DATABASE_BYTES = 32 * 2**20
"""What a crawl holds of the database's file in memory: it writes at its end and looks up by keys; chosen by hand. Left
to grow it took as much as the file had, up to 64 MiB a connection."""
_REMEMBERED_LISTS = 50_000
"""Lists of the run's earlier processes that are told to its traps; a second or two; chosen by hand."""
INTERRUPTED = Message("run.interrupted")


def open_active_run(order: RunOrder, settings: Settings, database: Database) -> ActiveRun:
    """Start a run, or go on where the same order was interrupted.

    Raises EgressRefused for a start URL that the address policy forbids, PlatformOff where nothing of the
    order may be crawled, Refused while another process works on the same run, BadInput for a profile
    that cannot be read, StoreUnavailable.
    """
    try:
        profile = load_profile(order.profile) if order.profile else None
        check_start(order.urls, profile, settings)
    except HubiaoError as refusal:
        keep_refused_start(order, refusal, database)
        raise
    rules = PlatformRules(profile, settings.enabled_platforms)
    rules.load_sign_ins(settings.home, order.urls)
    with database.begin() as session:
        opened = open_run(
            session, urls=order.urls, options=order.options, task_id=order.task_id, slot=order.slot
        )
    traps = _traps(opened, database)
    agent = user_agent(settings)
    conduct = ConductLog(opened.id, agent)
    paces = Paces(delay=settings.crawl_delay, concurrency=settings.crawl_concurrency)
    fetcher = Fetcher(settings)
    depth, pages = settings.crawl_max_depth, settings.crawl_max_pages
    queue = PageQueue(database, opened.id, paces, max_depth=depth, max_per_host=pages)
    buffer = CommitBuffer(database, opened.id, conduct, traps, opened.counts, opened.seconds)
    outcome = RunOutcome(resumed=opened.resumed)
    pause = settings.crawl_delay or _RETRY_PAUSE
    backoff = Backoff(first=timedelta(seconds=pause), longest=LONGEST_PAUSE)
    robots = RobotsBook(fetcher, pause=pause, is_over=lambda: outcome.stopping is not None)
    gate = AccessGate(robots, rules, paces, conduct, delay_cap=settings.crawl_delay_cap)
    run = ActiveRun(
        id=opened.id,
        order=order,
        settings=settings,
        database=database,
        queue=queue,
        visits=OpenVisits(database, opened.id, queue, buffer, paces, outcome, backoff=backoff),
        buffer=buffer,
        paces=paces,
        conduct=conduct,
        outcome=outcome,
        rules=rules,
        rendering=RenderChoice(order.render, rules),
        traps=traps,
        gate=gate,
        fetcher=fetcher,
        browsers=Browsers(lambda: _pool(settings, agent, gate)),
        watchdog=Watchdog(settings.folder("runs"), opened.id),
        contact_key=contact_key(settings.home),
        vault=vault_of(settings),
        pages_folder=settings.folder("pages") if settings.keep_pages else None,
        collection=SeldomCollection(),
    )
    database.keep_in_memory(_DATABASE_BYTES)
    run.watchdog.blame(database)
    run.watchdog.watch()
    return run


def _traps(opened: OpenRun, database: Database) -> CrawlTraps:
    """The traps of a run; of one that goes on they know what its earlier processes saw."""
    traps = CrawlTraps()
    if opened.resumed:
        with database.read() as session:
            lists = frontier.visited_lists(session, opened.id, _REMEMBERED_LISTS)
        traps.resume(lists, FamilyPoints.of(opened.family_points))
    return traps


def _pool(settings: Settings, agent: str, gate: AccessGate) -> BrowserPool:
    from crawler.browser.pool import BrowserPool

    return BrowserPool(
        AddressPolicy(settings.allow_addresses),
        user_agent=agent,
        tabs=settings.render_pages,
        deadline=settings.render_deadline,
        max_bytes=settings.crawl_max_bytes,
        sandbox=settings.browser_sandbox,
        may_load=gate.may_load,
    )


async def close_active_run(run: ActiveRun) -> CrawlReport:
    """Store what waits, end the run's row, and let go of connections and browsers.

    Raises what the run broke off for, after everything is closed.
    """
    try:
        if run.outcome.error is not None:
            raise run.outcome.error
        return _close(run)
    finally:
        run.collection.end()
        run.watchdog.close()
        await run.fetcher.close()
        await run.browsers.close()


def _close(run: ActiveRun) -> CrawlReport:
    outcome = run.outcome
    run.buffer.counts.update(run.queue.left)
    failure = outcome.failure
    is_stopped = outcome.stopping is not None
    run.buffer.close(is_stopped=is_stopped)
    state = RunState.STOPPED if is_stopped else RunState.FAILED if failure else RunState.FINISHED
    weak = unhealthy(run.rules.profiles(run.order.urls), run.buffer.counts)
    with run.database.begin() as session:
        if not is_stopped:
            run.buffer.counts[Left.BUDGET] += sum(frontier.queued_hosts(session, run.id).values())
        reason = outcome.stopping or failure or _given_up(outcome) or weak or _end(run)
        close_row(session, run.id, run.buffer, state=state, reason=reason)
    return CrawlReport(
        run=run.id,
        counts=dict(+run.buffer.counts),
        seconds=run.buffer.seconds,
        finished=not (is_stopped or failure or outcome.given_up) and is_whole(run.buffer.counts),
        why=reason,
        failed=is_stopped or bool(failure),
        notes=(weak,) if weak else (),
    )


def close_row(
    session: Session, run_id: int, buffer: CommitBuffer, *, state: RunState, reason: Message
) -> None:
    """Close a run's row with its account; only a stopped run leaves its queue to a next process."""
    runs.keep_run(session, run_id, +buffer.counts, buffer.seconds)
    attach_operators(session, run_id)
    runs.end_run(session, run_id, state=state, reason=reason)
    if state is not RunState.STOPPED:
        frontier.forget_pages(session, run_id)
        runs.keep_family_points(session, run_id, None)


def _end(run: ActiveRun) -> Message:
    """How a run ended whose queue is empty, or that has all the pages it was asked for."""
    if run.has_enough():
        return Message("run.max-pages")
    counts = run.buffer.counts
    parts = []
    if counts[Left.REPEATED]:
        parts.append(Message("run.left-repeated", {"pages": counts[Left.REPEATED]}))
    if counts[Left.DEPTH]:
        parts.append(Message("run.left-depth", {"pages": counts[Left.DEPTH]}))
    if counts[Left.HOST_LIMIT]:
        parts.append(Message("run.left-host-limit", {"pages": counts[Left.HOST_LIMIT]}))
    if counts[CUT_SHORT]:
        parts.append(Message("run.cut-short", {"pages": counts[CUT_SHORT]}))
    return Message("run.left", {"parts": parts}) if parts else Message("run.finished")


def _given_up(outcome: RunOutcome) -> Message | None:
    """Hosts that were left before their end, and why."""
    hosts = [
        Message("run.host-left", {"host": host, "why": why})
        for host, why in outcome.given_up.items()
    ]
    return Message("run.hosts-left", {"hosts": hosts}) if hosts else None
