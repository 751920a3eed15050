"""The tabs and filters of the queue (筛选项), a line each; the view made of them is in `queue_view.py`.

From the table follow the names in the URL, the form above the queue, and the parameters of
`/api/v1/leads` with their schema. What else a new filter needs: docs/architecture.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from console.web.parameters import DAY, FLAG, NUMBER, POSITIVE, TEXT, ParameterType, one_of, pattern
from storage.base.disguises import DISGUISE_NAMES
from storage.base.vocabulary import IN_QUEUE, ISSUED, LEVEL_NAMES, STAGES, LeadState
from storage.listings.regions import COUNTY
from storage.records import NextStep
from storage.views.queue.lead_filter import NOWHERE
from storage.views.queue.order import BY_RANK, SORT_COLUMNS
from storage.views.queue_choices import Choices, Option
from storage.views.teamwork.assignment_list import ASSIGNMENT_VIEWS


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
    QueueTab("snoozed", "暂缓", (LeadState.SNOOZED,)),
    QueueTab("relisted", "再次上架", IN_QUEUE, relisted=True),
    QueueTab("confirmed", "已确认", (LeadState.CONFIRMED,)),
    QueueTab("dismissed", "已排除", (LeadState.DISMISSED,)),
    QueueTab("issued", "已发函", ISSUED),
    QueueTab("all", "全部"),
)
TABS_BY_SLUG = {tab.slug: tab for tab in TABS}
TAB = one_of(TABS_BY_SLUG)
STAGE, STATE = one_of(STAGES), one_of(LeadState)
SORT = one_of(sign + column for column in (BY_RANK, *SORT_COLUMNS) for sign in ("", "-"))
"""By what a view is sorted; downwards with a minus sign."""
SEARCH, RIGHT = "q", "right"
"""The filters that the form shows apart: the search box, and the right that is looked up."""


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
    QueueFilter(name="right", field="right", type=TEXT, label="权利"),
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
        name="tier", field="tier", type=POSITIVE, label="保护等级", options=lambda offer: offer.tiers
    ),
    QueueFilter(
        name="assigned", field="assigned", type=one_of(ASSIGNMENT_VIEWS), label="交办",
        options=lambda _: [(key, "交办中" if key == "all" else name) for key, name in ASSIGNMENT_VIEWS.items()],
    ),
    QueueFilter(
        name="campaign", field="campaign", type=TEXT, label="专项行动",
        options=lambda offer: offer.campaigns,
    ),
    QueueFilter(name="q", field="words", type=TEXT, label="搜索"),
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
    "sort": SORT,
}
"""Every parameter of a view of the queue, of the page and of the API alike."""
