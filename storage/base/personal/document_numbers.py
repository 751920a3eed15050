"""证件与银行卡号: identity numbers, passports and bank cards of persons in the plain form of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import luhn

from storage.base.personal.contacts import IDENTITY, is_identity_number, is_number_of_goods
from storage.base.personal.phone_numbers import Span

_NAMED_IDENTITY = re.compile(
    r"(?:身份证|身份号码|证件)(?:号码?|编号)?[\s:：是为]{0,3}(?P<number>[1-9]\d{14}(?:\d{2}[\dXx])?)(?![\dA-Za-z])"
)
"""An identity number of either generation behind its name, whatever its check character: OCR misreads."""
_SPACED_IDENTITY = re.compile(
    r"(?<![\dA-Za-z])[1-9]\d{3,5}(?:[\s-]{1,2}\d{3,8}){1,3}[\s-]{1,2}\d{1,3}[\dXx](?![\dA-Za-z])"
)
"""An identity number in groups; its check character decides."""
_PASSPORT = re.compile(
    r"(?:护照|通行证)(?:号码?)?[\s:：是为]{0,3}(?P<number>[A-Za-z]{1,2}\d{7,9})(?!\d)"
)
_CARD = re.compile(
    r"""
    (?P<label>(?:银行卡|储蓄卡|信用卡|借记卡|卡号|账[号户]|汇款|打款|转账
        |[农工建商招交中]行卡?|农信卡?|邮储卡?|信用社)[^\d\n，。；]{0,8})?
    (?<![\dA-Za-z.])
    (?P<number>(?:62|4\d|5[1-5]|9\d|60)\d{2}(?:[ -]{0,2}\d{4}){3}(?:[ -]{0,2}\d{1,3})?)
    (?![\dA-Za-z])
    (?P<label_behind>[\s,，(（]{0,2}(?:卡号|户名|开户|持卡人|卡主))?
    """,
    re.X,
)
"""UnionPay 62…, Visa 4…, Mastercard 51–55…, older cards of savings banks 60… and 9…: 16 to 19 digits
(ISO/IEC 7812)."""
_ANY_CARD = re.compile(
    r"(?:银行卡|储蓄卡|借记卡|信用卡)(?:号码?|账号)?[\s:：是为]{0,3}"
    r"(?P<number>[1-9]\d{3}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,3})?)(?!\d)"
)
_BANK_HEADS = ("62", "4", "51", "52", "53", "54", "55")
"""First digits of cards that are known without a word before them."""


_SPACED_CARD = re.compile(r"62\d{2}(?: \d{4}){3}(?: \d{1,3})?")
"""A UnionPay number in the groups in which it stands on a card; item numbers are not set so."""


def document_numbers(plain: str) -> Iterator[Span]:
    """Identity, passport and bank card numbers; some overlap."""
    for match in IDENTITY.finditer(plain):
        if is_identity_number(match[0]) and not is_number_of_goods(plain, match.start()):
            yield match.start(), match.end(), f"{match[1]}{'*' * 11}{match[0][-1]}"
    for match in _SPACED_IDENTITY.finditer(plain):
        if is_identity_number(re.sub(r"[\s-]", "", match[0])):
            yield match.start(), match.end(), f"{match[0][:6]}{'*' * 11}{match[0][-1]}"
    for pattern in (_NAMED_IDENTITY, _PASSPORT, _ANY_CARD):
        for match in pattern.finditer(plain):
            yield match.start("number"), match.end("number"), _ends(match["number"])
    for match in _CARD.finditer(plain):
        if (
            match["label"]
            or match["label_behind"]
            or _is_card(match["number"], plain, match.start("number"))
        ):
            yield match.start("number"), match.end("number"), _ends(match["number"])


def _is_card(number: str, plain: str, start: int) -> bool:
    """Whether first digits and check digit make a number without a word before it a bank card."""
    if is_number_of_goods(plain, start) or not number.startswith(_BANK_HEADS):
        return False
    return bool(_SPACED_CARD.fullmatch(number)) or luhn.is_valid(re.sub(r"\D", "", number))


def _ends(number: str) -> str:
    return f"{number[:4]}****{number[-2:]}"
