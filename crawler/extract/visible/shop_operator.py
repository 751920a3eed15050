"""Who sells (平台内经营者) and who runs a site: 亮照亮证 information, 备案号, shop name (电子商务法 §15)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.extract.listing_facts import make_operator
from crawler.extract.page.text import clean_text
from storage.base.personal.plain_form import half_width
from storage.base.shop_names import is_named_after
from storage.records import Operator

_ICP = re.compile(
    r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]\s?ICP\s?[备證证]\s?(?:案\s?)?\d{5,10}\s?号?(?:\s?-\s?\d{1,3})?)",
    re.I,
)
_CODE = re.compile(r"(?<![0-9A-Z])([0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10})(?![0-9A-Z])")
_CHECK_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
"""Weights of the seventeen characters before the check character (GB 32100-2015)."""
_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SELLER_LABELS = (
    "主体名称|企业名称|公司名称|(?:实际)?经营者(?:名称)?|销售主体|商家名称|经营主体|营业执照名称"
)
_SITE_LABELS = "主办单位(?:名称)?|开办单位|版权所有"
"""What names the site's operator; on a page that names its shop that is the platform, not the seller."""
_LABELLED_NAME = (
    r"\s*[:：©]?\s*(?:©\s*)?([\u4e00-\u9fff（）()A-Za-z0-9·]{2,40}"
    r"(?:公司|厂|社|店|部|行|中心|商行|经营部|个体工商户|集团|馆|院|局|委员会|协会|合作社))"
)
_SELLER_LABEL = re.compile(rf"(?:{_SELLER_LABELS}){_LABELLED_NAME}")
_NAME_LABEL = re.compile(rf"(?:{_SELLER_LABELS}|{_SITE_LABELS}){_LABELLED_NAME}")
_LICENSED = ("营业执照", "信用代码", "证照编号", "注册号")
_SELLER_WORDS = ("名称", "经营者", "主体")
_SITE_WORDS = ("单位", "版权所有")
_CODE_WORDS = ("信用代码", "证照编号", "注册号")
_ADDRESS_WORDS = ("住所", "场所", "地址", "厂址")
"""Words of which every match of the labels' patterns holds one: a plain search costs a tenth."""
_LICENSE_NAME = re.compile(
    r"(?<![\u4e00-\u9fff])名称\s*[:：]?\s*([\u4e00-\u9fff（）()A-Za-z0-9·]{4,40})(?![\u4e00-\u9fff])"
)
"""A business licence calls its subject only 名称."""
_CODE_LABEL = re.compile(
    r"(?:统一社会信用代码|社会信用代码|证照编号|注册号)[^0-9A-Za-z]{0,8}([0-9A-Za-z \-]{18,26})"
)
_SUFFIX = re.compile(r"有限责任公司|股份有限公司|有限公司|合作社|个体工商户|经营部|商行")
_NAME_BEFORE = re.compile(r"[\u4e00-\u9fff（）()A-Za-z0-9·]{4,30}$")
_ADDRESS = re.compile(
    r"(?:住所|经营场所|(?:公司|联系|注册|企业|经营|详细|厂家?)?地址|厂址)\s*[:：]\s*"
    r"([\u4e00-\u9fffA-Za-z0-9（）()\-－—、·#号 ]{6,80})"
)
_LICENSE_PLACE = re.compile(
    r"(?:住所|经营场所|注册地址|营业场所)\s+([\u4e00-\u9fff]{2,12}(?:省|市|区|县|旗|盟|州|镇|乡)"
    r"[\u4e00-\u9fffA-Za-z0-9（）()\-－—、·#号 ]{0,70})"
)
"""In the table of a licence no colon stands between label and value."""
_ADDRESS_END = re.compile(
    r"\s+(?:电话|手机|邮编|邮箱|传真|联系|网址|法定|经营范围|注册|成立|统一|备案|Copyright|ICP)|\s{2,}",
    re.I,
)
_UNIT_WORDS = "号楼|号院|号|楼|层|室|栋|幢|座|单元|弄|组|队|院|铺|门面|门|户"
_UNIT = re.compile(
    rf"(?:[#A-Za-z]{{0,2}}\d{{1,5}}(?:[-－—]\d{{1,5}})*[A-Za-z]?(?:{_UNIT_WORDS})?|[A-Za-z]?(?:{_UNIT_WORDS}))+"
)
"""A further part of an address behind a gap: `1 号`, `3-12`, `B座`, `2层201室`; `5kg` is none."""
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,10}(?:省|市|区|县|旗|盟|州|镇|乡|村|路|街|大道|巷|街道|社区|大厦|广场|市场)"
    r"(?:[0-9A-Za-z][\u4e00-\u9fff0-9A-Za-z\-－—#]{0,20})?"
)
_NUMBERED = re.compile(rf"\d(?:{_UNIT_WORDS})|(?:{_UNIT_WORDS})$|\d[-－—]\d")
"""An address that has come to its house number: only further units follow, no other place."""
_FOOT_LENGTH = 1500
"""Characters at a page's end in which its company stands; chosen by hand."""
_HEAD_LENGTH = 20_000
"""Characters at a page's head that are looked at otherwise; a bound on the work that one page may cost."""
_STOP = re.compile(
    r"^(?:版权所有|技术支持|(?:本|该)(?:店铺?|网店|商城|商品|产品)|由|本站|关于|欢迎来到|网站|©|Copyright)+",
    re.I,
)


def is_credit_code(code: str) -> bool:
    """Does a 统一社会信用代码 pass its check character (GB 32100-2015)?"""
    if len(code) != 18 or any(char not in _CODE_ALPHABET for char in code):
        return False
    total = sum(
        _CODE_ALPHABET.index(char) * weight
        for char, weight in zip(code, _CHECK_WEIGHTS, strict=False)
    )
    return _CODE_ALPHABET[(31 - total % 31) % 31] == code[17]


def read_operator(text: str, shop: str | None = None) -> Operator | None:
    """The operator that a page's text names; only what stands there, a wrong code left out.

    Of several credit codes or names the first wins: the 亮照 block states its own subject first.
    Where the page names its `shop`, the company at its foot (版权所有) is the site's own and no seller,
    unless the one's name stands in the other's. Letters and digits in full width (全角) are read as others.
    """
    text = half_width(text)
    icp = _ICP.search(text)
    code = next((c for c in _codes(text) if is_credit_code(c)), None)
    return make_operator(
        {
            "name": _company(text, shop),
            "credit_code": code,
            "address": _address(text),
            "icp": re.sub(r"\s+", "", icp[1]) if icp else None,
        }
    )


def _holds(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)


def _codes(text: str) -> Iterator[str]:
    """Codes as they stand, then those behind a label that are spaced or in small letters."""
    yield from _CODE.findall(text)
    labelled = _CODE_LABEL.findall(text) if _holds(text, _CODE_WORDS) else ()
    for code in labelled:
        yield re.sub(r"[^0-9A-Z]", "", code.upper())[:18]


def _company(text: str, shop: str | None) -> str | None:
    """The labelled subject, else the last company named at the page's foot, else anywhere."""
    labelled = _SELLER_LABEL.search(text) if _holds(text, _SELLER_WORDS) else None
    if labelled is None and _holds(text, _LICENSED):
        labelled = _LICENSE_NAME.search(text)
    if labelled:
        return _company_name(labelled[1])
    return _site_company(text, shop)


def _site_company(text: str, shop: str | None) -> str | None:
    is_labelled = _holds(text, _SELLER_WORDS) or _holds(text, _SITE_WORDS)
    labelled = _NAME_LABEL.search(text) if is_labelled else None
    names = (
        [labelled[1]] if labelled else _names(text[-_FOOT_LENGTH:]) or _names(text[:_HEAD_LENGTH])
    )
    company = _company_name(names[-1]) if names else None
    if company and shop and not is_named_after(shop, company):
        return None
    return company


def _names(text: str) -> list[str]:
    """Company names, found from their endings: looking for beginnings would cost the square."""
    names = []
    for suffix in _SUFFIX.finditer(text):
        before = _NAME_BEFORE.search(text[max(0, suffix.start() - 30) : suffix.start()])
        if before:
            names.append(before[0] + suffix[0])
    return names


def _company_name(name: str) -> str | None:
    return _STOP.sub("", clean_text(name, 60)) or None


def _address(text: str) -> str | None:
    if not _holds(text, _ADDRESS_WORDS):
        return None
    match = _ADDRESS.search(text) or _LICENSE_PLACE.search(text)
    if match is None:
        return None
    return clean_text(_first_address(_ADDRESS_END.split(match[1])[0]), 120) or None


def _first_address(text: str) -> str:
    """The address alone: behind a gap the next paragraph may follow, which is not part of it."""
    words = text.split()
    address = words[:1]
    for place, word in enumerate(words[1:], 1):
        behind = words[place + 1] if place + 1 < len(words) else ""
        if word.isdigit():
            continues = bool(re.match(_UNIT_WORDS, behind))
        else:
            numbered = bool(_NUMBERED.search("".join(address)))
            continues = bool(_UNIT.fullmatch(word) or (not numbered and _PLACE.fullmatch(word)))
        if not continues:
            break
        address.append(word)
    return " ".join(address)
