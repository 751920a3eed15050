"""What a plain fetch of a page lacks (静态抓取所缺): a browser would show more than its markup does.

An empty shell is not the only such page: a list may grow under a button or as it is scrolled, its
cards may lead on by a function that only the page's script knows, and it may want a telephone.
"""

from __future__ import annotations

import re

from crawler.extract.page.page import Page, PageReading

_MORE = re.compile(
    r">\s*(?:点击|上拉|下拉|滑动|向上滑动)?\s*(?:加载|查看|显示)更多(?:商品)?[^<]{0,6}<|>\s*(?:正在)?加载中?[.…。]*\s*<|"
    r">\s*正在加载[^<]{0,6}<|>\s*(?:load|show|view) more[^<]{0,10}<",
    re.I,
)
_GROWS = re.compile(
    r"IntersectionObserver|addEventListener\(\s*['\"]scroll|onscroll\s*=|\$\(window\)\.(?:on\(\s*['\"])?scroll|"
    r"infinite-?scroll|load-?more|scroll-?load|waterfall",
    re.I,
)
_CALLS = re.compile(
    r"onclick\s*=|cursor:\s*pointer|addEventListener\(\s*['\"]click|\.on\(\s*['\"]click", re.I
)
_PRICE = re.compile(r"[¥￥]\s*\d|\d\s*元|[$€£]\s?\d")
_FEWEST = 3
"""Goods or prices that make a page a list; chosen by hand."""
_LOOKED_AT = 400_000
"""Characters of the markup that are searched; chosen by hand, to bound time."""
_PHONE = re.compile(
    r"请?(?:使用|用|在|打开)(?:您的)?(?:手机|移动设备|移动端|微信)(?:客户端|浏览器|端)?.{0,8}(?:访问|打开|浏览|查看|使用|扫)|"
    r"仅(?:支持|限)(?:手机|移动端|微信)|(?:mobile|phone) (?:devices?|browsers?) only|open (?:this|it) on your phone",
    re.I,
)
_PHONE_TEXT = 400
"""Characters of text above which a page is no mere hint to use a telephone; chosen by hand."""
_PHONE_ADDRESS = re.compile(
    r"^https?://(?:m|wap|h5|mobile|touch)\.|^https?://[^/]+/(?:h5|wap|mobile|m)(?:/|$)", re.I
)
_PREVIEW = re.compile(r"<iframe\b[^>]{0,600}?\bwidth\s*[:=]\s*[\"']?\s*(\d{3})(?:px)?\b", re.I)
"""A frame as wide as a telephone, in which a page for telephones is shown on a desk."""
_PHONE_WIDTHS = range(300, 481)
"""CSS pixels of telephones held upright."""
_FIXED_VIEW = re.compile(r"<meta[^>]{0,80}viewport[^>]{0,200}user-scalable\s*=\s*(?:no|0)", re.I)


def grows_by_script(page: Page, reading: PageReading) -> bool:
    """Would a browser show more goods than the markup names, or where its cards lead?"""
    if "<script" not in page.text[:_LOOKED_AT] and "onclick" not in page.text[:_LOOKED_AT]:
        return False
    markup = page.text[:_LOOKED_AT]
    goods = sum(link.kind == "listing" for link in reading.links)
    if goods >= _FEWEST:
        turns = any(link.kind == "next" for link in reading.links)
        return not turns and bool(_MORE.search(markup) or _GROWS.search(markup))
    if goods or reading.kind == "listing" or not _CALLS.search(markup):
        return False
    body = page.tree.body
    return body is not None and len(_PRICE.findall(body.text()[:_LOOKED_AT])) >= _FEWEST


def wants_phone(url: str, page: Page, reading: PageReading, *, shell: bool) -> bool:
    """Is this a page for telephones: by its address, its words, a shell with a fixed view, or a frame
    of a telephone's width in which alone it shows something?"""
    if _PHONE_ADDRESS.match(url) or (shell and _FIXED_VIEW.search(page.text[:20_000])):
        return True
    if reading.kind not in ("page", "other", "blocked"):
        return False
    markup = page.text[:_LOOKED_AT]
    preview = _PREVIEW.search(markup)
    framed = preview is not None and int(preview[1]) in _PHONE_WIDTHS
    if not (framed or _PHONE.search(markup)):
        return False
    body = page.tree.body
    text = body.text() if body is not None else ""
    return len(text.strip()) <= _PHONE_TEXT and (framed or bool(_PHONE.search(text)))
