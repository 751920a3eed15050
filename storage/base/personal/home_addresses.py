"""家庭住址: addresses of homes in the plain form of a text; a place of business stays (电子商务法 §15 has it shown).

An address is a home's behind a word that says so (家住, 收件地址), where a person's name or telephone stands beside
it as on a parcel, or by the entrance of a block of flats (单元 … 室). The words 经营, 注册, 公司, 大厦 and their like
before or in it make it a place of business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from storage.base.personal.phone_numbers import Span

_N = r"(?:[0-9][0-9A-Za-z]{0,5}|[A-Za-z](?=[座栋幢单])|[A-Za-z]\d{1,4}|[一二三四五六七八九十]{1,4})"
ADDRESS_ANCHOR = re.compile(
    r"[0-9０-９一二三四五六七八九十]\s?(?:号楼|号院|号|栋|幢|座|单元|弄|室|户|组)|[A-Za-zＡ-Ｚ](?:座|栋|幢|单元)"
)
"""Where an address may be: a number of a house, a block, an entrance or a flat."""
_END = rf"(?:{_N}\s?(?:号楼|号院|号|栋|幢|座|单元|弄|楼|层|室|户|组|门)\s?[-,，之]?\s?)"
_TAIL = rf"{_END}{{1,6}}(?:\d{{2,4}}(?!\d)\s?[室号户]?)?"
_HOME_WORD = (
    r"家庭住址|家庭地址|住址|现住|家住|居住[于在地]|户籍地|户籍所在地|住宅地址"
    r"|收[件货]地址|收[件货]人|寄[件货]?人|寄件地址|邮寄地址|寄[到往至]|发到|快递地址|退[货换]地址|退回"
)
_BY_WORD = re.compile(
    rf"(?:{_HOME_WORD})[:：是为址]{{0,2}}\s?(?P<number>[^。；;\n]{{0,40}}?{_TAIL})"
)
_FLAT = re.compile(
    rf"{_N}\s?单元\s?{_N}\s?(?:[楼层]\s?)?(?:{_N}\s?)?[室号户]?|{_N}\s?(?:栋|幢|号楼)\s?[-,，]?\s?{_N}\s?[室户]"
)
_PARCEL = re.compile(
    rf"{_TAIL}(?:[\s,，;；(（]{{0,3}}[\u4e00-\u9fff]{{2,4}}\s?[(（]?收(?=$|[\s)）,，。;；\d])"
    r"|(?=[\s,，;；(（]{0,3}(?:收[件货]人|(?:[\u4e00-\u9fff]{2,4}[\s,，]{0,2})?1[3-9]\d[ -]?\d{4})))"
)
"""House and flat with a person's name or mobile behind them, as on a parcel."""
_TOWN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·]{0,40}")
"""What stands before the number of a house, read backwards."""
_BUSINESS = re.compile(
    "经营|注册|登记|营业|办公|公示|公司|厂|大厦|写字楼|广场|商场|商城|商铺|市场|产业园|工业园|科技园|园区|门店|店铺|门市"
    "|企业|住所|实体店|专卖店|旗舰店|仓库|展厅|合作社|超市"
)
_BUSINESS_REACH = 30
"""Characters before an address in which the word for its use stands; chosen by hand."""
_COUNTY = re.compile(
    r"[\u4e00-\u9fff]{2,9}?(?:省|自治区|市|盟|州|区|县|旗)(?:[\u4e00-\u9fff]{1,6}?(?:市|盟|州|区|县|旗))?"
)


def home_addresses(plain: str) -> Iterator[Span]:
    """Every home address; some overlap."""
    for match in _BY_WORD.finditer(plain):
        if not _BUSINESS.search(match[0]):
            yield _span(plain, *match.span("number"))
    for pattern in (_FLAT, _PARCEL):
        for match in pattern.finditer(plain):
            start = match.start() - _town_length(plain, match.start())
            if not _BUSINESS.search(plain[max(0, start - _BUSINESS_REACH) : match.end()]):
                yield _span(plain, start, match.end())


def _town_length(plain: str, end: int) -> int:
    town = _TOWN.match(plain[max(0, end - 40) : end][::-1])
    return len(town[0]) if town else 0


def _span(plain: str, start: int, end: int) -> Span:
    """Region and hidden part: where somebody lives is shown no nearer than by district or county."""
    county = _COUNTY.match(plain[start:end])
    return start, end, f"{county[0] if county else ''}****"
