"""Mere words (非商品词): what reads like a word for goods and names none."""

from __future__ import annotations

import re

from classifiers.characters.confusion_table import load_confusions
from classifiers.goods.lexicon import Lexicon, WordMatch


def names_no_goods(word: WordMatch, text: str, lexicon: Lexicon) -> bool:
    """Whether a goods word of a text is money that a buyer gets back, or a piece of another word."""
    return _is_promotion(word, text) or _in_a_word(word, text, lexicon)


def _is_promotion(word: WordMatch, text: str) -> bool:
    """Whether an envelope with money is what a buyer gets back: 新人红包, 返红包."""
    return word.word == "红包" and _GIVEN_BACK.search(text[: word.span[0]]) is not None


_GIVEN_BACK = re.compile("(?:新人|现金|返|领|抢|拆|无门槛|优惠券?|店铺|大额|购物)$")


def _in_a_word(word: WordMatch, text: str, lexicon: Lexicon) -> bool:
    """Whether a single character begins or ends a word of the language that names no goods: 包 of 包围."""
    if len(word.word) > 1:
        return False
    start, end = word.span
    words = load_confusions().words
    return any(
        words.get(pair, -1) >= _COMMON and pair not in lexicon
        for pair in (text[start : end + 1], text[max(0, start - 1) : end])
        if len(pair) > 1
    )


_COMMON = 3
"""Rank (0..9) from which a word of two characters is read as itself; chosen by hand."""
