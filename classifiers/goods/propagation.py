"""Propagating material (繁殖材料): what a plant variety protects, told from the harvest of it (收获材料).

A variety's name on seed, seedlings or scions is the protected act; on fruit and grain it only names the
variety (种子法: reproduction and sale of propagating material; provision names in `storage.law`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from classifiers.goods.grade import Relation, species_of
from classifiers.goods.sold_word import FIRM, GoodsAnswer
from classifiers.goods.words import PACKAGING, GoodsWord, apart_groups
from storage.records import Right, RightKind

_PROPAGATES = re.compile(
    r"苗(?![条族头])|[^\W\d_]种(?![类植])(?=\W|$|\d)|种[子籽苗球薯茎芽]|良种|原种|接穗|穗条|[插枝]条|砧木|扦插|裸根|组培|包衣"
    r"|\d{3,}粒"
)
"""What names seed, young plants and other material from which plants are grown."""


def of_variety(answer: GoodsAnswer, title: str, right: Right) -> GoodsAnswer:
    """The relation of what is sold to the propagating material of a plant variety; that of any other
    right is left as it is."""
    if right.kind is not RightKind.PLANT_VARIETY:
        return answer
    if _PROPAGATES.search(title.replace(right.text, " ")):
        if answer.relation is Relation.DIFFERENT and any(
            species and species in title for species in species_of(right)
        ):
            return replace(answer, relation=Relation.SAME, sure=FIRM)
        return answer
    if answer.relation in (Relation.SIMILAR, Relation.NEAR):
        return replace(answer, relation=Relation.DIFFERENT)
    return answer


def names_what_grows(word: GoodsWord, words: Sequence[GoodsWord]) -> bool:
    """Whether a word only says what the seed, young plants or feed behind it are of: 冬枣 + 树苗."""
    end = word.match.span[1]
    return word.field == "title" and any(
        head.field == "title" and head.match.span[0] == end and head.group in grown_groups()
        for head in words
    )


@cache
def grown_groups() -> frozenset[str]:
    """Groups whose words are the head of the phrase behind a word for what they are of."""
    return apart_groups() - {PACKAGING, "书"}
