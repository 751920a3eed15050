"""电话号码: mobiles, landlines, local numbers and service lines in the ways in which sellers write them.

Numbers by 工业和信息化部's 电信网编号计划: a mobile has eleven digits from 13 to 19, an area code begins with 0, a
local number has seven or eight digits and begins with 2 to 9. The texts here are in `plain_form`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from storage.base.personal.contacts import is_number_of_goods
from storage.base.personal.plain_form import digit_form

Span = tuple[int, int, str]
"""Start, end, masked form."""

_HIDDEN = "\u200b-\u200f\u2060\ufeff\ufe0f\u20e3"
"""Characters that take no room, and the frame of a keycap."""
_DASH = "\\-－—–―‐‑‒−﹣"
_GAP = rf"[\s.·•・．。_()（）{_DASH}{_HIDDEN}]{{0,3}}"
SEPARATORS = rf"\s.·•・．。_()（）/|,，、*~+{_DASH}{_HIDDEN}"
"""Inside a character class: what may stand between the digits of one number."""
_WIDE_GAP = rf"[{SEPARATORS}]{{0,4}}"
"""Behind a word that says that a telephone number follows."""
_COUNTRY = rf"(?:(?:\+|00)?86{_GAP})?"
_MOBILE = re.compile(
    rf"""
    (?<!\d)(?<!\d\.) {_COUNTRY}
    (?:
        (?P<head>1[3-9]\d) {_GAP} \d{{4}} {_GAP} (?P<tail>\d{{4}})
      | 1[3-9]\d\d (?P<sign>[.{_DASH}]) (?:\d{{3}} (?P=sign) \d{{4}} | \d{{4}} (?P=sign) \d{{3}})
      | 1[3-9]\d (?P<dash>[.{_DASH}]) (?:\d{{8}} | \d{{3}} (?P=dash) \d{{5}})
      | 1{_GAP}[3-9](?:[\s.·•・_{_DASH}{_HIDDEN}]{{1,3}}\d){{9}} (?![\s.]\d)
    )
    (?!\d)(?!\.\d)
    """,
    re.X,
)
_TELEPHONE = (
    r"电\s*话|座\s*机|固\s*话|热\s*线|传\s*真|手\s*机|致电|来电|拨打|联系方式|联系人|[微薇威]信?同号|客服|咨询|☎|📞|📱"
    r"|(?<![A-Za-z])(?:tele?|phone|mobile|mob|call|fax)"
)
_NAMED = re.compile(
    rf"(?:{_TELEPHONE})[^\d\n]{{0,6}}?"
    rf"(?P<number>\+?0\d{{2,3}}[\s{_DASH}]{{0,2}}\d{{7,8}}|(?:\+?86{_GAP})?0?1{_WIDE_GAP}[3-9](?:{_WIDE_GAP}\d){{9}})(?!\d)",
    re.I,
)
"""A number written without gaps, or in any groups, is a telephone behind a word that says so."""
_AREA = r"0(?:10|2\d|[3-9]\d{2})"
"""长途区号: two digits of the largest cities, else three from 3 to 9."""
_LANDLINE = re.compile(
    rf"""
    (?<![\d-])
    (?: [(（](?P<ringed>{_AREA})[)）] [\s{_DASH}]{{0,2}}
      | (?<![A-Za-z]) (?P<area>{_AREA}) [\s.·{_DASH}]{{1,2}}
      | (?:\+|00|011[\s-])86[\s-]?(?:\(0\))?(?P<abroad>10|2\d|[3-9]\d{{2}})[\s-]{{0,2}} )
    \d{{3,4}} [\s-]? (?P<tail>\d{{4}})
    (?:-\d{{1,5}})? (?![\d-])
    """,
    re.X,
)
_LOCAL = re.compile(
    r"(?:电\s*话|座\s*机|固\s*话|热\s*线|传\s*真|致电|拨打|宅电|☎|📞|(?<![A-Za-z])(?:tel|fax)[.:：])(?:号码?)?[\s:：是为]{0,3}"
    r"(?P<number>[2-9]\d{2,3}[\s-]?\d{4}(?:[-转]\d{1,5})?)(?![\d.]|[\s-]\d)",
    re.I,
)
"""A number without its area code, behind a word that says so."""
_DATE = re.compile(r"20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_SERVICE_LINE = re.compile(
    r"(?<![\d-])(?:\+86[-\s]?)?(?P<service>[48]00)[-\s]?(?:\d{3}[-\s]?\d{4}|\d{4}[-\s]?\d{3})(?!\d)"
)


def telephones(plain: str) -> Iterator[Span]:
    """Every telephone number in the plain form of a text; some overlap."""
    digits = digit_form(plain)
    for match in _SERVICE_LINE.finditer(plain):
        yield match.start(), match.end(), f"{match['service']}****{match[0][-2:]}"
    for match in _MOBILE.finditer(digits):
        if not is_number_of_goods(plain, match.start()):
            yield match.start(), match.end(), _masked_mobile(match)
    for match in _LANDLINE.finditer(plain):
        if not is_number_of_goods(plain, match.start()):
            area = match["ringed"] or match["area"] or "0" + match["abroad"]
            yield match.start(), match.end(), f"{area}-****{match['tail']}"
    for match in _NAMED.finditer(digits):
        yield match.start("number"), match.end("number"), _masked(match["number"])
    for match in _LOCAL.finditer(digits):
        if not _DATE.fullmatch(match["number"]):
            yield match.start("number"), match.end("number"), f"****{match['number'][-2:]}"


def _masked_mobile(match: re.Match[str]) -> str:
    number = re.sub(r"\D", "", match[0])[-11:]
    return f"{number[:3]}****{number[-4:]}"


def _masked(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    digits = re.sub(r"^(?:00|0?86|0)(?=1[3-9]\d{9}$)", "", digits)
    return f"{digits[:3]}****{digits[-2:]}"
