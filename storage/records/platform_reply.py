"""平台反馈: the kinds of what a platform does after a 配合调查通知."""

from __future__ import annotations

from enum import StrEnum


class ReplyKind(StrEnum):
    """What a platform did."""

    INFORMATION = "information"
    MEASURE = "measure"
    NONE = "none"
    """The term is over and nothing came."""


REPLY_NAMES = {
    ReplyKind.INFORMATION: "提供信息",
    ReplyKind.MEASURE: "采取措施",
    ReplyKind.NONE: "未反馈",
}
