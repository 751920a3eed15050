"""Walls (登录页、验证码): pages that show a demand instead of content.

A page that merely offers a login link is no wall: a wall shows little else. Being blocked is a
state of the crawl, never "clean" and never "removed".
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector
from crawler.extract.vocabulary import load_vocabulary

_WORDS = load_vocabulary(__package__, "walls.yml")
_FIREWALL = _WORDS.pattern("firewall")
_CAPTCHA = _WORDS.pattern("captcha")
_CAPTCHA_FIELD = _WORDS.pattern("captcha_field")
_QUEUE = _WORDS.pattern("queue")
_CAPTCHA_WIDGET = _WORDS.pattern("captcha_widget")
_LOGIN_DEMAND = _WORDS.pattern("login_demand")
_LOGIN = _WORDS.pattern("login")
_DENIED = _WORDS.pattern("denied")
_LOGIN_URL = re.compile(
    r"/(?:log-?in|sign-?in|passport|member/login|account/login)|^(?:login|passport)\."
)
_WANTS_LOGIN = re.compile(r"[\"']need_?login[\"']\s*:\s*(?:true|1)\b", re.I)
"""Empty shells of shops whose data says that nobody is logged in, instead of goods."""
_LINK, _PASSWORD = CssSelector("a[href]"), CssSelector("input[type=password]")
_SHORT_TEXT = 1500
"""Characters of visible text up to which a page may be a wall; chosen by hand."""
_TINY_TEXT = 400
"""Characters of visible text up to which a demand is all that a page shows; chosen by hand."""
_MENU_LINKS = 10
"""Links from which a page has the menu of its site; chosen by hand."""
_FEW_LINKS = 5
"""A page that shows a password field, hardly a word and hardly a link is a login, whatever its title."""


def find_wall(page: Page, visible: str, title: str, *, goods: bool = False) -> str | None:
    """The wall that a page shows instead of content: rate, captcha, waf, login, denied; else None.

    `visible` is the visible text of the page. What tells a wall is that the goods and the menu are
    missing: a page with `goods` may ask for a code (验证码) in its form of comments, and speak of logins.
    """
    if page.status == 429:
        return "rate"
    if len(visible) > _SHORT_TEXT * 2:
        return None
    markup = page.text[:200_000]
    if _CAPTCHA.search(title):
        return "captcha"
    if goods:
        return None
    if len(visible) <= _TINY_TEXT * 2 and _CAPTCHA.search(visible):
        return "captcha"
    if len(visible) <= _TINY_TEXT * 2 and _CAPTCHA_FIELD.search(f"{title} {visible}"):
        if _is_login(page, visible, title):  # a code by telephone (短信验证码) signs a member in
            return "login"
        if not _has_menu(page):
            return "captcha"
    if _QUEUE.search(title) or (
        len(visible) <= _SHORT_TEXT and _QUEUE.search(visible[:_TINY_TEXT])
    ):
        return None if _has_menu(page) else "rate"
    if len(visible) <= _TINY_TEXT and _FIREWALL.search(markup):
        return "waf"
    if len(visible) <= _TINY_TEXT // 2 and _CAPTCHA_WIDGET.search(markup):
        return "captcha"
    if _is_login(page, visible, title):
        return "login"
    if len(visible) <= _SHORT_TEXT and (
        _DENIED.search(title) or _DENIED.search(visible[:_TINY_TEXT])
    ):
        return "denied"
    return "denied" if page.status in (401, 403) and len(visible) <= _SHORT_TEXT else None


def _has_menu(page: Page) -> bool:
    """Does the page link to so much that it is one of its site's own?"""
    return len(page.document.select(_LINK)) >= _MENU_LINKS


def state_demands_login(page: Page, visible: str) -> bool:
    """Does an almost empty page carry data that asks for a login?"""
    return len(visible) <= _TINY_TEXT // 2 and bool(_WANTS_LOGIN.search(page.text[:400_000]))


def _is_login(page: Page, visible: str, title: str) -> bool:
    address = urlsplit(page.url)
    password_field = page.document.first(_PASSWORD) is not None
    named = bool(_LOGIN.search(title)) or bool(_LOGIN_URL.search(address.path.lower()))
    named = named or bool(_LOGIN_URL.search((address.hostname or "").lower()))
    if named and (password_field or len(visible) <= _TINY_TEXT):
        return True
    if password_field and len(visible) <= _SHORT_TEXT and _LOGIN_DEMAND.search(visible):
        return True
    if password_field and len(visible) <= _TINY_TEXT // 2 and _LOGIN.search(visible):
        return len(page.document.select(_LINK)) <= _FEW_LINKS
    return len(visible) <= _TINY_TEXT and bool(_LOGIN_DEMAND.search(visible[:_TINY_TEXT]))
