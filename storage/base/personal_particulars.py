"""个人信息 in a text: mobile, identity, bank card and home telephone numbers and home addresses.

个人信息保护法 §6: personal data is handled only where it is needed. This is the one place that decides
what may not stand in a letter or on a public page; `contacts` knows the shape of the numbers, and the
masking of crawled texts and of pictures hides more than this, since it costs nothing there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum import luhn

from storage.base.personal.contacts import (
    IDENTITY,
    LABEL_REACH,
    MOBILE,
    is_number_of_goods,
)
from storage.base.personal.plain_form import plain_form

_CODE = re.compile(
    r"(?:https?:)?//[^\s<>\"'，。；]+|(?<![0-9a-fA-F])[0-9a-fA-F]{40,}(?![0-9a-fA-F])"
)
"""Links and hashes, whose digits are nobody's number."""
_PATTERNS = (
    ("手机号码", re.compile(f"(?P<number>{MOBILE.pattern})", re.VERBOSE)),
    ("身份证件号码", re.compile(f"(?P<number>{IDENTITY.pattern})", re.VERBOSE)),
    (
        "银行卡号",
        re.compile(
            r"""
        (?P<label>(?:银行卡|储蓄卡|信用卡|卡号|个人账[号户]|收款账[号户]|银行账[号户])[^\d\n，。；]{0,8})?
        (?<![\dA-Za-z.])
        (?P<number>(?:62|4\d|5[1-5])\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?)
        (?![\dA-Za-z])
        """,
            re.VERBOSE,
        ),
    ),
    (
        "住宅电话",
        re.compile(
            r"(?:宅电|住宅电话|家庭电话|家中电话|本人电话|店主电话|老板电话)[^\d\n，。；]{0,6}"
            r"(?P<number>(?:0\d{2,3}[- ]?)?[2-9]\d{6,7})(?!\d)"
        ),
    ),
    (
        "微信号、QQ号",
        re.compile(
            r"(?:微信|[Ww]e?[Cc]hat|[Vv][Xx]|[Qq]{2})(?:号码?|账号|ID|id)?\s*(?:为|是|[:：])?\s*"
            r"(?P<number>[A-Za-z][A-Za-z0-9_-]{5,19}|[1-9]\d{4,11})(?![A-Za-z0-9_-])"
        ),
    ),
    (
        "手机号码",
        re.compile(r"(?P<number>[一幺][三四五六七八九][零〇○一幺二两三四五六七八九]{9})"),
    ),
    (
        "住址",
        re.compile(
            r"""
        (?:家庭住址|家庭地址|住址|现住|家住|居住[于在地]|户籍地|户籍所在地|住宅地址)[:：是为址]{0,2}\s*
        (?P<number>[^。；;\n]{0,40}?\d+\s*(?:号楼|号|栋|幢|单元|室|户|组)[^。；;，,\n]{0,20})
        """,
            re.VERBOSE,
        ),
    ),
    ("住址", re.compile(r"(?P<number>[\w·]{0,20}\d+\s*(?P<entrance>单元)\s*\d+\s*[室号户]?)")),
)
"""Bank cards: UnionPay 62…, Visa 4…, Mastercard 51–55…, 16 to 19 digits (ISO/IEC 7812) with Luhn's
check digit, or behind a word that says what it is. Home addresses: behind a word that says so, or by
the entrance of a block of flats (单元) that no word calls a place of business."""
_BUSINESS = re.compile("经营|注册|登记|营业|办公|公示|公司")


@dataclass(frozen=True, kw_only=True)
class Particular:
    """One number or address of a private person in a text."""

    name: str
    """What it is, in Chinese."""
    text: str

    def masked(self) -> str:
        """Its ends, so that its writer finds it and nobody else reads it."""
        return f"{self.text[:3]}****{self.text[-2:]}"


def names_a_person(text: str) -> bool:
    """Does a text hold particulars of a private person?"""
    return any(True for _ in personal_particulars(text))


def personal_particulars(text: str) -> Iterator[Particular]:
    """Mobile, identity, bank card and home telephone numbers and home addresses in a text; numbers
    that a label calls those of goods or licences, and numbers in a link or a hash, are none."""
    # The text keeps its length, so that a label before a number is found where it stands.
    plain = _CODE.sub(lambda match: " " * len(match[0]), plain_form(text))
    end = 0
    matches = ((name, match) for name, pattern in _PATTERNS for match in pattern.finditer(plain))
    for name, match in sorted(matches, key=lambda pair: pair[1].start("number")):
        start = match.start("number")
        if start >= end and _is_personal(plain, match):
            end = match.end("number")
            yield Particular(name=name, text=match["number"].strip())


def _is_personal(text: str, match: re.Match[str]) -> bool:
    """Whether check digit and label let the match be what its pattern looks for."""
    groups = match.groupdict()
    if "label" in groups and not groups["label"]:
        return luhn.is_valid(_digits(match["number"])) and not is_number_of_goods(
            text, match.start("number")
        )
    if "entrance" in groups:
        return not _BUSINESS.search(text[max(0, match.start() - LABEL_REACH) : match.end()])
    return not is_number_of_goods(text, match.start("number"))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
