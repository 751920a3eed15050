"""Amounts of money as pages show them, in the notations of many countries.

`storage.base.money.read_price` reads what officers and Chinese listings write; a page of any shop in
the world needs more: "1.299,00 €", "2 449 Kč", "1.2万", "￥59起", "45.00元/斤".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import pairwise

from crawler.extract.visible.currencies import (
    DECIMAL_POINT,
    MULTIPLES,
    NO_DECIMALS,
    NO_LOCAL_SIGNS,
    SIGN,
    SMALL_COINS,
    THREE_DECIMALS,
    find_currency,
)

_MULTIPLE = "|".join(sorted(MULTIPLES, key=len, reverse=True))
_FIRSTS = "".join(sorted({char for word in MULTIPLES for char in (word[0], word[0].upper())}))

_NUMBER = re.compile(
    rf"""
    (?<![\d.,])
    ( \d{{1,2}}(?:,\d{{2}})+,\d{{3}}(?:\.\d{{1,2}})?         # 1,29,999.00 of India
    | \d{{1,3}}(?:[ .,'’]\d{{3}})+(?:[.,]\d{{1,2}})?  # 1.299,00  2 449  1'299.00
    | \d+(?:[.,]\d+)?                                # 59  59.9  59,90
    | (?<!\w)[.,]\d\d                                # .99
    )
    (?![\d])
    (?:[.,][-–—]{{1,2}})?                              # 59,-  59.--
    (?:\s*(?=[{_FIRSTS}])((?i:{_MULTIPLE}))(?![a-zß-ÿ克米瓦卡]) | ([kK])(?![\w¥-]))?  # 1.2万  25rb  25k
    """,
    re.X,
)
_MASKED = re.compile(r"[xX×?？]|[*＊]{2}")
"""What hides digits of a price ("¥1xx", "¥3**"): it is not known."""
_COIN = re.compile(rf"(\d{{1,3}})\s?({'|'.join(map(re.escape, SMALL_COINS))})", re.I)
_COIN_LENGTH = 10
"""Characters of "75 cents"."""
_DIGIT = re.compile("[0-9]")
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
_ARABIC_MARKS = str.maketrans({"٫": ".", "٬": ",", "،": ","})
_SPACE_BEFORE_POINT = re.compile(r"(?<=\d)\s+(?=[.,]\d{1,2}(?!\d))")
"""Space before the decimals, which many pages set in an element of their own."""
_SPACE_BEHIND_POINT = re.compile(r"(\D*)(\d{1,3}(?:[.,]\d{3})*|\d+)([.,]) +(\d\d)(\D*)")
"""Space behind the decimal mark ("119. 95"), in a text that holds this one number alone."""
_EURO_FOR_POINT = re.compile(r"(?<=\d)\s?€\s?(\d\d)(?=$|\s*(?:\(|dont\b|TTC\b|HT\b))")
"""French shops write the sign in the point's place: "35€99"."""
_RANGE = re.compile(r"\s*(?:[-–—~～至到]|to)\s*")
_GROUPING = re.compile(r"[ '’]")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_PLAIN_NUMBER = re.compile(r"\d+(\.\d+)?")
_LIMIT = Decimal(10) ** 12
"""Amounts from which a number is no price of goods; chosen by hand."""
_TEXT_LENGTH = 300
"""Characters of a text that are looked at."""
_MOST_TEXTS = 8192
"""Texts whose amount is kept: those of one page, and of the pages of one shop, repeat."""
_SIGN_REACH = 6
"""Characters between a number and its sign ("US$ ", " руб."); chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class Amount:
    """An amount and, where the page shows it, its currency (ISO 4217)."""

    value: Decimal
    currency: str | None = None


def read_machine_price(value: object, currency: str | None = None) -> Decimal | None:
    """A price out of structured data, where schema.org asks for a plain number with a point.

    Shops of countries whose money has no decimals group thousands there all the same.

    >>> read_machine_price("34.000"), read_machine_price("1,299.00"), read_machine_price(True)
    (Decimal('34.000'), Decimal('1299.00'), None)
    >>> read_machine_price("84.000", "VND")
    Decimal('84000')
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float | Decimal):
        return _decimal(str(value))
    if not isinstance(value, str):
        return None
    text = value.strip()
    if currency in NO_DECIMALS and _GROUPED.fullmatch(text):
        return _decimal(re.sub("[.,]", "", text))
    if _PLAIN_NUMBER.fullmatch(text):
        return _decimal(text)
    amount = read_amount(text, currency)
    return amount.value if amount else None


def read_amount(
    text: str, currency: str | None = None, local_signs: Mapping[str, str] = NO_LOCAL_SIGNS
) -> Amount | None:
    """The first amount in a text, or None: 面议, negative numbers and junk are unknown.

    Of a range the lower end; per-unit marks (元/斤) and 起 do not change the number. `currency` holds
    where the text shows none. `local_signs` says what shared signs mean where the page comes from:
    "$99.000" of Argentina is 99000 pesos.

    >>> read_amount("1.299,00 €")
    Amount(value=Decimal('1299.00'), currency='EUR')
    >>> read_amount("1.2万元/吨起")
    Amount(value=Decimal('12000'), currency='CNY')
    >>> read_amount("¥29.9-59")
    Amount(value=Decimal('29.9'), currency='CNY')
    >>> read_amount("面议") is None
    True
    """
    signs = tuple(local_signs.items()) if local_signs else ()
    return _first_amount(text[:_TEXT_LENGTH], currency, signs)


@lru_cache(maxsize=_MOST_TEXTS)
def _first_amount(
    text: str, currency: str | None, signs: tuple[tuple[str, str], ...]
) -> Amount | None:
    text = plain_digits(text)
    if not _DIGIT.search(text):
        return None
    text = _SPACE_BEFORE_POINT.sub("", text)
    if len(text) <= _COIN_LENGTH and (coin := _COIN.fullmatch(text.strip())):
        return Amount(value=Decimal(coin[1]).scaleb(-2), currency=SMALL_COINS[coin[2].lower()])
    if match := _SPACE_BEHIND_POINT.fullmatch(text):
        text = "".join(match.groups())
    text = _EURO_FOR_POINT.sub(r".\1 €", text)
    currency = find_currency(text, dict(signs)) or currency
    numbers = [number for number in _NUMBER.finditer(text) if not _is_no_amount(text, number)]
    signed = [number for number in numbers if _touches_sign(text, number)]
    for number in _lower_ends(text, numbers, signed) if signed else numbers:
        value = _value(number, currency)
        if value is not None:
            return Amount(value=value, currency=currency)
    return None


def plain_digits(text: str) -> str:
    """The text with digits and decimal marks of every script as those of ASCII."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text).translate(_ARABIC_MARKS)
    return _FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)


def _lower_ends(
    text: str, numbers: list[re.Match[str]], signed: list[re.Match[str]]
) -> list[re.Match[str]]:
    """For the upper end of a range ("29.9-59元") the lower one, else the number itself."""
    previous = {number.start(): before for before, number in pairwise(numbers)}
    lower = (previous.get(number.start()) for number in signed)
    return [
        before if before and _RANGE.fullmatch(text[before.end() : number.start()]) else number
        for number, before in zip(signed, lower, strict=True)
    ]


def _is_no_amount(text: str, number: re.Match[str]) -> bool:
    """Negative numbers, percentages, and numbers of which digits are hidden."""
    before, behind = text[: number.start()], text[number.end() :]
    if _MASKED.match(behind) or before.endswith(("?", "？", "**")):
        return True
    if text[: number.start()].rstrip(" ¥$€£").endswith(("-", "−")):
        before = text[: number.start()].rstrip(" ¥$€£-−")
        return not before[-1:].isdigit()
    return text[number.end() : number.end() + 2].lstrip().startswith(("%", "折"))


def _touches_sign(text: str, number: re.Match[str]) -> bool:
    """Does a sign of money stand right before or behind the number ("8 options from 98.65 €")?"""
    before = text[max(0, number.start() - _SIGN_REACH) : number.start()]
    behind = text[number.end() :][:_SIGN_REACH]
    near = SIGN.search(re.split(r"\d", before)[-1])
    return near is not None or bool(SIGN.match(behind.lstrip(" .,-–—\xa0")))


def _value(number: re.Match[str], currency: str | None) -> Decimal | None:
    """The value of a number, with 万 and 千 multiplied out."""
    if not (number[2] or number[3]):
        return _decimal(_with_point(number[1], currency))
    # A multiplied number has decimals, no groups: "1.250 jt"; written without an exponent, since a
    # price is stored as its digits.
    value = _decimal(_with_point(number[1], None if number[1].count(".") > 1 else "USD"))
    multiple = MULTIPLES[number[2].lower()] if number[2] else 1000
    return None if value is None else _decimal(format((value * multiple).normalize(), "f"))


def _with_point(digits: str, currency: str | None) -> str:
    """The digits with a point before the decimals alone: the last mark, unless it groups three."""
    text = _GROUPING.sub("", digits)
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return text
    whole, decimals, mark = text[:last], text[last + 1 :], text[last]
    groups = len(decimals) == 3 and whole != "0" and not _is_point(mark, whole, currency)
    if groups:
        return re.sub("[.,]", "", text)
    return f"{re.sub('[.,]', '', whole)}.{decimals}"


def _is_point(mark: str, whole: str, currency: str | None) -> bool:
    """Is a mark before three digits the decimal point all the same ("¥1.250" against "1.250 €")?"""
    if currency in THREE_DECIMALS:
        return mark not in whole
    return mark == "." and "." not in whole and currency in DECIMAL_POINT


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value < _LIMIT else None
