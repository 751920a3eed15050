"""The listing in which a reading ends: what no reader found is filled in from the whole page."""

from __future__ import annotations

import re

import re2

from crawler.extract.field_candidates import FieldCandidates, Source
from crawler.extract.listing_facts import make_listing
from crawler.extract.page.heading import PageHeading
from crawler.extract.page.page import Kind, Page
from crawler.extract.page.pictures import background_address, picture_address
from crawler.extract.page.selector import CssSelector
from crawler.extract.visible.shop import find_shop_address
from crawler.extract.visible.shop_operator import read_operator
from crawler.url.url_parts import split
from storage.records import Listing

_IMAGE, _PAINTED = CssSelector("img"), CssSelector("[style*=background]")
_MOST_IMAGES = 20
"""Images that are kept of a page which nobody describes."""
_MOST_IMAGE_ELEMENTS = 200
"""Elements that are looked at for images; a bound on the work that one page may cost."""
_NAME_LENGTH = 60
"""Characters of the visible text that name a page without any name."""
_NAMELESS = re.compile(
    r"(?:home|start|index|welcome|willkommen|accueil|inicio|首页|主页|欢迎)?(?:\s*page)?", re.I
)
"""Names that every site's first page bears: they say nothing."""
_PAGE_FIELDS = ("title", "images", "operator", "attributes")
"""Fields that an ordinary page has, too."""
_ICP = re2.compile(b"ICP")
"""The licence at a site's foot (备案号); RE2 looks for it in a tenth of the time that `in` takes."""
_OPERATOR_WORDS = (
    "公司",
    "信用代码",
    "主体名称",
    "企业名称",
    "证照编号",
    "营业执照",
    "经营者",
    "经营主体",
    "销售主体",
)


def build_listing(
    page: Page,
    heading: PageHeading,
    kind: Kind,
    fields: FieldCandidates,
    visible: str,
    *,
    on_platform: bool = False,
) -> tuple[Listing | None, FieldCandidates]:
    """The listing of a listing page, or an ordinary page's title, text, pictures and operator.

    Returns it with the candidates of which it is made. None for lists, walls and pages of no use.
    `visible` is the page's visible text. On a platform (`on_platform`) the company at a listing's
    foot is the platform's own, not the seller.
    """
    if kind == "page":
        fields = _page_fields(heading, fields, visible)
    if kind not in ("listing", "page"):
        return None, fields
    fields = fields.filled("title", visible[:_NAME_LENGTH], Source.TEXT)
    if not fields.value("title"):
        return None, fields
    shop = fields.named_shop
    if kind == "listing" and shop and "shop_url" not in fields:
        fields = fields.filled("shop_url", find_shop_address(page, shop), Source.VISIBLE)
    foreign = on_platform and kind == "listing"
    if "operator" not in fields and not foreign and _may_name_operator(page, visible):
        fields = fields.filled("operator", read_operator(visible, shop), Source.TEXT)
    if "images" not in fields and kind == "page":
        fields = fields.filled("images", _images(page), Source.VISIBLE)
    elif kind == "page":
        images = (*fields.value("images"), *_images(page))[:_MOST_IMAGES]
        fields = fields.replaced("images", images, fields.source("images") or Source.VISIBLE)
    parts = split(page.url)
    fields = fields.replaced("platform", parts.hostname if parts else None, Source.ADDRESS)
    return make_listing(page.url, fields.facts), fields


def _page_fields(heading: PageHeading, fields: FieldCandidates, visible: str) -> FieldCandidates:
    """Only what an ordinary page has; its name is its headline or its title, not any loud line."""
    fields = fields.only(_PAGE_FIELDS)
    name = fields.value("title") or ""
    if name not in heading.headlines or _NAMELESS.fullmatch(name):
        preview = heading.meta.get("og:title") or ""
        title = heading.title if _NAMELESS.fullmatch(preview) else preview or heading.title
        if title:
            fields = fields.replaced("title", title, Source.TITLE)
    return fields.filled("description", visible, Source.TEXT)


def _may_name_operator(page: Page, visible: str) -> bool:
    if not visible.isascii() and any(word in visible for word in _OPERATOR_WORDS):
        return True
    return _ICP.search(page.encoded) is not None


def _images(page: Page) -> tuple[str, ...]:
    """Addresses of the page's images, each once, in its order."""
    addresses: dict[str, None] = {}
    for element in page.document.select(_IMAGE)[:_MOST_IMAGE_ELEMENTS]:
        if link := picture_address(page.base, element):
            addresses.setdefault(link)
    if not addresses:
        for element in page.document.select(_PAINTED)[:_MOST_IMAGE_ELEMENTS]:
            if link := background_address(page.base, element):
                addresses.setdefault(link)
    return tuple(addresses)[:_MOST_IMAGES]
