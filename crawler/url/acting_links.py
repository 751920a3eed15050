"""Addresses that do something (动作链接): cart, log-out, vote, delete. They are never followed.

A crawl by an office must change nothing on anybody's shop, and many shops let a plain link act.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from crawler.url.path_rules import ACT, ORDERS, rules_of
from crawler.url.url_parts import Address, page_parts

_ACTING_HOST = re.compile(
    r"(?:cart|passport|login|sso|auth|accounts?|trade|pay|cashier|checkout)\."
)
_ACTING_QUERY = frozenset(
    [
        "add-to-cart",
        "add_to_cart",
        "addtocart",
        "add_to_wishlist",
        "remove_item",
        "replytocom",
        "action",
        "do",
        "share",
        "logout",
        "wc-ajax",
        "_wpnonce",
        "undo_item",
        "returnurl",
        "return_url",
        "redirect_to",
        "print",
    ]
)
_ALWAYS_ACTING = _ACTING_QUERY - {
    *("action", "do", "share", "returnurl", "return_url", "redirect_to", "print"),
}
"""Names that act whatever stands behind them: `logout=home`, `add-to-cart=item5`."""
_HARMLESS_ACTION = re.compile(
    r"^(?:view|show|list|detail|index|search|goods|product|item)|"
    r"^(?:pro|prod|cat|cate|categor(?:y|ies)|class|brand|shop|store|seller|sale|hot|new|help|news|article|notice)s?"
    r"(?:[_-]?(?:view|show|list|detail|index|search|info|zone))?s?$|^(?:home|main|default|sitemap|tags?)$",
    re.I,
)
"""Values of `action` that show something: `action=pro_list`."""
_ACT = re.compile(ACT, re.I)
_STEP_RULES = frozenset({"act", "order"})
"""Rules by which a step of a path may be an act."""
_CHANGES = frozenset(
    {"add", "create", "confirm", "submit", "save", "insert", "update", "edit", "post", "cancel"}
)
_ROUTING = frozenset(
    [
        *("m", "a", "c", "s", "r", "act", "do", "op", "opt", "step", "mod", "module", "app"),
        *("ctl", "controller", "action", "func", "method", "route", "task", "cmd", "ac"),
    ]
)
_SPEAKING = _ACTING_QUERY | _ROUTING
"""Names of a query whose value may name an act."""
_SUFFIX = re.compile(r"\.\w{2,5}$")
_BUYS = re.compile(r"\s*(?:立即(?:购买|下单|抢购)|马上抢|buy (?:it )?now)\s*", re.I)
_LABEL = re.compile(
    r"\s*(?:加入?(?:到|进)?购物车|放入购物车|立即(?:购买|下单|抢购|支付)|马上抢|去结算|退出(?:登录)?|注销|安全退出|"
    r"删除|移除|清空.{0,4}|收藏(?:本店|商品|店铺|宝贝)?|关注(?:店铺)?|点赞|举报|投诉|取消(?:订单|关注|收藏)|确认收货|"
    r"add to (?:cart|basket|bag|wish\s?list|compare)|buy (?:it )?now|log\s?out|sign\s?out|log\s?off|delete|"
    r"remove|check\s?out)\s*",
    re.I,
)


@lru_cache(maxsize=4096)
def is_acting_host(host: str) -> bool:
    """Is a host made for carts, payment or accounts?"""
    return bool(_ACTING_HOST.match(host))


def is_acting(parts: Address) -> bool:
    """Would following it change something (cart, log-out, vote) or ask for a person's account?"""
    if parts.fragment and (route := page_parts(parts)) is not parts and is_acting(route):
        return True
    if is_acting_host(parts.hostname):
        return True
    rules = rules_of(parts.path)
    if "acting" in rules or (not _STEP_RULES.isdisjoint(rules) and _acts(parts.path)):
        return True
    return bool(parts.query) and _asks_for_act(parts)


def _asks_for_act(parts: Address) -> bool:
    """Does a value of the query name an act?"""
    for name, value in parts.pairs():
        low = name.lower()
        if low in _SPEAKING and _is_act(low, value):
            return True
    return False


def _is_act(name: str, value: str) -> bool:
    if name in _ALWAYS_ACTING:
        return True
    if name in _ACTING_QUERY and not _HARMLESS_ACTION.match(value):
        return True
    return name in _ROUTING and (
        value.lower() in _CHANGES
        or value.lower() in ORDERS
        or "acting" in rules_of(f"/{value}")
        or _acts(value)
    )


def _acts(path: str) -> bool:
    """One step is an act, or says what is done to an order or a comment."""
    steps = [_step(step) for step in path.split("/") if step]
    if any(is_act for _, is_act in steps):
        return True
    return any(
        order in ORDERS and change in _CHANGES for (order, _), (change, _) in pairwise(steps)
    )


@lru_cache(maxsize=16_384)
def _step(step: str) -> tuple[str, bool]:
    """A step in lower case without its suffix, and whether it is an act; a site has few steps."""
    plain = _SUFFIX.sub("", step.lower())
    return plain, bool(_ACT.fullmatch(plain))


def says_act(label: str) -> bool:
    """Is this the text of a link that does something, whatever its address looks like?"""
    return bool(_LABEL.fullmatch(label))


def says_buy(label: str) -> bool:
    """A buy link with the address of goods leads to the goods, on many lists."""
    return bool(_BUYS.fullmatch(label))
