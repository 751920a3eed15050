"""Goods guessed (推断商品): what a title tells of its goods in words that no list holds.

Lists never hold every word that sellers have. The right's own goods are known again with characters
pushed in between (破壁料理机 for 破壁机), a kind by the last character of its word (库存酒), a spirit by its
strength.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from classifiers.characters.confusion_table import load_confusions
from classifiers.goods.lexicon import WordMatch, load_lists
from classifiers.goods.words import (
    NO_MACHINE,
    GoodsWord,
    goods_lexicon,
    head_groups,
    is_stem,
    labelled_goods,
)
from storage.records import Listing, Right

_CHUNK = re.compile(r"[\u4e00-\u9fff]{2,}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_STRENGTH = re.compile(r"(?<!\d)[3-7]\d\s*(?:度|°|%\s*vol)", re.IGNORECASE)
_TELLING_OWN = frozenset("油米药蜜瓜枣椒盐菜豆鱼笔漆粉子")
"""Last characters that tell the kind only beside a right whose goods end like that."""
_PUSHED_IN = {2: 1, 3: 3}
"""Characters that may stand in the middle of a goods name, by its length; chosen by hand in 2026."""


def stretched(title: str, right: Right) -> Iterator[GoodsWord]:
    """The right's own goods with characters pushed into their name."""
    for name in right.goods:
        span = _stretch(name, title) if len(name) > 1 else None
        if span and not is_stem(title, span[1]):
            label = goods_lexicon().label(name) or f"{name}/0"
            text = title[slice(*span)]
            word = WordMatch(word=text, label=label, span=span, text=text)
            yield labelled_goods("title", word)


def _stretch(name: str, title: str) -> tuple[int, int] | None:
    """Where the name first stands with up to some Chinese characters between two of its own."""
    if name[-1] not in title:
        return None
    most = _PUSHED_IN.get(len(name), _PUSHED_IN[3])
    start = title.find(name[0])
    while start >= 0:
        for place in range(1, len(name)):
            if not title.startswith(name[:place], start):
                break
            for gap in range(most, 0, -1):
                end = start + place + gap
                pushed_in = title[start + place : end]
                if title.startswith(name[place:], end) and _CHINESE.fullmatch(pushed_in):
                    return start, end + len(name) - place
        start = title.find(name[0], start + 1)
    return None


def heads(title: str, right_endings: Collection[str]) -> Iterator[GoodsWord]:
    """Words unknown to us whose last character tells their kind: 库存酒 is wine whatever stands
    before. `own` are the last characters of the right's goods, which tell theirs."""
    telling, labels = load_lists("goods_tails")["telling"], head_groups()
    for chunk in _CHUNK.finditer(title):
        head, end = chunk[0][-1], chunk.end()
        if head not in telling and not (head in right_endings and head in _TELLING_OWN):
            continue
        if _is_common(chunk[0][-2:]):
            continue
        if head == "机" and NO_MACHINE.search(chunk[0]):
            continue
        label = labels.get(head, f"{head}/0")
        word = WordMatch(word=head, label=label, span=(end - 1, end), text=head)
        yield labelled_goods("title", word)


def _is_common(word: str) -> bool:
    """Whether a word is an ordinary one that names no goods, whatever it ends in: 专柜."""
    return load_confusions().words.get(word, -1) >= _COMMON and word not in goods_lexicon()


_COMMON = 1
"""Rank (0..9) from which a word is read as itself; chosen by hand."""
_VISCOSITY = re.compile(r"(?<!\d)\d{1,2}W[-\s]?\d{2}(?!\d)", re.IGNORECASE)
"""Viscosity of motor oil (SAE J300): 5W-30."""


def circumstances(listing: Listing) -> Iterator[GoodsWord]:
    """Where no word names the goods: the strength of a drink, or what the shop is called after."""
    if strength := _STRENGTH.search(listing.title):
        word = WordMatch(word="酒", label="酒/33", span=strength.span(), text=strength[0])
        yield labelled_goods("title", word)
    if viscosity := _VISCOSITY.search(listing.title):
        word = WordMatch(word="润滑油", label="润滑油/4", span=viscosity.span(), text=viscosity[0])
        yield labelled_goods("title", word)
    for trade in goods_lexicon().find(listing.shop or ""):
        yield labelled_goods("shop", trade)
