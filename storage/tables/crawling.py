"""平台, 监测任务, 监测批次, the queue of pages, and the compliance ledger."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base.message import Message
from storage.base.vocabulary import PageState, PlatformState, RobotsState, RunState
from storage.records.run_options import RunOptions
from storage.records.stored_request import StoredRequest
from storage.records.task_options import TaskOptions
from storage.tables.base import Base, enumeration, now, row_id
from storage.tables.columns import CountsColumn, MessageColumn, RecordColumn, TextsColumn


class PlatformRow(Base):
    __tablename__ = "platforms"

    host: Mapped[str] = mapped_column(sa.String(255), primary_key=True)
    title: Mapped[str | None]
    state: Mapped[PlatformState] = mapped_column(
        enumeration(PlatformState), default=PlatformState.OK
    )
    state_why: Mapped[str | None]
    state_at: Mapped[datetime | None]


class TaskRow(Base):
    """监测任务: what to crawl, how, and when."""

    __tablename__ = "tasks"

    id: Mapped[int] = row_id()
    name: Mapped[str] = mapped_column(sa.String(200), unique=True)
    urls: Mapped[tuple[str, ...]] = mapped_column(TextsColumn)
    options: Mapped[TaskOptions] = mapped_column(RecordColumn(TaskOptions), default=TaskOptions)
    cron: Mapped[str | None] = mapped_column(sa.String(100))
    """Five fields, in the office's time."""
    campaign: Mapped[str | None]
    enabled: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    timed_at: Mapped[datetime | None]
    """When its time was set last, or it was enabled again; None where it was not since migration 0060."""


class RunRow(Base):
    """监测批次: one crawl from its start to its end, resumes included."""

    __tablename__ = "runs"
    __table_args__ = (
        sa.Index(None, "fingerprint", "state"),
        sa.UniqueConstraint("task_id", "slot"),
    )

    id: Mapped[int] = row_id()
    task_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tasks.id", ondelete="SET NULL"))
    slot: Mapped[datetime | None]
    """The clock's slot this run answers; one run a (task, slot)."""
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    """Hash of the start URLs and options: the same command finds its unfinished run again."""
    urls: Mapped[tuple[str, ...]] = mapped_column(TextsColumn)
    options: Mapped[RunOptions] = mapped_column(RecordColumn(RunOptions), default=RunOptions)
    state: Mapped[RunState] = mapped_column(enumeration(RunState), default=RunState.RUNNING)
    reason: Mapped[Message | None] = mapped_column(MessageColumn)
    stop_asked: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    """An officer wants it to end, wherever it runs."""
    owner: Mapped[str | None]
    """host:pid:start of the process that works on it; alive means the run is refused."""
    counts: Mapped[dict[str, int]] = mapped_column(CountsColumn, default=dict)
    started_at: Mapped[datetime] = mapped_column(default=now)
    heartbeat_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    seconds: Mapped[float] = mapped_column(sa.Float, default=0.0)
    family_points: Mapped[dict[str, int] | None] = mapped_column(CountsColumn)
    """What it counted of families of addresses that repeat themselves, while it is not over."""


class FrontierKind(StrEnum):
    """What a page of the frontier is asked for."""

    START = "start"
    SITEMAP = "sitemap"
    LISTING = "listing"
    NEXT = "next"
    """The next part of a list."""
    LIST = "list"
    SEARCH = "search"
    """A site's own search."""
    RECHECK = "recheck"
    """A known listing that no page led to."""
    API = "api"
    """A page of an open API's answer."""


class FrontierRow(Base):
    """One page to fetch in one run; a page's rows, links and this row's end commit together."""

    __tablename__ = "frontier"
    __table_args__ = (sa.Index("ix_frontier_next", "run_id", "state", "host", "priority", "id"),)

    id: Mapped[int] = row_id()
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("runs.id", ondelete="CASCADE"))
    host: Mapped[str] = mapped_column(sa.String(255))
    """host:port; each host has its own pace, so each has its own queue."""
    fingerprint: Mapped[bytes] = mapped_column(sa.LargeBinary(20))
    url: Mapped[str]
    request: Mapped[StoredRequest | None] = mapped_column(RecordColumn(StoredRequest))
    """None is the plain GET."""
    kind: Mapped[FrontierKind] = mapped_column(
        enumeration(FrontierKind, name="kind", length=10), default=FrontierKind.LIST
    )
    priority: Mapped[int] = mapped_column(default=0)
    depth: Mapped[int] = mapped_column(default=0)
    state: Mapped[PageState] = mapped_column(
        enumeration(PageState, length=10), default=PageState.QUEUED
    )
    """A lease lives in the memory of the run's one process: what it did not
    acknowledge is queued again by its death."""
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[Message | None] = mapped_column(MessageColumn)


sa.Index("uq_frontier_page", FrontierRow.run_id, FrontierRow.fingerprint, unique=True)


class SearchResultRow(Base):
    """检索结果: one listing on the first page that a platform showed when it was asked for a word."""

    __tablename__ = "search_results"
    __table_args__ = (sa.UniqueConstraint("run_id", "word", "listing_key"),)

    id: Mapped[int] = row_id()
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("runs.id", ondelete="CASCADE"))
    word: Mapped[str] = mapped_column(sa.String(200), index=True)
    """What was asked for, as it stands in the search."""
    page_url: Mapped[str]
    place: Mapped[int]
    """On the page, from 1."""
    listing_key: Mapped[str] = mapped_column(sa.String(600), index=True)
    captured_at: Mapped[datetime] = mapped_column(default=now)


class PageMemoryRow(Base):
    """What a page said last time, so that an unchanged one is neither sent nor read again."""

    __tablename__ = "page_memory"

    fingerprint: Mapped[bytes] = mapped_column(sa.LargeBinary(20), primary_key=True)
    etag: Mapped[str | None]
    modified: Mapped[str | None]
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(16))
    """Of its body."""
    reader: Mapped[str] = mapped_column(sa.String(80))
    """Version and profile that read it."""
    content: Mapped[bytes]
    """Keys of its listings and its links, JSON, compressed."""
    seen_at: Mapped[datetime]


class ComplianceRow(Base):
    """合规台账: how one run behaved towards one host (robots verdicts, rate, blocks)."""

    __tablename__ = "compliance"
    __table_args__ = (sa.UniqueConstraint("run_id", "host"),)

    id: Mapped[int] = row_id()
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("runs.id", ondelete="CASCADE"))
    host: Mapped[str] = mapped_column(sa.String(255))
    robots: Mapped[RobotsState | None] = mapped_column(enumeration(RobotsState, name="robots"))
    crawl_delay: Mapped[float | None] = mapped_column(sa.Float)
    requests: Mapped[int] = mapped_column(default=0)
    refused_by_robots: Mapped[int] = mapped_column(default=0)
    blocked: Mapped[int] = mapped_column(default=0)
    blocked_why: Mapped[str | None]
    user_agent: Mapped[str | None]
    signed_in: Mapped[bool | None]
    """Whether a page was asked for within an officer's sign-in; None = not recorded."""
    first_at: Mapped[datetime | None]
    last_at: Mapped[datetime | None]


class LearntTemplateRow(Base):
    """自学模板: how the goods pages of one kind of one shop are made, as a crawl learnt it."""

    __tablename__ = "learnt_templates"
    __table_args__ = (sa.UniqueConstraint("host", "shape", "fingerprint"),)

    id: Mapped[int] = row_id()
    host: Mapped[str] = mapped_column(sa.String(255))
    """host:port."""
    shape: Mapped[str] = mapped_column(sa.String(200))
    """Of the addresses of its pages."""
    fingerprint: Mapped[str] = mapped_column(sa.String(16))
    """Of the names that its pages share."""
    version: Mapped[int] = mapped_column(default=1)
    profile: Mapped[str]
    """The profile with its evidence, YAML."""
    core: Mapped[tuple[str, ...]] = mapped_column(TextsColumn)
    """Names of elements (`.class`, `#id`) that all samples share."""
    markers: Mapped[tuple[str, ...]] = mapped_column(TextsColumn)
    """Those by which its pages are told from others of the shop."""
    required: Mapped[tuple[str, ...]] = mapped_column(TextsColumn)
    """Fields without which a page is read in full."""
    samples: Mapped[int]
    """Pages of which it was learnt."""
    words_of_gone: Mapped[bool] = mapped_column(default=False)
    """Some samples in stock hold a word of sold-out goods."""
    learnt_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    """When a page was last read by it."""
    reads: Mapped[int] = mapped_column(default=0)
    """Pages that were read by it."""
    checks: Mapped[int] = mapped_column(default=0)
    """Pages that the full reader read, too."""
    agreeing: Mapped[int] = mapped_column(default=0)
    """Of those, the ones on which every field agreed."""


class TemplatePinRow(Base):
    """A selector by which an officer fixed a field of a host's goods pages."""

    __tablename__ = "template_pins"
    __table_args__ = (sa.UniqueConstraint("host", "shape", "field"),)

    id: Mapped[int] = row_id()
    host: Mapped[str] = mapped_column(sa.String(255))
    shape: Mapped[str] = mapped_column(sa.String(200), default="")
    """Of the addresses for which it holds; empty for all of the host."""
    field: Mapped[str] = mapped_column(sa.String(30))
    selector: Mapped[str]
    """As a profile writes it, YAML."""
    pinned_by: Mapped[str | None] = mapped_column(sa.String(100))
    pinned_at: Mapped[datetime] = mapped_column(default=now)
