"""Parts of a sign (标识的组成): place and product, or a distinctive and a descriptive part.

舟山 + 带鱼: a sign of place and goods is used by who writes the two with words between. 示例 + 酱油:
the goods word distinguishes nobody, whoever takes over the first part alone has taken the sign.
What a right's record states (`place`, `product`) goes before what is derived here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from classifiers.characters.confusion_table import load_confusions
from classifiers.goods.gazetteer import Gazetteer, PlaceLevel, load_gazetteer, short_name
from classifiers.goods.words import goods_lexicon
from storage.records import Right, RightKind
from storage.records.right_words import OF_A_PLACE, SIGNS

_ADDRESS = re.compile(r"[^省市县区州盟旗镇乡]+[省市县区州盟旗镇乡]?")
FEATURES = frozenset("湖山河江岛海湾沟岭泉川峡洲坝塬")
"""Characters that make a lake, a mountain or an island of the name before them."""
_SHORTEST_DISTINCTIVE = 2
"""Characters of a distinctive part: one alone (老, 小, 大) tells no seller from another."""
_USUAL_PLACE = 2
"""Characters of a place that no list holds, before a product that ends in a goods word of one
character (武夷 + 岩茶): most short forms of places have two."""


@dataclass(frozen=True, kw_only=True)
class SignParts:
    """The parts of one sign; all empty where it is one piece."""

    place: tuple[str, ...] = ()
    """Forms of the place part, the one in the sign first."""
    product: tuple[str, ...] = ()
    """Forms of the goods part, the one in the sign first: 冰糖心苹果, 苹果."""
    distinctive: str = ""
    """What is left of the sign beside `descriptive`."""
    descriptive: str = ""
    """The goods word at the end of a sign that begins with no place."""

    def __bool__(self) -> bool:
        return bool(self.place or self.distinctive)


def sign_parts(right: Right, form: str | None = None) -> SignParts:
    """The parts of a right's sign, or of another `form` of it: as its record states them, else derived
    from the text."""
    if right.place and right.product:
        return SignParts(place=_all_forms(right.place), product=right.product)
    derived = derive_parts(
        right.text if form is None else form,
        kind=right.kind,
        goods=right.goods,
        origins=right.origin.places if right.origin else (),
    )
    if not derived.place:
        return derived
    place = _all_forms(right.place) or derived.place
    return SignParts(place=place, product=right.product or derived.product)


def _all_forms(places: tuple[str, ...]) -> tuple[str, ...]:
    """The stated names of a place, and what people call it besides: 内蒙 for 内蒙古."""
    gazetteer = load_gazetteer()
    forms = (form for place in places for form in (place, *gazetteer.forms(place)))
    return tuple(dict.fromkeys(forms))


def derive_parts(
    text: str,
    *,
    kind: RightKind = RightKind.TRADEMARK,
    goods: tuple[str, ...] = (),
    origins: tuple[str, ...] = (),
    gazetteer: Gazetteer | None = None,
) -> SignParts:
    """The parts of `text`; `goods` and `origins` are what the right's record names besides."""
    if kind not in SIGNS:
        return SignParts()
    return _derive(text.strip(), kind, goods, origins, gazetteer or load_gazetteer())


@lru_cache(maxsize=1 << 15)
def _derive(
    text: str,
    kind: RightKind,
    goods: tuple[str, ...],
    origins: tuple[str, ...],
    gazetteer: Gazetteer,
) -> SignParts:
    names_origin = kind in OF_A_PLACE
    simple = text.translate(simplified())
    names = set(_origin_names(origins, gazetteer))
    if names_origin and (simple in names or simple in gazetteer):
        return SignParts(place=gazetteer.forms(text), product=goods)
    for name in _places_in_front(simple, names_origin, names, gazetteer):
        length = len(_with_feature(simple, name, goods))
        place, product = text[:length], text[length:]
        if names_origin or _names_goods(simple[length:], goods):
            forms = dict.fromkeys((place, *gazetteer.forms(simple[:length])))
            return SignParts(place=tuple(forms), product=_product_forms(product, goods))
    descriptive = _goods_at_end(simple, goods)
    front = text[: len(text) - len(descriptive)] if descriptive else ""
    if names_origin and _is_unlisted_place(front, kind, names, gazetteer):
        place, product = _unlisted_place(text, front)
        return SignParts(place=(place,), product=_product_forms(product, goods))
    if len(front) >= _SHORTEST_DISTINCTIVE and len(descriptive) > 1:
        return SignParts(distinctive=front, descriptive=text[len(front) :])
    return SignParts()


def _is_unlisted_place(front: str, kind: RightKind, names: set[str], gazetteer: Gazetteer) -> bool:
    """Whether what stands before the goods word names a place under a name that no list holds: always
    in a geographical indication; in other signs of origin where a longer name begins so."""
    if kind is RightKind.GEOGRAPHICAL_INDICATION:
        return bool(front)
    if len(front) < _USUAL_PLACE:
        return False
    return any(name.startswith(front) for name in names) or gazetteer.begins(front)


@cache
def simplified() -> dict[int, str]:
    """Traditional and variant characters as simplified ones, one for one."""
    return str.maketrans(
        {old: new for old, new in load_confusions().variants.items() if len(new) == 1}
    )


def _places_in_front(
    text: str, names_origin: bool, origin_names: set[str], gazetteer: Gazetteer
) -> list[str]:
    """Names of places at the front, the longest first, of the gazetteer and of the right's origins."""
    deepest = PlaceLevel.TOWN if names_origin else PlaceLevel.COUNTY
    listed = gazetteer.leading(text, deepest=deepest)
    names = origin_names | ({listed} if listed else set())
    return sorted(
        (name for name in names if text.startswith(name) and name != text), key=len, reverse=True
    )


def _origin_names(origins: tuple[str, ...], gazetteer: Gazetteer) -> Iterator[str]:
    """Every name by which an origin may stand in the sign: 江苏苏州阳澄湖 → 江苏, 苏州, 阳澄湖."""
    for origin in origins:
        pieces = [origin, *_ADDRESS.findall(origin)]
        start = 0
        while name := gazetteer.leading(origin[start:]):
            start += len(name)
            pieces += (name, origin[start:])
        for piece in pieces:
            if len(piece) > 1:
                yield from (piece, short_name(piece))


def _with_feature(text: str, place: str, goods: tuple[str, ...]) -> str:
    """The place with the lake or mountain that bears its name: 洪泽 → 洪泽湖 in 洪泽湖螃蟹, but
    盘锦 in 盘锦河蟹, where 河蟹 is a word."""
    product = text[len(place) :]
    if product[:1] not in FEATURES or _is_goods(product, goods):
        return place
    is_word = product[:2] in load_confusions().words
    return place if is_word or not _is_goods(product[1:], goods) else place + product[0]


def _product_forms(product: str, goods: tuple[str, ...]) -> tuple[str, ...]:
    """The product and the goods words of two characters or more at its end."""
    ends = (end for end in _ends(product) if len(end) > 1 and _is_goods(end, goods))
    return tuple(dict.fromkeys((product, *ends)))


def _names_goods(product: str, goods: tuple[str, ...]) -> bool:
    """Whether `product` is a goods word, ends in one, or holds one of two characters or more."""
    if _is_goods(product, goods):
        return True
    end = _goods_at_end(product, goods)
    if len(end) > 1 or (end and len(product) == len(end) + 1):
        return True
    return any(len(word.word) > 1 for word in goods_lexicon().find(product))


def _goods_at_end(text: str, goods: tuple[str, ...]) -> str:
    """The longest goods word at the end of `text` that is not all of it; empty where there is none."""
    return next((end for end in _ends(text) if end != text and _is_goods(end, goods)), "")


def _ends(text: str) -> Iterable[str]:
    return (text[start:] for start in range(len(text)))


def _is_goods(word: str, goods: tuple[str, ...]) -> bool:
    return word in goods or word in goods_lexicon()


def _unlisted_place(text: str, front: str) -> tuple[str, str]:
    """Place and product of a geographical indication whose place no list holds."""
    if len(text) - len(front) == 1 and len(front) > _USUAL_PLACE:
        front = text[:_USUAL_PLACE]
    return front, text[len(front) :]


def names_product(title: str, right: Right, marks: Sequence[str]) -> bool:
    """Whether a sign that ends in its goods stands in the title and no other goods are made of it there:
    建水紫陶 汽锅, but not 普洱茶具."""
    if right.kind not in OF_A_PLACE:
        return False
    products = sign_parts(right).product
    return any(
        mark.endswith(product) and _FREE_END.match(title, place + len(mark)) is not None
        for mark in marks
        for product in products
        if (place := title.find(mark)) >= 0
    )


_FREE_END = re.compile(r"$|[^\u4e00-\u9fff]")
