"""What one crawl is asked to do (监测批次的指令), and what it reports at its end."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, cast, get_args

from pydantic import JsonValue

from crawler.frontier.left_pages import Left, left_by_why
from storage.base.errors import BadInput
from storage.base.message import Language, Message
from storage.records.run_options import RunOptions

if TYPE_CHECKING:
    from scrapy import Spider

_LEFT = frozenset(Left)
"""Counts that stand under `left` in the closing line."""
Follow = Literal["site", "links", "results", "none"]
"""site: all of the start page's host and port; links: what the start pages lead to and no further;
results: the listings of a search page and of its further parts;
none: only the pages that were named."""
Render = Literal["auto", "always", "never"]
"""auto: a browser only where a plain fetch shows an empty shell."""


class RunOrder(Protocol):
    """What any run is asked to do."""

    @property
    def urls(self) -> tuple[str, ...]:
        """Start pages, as far as they can be told before the spider begins."""

    @property
    def options(self) -> RunOptions:
        """What makes two commands the same one, so that it finds its unfinished run again."""

    @property
    def render(self) -> Render: ...
    @property
    def max_pages(self) -> int | None: ...
    @property
    def profile(self) -> Path | None: ...
    @property
    def task_id(self) -> int | None: ...
    @property
    def slot(self) -> datetime | None: ...


@dataclass(frozen=True, kw_only=True)
class SpiderOrder:
    """The order of a spider that somebody wrote for one shop: its name and its arguments."""

    spider: str
    urls: tuple[str, ...]
    arguments: Mapping[str, JsonValue]
    """Plain attributes of the spider, its `-a` arguments among them."""
    render: Render = "auto"
    max_pages: int | None = None
    profile: Path | None = None
    task_id: int | None = None
    slot: datetime | None = None

    @classmethod
    def of(cls, spider: Spider) -> SpiderOrder:
        """Read a spider's name, start URLs and plain attributes."""
        plain = {name: value for name, value in vars(spider).items() if _is_plain(value)}
        plain.pop("name", None)
        start_urls = plain.pop("start_urls", None) or getattr(spider, "start_urls", [])
        return cls(spider=spider.name, urls=tuple(start_urls), arguments=plain)

    @property
    def options(self) -> RunOptions:
        return RunOptions(spider=self.spider, arguments=self.arguments)


def _is_plain(value: object) -> bool:
    """Is this a value that JSON gives back as it is?"""
    if not isinstance(value, str | int | float | bool | list | dict):
        return False
    try:
        return bool(json.loads(json.dumps(value)) == value)
    except (TypeError, ValueError):
        return False


@dataclass(frozen=True, kw_only=True)
class CrawlOrder:
    """Start pages and how far to go from them."""

    urls: tuple[str, ...]
    follow: Follow = "site"
    render: Render = "auto"
    max_pages: int | None = None
    """Pages of the whole run, resumes included; None is no limit."""
    words: tuple[str, ...] = ()
    """What a site's own search is asked for; empty = the marks of the rights in the database."""
    profile: Path | None = None
    """A platform profile (平台规则) that is used for every host."""
    task_id: int | None = None
    slot: datetime | None = None
    """The clock's slot that this run answers."""

    def __post_init__(self) -> None:
        if not self.urls:
            raise BadInput("crawl.no-url")
        for url in self.urls:
            if "://" not in url:
                raise BadInput("crawl.no-scheme", url=url)
        read_render(self.render)
        read_follow(self.follow)

    @property
    def options(self) -> RunOptions:
        """What makes two commands the same one, so that it finds its unfinished run again."""
        return RunOptions(
            follow=self.follow,
            render=self.render,
            max_pages=self.max_pages,
            profile=str(self.profile) if self.profile else None,
            task=self.task_id,
            words=self.words,
        )


@dataclass(frozen=True, kw_only=True)
class CrawlReport:
    """The closing account of a run, its earlier processes included."""

    run: int
    counts: Mapping[str, int]
    seconds: float
    finished: bool
    """Was everything fetched that the run may fetch?"""
    why: Message
    """`run.finished`, `run.left`, `run.max-pages`, `run.unhealthy`; or why it
    ended early: `run.interrupted`, `run.start-page` …"""
    failed: bool = False
    """No start page could be read, or the run was interrupted: exit code 1 or 130."""
    notes: tuple[Message, ...] = field(default=())
    """Lines for a person."""

    @property
    def reason(self) -> str:
        """Why the run ended, in English whatever the language: programs read it."""
        return self.why.text(Language.ENGLISH)

    def to_json(self) -> dict[str, object]:
        """The closing line that the command prints."""
        names = ("pages", "listings_new", "listings_changed", "listings_same", "blocked", "errors")
        extra = sorted(set(self.counts) - set(names) - _LEFT)
        return {
            "run": self.run,
            **{name: self.counts.get(name, 0) for name in names},
            **{name: self.counts[name] for name in extra},
            "seconds": round(self.seconds, 2),
            "finished": self.finished,
            "reason": self.reason,
            "left": left_by_why(self.counts),
        }


def read_follow(text: str) -> Follow:
    """Raises BadInput for what is no way to follow links."""
    return cast("Follow", _choose("follow", text, get_args(Follow)))


def read_render(text: str) -> Render:
    """Raises BadInput for what is no way to render."""
    return cast("Render", _choose("render", text, get_args(Render)))


def _choose(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise BadInput("crawl.choice", name=name, value=value, allowed=allowed)
    return value
