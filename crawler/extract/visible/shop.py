"""The seller's shown name (店铺, 卖家) as a page says it: beside a label, in a sentence, in an element
that is called so."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crawler.extract.page.heading import bare_text
from crawler.extract.page.layout import Layout
from crawler.extract.page.markup_names import ancestors
from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector
from crawler.extract.page.term_search import finds
from crawler.extract.page.text_marks import declare_terms
from crawler.extract.visible.shop_words import WORDS
from crawler.url.acting_links import is_acting
from crawler.url.url_parts import absolute, split

_LABEL = WORDS.alternatives("shop")
_LABELLED = re.compile(rf"^(?:{_LABEL})\s*[:：]\s*(\S.{{1,40}})$", re.I)
_ANY_LABEL = re.compile(_LABEL, re.I)
_ONLY_LABEL = re.compile(rf"^(?:{_LABEL})\s*[:：]?$", re.I)
_SENTENCE = re.compile(
    r"""
    (?:(?:本|此|该)?(?:商品|产品|宝贝|订单|货品|店铺?|网店|商城)\s*)?(?:由|来自|是由)\s*[「“"【]?\s*
        (?P<zh>[^\s，。；,;:：、「」“”"【】]{2,30}?)\s*[」”"】]?\s*
        (?:从\s*[^\s，。]{2,12}\s*)?
        (?:负责|直接|独家|自营|统一)?(?:提供|发货|销售|出售|售卖|经营|运营|配送|出品并销售)
  | (?:^|[.!|]\s*)(?:sold|shipped|dispatched|fulfil+ed|offered)(?:\s*(?:,|and|&|/)\s*(?:sold|shipped|dispatched
        |fulfil+ed))*\s+(?:to\s+you\s+)?by:?\s+(?P<en>[^.,;|()]{2,40}?)\s*(?:$|[.,;|(]|\band\b|\bfor\b)
  | (?:verkauft?\s+(?:und\s+versand\s+)?|versand\s+und\s+verkauf\s+)(?:durch|von)
        :?\s+(?P<de>[^.,;|()]{2,40}?)\s*(?:$|[.,;|(])
  | (?:vendu(?:\s+et\s+expédié)?\s+par|venduto\s+(?:e\s+spedito\s+)?da|vendido\s+(?:y\s+enviado\s+|e\s+entregue\s+)?por)
        :?\s+(?P<fr>[^.,;|()]{2,40}?)\s*(?:$|[.,;|(])
    """,
    re.I | re.X,
)
"""Who sells, in a sentence: "本商品由X提供", "Sold by X and shipped by Y"."""
_MARKS = re.compile(r"由|来自|by\b|durch|von\b|\bpar\b|\bda\b|\bpor\b", re.I)
_ELEMENTS = CssSelector(
    ",".join(
        f"[class*={name}]"
        for name in (
            *(
                "shop-name",
                "shop_name",
                "shopname",
                "shopName",
                "store-name",
                "store_name",
                "storename",
            ),
            *(
                "storeName",
                "seller-name",
                "seller_name",
                "sellerName",
                "merchant-name",
                "merchantName",
            ),
            *("mall-name", "mallName", "vendor-name", "supplier-name", "dianpu"),
        )
    )
)
_NO_NAME = re.compile(
    r"^(?:进入|进店|逛|联系|收藏|关注|客服|全部|首页|(?:erhältlich\s+)?bei\s|visit|contact|follow|view|more|unknown|weight)|[:：。；;！!]",
    re.I,
)
"""What stands in a seller's box and is not its name."""
_ENTRANCE = re.compile(
    r"进入店铺|进店(?:看看|逛逛)?|进入本店|店铺首页|(?:visit|go to|view)\s+(?:the\s+)?(?:shop|store|seller)",
    re.I,
)
"""What a link to the shop's own page says."""
_ENTRANCE_LENGTH = 16
"""Characters of the longest of these ("visit the seller")."""
_SHOP_LIKE = re.compile(
    r"(?:店|行|铺|坊|公司|厂|社|庄|商城|超市|馆|堂|屋|中心|部|shop|store|laden|商店)$", re.I
)
"""Ends of a shop's name: behind a label without a colon another label may stand, too."""
_MENU = re.compile(r"\bnav|menu", re.I)
"""Names of elements around a menu: its heading ("Shop:") is no label."""
_FLAGSHIP = re.compile(r"[^\s，。,:：；;]{2,20}(?:旗舰店|专营店|专卖店|官方店|企业店|自营店)")
_REACH = 1500
"""Text runs from the top of the page in which the seller is looked for; chosen by hand."""
_SENTENCE_LENGTH = 120
"""Characters of a text that may say who sells; chosen by hand."""
_NAME_LENGTH = 40
"""Characters of a shop's name; chosen by hand."""
declare_terms([_ANY_LABEL, _MARKS, _FLAGSHIP])


def find_shop(page: Page, layout: Layout, attributes: Mapping[str, str]) -> str | None:
    """The seller's name: labelled, listed among the attributes, said in a sentence, or alone in the
    elements that are called so; None where nothing says it."""
    return (
        _labelled_shop(layout)
        or shop_attribute(attributes)
        or _said_shop(layout)
        or _named_shop(page)
        or _flagship(layout)
    )


def shop_attribute(attributes: Mapping[str, str]) -> str | None:
    """The seller among attributes (店铺, 商家, 品牌方)."""
    return next(
        (v for k, v in attributes.items() if _ONLY_LABEL.match(k) and is_shop_name(v)), None
    )


def _labelled_shop(layout: Layout) -> str | None:
    """The seller's name behind its label (店铺：…), in one text or in the next."""
    for position in layout.positions_of_all(_ANY_LABEL):
        text, behind = layout.runs[position].text, layout.run_behind(position)
        following = behind.text if behind else ""
        if position >= _REACH or len(text) >= _NAME_LENGTH + 20:
            continue
        if (match := _LABELLED.match(text)) and is_shop_name(match[1]):
            return match[1].strip()
        labelled = text.endswith((":", "：")) or bool(
            _SHOP_LIKE.search(following) and not _ONLY_LABEL.match(following)
        )
        if not (labelled and _ONLY_LABEL.match(text) and is_shop_name(following)):
            continue
        if not any(_MENU.search(e.names) for e in ancestors(layout.runs[position].element, 6)):
            return following.strip()
    return None


def _said_shop(layout: Layout) -> str | None:
    for position in layout.positions_of_all(_MARKS):
        if position >= _REACH:
            break
        if len(layout.runs[position].text) > _SENTENCE_LENGTH:
            continue
        texts = [run.text for run in layout.runs[position : position + 3]]
        match = _SENTENCE.search(_sentence(texts))
        if match and match.lastgroup and is_shop_name(name := match[match.lastgroup]):
            return name.strip()
    return None


def _sentence(texts: list[str]) -> str:
    """A text; a short one that ends before the name ("Sold by") with the next two, since names are links."""
    text = texts[0]
    if len(text) > _NAME_LENGTH or not _OPEN.search(text):
        return text
    joined = " ".join(texts)
    return joined if len(joined) <= _SENTENCE_LENGTH else " ".join(texts[:2])


_OPEN = re.compile(r"(?:由|来自|\bby|durch|von|\bpar|\bda|\bpor)\s*[:：]?$", re.I)


def _named_shop(page: Page) -> str | None:
    document = page.document
    texts = (document.clean_text_of(element, 80) for element in document.select(_ELEMENTS)[:6])
    names = {text for text in texts if is_shop_name(text)}
    return names.pop() if len(names) == 1 else None


def _flagship(layout: Layout) -> str | None:
    """The one text of the page that ends as shops on platforms are called (旗舰店, 专营店)."""
    texts = (layout.runs[at].text for at in layout.positions_of_all(_FLAGSHIP))
    names = {text for text in texts if _FLAGSHIP.fullmatch(text) and text != layout.headline}
    return names.pop() if len(names) == 1 else None


def find_shop_address(page: Page, shop: str) -> str | None:
    """Address of the shop's own page: where the link that bears its name leads, or the one that says
    that it leads there (进店); None where it leads to the site's start, or nowhere."""
    document, most = page.document, max(len(shop), _ENTRANCE_LENGTH)
    lengths = zip(document.runs, document.run_lengths, strict=True)
    short = [run for run, length in lengths if length <= most]
    named = (run for run in short if run.text == shop)
    entrances = (run for run in short if _ENTRANCE.fullmatch(run.text))
    start = split(absolute(page.base, "/") or "")
    for run in (*named, *entrances):
        link = next((e for e in ancestors(run.element) if e.tag == "a"), None)
        address = absolute(page.base, link.value("href")) if link is not None else None
        parts = split(address or "")
        if address and parts and parts != start and address != page.url and not is_acting(parts):
            return address
    return None


def has_entrance(layout: Layout) -> bool:
    """Does the page lead into the seller's own shop, as pages of a marketplace do?"""
    return finds(_ENTRANCE, layout.text)


def names_goods(shop: str, title: str) -> bool:
    """Is what stands in a shop's place the name of the goods: all of the title, or the larger part of it?

    Shop programs call the goods `store_name`, too. A shop's name in a title ("示例旗舰店 枸杞") is one.
    """
    name, whole = bare_text(shop), bare_text(title)
    if not name or not whole:
        return False
    if name == whole or _SHOP_LIKE.search(name):
        return name == whole
    return whole in name or (name in whole and len(name) * 2 >= len(whole))


def is_shop_name(text: str) -> bool:
    """Could a text be the name of a shop: short, no sentence, no call to enter it?"""
    return 1 < len(text.strip()) <= _NAME_LENGTH and not _NO_NAME.search(text.strip())
