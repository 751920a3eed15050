"""规范字形: the characters by which sellers write a digit or a Latin letter, as ASCII at the same place.

Both forms keep the text's length, so a match stands at the same place in the original. Widths are those
of Unicode's block FF01–FF5E; the numerals are 一…九, their capitals (大写) and 幺, which is read for 一 in
telephone numbers.
"""

from __future__ import annotations

import re

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_HALF = {code: plain for code, plain in _WIDE.items() if chr(plain).isalnum()}
_IN_FULL = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_FULL = {code - 0xFEE0: code for code in range(0xFF01, 0xFF5F)}
_RINGED = {0x2460 + n: 0x31 + n for n in range(9)} | {0x24EA: 0x30, 0x24FF: 0x30}
_RINGED |= {first + n: 0x31 + n for first in (0x2776, 0x2780, 0x278A, 0x2474) for n in range(9)}
_STYLED = {0x1D7CE + n: 0x30 + n % 10 for n in range(50)}
"""Mathematical digits, bold to monospace."""
_PLAIN = _WIDE | _RINGED | _STYLED
NUMERALS = "零〇○一幺壹二两贰三叁四肆五伍六陆七柒八捌九玖"
"""Chinese numerals that stand for one digit."""
_NUMERALS = str.maketrans(NUMERALS, "00011122233445566778899")
DIGITS = f"0-9０-９①-⑨⓪⓿❶-❾➀-➈➊-➒⑴-⑼\U0001d7ce-\U0001d7ff{NUMERALS}oO"
"""Inside a character class: whatever may be read as a digit."""
_LETTER_O = re.compile(r"(?<=\d)[oOоО]+(?=\d)")
_HAS_NUMERAL = re.compile(f"[{NUMERALS}]")


def plain_form(text: str) -> str:
    """The text with wide, ringed and styled characters as ASCII."""
    if text.isascii():
        return text
    return text.translate(_PLAIN)


def half_width(text: str) -> str:
    """The text with letters and digits in half width (半角); brackets and colons stay as names have them."""
    return text.translate(_HALF) if _IN_FULL.search(text) else text


def wide_form(text: str) -> str:
    """The text with the signs of ASCII in full width."""
    return text.translate(_FULL)


def digit_form(plain: str) -> str:
    """The plain form with Chinese numerals, and letters O between digits, as digits."""
    digits = plain.translate(_NUMERALS) if _HAS_NUMERAL.search(plain) else plain
    return _LETTER_O.sub(lambda match: "0" * len(match[0]), digits)
