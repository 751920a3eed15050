"""Registration numbers (登记号): patents (专利号) and plant varieties (品种权号), with their check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from storage.records import RightKind

PATENT = re.compile(
    r"""
    (?:ZL|zl|专利号[:：]?) \s*(?:ZL|zl)? \s*
    ( (?:19|20)\d{2} \s*[1-39] \s*\d{7}    # since 2003-10: year, kind, serial number
    | \d{8}                                  # before: year, kind, serial number in eight digits
    )
    \s*[.．·]?\s* ([\dXx])?                  # check character
    (?!\d)
    """,
    re.VERBOSE,
)
"""专利号 (ZC 0006-2003): the number and its check character."""
VARIETY = re.compile(
    r"""
      CNA \s*(\d{8}) \s*[.．]?\s* ([\dXx])    # older: the number and its check character
    | CNA \s*(\d{10,11})
    """,
    re.VERBOSE,
)
"""品种权号 of a plant variety."""
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9)
"""Weights of the digits in turn (ZC 0006-2003, 专利申请号标准)."""


@dataclass(frozen=True, kw_only=True)
class RegistrationNumber:
    """A number as written, and whether its check digit holds (None: none is written)."""

    text: str
    span: tuple[int, int]
    digits: str
    holds: bool | None


def patents(text: str) -> Iterator[RegistrationNumber]:
    """Patent numbers with the check digit of ZC 0006-2003 (modulo 11, X for ten)."""
    for match in PATENT.finditer(text):
        digits = re.sub(r"\s", "", match[1])
        written_digit = match[2]
        holds = None if written_digit is None else check_digit(digits) == written_digit.upper()
        yield RegistrationNumber(
            text=match[0],
            span=match.span(),
            digits=digits + (written_digit or "").upper(),
            holds=holds,
        )


def varieties(text: str) -> Iterator[RegistrationNumber]:
    """Plant variety numbers: CNA + eight digits + check digit, or the form without one."""
    for match in VARIETY.finditer(text):
        if match[1]:
            holds: bool | None = check_digit(match[1]) == match[2].upper()
            digits = match[1] + match[2].upper()
        else:
            holds, digits = None, match[3]
        yield RegistrationNumber(text=match[0], span=match.span(), digits=digits, holds=holds)


def check_digit(digits: str) -> str:
    """The check digit of an application number: weights 2..9 in turn, modulo 11."""
    total = sum(int(d) * _WEIGHTS[n % len(_WEIGHTS)] for n, d in enumerate(digits))
    return "0123456789X"[total % 11]


def sought_number(kind: RightKind, number: str) -> str | None:
    """The number of a patent or a variety without its check digit, as it is looked for in folded
    text; None for other rights. A listing that states it need not name the right (ZL…, CNA…).

    Numbers of eight digits read like dates, so they are looked for with their letters only.
    """
    prefix = {RightKind.PATENT: "zl", RightKind.PLANT_VARIETY: "cna"}.get(kind)
    digits = re.sub(r"[^0-9X]", "", number.upper())
    if prefix is None or len(digits) < _SHORT:
        return None
    if prefix == "zl" and len(digits) >= _LONG:
        return digits[:_LONG]
    return prefix + digits[:_SHORT] if len(digits) <= _SHORT + 1 else prefix + digits


_SHORT, _LONG = 8, 12
"""Digits of a number before and since 2003, without the check digit."""
_SOUGHT = re.compile(r"(?:zl|cna)?\d{8,12}")


def is_sought_number(form: str) -> bool:
    """Whether a form that is looked for is such a number."""
    return _SOUGHT.fullmatch(form) is not None


def number_at(text: str, span: tuple[int, int]) -> RegistrationNumber:
    """The number whose digits stand at `span`, with the check digit behind it."""
    written = text[slice(*span)]
    digits = re.sub(r"\D", "", written)
    check = _CHECK_DIGIT.match(text, span[1])
    end = check.end() if check else span[1]
    holds = check_digit(digits) == check[1].upper() if check else None
    return RegistrationNumber(
        text=text[span[0] : end],
        span=(span[0], end),
        digits=digits + (check[1].upper() if check else ""),
        holds=holds,
    )


_CHECK_DIGIT = re.compile(r"\s*[.．·]?\s*([\dXx])(?![\dA-Za-z])")


def same_number(first: str, second: str) -> bool:
    """Whether two numbers are one, whatever dots, blanks and prefixes they are written with."""
    left, right = (re.sub(r"[^0-9X]", "", n.upper()) for n in (first, second))
    return bool(left) and left == right
