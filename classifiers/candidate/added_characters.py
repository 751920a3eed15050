"""Added characters (前后加字): a longer name that somebody made of a sign (新某某, 某某王, 某某生活).

The sign stands there unchanged, yet the name is not the sign: it is similar to it (近似商标), and who
sells the holder's own goods does not write it. What only tells kind, maker or place adds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from classifiers.candidate.candidate import FieldMatch
from classifiers.candidate.listing_facts import attribute_fields
from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.folding import fold, is_chinese_character
from classifiers.goods.gazetteer import load_gazetteer
from classifiers.goods.words import goods_lexicon
from classifiers.matching.costs import cost_of
from storage.base.disguises import SAME_SIGN, Disguise
from storage.records import Right
from storage.records.right_words import OF_A_PLACE

_PREFIXES = frozenset("新老小大金")
"""Characters that sellers set before another's sign; chosen by hand."""
_LIQUOR, _VINTAGE = 33, _PREFIXES - {"老"}
"""Nice class of spirits and wines, and what is set before their signs: 老 tells there of a vintage."""
_SUFFIX = re.compile("(?:[王坊记轩阁斋堂氏仔]|世家|兄弟|姐妹|家族|传说|传奇|优品|优选|生活|之家)")
"""Characters and words that they set behind it; chosen by hand."""
_NO_NAME = re.compile(
    "(?:牌|品牌|股份|集团|公司|官方|正品|专柜|旗舰|旗舰店|中国|国际|国货|系列|控股|工业|制造)+"
)
"""What stands in a brand field beside a sign and makes no other name of it."""
TRADES = {
    "酒业": 33, "药业": 5, "医药": 5, "乳业": 29, "食品": 30, "茶业": 30, "电器": 11, "科技": 9, "服饰": 25,
    "珠宝": 14, "酒店": 43, "餐饮": 43, "家居": 20, "日化": 3, "饮料": 32, "粮油": 30,
}  # fmt: skip
"""Trades that stand behind a sign, by Nice class: 酒业 behind a sign for liquor makes no other name."""
_MOST_ADDED = 3
"""Characters in a brand field beside the sign from which it is another name altogether; by hand."""
_SHORTEST = 2
"""Characters of a sign of which a longer name is told."""


def with_additions(
    match: FieldMatch, right: Right, fields: Mapping[str, str], original: Mapping[str, str]
) -> FieldMatch:
    """The match made one of the longer name, where somebody made one of the sign."""
    letters = match.form.isascii() and not match.form.isdigit()
    if match.how not in SAME_SIGN or len(match.form) < _SHORTEST or letters:
        return match
    text = fields[match.field]
    span = None
    if match.field == "brand" or match.field in attribute_fields("brand_attributes"):
        span = _in_brand(text, match.span, right)
    elif match.field == "title":
        prefixes = _VINTAGE if _LIQUOR in right.classes else _PREFIXES
        span = _as_in_brand(text, match.span, fields.get("brand", ""), right)
        span = span or _in_title(text, match.span, prefixes)
    if span is None:
        return match
    written = original[match.field][slice(*span)]
    return replace(match, span=span, text=written, how=Disguise.ADDED, cost=cost_of("added"))


def _in_brand(text: str, span: tuple[int, int], right: Right) -> tuple[int, int] | None:
    """The whole field, where it is one name that holds the sign and more."""
    before, after = text[: span[0]].strip(), text[span[1] :].strip()
    added = before + after
    longest = max(len(before), len(after))
    if not added or longest > _MOST_ADDED or not _makes_a_name(text[slice(*span)], added):
        return None
    if all(_adds_nothing(words, right) for words in (before, after) if words):
        return None
    return 0, len(text)


def _makes_a_name(sign: str, added: str) -> bool:
    """Whether what is added may make another name of a sign: characters, of digits letters too (G + 2000)."""
    return all(map(is_chinese_character, added)) or (
        sign.isdigit() and added.isascii() and added.isalpha()
    )


def _as_in_brand(
    text: str, span: tuple[int, int], brand: str, right: Right
) -> tuple[int, int] | None:
    """The longer name of the brand field, where the title writes it around the sign."""
    sign = text[slice(*span)]
    place, start = brand.find(sign), span[0] - brand.find(sign)
    if place < 0 or start < 0 or text[start : start + len(brand)] != brand:
        return None
    if _in_brand(brand, (place, place + len(sign)), right) is None:
        return None
    return start, start + len(brand)


def _adds_nothing(words: str, right: Right) -> bool:
    """Whether words beside a sign only tell the maker, the trade or the kind of its own goods; or the
    place, where the sign is one of a place."""
    if _NO_NAME.fullmatch(words):
        return True
    if words in TRADES:
        return TRADES[words] in right.classes
    if words in load_gazetteer():
        return right.kind in OF_A_PLACE
    return any(words[start:] in goods_lexicon() for start in range(len(words)))


def _in_title(text: str, span: tuple[int, int], prefixes: frozenset[str]) -> tuple[int, int] | None:
    """The sign with a character before it at the beginning of a phrase, or with a word behind it at
    the end of one."""
    start, end = span
    if text[start - 1 : start] in prefixes and start and not text[start - 2 : start - 1].isalnum():
        begins_word = text[start - 1 : start + 1] in load_confusions().words
        return None if begins_word else (start - 1, end)
    suffix = _SUFFIX.match(text, end)
    if suffix is None or text[start - 1 : start].isalnum():
        return None
    return (start, suffix.end()) if _ends(text, end, suffix.end()) else None


def _ends(text: str, begin: int, end: int) -> bool:
    """Whether a name ends at `end`: with the phrase, or before goods; not inside a word (王子)."""
    if not is_chinese_character(text[end : end + 1]):
        return True
    crossing = any(text[begin : end + more] in load_confusions().words for more in (1, 2))
    behind = fold(text[end : end + 5])
    return not crossing and any(behind[:size] in goods_lexicon() for size in range(2, 6))
