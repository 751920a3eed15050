"""The heads of the queue's table (表头): what sorting by each leads to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from console.web.queue_view import QueueView
from storage.views.queue.order import BY_RANK


@dataclass(frozen=True, kw_only=True)
class ColumnHead:
    """One head of the table."""

    label: str
    address: str
    """Sorts by this column; by the default order again where it stood the other way already."""
    direction: str
    """ascending, descending, or empty where the view is sorted otherwise."""
    style: str
    """Class of the cells."""


_COLUMNS = (
    ("id", "编号", "num", False),
    (BY_RANK, "优先级", "priority", False),
    ("level", "等级", "", True),
    ("title", "标题", "", False),
    ("mark", "标识", "", False),
    ("price", "价格", "num", False),
    ("shop", "店铺", "", False),
    ("platform", "平台", "", False),
    ("disguise", "变形", "wider", False),
    ("step", "下一步", "wide", False),
    ("state", "状态", "wide", False),
    ("opened", "发现", "", True),
)
"""(key, label, class, whether the first click sorts downwards)."""


def column_heads(view: QueueView) -> Sequence[ColumnHead]:
    """The heads, each with the address that sorts by it."""
    return [_head(view, *column) for column in _COLUMNS]


def _head(view: QueueView, key: str, label: str, style: str, downwards: bool) -> ColumnHead:
    order = view.lead_filter.order
    current = order.column == key and view.grouping is None
    first, second = (f"-{key}", key) if downwards else (key, f"-{key}")
    if not current or (key == BY_RANK and order.descending):
        sort: str | None = None if key == BY_RANK else first
    else:
        sort = second if order.descending is downwards else None
    direction = "descending" if order.descending else "ascending"
    return ColumnHead(
        label=label,
        address=view.queue_url(sort=sort, page=None),
        direction=direction if current else "",
        style=style,
    )
