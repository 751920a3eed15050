"""权利编号: whether a right's number can be one of its register, by the formats that the registers print.

Sources:
- trademark: 商标注册号 of the CNIPA's 商标公告: five to eight digits (nine once the series passes
  99,999,999), a letter after a division (商标法实施条例, 分割); `G` and six or seven digits for an
  international registration (Madrid Protocol, WIPO number). Marks of the 1950s have fewer digits.
- patent: 专利申请号标准 ZC 0006-2003: `ZL`, year of four digits, digit of the kind (1 发明, 2 实用新型,
  3 外观设计, 8 and 9 发明 and 实用新型 by PCT), serial of seven digits, point, check digit: the sum of the
  digits times 2…9, 2…5 modulo 11, ten written X. Until 2003-09-30: year of two digits, serial of five.
- geographical indication: 公告 of 国家知识产权局 or 原质检总局 (地理标志产品保护规定); AGI and digits for
  农产品地理标志 of the 农业农村部.
- plant variety: CNA, year and serial of seven digits (CNA20191006012); until 2017 serial of four digits,
  point, check digit (CNA20100123.4). The 国家林业和草原局 gives eight digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from storage.base.compact_text import compact
from storage.records.right import RightKind

_MARK = re.compile(r"\d{5,8}[A-Z]{0,2}|G\d{6,7}[A-Z]?")
_RARE_MARK = re.compile(r"\d{4}|\d{9}[A-Z]?")
"""The oldest marks, and the series after 99,999,999."""
_PATENT = re.compile(r"(?:ZL|CN)?(?P<serial>\d{12}|\d{8})\.?(?P<check>[\dX])")
_KIND_DIGITS = {"1": "发明", "8": "发明", "2": "实用新型", "9": "实用新型", "3": "外观设计"}
_INDICATION = re.compile(r".*\d.*公告.*|.*公告.*\d.*|AGI\d{5}|AGI\d{4}-\d{2}-\d{4,5}")
_VARIETY = re.compile(r"CNA\d{8}\.\d|CNA\d{11}|\d{8}")


@dataclass(frozen=True, kw_only=True)
class NumberRemark:
    """What is wrong or unusual about a right's number."""

    why: str
    """A Chinese clause."""
    is_wrong: bool
    """False: the register may have such a number after all, so it is only a warning."""


def number_remark(
    kind: RightKind, number: str, *, patent_kind: str | None = None
) -> NumberRemark | None:
    """The remark on a right's number; None for a plausible one and for a kind without numbers.

    `patent_kind` is 发明, 实用新型 or 外观设计, where it is established.
    """
    plain = compact(number).upper()
    if kind is RightKind.PATENT:
        return _patent_remark(number, plain, patent_kind)
    check = _CHECKS.get(kind)
    return check(number, plain) if check and plain else None


def patent_check_digit(serial: str) -> str:
    """校验位 of a patent application's number of eight or twelve digits (ZC 0006-2003)."""
    total = sum(int(digit) * (2 + place % 8) for place, digit in enumerate(serial))
    return "X" if total % 11 == 10 else str(total % 11)


def _mark_remark(number: str, plain: str) -> NumberRemark | None:
    bare = re.sub(r"^第|号$", "", plain)
    if _MARK.fullmatch(bare):
        return None
    is_rare = _RARE_MARK.fullmatch(bare) is not None
    why = "位数少见，请与商标注册证核对" if is_rare else "不是商标注册号的格式"
    hint = "" if is_rare else "（一般为七位或者八位数字，国际注册为G加数字）"
    return NumberRemark(why=f"“{number}”{why}{hint}", is_wrong=not is_rare)


def _patent_remark(number: str, plain: str, patent_kind: str | None) -> NumberRemark | None:
    match = _PATENT.fullmatch(plain)
    if match is None:
        why = f"“{number}”不是ZL加申请号及校验位的格式，请与专利证书核对"
        return NumberRemark(why=why, is_wrong=False)
    serial = match["serial"]
    kind_digit = serial[4] if len(serial) == 12 else serial[2]
    kind = _KIND_DIGITS.get(kind_digit)
    if kind is None:
        why = f"“{number}”的种类号“{kind_digit}”不存在（1、8为发明，2、9为实用新型，3为外观设计）"
        return NumberRemark(why=why, is_wrong=True)
    if patent_kind and kind != patent_kind:
        why = f"“{number}”的种类号“{kind_digit}”表示{kind}，与专利种类“{patent_kind}”不符"
        return NumberRemark(why=why, is_wrong=True)
    expected = patent_check_digit(serial)
    if match["check"] != expected:
        why = f"“{number}”的校验位应为“{expected}”，请与专利证书核对"
        return NumberRemark(why=why, is_wrong=True)
    return None


def _indication_remark(number: str, plain: str) -> NumberRemark | None:
    if _INDICATION.fullmatch(plain):
        return None
    why = f"“{number}”不是地理标志批准公告号或者AGI登记编号的常见格式，请与公告核对"
    return NumberRemark(why=why, is_wrong=False)


def _variety_remark(number: str, plain: str) -> NumberRemark | None:
    if _VARIETY.fullmatch(plain):
        return None
    why = f"“{number}”不是品种权号的常见格式（CNA加数字），请与品种权证书核对"
    return NumberRemark(why=why, is_wrong=False)


_CHECKS: Mapping[RightKind, Callable[[str, str], NumberRemark | None]] = {
    RightKind.TRADEMARK: _mark_remark,
    RightKind.COLLECTIVE: _mark_remark,
    RightKind.CERTIFICATION: _mark_remark,
    RightKind.GEOGRAPHICAL_INDICATION: _indication_remark,
    RightKind.PLANT_VARIETY: _variety_remark,
}
