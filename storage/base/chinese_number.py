"""Numbers in Chinese characters, as articles and headings are counted."""

from __future__ import annotations

from storage.base.errors import BadInput

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")


def chinese_number(number: int) -> str:
    """一, 十二, 三百零五: for articles and headings, 0 to 9999. Raises BadInput beyond."""
    if not 0 <= number <= 9999:
        raise BadInput("ordinal.out-of-range", number=number)
    if number < 10:
        return _DIGITS[number]
    written, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if not digit:
            gap = bool(written)
            continue
        written += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return written.removeprefix("一") if 10 <= number < 20 else written


def read_chinese_number(text: str) -> int:
    """The number that `text` writes, up to 9999: 五十七 is 57. Raises BadInput for other text."""
    total = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS.index(character)
        elif character in _PLACES[1:]:
            total += (digit or 1) * 10 ** _PLACES.index(character)
            digit = 0
        else:
            raise BadInput("ordinal.unreadable", text=text)
    return total + digit


def year_in_figures(text: str) -> str:
    """The year that four characters spell: 二〇二九, 二○二九 and 二零二九 are 2029. Another character
    becomes -1, which is part of no year."""
    zero_once = text.replace("〇", "零").replace("○", "零")
    return "".join(str(_DIGITS.find(character)) for character in zero_once)


def read_number(text: str) -> int:
    """The number that `text` writes in figures or in Chinese characters, with 〇 and 两 among them:
    57, ５７ and 五十七 are 57. Raises BadInput for other text."""
    if text.isdecimal():
        return int(text)
    return read_chinese_number(text.replace("〇", "零").replace("两", "二"))
