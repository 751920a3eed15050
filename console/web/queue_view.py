"""The view of the queue that a URL asks for: tab, filters, page; and the form above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError
from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.parameters import DAY, ParameterType
from console.web.queue_filters import (
    FILTERS,
    PARAMETERS,
    RIGHT,
    SEARCH,
    SORT,
    STAGE,
    STATE,
    TABS,
    TABS_BY_SLUG,
    QueueTab,
)
from console.web.rendering import to_query
from storage.base.vocabulary import STAGES, STATE_NAMES, LeadState
from storage.views.queue.lead_filter import LeadFilter
from storage.views.queue.order import BY_RANK, LeadOrder
from storage.views.queue_choices import Choices, Option
from storage.views.queue_groups import Grouping

PAGE_SIZES = (20, 50, 100)
"""Rows of a page that may be chosen; by hand."""


def _check_page_size(size: int) -> int:
    if size not in PAGE_SIZES:
        raise PydanticCustomError("page_size", "one of {sizes}", {"sizes": str(PAGE_SIZES)})
    return size


PAGE = ParameterType(Annotated[int, Field(ge=1, le=10**9)])
PAGE_SIZE = ParameterType(
    Annotated[
        int,
        AfterValidator(_check_page_size),
        WithJsonSchema({"type": "integer", "enum": list(PAGE_SIZES)}),
    ]
)


@dataclass(frozen=True, kw_only=True)
class QueueView:
    """One view of the queue: a tab, filters, a page."""

    tab: QueueTab
    parameters: Mapping[str, str]
    """The parameters as they stand in the URL, page left out."""
    lead_filter: LeadFilter
    page: int = 1
    size: int = PAGE_SIZES[0]
    grouping: Grouping | None = None

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.size

    def value(self, name: str) -> str:
        """A parameter of the URL, empty when it is not there."""
        return self.parameters.get(name, "")

    def queue_url(self, **changes: object) -> str:
        """The queue in this view, with some parameters changed; None takes one away."""
        return "/leads" + to_query(self.parameters, **changes)

    def lead_url(self, lead_id: int, **changes: object) -> str:
        """The page of a lead in this view."""
        return f"/leads/{lead_id}" + to_query(self.parameters, **changes)


@dataclass(frozen=True, kw_only=True)
class FilterControl:
    """One control of the form above the queue."""

    name: str
    label: str
    value: str
    form: str
    """select, text or date."""
    options: Sequence[Option] = ()


def read_view(query: Mapping[str, str], officer: str) -> QueueView:
    """The view a query string asks for; values that make no sense are left out."""
    parameters = {
        name: query[name].strip() for name in (*PARAMETERS, "group") if query.get(name, "").strip()
    }
    tab = TABS_BY_SLUG.get(parameters.get("tab", ""), TABS[0])
    values: dict[str, Any] = {
        item.field: value
        for item in FILTERS
        if (value := item.type.read(parameters.get(item.name))) is not None
    }
    size = PAGE_SIZE.read(query.get("size")) or PAGE_SIZES[0]
    if size != PAGE_SIZES[0]:
        parameters["size"] = str(size)
    return QueueView(
        tab=tab,
        parameters=parameters,
        lead_filter=LeadFilter(
            states=_states(tab, parameters),
            relisted=tab.relisted,
            officer=officer if tab.mine else None,
            order=_order(parameters),
            viewer=officer if "assigned" in values else None,
            **values,
        ),
        page=PAGE.read(query.get("page")) or 1,
        size=size,
        grouping=(
            Grouping(parameters["group"]) if parameters.get("group") in set(Grouping) else None
        ),
    )


def to_lead(request: PageRequest, lead_id: int, part: str = "") -> Response:
    """Answer a form: on to the page of a lead, in the view that the form came from, at an anchor."""
    view = read_view(request.query, request.officer_name)
    return request.redirect(view.lead_url(lead_id) + (f"#{part}" if part else ""))


def _order(parameters: Mapping[str, str]) -> LeadOrder:
    text = SORT.read(parameters.get("sort")) or BY_RANK
    return LeadOrder(column=text.removeprefix("-"), descending=text.startswith("-"))


def _states(tab: QueueTab, parameters: Mapping[str, str]) -> tuple[LeadState, ...]:
    """The states of a tab; a stage narrows a tab that has none, a state any tab that holds it."""
    state = STATE.read(parameters.get("state"))
    if state is not None and (not tab.states or state in tab.states):
        return (LeadState(state),)
    stage = STAGE.read(parameters.get("stage"))
    return STAGES[stage] if stage is not None and not tab.states else tab.states


def filter_controls(view: QueueView, choices: Choices) -> list[FilterControl]:
    """The form above the queue without its search box and right; the state is asked where the tab holds
    several."""
    controls = [
        FilterControl(
            name=item.name,
            label=item.label,
            value=view.value(item.name),
            form="select" if item.options else "date" if item.type is DAY else "text",
            options=tuple(item.options(choices)) if item.options else (),
        )
        for item in FILTERS
        if item.label and item.name not in (SEARCH, RIGHT)
    ]
    states = view.tab.states or tuple(STATE_NAMES)
    if len(states) > 1:
        control = FilterControl(
            name="state",
            label="状态",
            value=view.value("state"),
            form="select",
            options=[(state.value, STATE_NAMES[state]) for state in states],
        )
        place = sum(control.form == "select" for control in controls)
        controls.insert(place, control)
    return controls
