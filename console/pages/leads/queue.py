"""线索核查: the queue, its filters, bulk verdicts, and its export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy.orm import Session
from starlette.responses import Response

from alerts.letters.model.letter_kind import kinds
from console.web.page_request import PageRequest
from console.web.pagination import Pagination
from console.web.queue_filters import FILTERS, TABS, QueueTab
from console.web.queue_view import PAGE_SIZES, FilterControl, QueueView, filter_controls, read_view
from console.web.rendering import to_query
from console.web.route import DECIDERS, DRAFTERS, SIGNED_IN, Route
from storage.base.reasons import REASONS
from storage.views.lead_queue import QueueLine, QueuePage, find_leads
from storage.views.queue_choices import count_by_tab, queue_choices
from storage.views.queue_groups import GroupPage, find_groups

_REVIEWABLE = ("pending", "relisted", "evidence")
"""Tabs whose leads are reviewed one after another."""
_BULK = (*_REVIEWABLE, "mine", "all")
"""Tabs whose leads may get one verdict together."""


@dataclass(frozen=True, kw_only=True)
class TabLink:
    """A tab with where it leads."""

    tab: QueueTab
    count: int | None
    address: str


@dataclass(frozen=True, kw_only=True)
class QueueModel:
    """What the page of the queue shows."""

    groupings: ClassVar = (("", "逐条"), ("shop", "按店铺"), ("picture", "按图片"))
    sizes: ClassVar = PAGE_SIZES
    reasons: ClassVar = REASONS

    view: QueueView
    tabs: Sequence[TabLink]
    controls: Sequence[FilterControl]
    banners: Sequence[tuple[str, str]]
    """(parameter, words) of filters that a link has set."""
    lines: Sequence[QueueLine]
    groups: GroupPage | None
    pagination: Pagination
    can_decide: bool
    letters: Sequence[tuple[str, str]]
    """(slug, name) of the letters that may be drafted on the ticked leads."""
    decided_lead: str | None
    """The lead just decided on, when it was the last one of the view."""

    @property
    def can_review(self) -> bool:
        """Whether the view may be reviewed lead after lead (开始核查)."""
        return self.can_decide and self.view.tab.slug in _REVIEWABLE and bool(self.lines)

    @property
    def can_decide_many(self) -> bool:
        return self.can_decide and self.view.tab.slug in _BULK

    @property
    def can_tick(self) -> bool:
        return self.can_decide or bool(self.letters)


def show_queue(request: PageRequest) -> Response:
    """One page of one view, as the URL says."""
    view = read_view(request.query, request.officer_name)
    with request.database.read() as session:
        result = _find_page(session, view)
        counts = count_by_tab(session, request.officer_name)
        choices = queue_choices(session)
    model = QueueModel(
        view=view,
        tabs=[TabLink(tab=tab, count=counts.get(tab.slug), address=_address(view, tab))
              for tab in TABS],
        controls=filter_controls(view, choices),
        banners=[(item.name, item.banner) for item in FILTERS
                 if item.banner and view.value(item.name)],
        lines=result.lines if isinstance(result, QueuePage) else (),
        groups=result if isinstance(result, GroupPage) else None,
        pagination=Pagination(total=result.total, page=view.page, size=view.size),
        can_decide=request.has_role(DECIDERS),
        letters=_letters(request, view),
        decided_lead=request.query.get("done"),
    )  # fmt: skip
    return request.render("queue.html", page=model)


def _find_page(session: Session, view: QueueView) -> QueuePage | GroupPage:
    if view.grouping is None:
        return find_leads(session, view.lead_filter, offset=view.offset, limit=view.size)
    return find_groups(
        session, view.lead_filter, view.grouping, offset=view.offset, limit=view.size
    )


def _letters(request: PageRequest, view: QueueView) -> list[tuple[str, str]]:
    if view.tab.slug not in ("confirmed", "issued") or not request.has_role(DRAFTERS):
        return []
    return [(kind.slug, kind.name) for kind in kinds().values() if kind.leads != "none"]


def _address(view: QueueView, tab: QueueTab) -> str:
    """The view's filters under another tab; its state filter would make no sense there."""
    filters = {
        name: value for name, value in view.parameters.items() if name not in ("tab", "state")
    }
    return "/leads" + to_query({"tab": tab.slug, **filters})


ROUTES = (Route(path="/leads", handler=show_queue, roles=SIGNED_IN),)
