"""Wording (用语): words of imitation, labels for sale, claims of authority, mere mention."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from classifiers.candidate.candidate import Candidate, FieldMatch
from classifiers.goods.gazetteer import load_gazetteer
from classifiers.goods.grade import Relation
from classifiers.goods.lexicon import Lexicon, WordMatch, load_lists
from classifiers.goods.nice_classes import are_services
from classifiers.goods.packs import heads_phrase, packs_own
from classifiers.goods.sold_word import HALF
from classifiers.goods.words import goods_lexicon
from classifiers.signals.false_origin import places_of
from classifiers.signals.offer import is_offer
from classifiers.signals.quote import quote
from classifiers.signals.weights import weight
from storage.records import Right, RightKind, Signal
from storage.records.right_words import OF_A_PLACE

_FIELDS = ("title", "shop", "description", "image_text")
_READ = 2000
"""Characters of a field that are read for wording; chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class WordFamily:
    """One family of words of the same meaning."""

    name: str
    weight: float
    """Log-odds, from `lexicons/wording.yml`."""
    near: int | None
    """Characters from the mark up to which its words count; None: anywhere in the field."""
    anywhere: frozenset[str]
    """Words that count in the whole field all the same."""
    says: str


@cache
def families() -> dict[str, WordFamily]:
    return {
        name: WordFamily(
            name=name,
            weight=float(entry["weight"]),
            near=entry.get("near"),
            anywhere=frozenset(map(str, entry.get("anywhere", ()))),
            says=entry["says"],
        )
        for name, entry in load_lists("wording").items()
    }


@cache
def _words() -> Lexicon:
    lists = load_lists("wording")
    return Lexicon(
        {
            str(word): name
            for name, entry in lists.items()
            for word in (*entry["words"], *entry.get("anywhere", ()))
        }
    )


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """At most one signal a family: the first word that counts."""
    quoted = set(_SILENT)
    for field, word in _counting(candidate):
        family = families()[word.label]
        if family.name not in quoted and _fits(family, field, candidate):
            quoted.add(family.name)
            why = family.says.format(text=word.text)
            log_odds = family.weight * _share(family, candidate)
            yield quote(f"wording-{family.name}", candidate, field, word.span, log_odds, why)
    if (
        sells_packaging(candidate)
        and not candidate.is_watch_word
        and "labels" not in quoted
        and (ground := candidate.goods.ground)
    ):
        family = families()["labels"]
        why = family.says.format(text=ground.match.text)
        span = ground.match.span
        yield quote("wording-labels", candidate, ground.field, span, family.weight, why)


_WITHOUT_MARK = ("title", "shop")
"""Fields that are read although the mark stands elsewhere; of the shop only 闲置 and the like."""
_SALE_OF_ONES_OWN = ("secondhand", "resold")
"""Families of words that say that what is sold was bought from others."""
_SILENT = ("plain",)
"""Families of words that only keep shorter words in them from being read (仿真 is no 仿)."""
_OF_RULES = ("news", "report")
"""Families that mean something beside a watch word, which is no mark."""
_OFFERED = weight("wording.news-beside-an-offer")
"""Share of their weight that words of a report have beside a price: an advertisement quotes the news."""

_ELSEWHERE = weight("wording.imitation-of-other-goods")
"""Share of its weight that 复刻 has on other goods: an old map is copied, not a watch."""


def _fits(family: WordFamily, field: str, candidate: Candidate) -> bool:
    """Whether such words mean anything in this listing."""
    if candidate.is_watch_word and family.name not in _OF_RULES:
        return False
    if family.name == "labels":
        return sells_packaging(candidate)
    if family.name in _SALE_OF_ONES_OWN and candidate.right.kind is RightKind.PLANT_VARIETY:
        return False
    if family.name == "own-seed":
        return candidate.right.kind is RightKind.PLANT_VARIETY
    if family.name == "imported":
        return not _is_of_a_place_here(candidate.right)
    if family.name == "parts":
        return not sells_packaging(candidate)
    if family.name == "report":
        return not is_offer(candidate.listing)
    if family.name == "news" and field != "title":
        return candidate.listing.price is None
    return True


def _is_of_a_place_here(right: Right) -> bool:
    """Whether a sign stands for goods of a place in this country: what is imported is not from there."""
    gazetteer = load_gazetteer()
    return right.kind in OF_A_PLACE and any(map(gazetteer.leading, places_of(right)))


def _share(family: WordFamily, candidate: Candidate) -> float:
    """What part of its weight a family has here."""
    if family.name == "news" and is_offer(candidate.listing):
        return _OFFERED
    if family.name == "imitation" and _surely_other_goods(candidate):
        return _ELSEWHERE
    return 1.0


def _surely_other_goods(candidate: Candidate) -> bool:
    goods = candidate.goods
    return goods.relation is Relation.DIFFERENT and goods.sure >= HALF


def _counting(candidate: Candidate) -> Iterator[tuple[str, WordMatch]]:
    for field in _FIELDS:
        text = candidate.field(field)[:_READ]
        matches = [match for match in candidate.matches if match.field == field]
        if text and (field in _WITHOUT_MARK or matches):
            for word in _words().find(text):
                family = families()[word.label]
                if field == "shop" and not matches and family.name not in _SALE_OF_ONES_OWN:
                    continue
                if _counts(word, family, matches) and not _means_otherwise(text, word, matches):
                    yield field, word


_REFUSES = re.compile(
    "(?:(?:拒绝|杜绝|抵制|远离|谨防|警惕|打击|举报)(?:一切|各种|各类|任何|所有|市面)?"
    "|(?:绝|从|决)?不(?:做|发|卖|售|出售|销售)|(?:如|若)(?:有|为|是|系)?|买到|发现|绝非|绝不是|不是|并非|非|无|零|防)$"
)
"""What stands before a word of imitation that is refused, warned of, or only supposed."""
_GUARANTEES = re.compile(
    "^(?:包退|不退|必退|退|赔|必赔|假一|十倍|勿|免谈|勿扰|[太很较]?多|泛滥|横行|猖獗|举报|不发货)"
)
"""What stands behind one that is answered for, or said of what others sell."""


def _is_assurance(text: str, word: WordMatch) -> bool:
    """Whether a word of imitation is said to be refused (拒绝高仿) or answered for (非正品包退)."""
    if word.label != "imitation":
        return False
    start, end = word.span
    return bool(_REFUSES.search(text[max(0, start - 6) : start]) or _GUARANTEES.match(text[end:]))


def _means_otherwise(text: str, word: WordMatch, matches: list[FieldMatch]) -> bool:
    """Whether what stands around a word takes its meaning from it."""
    return (
        _is_assurance(text, word)
        or _is_of_a_person(text, word, matches)
        or _is_material(text, word, matches)
        or _is_grade(text, word)
        or _of_something_else(text, word, matches)
    )


def _is_of_a_person(text: str, word: WordMatch, matches: list[FieldMatch]) -> bool:
    """Whether 同款 tells who wears or shows the goods (网红同款, 某某明星同款) and not whose goods they are like:
    what stands before it ends neither in the mark, with a model number or without, nor in goods. Where a blank
    parts it from that, a mark right behind it says whose."""
    start, end = word.span
    if word.word != "同款":
        return False
    first = max(0, start - _READ_BEFORE)
    before = _LINK.sub("", text[first:start])
    parted = not text[first:start].removesuffix("的")[-1:].isalnum()
    if not before or (parted and any(end <= match.span[0] <= end + 1 for match in matches)):
        return False
    if any(_reaches(text, match.span[1], first + len(before)) for match in matches):
        return False
    return not any(goods.span[1] == len(before) for goods in goods_lexicon().find(before))


def _reaches(text: str, end: int, place: int) -> bool:
    """Whether a mark that ends at `end` stands right before a place, with or without a model number (V10, X-100)."""
    if not 0 < place - end <= _READ_BEFORE:
        return end == place
    return _MODEL.fullmatch(text, end, place) is not None


def _is_material(text: str, word: WordMatch, matches: list[FieldMatch]) -> bool:
    """Whether 仿 says what the goods are made like (仿冰丝, 仿实木纹) and not whose they imitate."""
    end = word.span[1]
    if word.word != "仿" or any(match.span[0] == end for match in matches):
        return False
    return _MATERIAL.match(text, end) is not None


def _is_grade(text: str, word: WordMatch) -> bool:
    """Whether A货 is a grade: of jade the untreated stone is called so (翡翠A货)."""
    return word.word in ("A货", "a货") and _JADE.search(text) is not None


_MATERIAL = re.compile(
    "[\u4e00-\u9fff]{0,2}?(?:丝|绒|皮(?!尔)|革|木|石|藤|籐|竹|棉|麻|貂|羔|瓷|陶|铜|玉|绸|缎|纹|砖|钻|母乳|牛仔|硅胶|亚克力)"
)
"""Materials and surfaces behind 仿, from common trade vocabulary."""
_MODEL = re.compile(r"[\sA-Za-z-]*\d[\sA-Za-z\d-]*")
"""A model number: letters alone say who shows the goods (ins同款)."""
_JADE = re.compile("翡翠(?![色绿蓝])|玉石|玉镯|玉手镯|冰种|糯种|老坑")

_LINK = re.compile(r"[\W_]*的?[\W_]*$")
"""What stands between a name and 同款."""
_READ_BEFORE = 12
"""Characters before 同款 in which goods are looked for; chosen by hand."""


_COUNTERS = frozenset({35, 43})
"""Nice classes of shops and of meals, whose bags and cups bear their signs."""


def sells_packaging(candidate: Candidate) -> bool:
    """Whether the goods themselves are packaging or labels (商标法 §57 (4)); of services only such as are sold
    over a counter have any."""
    classes = candidate.right.classes
    if are_services(classes) and _COUNTERS.isdisjoint(classes):
        return False
    ground = candidate.goods.ground
    if ground is not None and not heads_phrase(ground, candidate.field("title")):
        return False
    return packs_own(candidate.goods, candidate.right)


def _of_something_else(text: str, word: WordMatch, matches: list[FieldMatch]) -> bool:
    """Whether 通用 behind the mark is said of what stands between: 某某 电磁炉通用."""
    if word.label != "mention":
        return False
    ends = [match.span[1] for match in matches if match.span[1] <= word.span[0]]
    ahead = any(word.span[1] <= match.span[0] for match in matches)
    between = text[max(ends, default=word.span[0]) : word.span[0]]
    return not ahead and between[:1].isspace() and bool(goods_lexicon().find(between))


def _counts(word: WordMatch, family: WordFamily, matches: list[FieldMatch]) -> bool:
    """Whether the word stands near enough to the mark, and is not a piece of it."""
    spans = [match.span for match in matches]
    if any(start <= word.span[0] and word.span[1] <= end for start, end in spans):
        return False
    if family.near is None or word.word in family.anywhere:
        return True
    return any(
        word.span[0] - end <= family.near and start - word.span[1] <= family.near
        for start, end in spans
    )
