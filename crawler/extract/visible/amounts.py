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
from itertools import pairwise
from types import MappingProxyType

_NUMBER = re.compile(
    r"(?<![\d.,])(\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d{1,2})?|\d{1,3}(?:[  .,'’]\d{3})+(?:[.,]\d{1,2})?|"
    r"\d+(?:[.,]\d+)?|(?<!\w)[.,]\d\d)(?![\d])(?:[.,][-–—]{1,2})?\s*(万|千)?"
)
_APART = re.compile(r"(?<=\d)\s+(?=[.,]\d{1,2}(?!\d))")
"""Space before the decimals, which many pages set in an element of their own."""
_PARTED = re.compile(r"(\D*)(\d{1,3}(?:[.,]\d{3})*|\d+)([.,]) +(\d\d)(\D*)")
"""Space behind the decimal mark ("119. 95"), in a text that holds this one number alone."""
_CENTS = re.compile(r"(?<=\d)\s?€\s?(\d\d)(?=$|\s*(?:\(|dont\b|TTC\b|HT\b))")
"""French shops write the sign in the point's place: "35€99"."""
_NOWHERE: Mapping[str, str] = MappingProxyType({})
_RANGE = re.compile(r"\s*(?:[-–—~～至到]|to)\s*")
_LIMIT = Decimal(10) ** 12
_SIGNS = {
    "¥": "CNY", "￥": "CNY", "元": "CNY", "rmb": "CNY", "cn¥": "CNY", "人民币": "CNY",
    "円": "JPY", "jp¥": "JPY", "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP", "$": "USD",
    "us$": "USD", "usd": "USD", "hk$": "HKD", "nt$": "TWD", "a$": "AUD", "au$": "AUD",
    "c$": "CAD", "ca$": "CAD", "s$": "SGD", "r$": "BRL", "₹": "INR", "rs.": "INR", "rs": "INR",
    "₩": "KRW", "원": "KRW", "₽": "RUB", "руб": "RUB", "₸": "KZT", "тг": "KZT", "₴": "UAH",
    "грн": "UAH", "zł": "PLN", "kč": "CZK", "ft": "HUF", "lei": "RON", "лв": "BGN", "kn": "HRK",
    "chf": "CHF", "fr.": "CHF", "₺": "TRY", "tl": "TRY", "₫": "VND", "đ": "VND", "฿": "THB",
    "rp": "IDR", "rm": "MYR", "₱": "PHP", "₪": "ILS", "د.إ": "AED", "aed": "AED", "sar": "SAR",
    "₮": "MNT", "kr": "SEK", "s/": "PEN", "cny": "CNY", "jpy": "JPY", "huf": "HUF", "pln": "PLN",
    "czk": "CZK", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "inr": "INR", "cad": "CAD",
    "aud": "AUD", "rub": "RUB", "₦": "NGN", "₲": "PYG", "ron": "RON", "brl": "BRL",
    "kwd": "KWD", "kd": "KWD", "bhd": "BHD", "omr": "OMR", "jod": "JOD", "tnd": "TND", "qar": "QAR",
    "egp": "EGP",
    "hkd": "HKD", "twd": "TWD", "sgd": "SGD", "myr": "MYR", "thb": "THB", "idr": "IDR", "vnd": "VND",
    "krw": "KRW", "nzd": "NZD", "zar": "ZAR", "mxn": "MXN", "mx$": "MXN", "uah": "UAH", "kzt": "KZT",
}  # fmt: skip
_SIGN = re.compile(
    "|".join(
        re.escape(sign) if not sign[-1].isascii() or not sign[-1].isalpha()
        else rf"(?<![a-z]){re.escape(sign)}(?![a-z])"
        for sign in sorted(_SIGNS, key=len, reverse=True)
    ),
    re.I,
)  # fmt: skip
_CODES = frozenset(_SIGNS.values()) | {"CLP", "COP", "ARS", "TRY", "ISK", "MAD", "GEL", "AMD"}
_ISO = re.compile(r"[A-Z]{3}")
_THREE_DECIMALS = frozenset({"KWD", "BHD", "OMR", "JOD", "TND", "LYD", "IQD"})
_POINTED = frozenset({"CNY", "USD", "GBP", "HKD", "TWD", "SGD", "AUD", "CAD", "INR"})
"""Currencies of countries that write the decimal point as a point."""
_SMALL = {"万": Decimal(10_000), "千": Decimal(1_000)}


@dataclass(frozen=True, kw_only=True)
class Amount:
    """An amount and, where the page shows it, its currency (ISO 4217)."""

    value: Decimal
    currency: str | None = None


def read_machine_price(value: object) -> Decimal | None:
    """A price out of structured data, where schema.org asks for a plain number with a point."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float | Decimal):
        return _bounded(str(value))
    if not isinstance(value, str):
        return None
    text = value.strip()
    return _bounded(text) if re.fullmatch(r"\d+(\.\d+)?", text) else _amount_value(text)


def _amount_value(text: str) -> Decimal | None:
    amount = read_amount(text)
    return amount.value if amount else None


def read_amount(
    text: str, currency: str | None = None, local: Mapping[str, str] = _NOWHERE
) -> Amount | None:
    """The first amount in a text, or None: 面议, negative and junk are unknown.

    Of a range the lower end; per-unit marks (元/斤) and 起 do not change the number. `local` says what
    shared signs mean where the page comes from: "$99.000" of Argentina is 99000 pesos.
    """
    cleaned = _APART.sub("", unicodedata.normalize("NFKC", text[:300]))
    if parted := _PARTED.fullmatch(cleaned):
        cleaned = "".join(parted.groups())
    cleaned = _CENTS.sub(r".\1 €", cleaned)
    sign = find_currency(cleaned, local) or currency
    numbers = [m for m in _NUMBER.finditer(cleaned) if not _is_no_amount(cleaned, m)]
    signed = [m for m in numbers if _touches_sign(cleaned, m)]
    for match in _lower_ends(cleaned, numbers, signed) if signed else numbers:
        value = _number(match[1], sign)
        if value is not None:
            if match[2]:
                value = Decimal(format((value * _SMALL[match[2]]).normalize(), "f"))
            return Amount(value=value, currency=sign)
    return None


def _lower_ends(
    text: str, numbers: list[re.Match[str]], signed: list[re.Match[str]]
) -> list[re.Match[str]]:
    """For the upper end of a range ("29.9-59元") the lower one, else the number itself."""
    before = {after.start(): first for first, after in pairwise(numbers)}
    lower = (before.get(match.start()) for match in signed)
    return [
        first if first and _RANGE.fullmatch(text[first.end() : match.start()]) else match
        for match, first in zip(signed, lower, strict=True)
    ]


def _is_no_amount(text: str, number: re.Match[str]) -> bool:
    """Negative numbers and percentages."""
    if text[: number.start()].rstrip(" ¥$€£").endswith(("-", "−")):
        before = text[: number.start()].rstrip(" ¥$€£-−")
        return not before[-1:].isdigit()
    return text[number.end() : number.end() + 2].lstrip().startswith(("%", "折"))


def _touches_sign(text: str, number: re.Match[str]) -> bool:
    """Does a sign of money stand right before or behind the number ("8 options from 98.65 €")?"""
    before, behind = text[max(0, number.start() - 6) : number.start()], text[number.end() :][:6]
    near = _SIGN.search(re.split(r"\d", before)[-1])
    return near is not None or bool(_SIGN.match(behind.lstrip(" .,-–—\xa0")))


def find_currency(text: str, local: Mapping[str, str] = _NOWHERE) -> str | None:
    """ISO 4217 code for the first sign of money in a text, if it shows one."""
    match = _SIGN.search(text)
    if not match:
        return None
    sign = match[0].lower()
    return local.get(sign) or _SIGNS[sign]


def is_known_currency(code: str) -> bool:
    """Is this one of the currencies whose signs are known here?"""
    return code in _CODES


def read_currency(value: object) -> str | None:
    """A currency field of structured data: a code, or a sign that some shops write instead."""
    if not isinstance(value, str) or not (text := value.strip()[:12]):
        return None
    return text.upper() if _ISO.fullmatch(text.upper()) else find_currency(text)


def _number(digits: str, currency: str | None) -> Decimal | None:
    """Decide which separators group thousands: the last one is the point unless it groups three."""
    text = re.sub(r"[  '’]", "", digits)
    last = max(text.rfind("."), text.rfind(","))
    if last >= 0:
        whole, tail, point = text[:last], text[last + 1 :], text[last]
        grouped = len(tail) == 3 and whole != "0" and not _is_point(point, whole, currency)
        text = re.sub("[.,]", "", text) if grouped else f"{re.sub('[.,]', '', whole)}.{tail}"
    return _bounded(text)


def _is_point(mark: str, whole: str, currency: str | None) -> bool:
    """Is a mark before three digits the decimal point all the same ("¥1.250" against "1.250 €")?"""
    if currency in _THREE_DECIMALS:
        return mark not in whole
    return mark == "." and "." not in whole and currency in _POINTED


def _bounded(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value < _LIMIT else None
