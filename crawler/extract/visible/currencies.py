"""Currencies (ISO 4217) by the signs and codes with which pages show them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from crawler.extract.vocabulary import load_vocabulary

_CURRENCIES = load_vocabulary(__package__, "currencies.yml")
_CODES_OF_SIGNS: Mapping[str, str] = {
    sign: code for code, signs in _CURRENCIES.groups["signs"].items() for sign in signs
}
_CODES = frozenset({*_CODES_OF_SIGNS.values(), *_CURRENCIES.words("codes_only")})
THREE_DECIMALS = frozenset(_CURRENCIES.words("three_decimals"))
"""Currencies whose small unit is a thousandth."""
DECIMAL_POINT = frozenset(_CURRENCIES.words("decimal_point"))
"""Currencies of countries that write the decimal point as a point."""
NO_DECIMALS = frozenset(_CURRENCIES.words("no_decimals"))
"""Currencies of which shops print no decimals: a point before three digits groups them."""
MULTIPLES: Mapping[str, int] = {
    word: int(number) for number, words in _CURRENCIES.groups["multiples"].items() for word in words
}
"""Word behind a number → what it multiplies by."""
SMALL_COINS: Mapping[str, str] = {
    sign: code for code, signs in _CURRENCIES.groups["small_coins"].items() for sign in signs
}
"""Sign of the hundredth part → its currency."""
_SHARED: Mapping[str, frozenset[str]] = {
    sign: frozenset(codes) for sign, codes in _CURRENCIES.groups["shared_signs"].items()
}
_BEHIND_NUMBER = frozenset(_CURRENCIES.words("behind_number"))
_CODE_LENGTH = 12
"""Characters of a currency field that are looked at."""
_MOST_TEXTS = 8192
"""Texts whose sign is kept: the amounts of one page, and of the pages of one shop, repeat."""
_LONGEST_TEXT = 100
"""Characters of a text whose sign is kept: an amount is no longer, and long texts would fill the memory."""
_ISO_CODE = re.compile(r"[A-Z]{3}")
_SPACE = re.compile(r"\s+")
NO_LOCAL_SIGNS: Mapping[str, str] = MappingProxyType({})
"""For pages whose country is not known: shared signs mean the usual."""


def _sign_pattern(sign: str) -> str:
    """Signs that end in a letter stand alone: "kr" is none in "kraft"."""
    escaped = re.escape(sign)
    if sign[0].isascii() and sign[0].isalpha() and sign[-1] in "$¥":
        escaped = rf"(?<![a-z]){escaped[:-2]}\s?{escaped[-2:]}" if sign[-1] == "$" else escaped
    is_word = sign[-1].isascii() and sign[-1].isalpha()
    behind = r"(?!\W{0,4}\d)" if sign in _BEHIND_NUMBER else ""
    return rf"(?<![a-z]){escaped}(?![a-z]){behind}" if is_word else escaped


_FIRSTS = re.escape("".join(sorted({sign[0] for sign in _CODES_OF_SIGNS})))
_SIGNS = sorted(_CODES_OF_SIGNS, key=len, reverse=True)
SIGN = re.compile(rf"(?=[{_FIRSTS}])(?:{'|'.join(map(_sign_pattern, _SIGNS))})", re.I)
"""What finds a sign of money, longer signs first ("US$" before "$")."""


def find_currency(text: str, local_signs: Mapping[str, str] = NO_LOCAL_SIGNS) -> str | None:
    """The code of the first sign of money in a text, if it shows one.

    `local_signs` says what shared signs mean where the page comes from.

    A code beside a shared sign says which of its currencies is meant.

    >>> find_currency("￥59起"), find_currency("$ 99.000", {"$": "ARS"}), find_currency("面议")
    ('CNY', 'ARS', None)
    >>> find_currency("$1,190.00 AUD")
    'AUD'
    """
    sign, code = _short_text_sign(text) if len(text) <= _LONGEST_TEXT else _first_sign(text)
    return (code or local_signs.get(sign) or _CODES_OF_SIGNS[sign]) if sign else None


def _first_sign(text: str) -> tuple[str, str | None]:
    """The first sign of money in a text, empty where it shows none, and the code beside it that says
    which of its currencies is meant."""
    match = SIGN.search(text)
    if not match:
        return "", None
    sign = _SPACE.sub("", match[0].lower())
    if sign in _SHARED:
        for further in SIGN.finditer(text, match.end()):
            code = further[0].upper()
            if code in _SHARED[sign]:
                return sign, code
    return sign, None


_short_text_sign = lru_cache(maxsize=_MOST_TEXTS)(_first_sign)


def is_known_currency(code: str) -> bool:
    """Is this one of the currencies whose signs are known here?"""
    return code in _CODES


def read_currency(value: object) -> str | None:
    """A currency field of structured data: a code, or a sign that some shops write instead."""
    if not isinstance(value, str) or not (text := value.strip()[:_CODE_LENGTH]):
        return None
    if code := _CODES_OF_SIGNS.get(text.lower()):
        return code
    return text.upper() if _ISO_CODE.fullmatch(text.upper()) else find_currency(text)
