"""Addresses that do something (动作链接): cart, log-out, vote, delete. They are never followed.

A crawl by an office must change nothing on anybody's shop, and many shops let a plain link act.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from crawler.url.url_parts import Address

_ACTING = re.compile(
    r"(?:^|[/_.-])(?:add[-_]?to[-_]?(?:cart|basket|bag|wishlist|compare|favou?rites)|addcart|"
    r"(?:add|write|new)[-_]?review|reviews?/(?:add|new|create|write)|buy[-_]?now|log[-_]out|"
    r"sign[-_]out|email[-_]?protection|set[-_]?(?:language|currency)|setlang)(?:$|[/_.?-])"
    r"|/(?:cart|basket|bag|checkout|logout|signout|logoff|login|log-in|signin|sign-in|signup|"
    r"sign-up|register|registration|passport|oauth2?|wishlists?|favou?rites?|compare|delete|remove|"
    r"destroy|unsubscribe|subscribe|vote|like|dislike|follow|unfollow|share|report|print|captcha|"
    r"password(?:[-_]?reset)?|forgot-password|collect|shoucang|gouwuche|zhuce|denglu|my-?account|"
    r"accounts?|my-?orders|dashboard|admin|wp-admin|cgi-bin|cdn-cgi|xmlrpc|feed|trackback)"
    r"(?:/|\.\w{2,5}$|$)|/wp-login",
    re.I,
)
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
_HARMLESS_ACTION = re.compile(r"^(?:view|show|list|detail|index|search|goods|product|item)", re.I)
_ACT = re.compile(
    r"(?:add|join|put|save|del|delete|remove|update|edit|clear|my|in|to|into|shopping|ajax|do|[-_])*"
    r"(?:cart|basket|trolley|gouwuche|wishlist|checkout)s?[-_]?(?:add|del|delete|remove|update|save)?"
    r"|(?:quick|do|[-_])*buy(?:[-_]?(?:now|it))?|goumai|jiesuan|settle(?:ment)?|pay(?:[-_]?order)?"
    r"|(?:do|user|[-_])*(?:log|sign)[-_]?(?:in|out|off|up)|exit|quit|tuichu|zhuxiao|denglu|zhuce"
    r"|reg|register|del|delete|remove|destroy|undo|collect|shoucang|favou?r(?:ites?)?|fav|guanzhu"
    r"|follow|unfollow|like|dislike|(?:dian)?zan|digg|vote|toupiao|jubao|subscribe|unsubscribe"
    r"|(?:add|del|do)(?:fav|collect|order|comment)|(?:order|comment)(?:add|submit)|submit[-_]?order",
    re.I,
)
"""A whole step of a path or route, without its suffix."""
_ORDERS = frozenset({"order", "orders", "comment", "review", "message", "address"})
_CHANGES = frozenset(
    {"add", "create", "confirm", "submit", "save", "insert", "update", "edit", "post", "cancel"}
)
_ROUTING = frozenset(
    [
        *("m", "a", "c", "s", "r", "act", "do", "op", "opt", "step", "mod", "module", "app"),
        *("ctl", "controller", "action", "func", "method", "route", "task", "cmd", "ac"),
    ]
)
_SUFFIX = re.compile(r"\.\w{2,5}$")
_BUYS = re.compile(r"\s*(?:立即(?:购买|下单|抢购)|马上抢|buy (?:it )?now)\s*", re.I)
_LABEL = re.compile(
    r"\s*(?:加入?(?:到|进)?购物车|放入购物车|立即(?:购买|下单|抢购|支付)|马上抢|去结算|退出(?:登录)?|注销|安全退出|"
    r"删除|移除|清空.{0,4}|收藏(?:本店|商品|店铺|宝贝)?|关注(?:店铺)?|点赞|举报|投诉|取消(?:订单|关注|收藏)|确认收货|"
    r"add to (?:cart|basket|bag|wish\s?list|compare)|buy (?:it )?now|log\s?out|sign\s?out|log\s?off|delete|"
    r"remove|check\s?out)\s*",
    re.I,
)


def is_acting(parts: Address) -> bool:
    """Would following it change something (cart, log-out, vote) or ask for a person's account?"""
    if _ACTING_HOST.match(parts.hostname) or _ACTING.search(parts.path) or _acts(parts.path):
        return True
    return any(_is_act(name.lower(), value) for name, value in parts.pairs())


def _is_act(name: str, value: str) -> bool:
    if name in _ACTING_QUERY and not _HARMLESS_ACTION.match(value):
        return True
    return name in _ROUTING and (
        value.lower() in _CHANGES or value.lower() in _ORDERS or _acts(value)
    )


def _acts(path: str) -> bool:
    """One step is an act, or says what is done to an order or a comment."""
    steps = [_step(step) for step in path.split("/") if step]
    if any(is_act for _, is_act in steps):
        return True
    return any(
        order in _ORDERS and change in _CHANGES for (order, _), (change, _) in pairwise(steps)
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
