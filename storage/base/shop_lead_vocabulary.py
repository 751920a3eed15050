"""Words for leads on shops (店铺线索): their kinds and states."""

from __future__ import annotations

from enum import StrEnum


class ShopLeadKind(StrEnum):
    """What a lead on a shop says (店铺线索)."""

    IMITATION = "imitation"
    """仿冒店铺名: its name is like a genuine shop's or the mark."""
    KEYWORD = "keyword"
    """关键词占用: its goods are listed under a mark that they do not bear."""


class ShopLeadState(StrEnum):
    """状态 of a lead on a shop."""

    OPEN = "open"
    ASKED = "asked"
    """The holder was asked, or the platform for its records of advertising."""
    DISMISSED = "dismissed"


SHOP_LEAD_STATE_NAMES = {
    ShopLeadState.OPEN: "待核查",
    ShopLeadState.ASKED: "已询问",
    ShopLeadState.DISMISSED: "已排除",
}
