"""线索核查: the queue, its order, filters and saved views, bulk verdicts, and its export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from sqlalchemy.orm import Session
from starlette.responses import Response

from alerts.letters.model.letter_kind import kinds
from console.web.leads.decided import DecidedLead, read_decided_lead
from console.web.leads.reasons import reasons_for
from console.web.leads.verdict_choices import VERDICT_KEYS
from console.web.page_request import PageRequest
from console.web.pagination import Pagination
from console.web.queue.columns import ColumnHead, column_heads
from console.web.queue.platform_names import PlatformNames, platform_names
from console.web.queue.priority import RULE
from console.web.queue.right_control import RightControl, right_control
from console.web.queue.rows import QueueRow, queue_rows
from console.web.queue.view_tabs import ViewTab, view_tabs
from console.web.queue_filters import FILTERS, RIGHT, SEARCH, TABS, QueueTab
from console.web.queue_view import (
    PAGE_SIZES,
    FilterControl,
    QueueView,
    filter_controls,
    read_view,
)
from console.web.rendering import to_query
from console.web.route import APPROVERS, DECIDERS, DRAFTERS, SIGNED_IN, Route
from storage.base.reasons import Reason
from storage.base.vocabulary import Verdict
from storage.people.saved_views import saved_views
from storage.tables.base import now
from storage.views.lead_queue import QueuePage, find_leads
from storage.views.queue_choices import Choices, Option, count_by_tab, queue_choices
from storage.views.queue_groups import GroupPage, find_groups
from storage.views.teamwork.assignment_choices import AssignmentChoices, assignment_choices
from storage.views.teamwork.lead_marks import LeadMark, read_marks

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
    rule: ClassVar = RULE
    verdicts: ClassVar = tuple((verdict, label) for verdict, _, label in VERDICT_KEYS)

    view: QueueView
    tabs: Sequence[TabLink]
    view_tabs: Sequence[ViewTab]
    controls: Sequence[FilterControl]
    right: RightControl
    banners: Sequence[tuple[str, str]]
    """(parameter, words) of filters that a link has set."""
    heads: Sequence[ColumnHead]
    rows: Sequence[QueueRow]
    marks: Mapping[int, LeadMark]
    """What working together marks on a lead, by its number."""
    assignment_choices: AssignmentChoices
    groups: GroupPage | None
    names: PlatformNames
    pagination: Pagination
    can_decide: bool
    can_save_for_office: bool
    letters: Sequence[tuple[str, str]]
    """(slug, name) of the letters that may be drafted on the ticked leads."""
    decided: DecidedLead | None
    """The lead just decided on, when it was the last one of the view."""

    @property
    def search(self) -> str:
        return self.view.value(SEARCH)

    @property
    def narrowed(self) -> int:
        """How many controls of the form narrow the view."""
        values = [self.right.value, *(control.value for control in self.controls)]
        return sum(bool(value) for value in values)

    @property
    def can_review(self) -> bool:
        """Whether the view may be reviewed lead after lead (开始核查)."""
        return self.can_decide and self.view.tab.slug in _REVIEWABLE and bool(self.rows)

    @property
    def can_decide_many(self) -> bool:
        return self.can_decide and self.view.tab.slug in _BULK

    @property
    def can_tick(self) -> bool:
        return self.can_decide or bool(self.letters)

    @property
    def reasons(self) -> Mapping[Verdict, Sequence[Reason]]:
        """The reasons that fit each verdict."""
        return {verdict: reasons_for(verdict) for verdict, _ in self.verdicts}


def show_queue(request: PageRequest) -> Response:
    """One page of one view, as the URL says; a right that was typed by name is looked up first."""
    view = read_view(request.query, request.officer_name)
    with request.database.read() as session:
        right = right_control(session, view.value(RIGHT))
        if right.meant:
            return request.redirect(view.queue_url(right=right.meant))
        result = _find_page(session, view)
        counts = count_by_tab(session, request.officer_name)
        choices = queue_choices(session)
        views = saved_views(session, request.signed_in_officer)
        lines = result.lines if isinstance(result, QueuePage) else ()
        marks = read_marks(session, [line.id for line in lines])
        offered = assignment_choices(session)
        decided = read_decided_lead(session, request.query_number("done", 0))
    names = platform_names(request.settings)
    model = QueueModel(
        view=view,
        tabs=[TabLink(tab=tab, count=counts.get(tab.slug), address=_address(view, tab))
              for tab in TABS],
        view_tabs=view_tabs(views, view),
        controls=filter_controls(view, _named(choices, names)),
        right=right,
        banners=[(item.name, item.banner) for item in FILTERS
                 if item.banner and view.value(item.name)],
        heads=column_heads(view),
        rows=queue_rows(lines, names, view.value(SEARCH), now()),
        marks=marks,
        assignment_choices=offered,
        groups=result if isinstance(result, GroupPage) else None,
        names=names,
        pagination=Pagination(
            total=result.total, page=view.page, size=view.size, is_more=result.is_more
        ),
        can_decide=request.has_role(DECIDERS),
        can_save_for_office=request.has_role(APPROVERS),
        letters=_letters(request, view),
        decided=decided,
    )  # fmt: skip
    return request.render("queue.html", page=model)


def _find_page(session: Session, view: QueueView) -> QueuePage | GroupPage:
    if view.grouping is None:
        return find_leads(session, view.lead_filter, offset=view.offset, limit=view.size)
    return find_groups(
        session, view.lead_filter, view.grouping, offset=view.offset, limit=view.size
    )


def _named(choices: Choices, names: PlatformNames) -> Choices:
    """The choices with platforms by their names; a name of several hosts tells its host."""
    named = [(host, names.name(host)) for host, _ in choices.platforms]
    texts = [name for _, name in named]
    platforms: list[Option] = [
        (host, name if texts.count(name) == 1 else f"{name}（{host}）") for host, name in named
    ]
    return replace(choices, platforms=sorted(platforms, key=lambda option: option[1]))


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
