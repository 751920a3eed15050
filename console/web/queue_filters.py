"""The queue's state lives in the URL: reading a view from a query string and writing it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from storage.base.disguises import DISGUISE_NAMES
from storage.base.vocabulary import IN_QUEUE, ISSUED, LEVEL_NAMES, STAGES, LeadState
from storage.listings.regions import COUNTY
from storage.views.lead_queue import NOWHERE, LeadFilter
from storage.views.queue_groups import Grouping


@dataclass(frozen=True)
class Tab:
    """A saved filter above the queue."""

    slug: str
    name: str
    states: tuple[LeadState, ...] = ()
    relisted: bool = False
    mine: bool = False


TABS = (
    Tab("pending", "待核查", (LeadState.PENDING,)),
    Tab("mine", "我的", (LeadState.CLAIMED,), mine=True),
    Tab("evidence", "待补证", (LeadState.NEEDS_EVIDENCE,)),
    Tab("relisted", "复现", IN_QUEUE, relisted=True),
    Tab("confirmed", "已确认", (LeadState.CONFIRMED,)),
    Tab("dismissed", "已排除", (LeadState.DISMISSED,)),
    Tab("issued", "已发函", ISSUED),
    Tab("all", "全部"),
)
_BY_SLUG = {tab.slug: tab for tab in TABS}

PAGE_SIZES = (20, 50, 100)


@dataclass(frozen=True, kw_only=True)
class View:
    """One view of the queue: a tab, filters, a page."""

    tab: Tab
    given: Mapping[str, str]
    """The parameters as they stand in the URL, page left out."""
    wanted: LeadFilter
    page: int = 1
    size: int = PAGE_SIZES[0]
    grouping: Grouping | None = None

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.size

    def value(self, name: str) -> str:
        """A parameter of the URL, empty when it is not there."""
        return self.given.get(name, "")


VIEW_NAMES = (
    "tab",
    "right",
    "platform",
    "level",
    "state",
    "disguise",
    "region",
    "tier",
    "shop",
    "picture",
    "campaign",
    "q",
    "stage",
    "answered",
    "decided",
    "since",
    "until",
)
"""Names in the query string of a view, of pages and of the API alike."""


def read_view(query: Mapping[str, str], officer: str) -> View:
    """The view a query string asks for; values that make no sense are left out."""
    given = {
        name: query[name].strip() for name in (*VIEW_NAMES, "group") if query.get(name, "").strip()
    }
    tab = _BY_SLUG.get(given.get("tab", ""), TABS[0])
    wanted = LeadFilter(
        states=tab.states,
        relisted=tab.relisted,
        officer=officer if tab.mine else None,
        right=given.get("right"),
        platform=given.get("platform"),
        level=given["level"] if given.get("level") in LEVEL_NAMES else None,
        disguise=given["disguise"] if given.get("disguise") in DISGUISE_NAMES else None,
        region=_region(given.get("region")),
        tier=_number(given.get("tier")),
        picture=given.get("picture"),
        shop_id=_number(given.get("shop")),
        campaign=given.get("campaign"),
        answered=given.get("answered") == "1",
        words=given.get("q"),
        decided_on=_day(given.get("decided")),
        since=_day(given.get("since")),
        until=_day(given.get("until")),
    )
    if not tab.states and given.get("stage") in STAGES:
        wanted = replace(wanted, states=STAGES[given["stage"]])
    if given.get("state") in set(LeadState):
        state = LeadState(given["state"])
        if not tab.states or state in tab.states:
            wanted = replace(wanted, states=(state,))
    size = _number(query.get("size")) or PAGE_SIZES[0]
    if size != PAGE_SIZES[0] and size in PAGE_SIZES:
        given["size"] = str(size)
    return View(
        tab=tab,
        given=given,
        wanted=wanted,
        page=max(1, _number(query.get("page")) or 1),
        size=size if size in PAGE_SIZES else PAGE_SIZES[0],
        grouping=Grouping(given["group"]) if given.get("group") in set(Grouping) else None,
    )


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _region(text: str | None) -> str | None:
    code = text or ""
    return code if code == NOWHERE or (code.isdigit() and len(code) <= COUNTY) else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
