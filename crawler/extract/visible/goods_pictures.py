"""Pictures of the goods (商品图) and not of the page: no logos, buttons, menus, related goods.

A picture is of the goods when its alt repeats the headline, when it stands in an element that is
named for a gallery or for the description, or near the headline in the main part of the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from crawler.extract.page.element import PageElement
from crawler.extract.page.layout import Layout
from crawler.extract.page.markup_names import FRAME_TAGS, ancestors
from crawler.extract.page.page import Page
from crawler.extract.page.pictures import background_address, picture_address
from crawler.extract.page.selector import CssSelector
from crawler.extract.visible.item_number import url_number
from crawler.url.url_parts import absolute, split

_IMAGES, _PAINTED = CssSelector("img"), CssSelector("[style*=background]")
_FURNITURE = re.compile(
    r"(?:^|[^a-z])(?:logo|icons?|ico|sprites?|avatars?|btn|buttons?|cart|basket|arrows?|loading|loader|qr-?codes?|ewm|"
    r"weixin|wechat|weibo|kefu|qq|online|services?|flags?|stars?|rating|payments?|visa|mastercard|paypal|alipay|"
    r"app-?store|google-?play|captcha|verify|vcode|cron|pixel|tracking|tracker|share|close|search|login|register|"
    r"to-?top|top|back|home|menu|badges?|trust|placeholder|blank|no[-_]?(?:image|img|pic(?:ture)?|photo)s?|banner|ads?|advert|footer|header|nav|beian|gongan|"
    r"facebook|twitter|instagram|youtube|pinterest|whatsapp|linkedin|emoji|smil(?:ey|ie)s?)(?:[^a-z]|$|\d)",
    re.I,
)
"""Words in the name of a file or an element that say that a picture belongs to the page."""
_CODES = re.compile(r"captcha|verify-?_?code|sec-?_?code|qr-?_?code|bar-?_?code", re.I)
"""Words anywhere in an address that say that a program draws a code there."""
_THEME = re.compile(r"/(?:themes?|skins?|templates?|tpl|theme-\w+|fonts?|emoticons?)/", re.I)
"""Folders of a template's own pictures."""
_ELSEWHERE = re.compile(
    r"relat(?!ive(?:\s|$))|recommend|similar|cross-?sell|up-?sell|also-|recent|history|viewed|sponsor|foot(?!wear|ball)|\bnav(?!y)|menu|side-?bar|"
    r"(?<!p)review|comment|avatar|social|payment|login|partner|tuijian|(?<!product-)(?<!product_)(?<!goods-)header|"
    r"breadcrumb|\btop-?bar|copyright|friend-?link|mini-?cart",
    re.I,
)
"""Names of elements that hold other goods, or the frame of the page."""
_GALLERY = re.compile(
    r"galler|zoom|preview|(?:product|goods|item|prod|main|big|large|spec|sku)[-_]?(?:img|image|pic|photo|thumb|media)|"
    r"(?:img|image|pic|photo)[-_]?(?:info|box|list|wrap|main|big|view)|thumb|album|magnif|swiper|slick|slide|carousel|"
    r"fotorama|flexslider|lightbox|cover|(?:^|\s)(?:photos?|pics?|images?)(?:\s|$)",
    re.I,
)
_DESCRIBING = re.compile(r"desc|detail|content|intro|body|rich-?text|product-info", re.I)
_COUNTER = re.compile(
    r"\.(?:php|aspx?|jsp|cgi|do)\b.*(?:\d{10}|=\d*\.\d{6})|[?&](?:t|time|_|rand|r)=\d", re.I
)
"""Addresses that a clock makes new on every visit."""
_SIZE = re.compile(r"(?:^|;)\s*(?:max-)?(width|height)\s*:\s*(\d+)(?:px|\b(?!%))", re.I)
_SMALL = 48
"""Pixels up to which a side of a picture makes it an icon; chosen by hand."""
_AROUND = 10
"""Elements around a picture whose names say what it shows; chosen by hand."""
_NEAR = 40
"""Text runs between a picture and the headline that it belongs to; chosen by hand."""
_MOST_ELEMENTS = 400
"""Elements that are looked at; a bound on the work that one page may cost."""
_MOST_NAMES = 8192
"""Names of elements whose meaning is kept: a page repeats them, and a site's pages do."""
_MOST_PICTURES = 20
"""Pictures of one listing that nobody describes."""
_NAMED, _SURE, _LIKELY = 3, 2, 1
"""Points of a picture that is named as the goods, stands in a gallery, is near the headline; chosen by hand."""
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|[?!@#])", re.I)
_BARE = re.compile(r"[\W_]+")


class _Place(NamedTuple):
    """What the names of one element say of a picture in it."""

    elsewhere: bool
    gallery: bool
    describing: bool


@lru_cache(maxsize=_MOST_NAMES)
def _names_place(names: str) -> _Place:
    return _Place(
        elsewhere=bool(_ELSEWHERE.search(names)),
        gallery=bool(_GALLERY.search(names)),
        describing=bool(_DESCRIBING.search(names)),
    )


@dataclass(frozen=True)
class _Picture:
    address: str
    score: int
    describing: bool


def goods_pictures(page: Page, layout: Layout, card_ids: set[int]) -> tuple[str, ...]:
    """Addresses of the pictures of the goods, the gallery first, then those of the description.

    `card_ids` are the places of product cards: pictures in them show other goods.
    """
    document = layout.document
    name = _BARE.sub("", layout.headline or "").casefold()
    pictures: list[_Picture] = []
    for element in document.select(_IMAGES)[:_MOST_ELEMENTS]:
        if (address := picture_address(page.base, element)) and not _COUNTER.search(address):
            pictures += _weighed(page, layout, element, address, name, card_ids)
    if not pictures:
        for element in document.select(_PAINTED)[:_MOST_ELEMENTS]:
            if address := background_address(page.base, element):
                pictures += _weighed(page, layout, element, address, name, card_ids)
    best = max((picture.score for picture in pictures), default=0)
    least = _LIKELY if best < _SURE else _SURE
    gallery = [p.address for p in pictures if p.score >= least and not p.describing]
    described = [p.address for p in pictures if p.describing]
    return tuple(dict.fromkeys([*gallery, *described]))[:_MOST_PICTURES]


def _weighed(
    page: Page, layout: Layout, element: PageElement, address: str, name: str, card_ids: set[int]
) -> list[_Picture]:
    """The picture with its points, none where it is surely not of the goods."""
    if _is_small(element):
        return []
    alt = _BARE.sub("", element.value("alt") or element.value("title")).casefold()
    named = len(alt) > 1 and len(name) > 1 and (alt in name or name in alt)
    around = list(ancestors(element, _AROUND))
    if any(block.index in card_ids or block.tag in FRAME_TAGS for block in around):
        return []
    names = [_names_place(block.names) for block in around]
    if not named and _is_furniture(address, element):
        return []
    if any(name.elsewhere for name in names) or (not named and _leads_elsewhere(page, around)):
        return []
    place = layout.document.first_run(element.first_text)
    if layout.has_headline and place > layout.end < len(layout.runs):
        return []
    marked = any(block.attributes.get("itemprop") == "image" for block in around[:3])
    near = layout.has_headline and abs(place - layout.start) <= _NEAR
    in_gallery = any(name.gallery for name in names)
    score = _NAMED * (named or marked) + _SURE * in_gallery + _LIKELY * near
    describing = not (named or marked or in_gallery) and place > layout.start
    describing = describing and any(name.describing for name in names)
    address = _larger(page, around) or address
    return [_Picture(address, score, describing)] if score or describing else []


def _is_small(element: PageElement) -> bool:
    sizes = [element.value("width"), element.value("height")]
    sizes += [size for _, size in _SIZE.findall(element.value("style"))]
    return any(
        size.removesuffix("px").isdigit() and int(size.removesuffix("px")) <= _SMALL
        for size in sizes
    )


def _is_furniture(address: str, element: PageElement) -> bool:
    parts = split(address)
    path = parts.path if parts else address
    file = path.rsplit("/", 1)[-1]
    return bool(
        _FURNITURE.search(file)
        or _CODES.search(address)
        or _FURNITURE.search(element.names)
        or _THEME.search(path)
    ) or path.endswith(".svg")


def _leads_elsewhere(page: Page, around: list[PageElement]) -> bool:
    """Does a picture stand in a link to another page? A link to its larger self stays, and one that
    bears the number of the page's own goods."""
    target = _target(page, around)
    if target is None or target.split("#")[0] == page.url.split("#")[0]:
        return False
    if _PICTURE_FILE.search(target):
        return False
    number = url_number(page.url)
    return number is None or url_number(target) != number


def _larger(page: Page, around: list[PageElement]) -> str | None:
    """The picture to which a thumbnail leads."""
    target = _target(page, around)
    return target if target and _PICTURE_FILE.search(target) else None


def _target(page: Page, around: list[PageElement]) -> str | None:
    """Where the link leads in which a picture stands."""
    link = next((block for block in around[:5] if block.tag == "a"), None)
    href = link.value("href").strip() if link is not None else ""
    if not href or href[0] == "#" or href.lower().startswith("javascript"):
        return None
    return absolute(page.base, href)


def is_page_picture(address: str) -> bool:
    """Is an address, given for previews, that of a logo rather than of goods?"""
    parts = split(address)
    return bool(parts and _FURNITURE.search(parts.path.rsplit("/", 1)[-1]))
