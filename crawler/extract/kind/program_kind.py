"""What a shop's program calls the page that it draws (模板名): the page of one listing, or a shelf."""

from __future__ import annotations

import re
from typing import Literal

from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector
from crawler.extract.vocabulary import load_vocabulary

ProgramKind = Literal["goods", "list", ""]
_WORDS = load_vocabulary(__package__, "program_kinds.yml")
_FRAMES = CssSelector("html,body,[data-action]")
_MOST_FRAMES = 4
"""Elements that may bear the name of the template; the outermost do; chosen by hand."""
_GOODS_NAMES, _LIST_NAMES = _WORDS.whole("goods_names"), _WORDS.whole("list_names")
_GOODS_KINDS, _LIST_KINDS = _WORDS.whole("goods_kinds"), _WORDS.whole("list_kinds")
_KEYS = (b"pagetype", b"pageType", b"PageType", b"page_type", b"rtyp")
"""Names under which programs tell the kind of the page, `ecomm_pagetype` among them."""
_VALUE = re.compile(rb"[\"']?\s{0,2}[:=,]\s{0,2}\[?\\?[\"']([\w -]{2,30})\\?[\"']")
_MOST_PLACES = 12
"""Places of one key that are looked at; a bound on the work that one page may cost."""


def program_kind(page: Page) -> ProgramKind:
    """What the names on the page's html and body elements say of it; empty where they say nothing."""
    names = [
        name
        for frame in page.document.select(_FRAMES)[:_MOST_FRAMES]
        for name in f"{frame.names} {frame.value('data-action')}".split()
    ]
    return _kind(
        goods=any(map(_GOODS_NAMES.match, names)), listed=any(map(_LIST_NAMES.match, names))
    )


def script_kind(page: Page) -> ProgramKind:
    """What the page's scripts tell statistics of its kind; empty where they say nothing, or both."""
    kinds = {kind for key in _KEYS for kind in _script_kinds(page.encoded, key)}
    return _kind(
        goods=any(map(_GOODS_KINDS.match, kinds)), listed=any(map(_LIST_KINDS.match, kinds))
    )


def _script_kinds(markup: bytes, key: bytes) -> list[str]:
    kinds: list[str] = []
    at = markup.find(key)
    for _ in range(_MOST_PLACES):
        if at < 0:
            break
        if value := _VALUE.match(markup, at + len(key)):
            kinds.append(value[1].decode("ascii", "replace").strip())
        at = markup.find(key, at + len(key))
    return kinds


def _kind(*, goods: bool, listed: bool) -> ProgramKind:
    if goods == listed:
        return ""
    return "goods" if goods else "list"
