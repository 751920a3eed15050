"""The name of the site (站名): that of the shop, where a page names no further seller.

Shops of one merchant print their name once for all goods: in Open Graph, as the organisation of
their JSON-LD, behind the © at the foot, behind the name of the goods in the document's title.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import chain

import re2

from crawler.extract.page.heading import PageHeading
from crawler.extract.page.page import Page
from crawler.extract.page.text import clean_text
from crawler.url.first_page import is_home
from crawler.url.url_parts import absolute, page_parts, split

_META = (
    "og:site_name",
    "apple-mobile-web-app-title",
    "application-name",
    "twitter:app:name:iphone",
)
_TAG = re.compile(r"<[^<>]*>?")
_BLOCK = re.compile(
    r"<(?:script|style|noscript|/(?:div|p|li|ul|ol|tr|table|section|footer|body))\b", re.I
)
"""Where the line of a mark of copyright ends: what stands behind is no part of the name."""
_LINK_ADDRESS = re.compile(
    r"<a\b[^<>]{0,400}?\bhref\s*=\s*[\"']?([^\"'\s>]*)[^<>]*>(?:<(?!/?a\b)[^<>]*>)*$", re.I
)
_ANY_SITE = "https://site.example/"
"""Links to a path are read as leading there."""
_MOST_LINKS = 6
"""Links with a name in the title that are looked at; a bound on the work that one page may cost."""
_MARKS = (("©", "&copy;", "&#169;"), ("Copyright", "copyright", "版权所有"))
"""The sign of copyright, else the word for it."""
_IN_MARKUP = {mark: re2.compile(mark.encode()) for mark in chain(*_MARKS)}
"""A mark in UTF-8: whether the markup holds it at all; RE2 says so in a quarter of the time that `in` takes."""
_FOOT = re.compile(
    r"""
    (?:(?:copyright|©|\(c\)|版权所有|版權所有)[\s:：,]*)+
    (?:(?:19|20)\d\d\s*(?:年)?\s*(?:[-–—~～至/]\s*(?:(?:19|20)?\d\d|present|now|今|至今)\s*年?)?[\s,.·|-]*)?
    (?:(?:copyright|©|\(c\)|by|版权所有|版權所有)[\s:：,]*)*
    (?P<name>[^©|｜<>•·\n]{2,60}?)
    \s*(?:[.,，。;；|｜·•©]|\s[-–—]\s|$|all\s+rights|alle\s+rechte|tous\s+droits|todos\s+los|保留|版权|版權|著作权|
        powered|theme|design|\(?(?:19|20)\d\d|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]\s?ICP|ICP|增值)
    """,
    re.I | re.X,
)
_BEFORE = re.compile(
    r"([^<>|｜©\n.。]{2,40}?)\s*(?:copyright\s*)?(?:©|\(c\))\s*(?:19|20)\d\d", re.I
)
"""OpenCart writes the name before the mark: "Your Store © 2026"."""
_NO_NAME = re.compile(
    r"^(?:home|welcome|index|shop|store|online\s+(?:store|shop)|products?|goods|all|copyright|the|by|"
    r"首页|主页|商城|网站|本站|官网|商品详情|未命名|保留所有权利|\d+)$|"
    r"powered|software|all\s+rights|rights\s+reserved|版权|版權|保留|(?<![a-z])ICP|https?:|\{\{|\btheme\b|技术支持",
    re.I,
)
_SEPARATED = re.compile(r"\s+[|｜_–—·»›•-]\s+|[_|｜]")
_BARE = re.compile(r"[\W_]+")
_FOOT_REACH = 400
"""Characters of markup behind the © that are looked at; chosen by hand."""
_SHORTEST, _LONGEST = 2, 40
"""Characters of a site's name; chosen by hand."""
_MOST_MARKS = 3
"""Marks of copyright that are looked at, the last first; a bound on the work that one page may cost."""


def site_name(page: Page, heading: PageHeading, organisation: str | None) -> str | None:
    """The site's own name, None where nothing says it.

    `organisation` is what structured data calls the site. A name that the foot or the title
    repeats goes before one that only one source gives.
    """
    names: dict[str, list[str]] = {}
    for name in _candidates(page, heading, organisation):
        text = clean_text(name, _LONGEST * 2).strip(" .,-–—|")
        is_name = _SHORTEST <= len(text) <= _LONGEST and not _NO_NAME.search(text)
        if is_name and not any(text in headline for headline in heading.headlines):
            names.setdefault(text.casefold(), []).append(text)
    if not names:
        return None
    return max(names.values(), key=len)[0]


def is_site_name(name: str, site: str | None) -> bool:
    """Is a seller's name only that of the site, or a part of it ("示例商城" of 示例商城有限公司)?"""
    bare_name, bare_site = (_BARE.sub("", text).casefold() for text in (name, site or ""))
    return bool(bare_name and bare_site) and (bare_name in bare_site or bare_site in bare_name)


def _candidates(page: Page, heading: PageHeading, organisation: str | None) -> Iterator[str]:
    for key in _META:
        name = heading.meta.get(key, "")
        if name and name != heading.title:
            yield name
    if organisation:
        yield organisation
    yield from _foot_names(page)
    pieces = [piece.strip() for piece in _SEPARATED.split(heading.title) if piece.strip()]
    if len(pieces) > 1 and not _names_category(page.text, pieces[-1]):
        yield pieces[-1]


def _names_category(markup: str, piece: str) -> bool:
    """Does a link of the page lead from the last part of its title to a further page, as links to
    categories do? The site's own name leads to its start."""
    text = f">{html.escape(piece, quote=False)}<"
    at = markup.find(text)
    for _ in range(_MOST_LINKS):
        if at < 0:
            return False
        link = _LINK_ADDRESS.search(markup, max(0, at - _FOOT_REACH), at + 1)
        parts = split(absolute(_ANY_SITE, link[1]) or "") if link else None
        if parts is not None and not is_home(page_parts(parts)._replace(fragment="")):
            return True
        at = markup.find(text, at + 1)
    return False


def _foot_names(page: Page) -> Iterator[str]:
    """The name beside a mark of copyright, the last mark of the markup first."""
    markup = page.text
    for group in _MARKS:
        end = len(markup)
        for _ in range(_MOST_MARKS):
            last = -1
            for mark in group:  # only behind the last one so far, since the foot stands at the end
                if last >= 0 or _IN_MARKUP[mark].search(page.encoded):
                    last = max(last, markup.rfind(mark, last + 1, end))
            if last < 0:
                break
            end = last
            if name := _name_beside(markup, end):
                yield name
                return


def _name_beside(markup: str, mark: int) -> str | None:
    line = _BLOCK.split(markup[mark : mark + _FOOT_REACH], maxsplit=1)[0]
    behind = html.unescape(_TAG.sub(" ", line))
    match = _FOOT.match(clean_text(behind, _FOOT_REACH))
    if match and not _NO_NAME.search(match["name"].strip()):
        return match["name"].strip()
    start = max(markup.rfind(">", 0, mark) + 1, mark - _FOOT_REACH // 4)
    before = _BEFORE.search(html.unescape(markup[start : mark + _FOOT_REACH // 20]))
    return before[1].strip() if before else None
