"""Attributes (商品属性) that a page lists: tables, definition lists, "产地：巴彦淖尔" lines."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crawler.extract.page.document import Document, TextRun
from crawler.extract.page.element import PageElement
from crawler.extract.page.layout import Layout
from crawler.extract.page.markup_names import FRAME_TAGS, ancestors
from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector
from crawler.extract.page.text_marks import MARKS
from crawler.extract.row_pairs import is_link_menu
from crawler.extract.visible.shop_words import WORDS

_MOST_ROWS = 300
"""Rows, terms and lines that are looked at, each; a bound on the work that one page may cost."""
_MOST_ATTRIBUTES = 60
"""Attributes of one listing."""
_NAME_LENGTH = 40
"""Characters of an attribute's name; chosen by hand."""
_VALUE_LENGTH = 400
"""Characters of an attribute's value; chosen by hand."""
_MOST_CELLS = 4
"""Cells of a row that holds names and values; with more it is a table of another kind."""
_ROW, _TERM = CssSelector("tr"), CssSelector("dt")
_LINK = CssSelector("a[href]")
_MENU = re.compile(
    r"foot(?!wear|ball)|(?:^|[\s_-])(?:nav(?!y)|help|top-?bar|mini-?cart|cart-?popup)|menu|(?<!product-)(?<!product_)(?<!goods-)header",
    re.I,
)
"""Names of elements that hold the menus of a page."""
_MENU_DEPTH = 6
"""Elements around a term that may hold a menu; chosen by hand."""
_EDGES = " :：\u200e\u200f"
_COUNTER = re.compile(r"\b(?:visit(?:or)?s?|counter)\b", re.I)
_BRACKETS = re.compile(r"[\[【［](.+?)[\]】］]\s*[:：]?")
"""Some shop programs (ECShop) print names in brackets: "[产地]"."""
_LINE = re.compile(r"^([^:：]{1,24}?)\s*(?:：|(?<!\d):|:(?!\d\d(?!\d)))\s*(\S.{0,300})$")
"""A colon between the hours and minutes of a clock parts no label from its value."""
_CONTROL = CssSelector("input:not([type=hidden]),select,textarea,button")
_FORM = CssSelector("form")
_ASKING = re.compile(
    r"comment|review|message|guest-?_?book|feedback|question|inquir|enquir|contact|log-?_?in|regist|sign-?_?(?:in|up)",
    re.I,
)
"""Names of forms that ask a visitor for something."""
_LINES = CssSelector(
    "[class*=attr] li,[class*=param] li,[class*=spec] li,[class*=detail] li,[id*=param] li,"
    "[class*=property] li,[class*=Attr] li,[class*=goods] p,[class*=param] p,[class*=attr] p,"
    "[class*=info] li,[class*=product] li,[id*=detail] li,[id*=Detail] li,[id*=attr] li,[id*=spec] li"
)
_BRAND, BRAND_WORDS = WORDS.whole("brand"), WORDS.pattern("brand")
_MARKED_BRAND = CssSelector("[itemprop=brand]:not([itemscope]):not(meta):not(link)")
_BRAND_ELEMENTS = CssSelector(
    "[class*=brand],[id*=brand],[class*=Brand],[class*=manufacturer],[id*=manufacturer],"
    "img[src*=manufacturer],img[src*=brand],img[src*=Brand]"
)
_LOGO = re.compile(r"\s*\blogo\s*$", re.I)
"""What stands behind a brand's name in the text of its picture."""
_NAMED_IMAGE = CssSelector("img[alt]")
_BARCODE = re.compile(
    rf"^(?:{WORDS.alternatives('barcode')})(?:[\s_-]?(?:13|10|8|14|12|code|kód|kod))?$", re.I
)
_NUMBER = WORDS.whole("seller_number")


def read_attributes(page: Page) -> dict[str, str]:
    """Label → value, in the order of the page, at most sixty."""
    attributes: dict[str, str] = {}
    document = page.document
    asking = [form for form in document.select(_FORM) if _asks_visitors(form)]
    for row in document.select(_ROW)[:_MOST_ROWS]:
        cells = [c for c in document.children(row) if c.tag in ("th", "td")]
        if len(cells) > _MOST_CELLS or any(f.index < row.index < f.end for f in asking):
            continue
        for key, value in zip(cells[::2], cells[1::2], strict=False):
            if document.first_in(value, _CONTROL) is None:
                _keep(attributes, document, key, value)
    for key in document.select(_TERM)[:_MOST_ROWS]:
        beside = document.beside(key)
        if beside is None or beside.tag != "dd" or _counts_visitors(key):
            continue
        if not _is_menu(document, key, beside):
            _keep(attributes, document, key, beside)
    for line in document.select(_LINES)[:_MOST_ROWS]:
        _keep_line(attributes, document.clean_text_of(line, _VALUE_LENGTH))
    return attributes


def _asks_visitors(form: PageElement) -> bool:
    """Is a form there for comments, questions or a sign-in?"""
    values = (form.value(name) for name in ("name", "action", "onsubmit"))
    return any(_ASKING.search(text) for text in (form.names, *values) if text)


def _counts_visitors(term: PageElement) -> bool:
    """Does a term stand in the site's counter of visitors, which differs at every visit?"""
    return any(_COUNTER.search(at.names) for at in ancestors(term, 4))


def _is_menu(document: Document, term: PageElement, value: PageElement) -> bool:
    """Does a term stand in a menu of the page, or is it the heading of the links beside it?"""
    around = ancestors(term, _MENU_DEPTH)
    if any(at.tag in FRAME_TAGS or _MENU.search(at.names) for at in around):
        return True
    links = document.select_in(value, _LINK)
    is_term_linked = document.first_in(term, _LINK) is not None
    return is_link_menu(value, links, document.clean_text_of, is_term_linked=is_term_linked)


def is_brand_label(text: str) -> bool:
    """Is this text a label of the brand?"""
    return bool(_BRAND.match(text))


def brand_attribute(attributes: Mapping[str, str]) -> str | None:
    """The brand among the attributes."""
    return next(
        (v for k, v in attributes.items() if _BRAND.match(k.strip(" :：")) and len(v) < 60), None
    )


def marked_brand(page: Page, headline: str | None) -> str | None:
    """What is marked as the brand, or an element called so whose text (or logo's name) the headline
    repeats."""
    document = page.document
    marked = document.first(_MARKED_BRAND)
    if marked is not None and 1 < len(text := document.clean_text_of(marked, 60)) < 40:
        return text
    for element in document.select(_BRAND_ELEMENTS)[:20]:
        image = document.first_in(element, _NAMED_IMAGE)
        name = _LOGO.sub("", image.value("alt")) if image else ""
        for text in (document.clean_text_of(element, 60), name):
            if 1 < len(text) < 30 and text.lower() in (headline or "").lower():
                return text
    return None


def gtin_attribute(attributes: Mapping[str, str]) -> str | None:
    """The bar code number among the attributes."""
    for key, value in attributes.items():
        digits = re.sub(r"[\s-]", "", value)
        if _BARCODE.match(key.strip(" :：")) and re.fullmatch(r"\d{8,14}", digits):
            return digits
    return None


_PLACE = WORDS.whole("dispatch_place")
_PLACE_TEXT = 60
"""Characters of a text that names a way; chosen by hand."""
_WAY = re.compile("配送|发货|物流|快递|运费|送至|从|由|自")
_SALES = re.compile(
    r"(?:月销量?|总销量?|销量|已售|已拼|累计销量|交易成功|sold)\s*[:：]?\s*[\d.,]+\s*[万萬千亿億kKwW]?\+?|"
    r"[\d.,]+\s*[万萬千亿億kKwW]?\+?\s*(?:人付款|人购买|件已售|笔成交|人已买|sold)",
    re.I,
)


def place_attribute(attributes: Mapping[str, str]) -> str | None:
    """Where the goods are sent from (发货地), where the page lists it."""
    return next(
        (v for k, v in attributes.items() if _PLACE.match(k.strip(" :：")) and len(v) < 40), None
    )


_SENT = re.compile(
    r"(?:配送|发货|物流|快递|运费|送至)?\s*[:：]?\s*(?:从|由|自)?\s*([\u4e00-\u9fff]{2,12}?)\s*(?:至|到|→|发往|发至|寄往)\s*[\u4e00-\u9fff]{2,}|"
    r"(?:从|由|自|预计从)\s*([\u4e00-\u9fff]{2,12}?)\s*(?:发货|发出|寄出|直发|出库)|"
    r"(?:发货地(?:址|点)?|所在地(?:区)?|产地直发)\s*[:：]?\s*([\u4e00-\u9fff]{2,12})(?:\s|$|至|到)"
)
"""From where goods are sent: "配送：浙江杭州 至 北京", "从浙江杭州发货", "发货地：浙江杭州"."""


def place_in_texts(texts: list[str]) -> str | None:
    """Where the goods are sent from, in a line that names the way."""
    for text in texts:
        if text.isascii():
            continue
        if len(text) < _PLACE_TEXT and (match := _SENT.fullmatch(text) or _SENT.match(text)):
            place = match[1] or match[2] or match[3]
            if match[1] is None or _WAY.search(text[:4]):
                return place
    return None


_SALES_LABEL = re.compile(
    r"(?:月|总|累计|历史)?(?:销量|已售|售出|销售量?|成交量?|已拼)(?:[（(]?[件笔单][)）]?)?\s*[:：]?|"
    r"(?:items?\s+)?sold|sales|orders|verkauft|販売数|vendus?|vendidos?",
    re.I,
)
_SALES_FIGURE = re.compile(r"(?<![\d.])[\d.,]+\s*[万萬千亿億kKwW]?\+?")
_SALES_BOX = 30
"""Characters of an element that holds nothing but the number sold and its label; chosen by hand."""
_SAYS_SALES = MARKS.declare_term(_SALES) | MARKS.declare_term(_SALES_LABEL)


def find_sales_text(layout: Layout, reach: int) -> str | None:
    """The text of the number sold: 月销 1.2万+, 300人付款; or a figure beside its label; in the first runs
    of the main part, `reach` of them."""
    end = min(layout.start + reach, layout.end)
    for position in layout.positions_marked(_SAYS_SALES):
        run = layout.runs[position]
        if not layout.start <= position < end or len(run.text) >= 60:
            continue
        if match := _SALES.search(run.text):
            return match[0]
        is_label = len(run.text) < _SALES_BOX and _SALES_LABEL.fullmatch(run.text)
        if is_label and (figure := _figure_beside(layout.document, run)):
            return figure
    return None


def _figure_beside(document: Document, label: TextRun) -> str | None:
    """The one figure in the smallest element around a label that holds a figure."""
    for around in list(ancestors(label.element, 3))[1:]:
        if document.text_length(around) > _SALES_BOX * 3:
            return None
        figures = _SALES_FIGURE.findall(document.text_of(around, " "))
        if figures:
            return figures[0].strip() if len(figures) == 1 else None
    return None


def number_attribute(attributes: Mapping[str, str]) -> str | None:
    """The seller's item number among the attributes."""
    for key, value in attributes.items():
        if _NUMBER.match(key.strip(" :：")) and re.fullmatch(r"[\w./-]{2,30}", value):
            return value
    return None


def _keep(
    attributes: dict[str, str], document: Document, key: PageElement, value: PageElement
) -> None:
    name = _plain_name(document.clean_text_of(key, _NAME_LENGTH * 2))
    text = document.clean_text_of(value, _VALUE_LENGTH).strip(_EDGES)
    if (
        0 < len(name) <= _NAME_LENGTH
        and text
        and name not in attributes
        and len(attributes) < _MOST_ATTRIBUTES
    ):
        attributes[name] = text


def _keep_line(attributes: dict[str, str], text: str) -> None:
    line = _LINE.match(text)
    if line and len(attributes) < _MOST_ATTRIBUTES and not line[1].lower().startswith("http"):
        attributes.setdefault(_plain_name(line[1]), line[2].strip())


def _plain_name(text: str) -> str:
    """An attribute's name without its colon and the brackets around it."""
    name = text.strip(_EDGES)
    bracketed = _BRACKETS.fullmatch(name)
    return bracketed[1].strip() if bracketed else name
