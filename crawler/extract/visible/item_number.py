"""Item numbers (货号) as a page shows them: a labelled text, a form's field, the address."""

from __future__ import annotations

import re

import re2

from crawler.extract.page.layout import Layout
from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector
from crawler.extract.page.text_marks import declare_terms
from crawler.extract.visible.shop_words import PRINTED_NUMBER, WORDS
from crawler.url.goods_ids import is_goods_id, is_menu_item
from crawler.url.url_parts import ROUTE_NAMES, page_parts, split

_OPTIONS = re2.Options()
_OPTIONS.case_sensitive = False
_LABEL = WORDS.alternatives("item_number")
_VALUE = r"(?=[\w./-]*\d)[A-Za-z0-9][\w./-]{2,29}"
_LABELLED = re.compile(
    rf"(?<![\w])(?P<label>{_LABEL})\s*(?:\(\w{{2,8}}\))?\s*[:：.#№°]*\s*(?P<value>{_VALUE})\s*$",
    re.I,
)
_INLINE = re.compile(
    rf"(?<![\w])(?P<label>{_LABEL})\s*(?:\(\w{{2,8}}\))?\s*[:：#№°]\s*(?P<value>{_VALUE})(?![\w])",
    re.I,
)
_ANY_LABEL = re.compile(_LABEL, re.I)
_ONLY_LABEL = re.compile(rf"^(?:{_LABEL})\s*(?:\(\w{{2,8}}\))?\s*[:：.#№°]*$", re.I)
_ONLY_VALUE = re.compile(rf"^[:：#]?\s*({_VALUE})$")
_WEAK = re.compile(r"model|mfr|upc|part|型番|모델|型号", re.I)
_FIELDS = CssSelector(
    "input[name=sku],input[name=product_id],input[name=productId],input[name=product],input[name=pid],"
    "input[name=ASIN],input[name=goods_id],input[name=item_id],input[name=itemId],input[name=id_product],"
    "input[name='add-to-cart'],button[name='add-to-cart'],input[name=productCode],input[name=articleId],"
    "input[name=products_id],input[name=it_id],input[name='it_id[]'],input[name=productCodePost],input[name=prod],input[name=skuId]"
)
_DATA = {
    name: CssSelector(f"[{name}]")
    for name in (
        "data-sku", "data-product-sku", "data-item-id", "data-product-id", "data-productid",
        "data-asin", "data-itemid", "data-pid", "data-id-product",
    )
}  # fmt: skip
_MARKED = CssSelector(".sku,#sku,.product-sku,.js-product-sku,[itemprop=sku]")
_PLAIN = re.compile(r"[A-Za-z0-9][\w./-]{2,39}")
_REACH = 900
"""Text runs of the main part, and of what follows it, that are looked at; chosen by hand."""
_BARE = re.compile(r"[^A-Za-z0-9]")
_ALONE = re.compile(r"#?[A-Za-z0-9]*\d[A-Za-z0-9./_-]*")
_BARCODE = re.compile(
    r"(?:\b(?:EAN|GTIN|UPC|ISBN|JAN)(?:[\s-]?1[0234])?(?:[\s-]?code)?|(?:商品)?条形?码|条码号)\s*[:：#]?\s*(\d{8,14})\b",
    re.I,
)

_BARCODE_LABEL = re.compile("EAN|GTIN|UPC|ISBN|JAN|条形?码|条码号", re.I)
declare_terms([_ANY_LABEL, _BARCODE_LABEL])


def labelled_number(layout: Layout) -> str | None:
    """The item number that the page prints beside a label (SKU, 货号, Art.-Nr. …).

    The main part first, then what follows it; a model number is no item number.
    """
    start = max(0, layout.start - 30)
    main_label = _find_label(layout, start, min(layout.end, start + _REACH))
    if main_label and not main_label[1]:
        return main_label[0]
    further_label = _find_label(layout, layout.end, layout.end + _REACH)
    if further_label and not further_label[1]:
        return further_label[0]
    return None


def model_number(layout: Layout) -> str | None:
    """The model that the main part prints beside a label: an item number where nothing else is one, as many
    shop programs (Zen Cart, osCommerce) call it so."""
    start = max(0, layout.start - 30)
    label = _find_label(layout, start, min(layout.end, start + _REACH))
    return label[0] if label and label[1] else None


def _find_label(layout: Layout, start: int, end: int) -> tuple[str, bool] | None:
    """The first labelled value of a part, and whether its label is a weak one (a model is no number)."""
    weak: str | None = None
    for position in layout.positions_of_all(_ANY_LABEL):
        if not start <= position < end:
            continue
        text, following = layout.runs[position].text, layout.run_behind(position)
        match = _LABELLED.search(text) if len(text) < 60 else None
        match = match or _INLINE.search(text)
        if match:
            label, value = match["label"], match["value"]
        elif (
            following
            and len(text) < 40
            and _ONLY_LABEL.match(text)
            and (m := _ONLY_VALUE.match(following.text))
        ):
            label, value = text, m[1]
        else:
            continue
        if not _WEAK.search(label):
            return value.rstrip(".-/"), False
        weak = weak or value
    return (weak, True) if weak else None


def confirmed_number(layout: Layout, url: str) -> str | None:
    """A code printed alone near the headline that the address repeats: "466/7999" in /4667999."""
    parts = split(url)
    address = _BARE.sub("", parts.path if parts else "").lower()
    for run in layout.main[:40]:
        if 5 <= len(run.text) <= 24 and _ALONE.fullmatch(run.text):
            code = _BARE.sub("", run.text).lower()
            if len(code) >= 5 and code in address:
                return run.text.lstrip("#")
    return None


def printed_gtin(layout: Layout) -> str | None:
    """A bar code number beside its label, which may stand in an element of its own."""
    for position in layout.positions_of_all(_BARCODE_LABEL):
        run, following = layout.runs[position], layout.run_behind(position)
        if len(run.text) >= 60:
            continue
        if match := _BARCODE.search(run.text):
            return match[1]
        beside = f"{run.text} {following.text}" if following else ""
        if len(beside) < 40 and (match := _BARCODE.fullmatch(beside)):
            return match[1]
    return None


def marked_number(page: Page) -> str | None:
    """The item number in the one element that is called so ("<span class=sku>")."""
    document = page.document
    numbers = {document.clean_text_of(element, 60) for element in document.select(_MARKED)[:5]}
    number = next(iter(numbers)) if len(numbers) == 1 else ""
    return number if _PLAIN.fullmatch(number) and any(c.isdigit() for c in number) else None


_PRINTED = re2.compile(PRINTED_NUMBER, _OPTIONS)


def printed_numbers(markup: str) -> list[str]:
    """Item numbers that stand behind a label in the markup: a quick look before the careful one."""
    numbers = {value for value in _PRINTED.findall(markup) if any(c.isdigit() for c in value)}
    return [value for value in numbers if len(value) > 2]


def form_number(page: Page) -> str | None:
    """The item number that the page's own buy form would send."""
    document = page.document
    for element in document.select(_FIELDS)[:10]:
        value = element.value("value").strip()
        if _PLAIN.fullmatch(value) and any(c.isdigit() for c in value):
            return value
    for name, selector in _DATA.items():
        values = {e.value(name).strip() for e in document.select(selector)[:40]} - {""}
        if len(values) == 1 and _PLAIN.fullmatch(value := values.pop()):
            return value
    return None


_PATH_ID = (
    re.compile(r"/(?:dp|gp/product|gp/aw/d)/([A-Z0-9]{10})(?=/|$)"),
    re.compile(
        r"/(?:dp|gp/product|itm|ip|deal|items?|goods|products?|offer|p|pd|-/A-)/(?:[^/]*/)?"
        r"([A-Za-z]*\d[\w-]{3,19})/?(?:\.html?)?$",
        re.I,
    ),
    re.compile(r"/(?:(?:goods|item|product|spu|sku)_?id|id)/(\d{1,14})(?=[/.]|$)", re.I),
    re.compile(r"-p-(\d+)\.html?$"),
    re.compile(r"[-_/](?:p|i|x|a|art|sku|pid)?-?(\d{4,14})(?:-pdt)?(?:\.\w{2,5})?/?$", re.I),
    re.compile(r"/(\d{4,14})(?:[/.][^/]*)?$"),
    re.compile(r"[-_/.]((?:[a-z]|prod|item|ref)?\d{6,14}[a-z]?)(?:_\d{1,2})?(?:\.\w{2,5})?/?$", re.I),
    re.compile(r"/catalogue/[^/]+_(\d+)$"),
    re.compile(r"/([A-Z0-9]{2,4}[-_]?[A-Z0-9]*\d[A-Z0-9]*(?:-[A-Z0-9]+)?)\.html?$"),
    re.compile(r"/([A-Z]{2,6}[-_]?\d[A-Z0-9]{2,}(?:-[A-Z0-9]+){0,2})/?$"),
    re.compile(r"[-_]([a-z0-9]{6,12}-[a-z0-9]{3})\.html$"),
    re.compile(r"/(\d{4,14})-[a-z][^/]*$", re.I),
)  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d")
_QUERY_VALUE = re.compile(r"[\w.-]{1,40}")
_QUERY_IDS = (
    *("id", "goods_id", "goodsid", "item_id", "itemid", "product_id", "productid", "offerid"),
    *("sku", "skuid", "num_iid", "pid", "gid"),
)
"""Names of query values that hold an item number, the surest first."""


def url_number(url: str) -> str | None:
    """The item number in an address, where it plainly holds one."""
    address = split(url)
    if address is None:
        return None
    parts = page_parts(address)
    query = {name.lower(): value for name, value in parts.pairs() if not is_menu_item(name)}
    for name in (*_QUERY_IDS, *filter(is_goods_id, query)):
        value = query.get(name, "")
        if _QUERY_VALUE.fullmatch(value) and any(c.isdigit() for c in value):
            return value
    route = next((query[name] for name in ROUTE_NAMES if "/" in query.get(name, "")), None)
    path = (parts.path if route is None else f"/{route.strip('/')}").rstrip("/")
    for pattern in _PATH_ID:
        if (match := pattern.search(path)) and not _YEAR.fullmatch(match[1]):
            return match[1]
    return None
