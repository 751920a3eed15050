"""The filters of the queue (筛选项), a line each, and the view of the queue that a URL asks for.

From the table follow the names in the URL, the form above the queue, and the parameters of
`/api/v1/leads` with their schema. What else a new filter needs: docs/architecture.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from console.web.parameters import DAY, FLAG, NUMBER, POSITIVE, TEXT, ParameterType, one_of, pattern
from storage.base.disguises import DISGUISE_NAMES
from storage.base.vocabulary import IN_QUEUE, ISSUED, LEVEL_NAMES, STAGES, STATE_NAMES, LeadState
from storage.listings.regions import COUNTY
from storage.records import NextStep
from storage.views.lead_queue import NOWHERE, LeadFilter
from storage.views.queue_choices import Choices, Option
from storage.views.queue_groups import Grouping


@dataclass(frozen=True)
class QueueTab:
    """A saved filter above the queue."""

    slug: str
    name: str
    states: tuple[LeadState, ...] = ()
    relisted: bool = False
    mine: bool = False


TABS = (
    QueueTab("pending", "待核查", (LeadState.PENDING,)),
    QueueTab("mine", "我的", (LeadState.CLAIMED,), mine=True),
    QueueTab("evidence", "待补证", (LeadState.NEEDS_EVIDENCE,)),
    QueueTab("relisted", "复现", IN_QUEUE, relisted=True),
    QueueTab("confirmed", "已确认", (LeadState.CONFIRMED,)),
    QueueTab("dismissed", "已排除", (LeadState.DISMISSED,)),
    QueueTab("issued", "已发函", ISSUED),
    QueueTab("all", "全部"),
)
_BY_SLUG = {tab.slug: tab for tab in TABS}
TAB = one_of(_BY_SLUG)
STAGE, STATE = one_of(STAGES), one_of(LeadState)

PAGE_SIZES = (20, 50, 100)


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
class QueueFilter:
    """One filter of the queue."""

    name: str
    """In the query string of the page and of the API."""
    field: str
    """The field of LeadFilter that it sets."""
    type: ParameterType
    label: str = ""
    """Its Chinese label in the form above the queue; empty where the form does not ask for it."""
    options: Callable[[Choices], Iterable[Option]] | None = None
    """What the form offers; None for a text or a day that is typed."""
    banner: str = ""
    """What the page says while it is set; for filters that links set and no form."""


FILTERS = (
    QueueFilter(
        name="right", field="right", type=TEXT, label="权利", options=lambda offer: offer.rights
    ),
    QueueFilter(
        name="platform", field="platform", type=TEXT, label="平台",
        options=lambda offer: offer.platforms,
    ),
    QueueFilter(
        name="level", field="level", type=one_of(LEVEL_NAMES), label="等级",
        options=lambda _: [(key, name) for key, name in LEVEL_NAMES.items() if key != "none"],
    ),
    QueueFilter(
        name="step", field="next_step", type=one_of(NextStep), label="下一步",
        options=lambda offer: offer.next_steps,
    ),
    QueueFilter(
        name="disguise", field="disguise", type=one_of(DISGUISE_NAMES), label="变形",
        options=lambda offer: offer.disguises,
    ),
    QueueFilter(
        name="region", field="region", type=pattern(f"^([0-9]{{2,{COUNTY}}}|{NOWHERE})$"),
        label="地区", options=lambda offer: offer.regions,
    ),
    QueueFilter(
        name="tier", field="tier", type=POSITIVE, label="保护", options=lambda offer: offer.tiers
    ),
    QueueFilter(
        name="campaign", field="campaign", type=TEXT, label="专项",
        options=lambda offer: offer.campaigns,
    ),
    QueueFilter(name="q", field="words", type=TEXT, label="标题含"),
    QueueFilter(name="since", field="since", type=DAY, label="发现于"),
    QueueFilter(name="until", field="until", type=DAY, label="至"),
    QueueFilter(name="shop", field="shop_id", type=NUMBER, banner="同一店铺"),
    QueueFilter(name="picture", field="picture", type=TEXT, banner="相似图片"),
    QueueFilter(name="answered", field="answered", type=FLAG),
    QueueFilter(name="decided", field="decided_on", type=DAY),
)  # fmt: skip

PARAMETERS: Mapping[str, ParameterType] = {
    "tab": TAB,
    "stage": STAGE,
    "state": STATE,
    **{item.name: item.type for item in FILTERS},
}
"""Every parameter of a view of the queue, of the page and of the API alike."""


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
    tab = _BY_SLUG.get(parameters.get("tab", ""), TABS[0])
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
            **values,
        ),
        page=PAGE.read(query.get("page")) or 1,
        size=size,
        grouping=(
            Grouping(parameters["group"]) if parameters.get("group") in set(Grouping) else None
        ),
    )


def _states(tab: QueueTab, parameters: Mapping[str, str]) -> tuple[LeadState, ...]:
    """The states of a tab; a stage narrows a tab that has none, a state any tab that holds it."""
    state = STATE.read(parameters.get("state"))
    if state is not None and (not tab.states or state in tab.states):
        return (LeadState(state),)
    stage = STAGE.read(parameters.get("stage"))
    return STAGES[stage] if stage is not None and not tab.states else tab.states


def filter_controls(view: QueueView, choices: Choices) -> list[FilterControl]:
    """The form above the queue; the state is asked where the tab holds several."""
    controls = [
        FilterControl(
            name=item.name,
            label=item.label,
            value=view.value(item.name),
            form="select" if item.options else "date" if item.type is DAY else "text",
            options=tuple(item.options(choices)) if item.options else (),
        )
        for item in FILTERS
        if item.label
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
