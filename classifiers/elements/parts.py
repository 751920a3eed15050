"""Parts of a sign in a listing (标识各部分的位置): in what order they stand, and what one alone means.

阳澄湖鲜活大闸蟹 is the sign with words between; 大闸蟹 阳澄湖, and the place before another word for the
goods (若羌灰枣 for 若羌红枣), are like it.
"""

from __future__ import annotations

import re

from classifiers.candidate.candidate import Candidate, FieldMatch
from classifiers.candidate.position_kinds import Position
from classifiers.candidate.seller_name import seller_name
from classifiers.characters.folding import fold
from classifiers.goods.gazetteer import PlaceLevel, load_gazetteer
from classifiers.goods.ordinary_words import is_spoken
from classifiers.goods.sign_parts import FEATURES
from classifiers.goods.words import goods_lexicon
from classifiers.matching.sign_halves import first_of, seconds_of
from classifiers.signals.other_names import brand_fields
from storage.base.disguises import SAME_SIGN


def is_whole_sign(_: Candidate, match: FieldMatch) -> bool:
    """Whether a match of two parts holds the whole sign in its order, other words between, but none by which
    the goods are only like those of the place (某地风味香醋)."""
    written, form = fold(match.text), fold(match.form)
    if _STYLED.search(written):
        return False
    return any(
        written.startswith(form[:place]) and written.endswith(form[place:])
        for place in range(1, len(form))
    )


_STYLED = re.compile(
    "风味|风格|(?:口味|味道)(?![鲜香甜醇浓纯正好佳美])|(?<!传统)(?<!古法)(?<!手)工艺|手艺|做法|派(?![送发件单])|款式"
)
"""What says between place and goods that these are made as there: a likeness of the sign (商标法 on indications:
kind, type, style); not what praises them (味道鲜美, 传统工艺) or brings them (派送)."""


def is_in_order(candidate: Candidate, match: FieldMatch) -> bool:
    """Whether the goods, as the sign names them, are the first to follow the part that was matched,
    farther away in its field: 中宁新货免洗红枸杞."""
    first, form = fold(match.text), fold(match.form)
    if not form.startswith(first):
        return False
    behind = fold(candidate.fields[match.field][match.span[1] :])
    following = first_of(seconds_of(candidate.right, match.form), behind)
    return following is not None and following[1] == form[len(first) :]


def is_otherwise(candidate: Candidate, match: FieldMatch) -> bool:
    """Whether both parts stand in another order, or with another word for the goods."""
    return not is_whole_sign(candidate, match) and not is_in_order(candidate, match)


def is_mere_part(candidate: Candidate, match: FieldMatch) -> bool:
    """Whether the part that stands alone is a word of the language and names no place: no county, lake or
    mountain, nor what the right's origin holds (草原 of a sign that begins with it)."""
    text = fold(match.text)
    origin = candidate.right.origin
    if text[-1] in FEATURES or (origin and any(text in fold(place) for place in origin.places)):
        return False
    level = load_gazetteer().level(text)
    is_place = level is not None and level <= PlaceLevel.COUNTY
    return not is_place and is_spoken(text)


def fills_brand_field(candidate: Candidate, match: FieldMatch) -> bool:
    """Whether the match fills a field that names a brand, but for signs, the word 牌 and what goods it is for
    (马可波罗 + 卫浴)."""
    if match.field not in brand_fields():
        return False
    text = candidate.facts.reading(match.field).folded.removesuffix("牌")
    written = fold(candidate.matched_text(match))
    return text.startswith(written) and (text == written or text[len(written) :] in goods_lexicon())


def fills_leading_name(candidate: Candidate, match: FieldMatch) -> bool:
    """Whether a likeness that the goods bore out fills the name with which a title begins, where no field names a
    brand: goods are offered under it as under a brand."""
    if match.field != "title" or not match.tentative:
        return False
    name = seller_name(candidate.listing.brand, candidate.field("title"))
    return name is not None and dict(name.spans) == {"title": match.span}


def is_bait(candidate: Candidate) -> bool:
    """Whether the sign itself, no word of the language, opens the title and the brand of the goods, another,
    stands behind it: the seller writes what buyers search for, then its own name."""
    title, brand = candidate.field("title"), candidate.facts.reading("brand").folded
    return len(brand) > 1 and any(
        match.field == "title"
        and position is Position.LEAD
        and match.how in SAME_SIGN
        and brand in fold(title[match.span[1] :])
        and is_coined(match)
        for match, position in zip(candidate.matches, candidate.positions, strict=True)
    )


def is_coined(match: FieldMatch) -> bool:
    """Whether the sign is no word of the language that is in everybody's mouth, and none for goods."""
    form = fold(match.form)
    return not is_spoken(form) and form not in goods_lexicon()
