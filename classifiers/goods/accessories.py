"""Parts and accessories (配件): goods meant for a machine that the right is registered for.

A 手机壳 is no phone and a 门封条 no refrigerator; the mark in such a title mostly says what they fit
(商标法 §59: use that describes the purpose).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from classifiers.goods.grade import Relation, grade, is_own_name, machine_classes
from classifiers.goods.lexicon import load_lists
from classifiers.goods.words import GoodsWord
from storage.records import Listing, Right

_GROUPS = frozenset({"手机配件", "汽车用品"})
"""Groups of goods.yml that hold nothing but accessories."""
_MODEL = re.compile(r"[\sA-Za-z0-9+/.\-]{0,10}")
"""A model number between a machine and its part: 手环 2 腕带."""
_INCLUDED = ("含", "送", "带", "及", "和", "全套", "赠", "有")
"""What stands before parts that come with the machine."""
_MEANT_FOR = ("专用", "维修")
"""What stands behind a part that the goods are meant for: 轴承 电机专用; not 空调遥控器专用."""
_REACH = 4
"""Characters between 适用于 and the mark; chosen by hand."""


def relation_of_parts(right: Right) -> Relation:
    """How parts and accessories stand to the right's goods: near those of whose groups of the table they are."""
    of_own_groups = not (machine_classes() | {_BAGS}).isdisjoint(right.classes)
    return Relation.NEAR if of_own_groups else Relation.DIFFERENT


_BAGS = 18
"""Nice class of bags; their linings and covers stand in its group 1802 too."""


def is_accessory(
    title: str,
    right: Right,
    ground: GoodsWord | None,
    goods_words: Sequence[GoodsWord],
    marks: Sequence[str],
) -> bool:
    """Whether a part or accessory for the right's goods is sold, not those goods themselves.

    `ground` is the word that names what is sold, `marks` the right's signs as they stand in the title.
    """
    classes = machine_classes()
    if classes.isdisjoint(right.classes):
        return False
    if ground is not None and ground.group in _GROUPS:
        return grade(ground, right) is not Relation.SAME
    ends = sorted(_machine_ends(title, right, goods_words))
    if any(_COVER.match(title, end) or _CLOTH.match(title, end) for end in ends):
        return True
    parts = [
        part
        for part in _parts().finditer(title[:_READ])
        if not is_own_name(part[0], right)
        and not title[: part.start()].endswith(_INCLUDED)
        and not _is_count(title, part.span())
        and not (title.startswith(_MEANT_FOR, part.end()) and part.start() not in ends)
    ]
    if not parts:
        return False
    if ends and ends[-1] > parts[-1].end():
        return False  # the head of the phrase comes last: 充电线 充电器
    follows = any(
        end <= part.start() and _MODEL.fullmatch(title, end, part.start())
        for part in parts
        for end in ends
    )
    return follows or _fits_mark(title, marks)


def _is_count(title: str, span: tuple[int, int]) -> bool:
    """Whether so many of a part make a pack of what is sold: 刀片 4刀头装."""
    return title[: span[0]][-1:].isdigit() and title.startswith(_PACKED, span[1])


_PACKED = ("装", "套装", "盒装", "一盒", "/盒")


def belongs_to_own(
    title: str, right: Right, goods_words: Sequence[GoodsWord], marks: Sequence[str]
) -> bool:
    """Whether the right's goods stand in the title only as what something fits those of the mark: each
    runs on into the name of what is sold (健身车踏板), or stands behind the word that says what it fits."""
    fits = _place_of_fits(title, marks)
    if fits is None or any(name.endswith(_AS_PARTS) for name in right.goods):
        return False
    spans = [word.match.span for word in goods_words if _names_own(word, right)]
    spans += [place.span() for name in right.goods for place in re.finditer(re.escape(name), title)]
    return bool(spans) and all(
        start >= fits or _RUNS_ON.match(title, end) is not None for start, end in spans
    )


def _names_own(word: GoodsWord, right: Right) -> bool:
    return word.field == "title" and grade(word, right) is Relation.SAME


_AS_PARTS = ("配件", "零件", "部件", "附件")
"""How a record names parts of any kind of its goods."""
_RUNS_ON = re.compile(r"[\u4e00-\u9fff]")


def is_cover(title: str, right: Right, goods_words: Sequence[GoodsWord]) -> bool:
    """Whether a cloth cover or a stand for a household machine of the right is sold (空调罩, 吹风机支架): of
    classes 20, 21 and 24 of the table, and no part of the machine (类似商品和服务区分表)."""
    return not _HOUSEHOLD.isdisjoint(right.classes) and any(
        _CLOTH.match(title, end) for end in _machine_ends(title, right, goods_words)
    )


_HOUSEHOLD = frozenset({7, 8, 11})
"""Nice classes of machines and hand tools over which people draw covers, or which they put on stands."""
_CLOTH = re.compile(
    "(?:防尘)?[罩套](?![装餐件机])|(?:免打孔|壁挂|收纳|置物|墙上)*(?:支架|挂架|收纳架|置物架|收纳盒|挂钩)"
)
_COVER = re.compile("[罩套壳膜架座垫贴](?![装餐件机盖])")
"""What makes a cover or a stand of a machine whose name it ends: 空调罩, 手机架."""
_READ = 500
"""Characters of a title that are read: longer than any platform allows."""


def _machine_ends(title: str, right: Right, goods_words: Sequence[GoodsWord]) -> Iterator[int]:
    """Where words for the right's machines end in the title."""
    for word in goods_words:
        if word.field == "title" and grade(word, right) is Relation.SAME:
            yield word.match.span[1]
    for name in right.goods:
        for place in re.finditer(re.escape(name), title):
            yield place.end()


def _fits_mark(title: str, marks: Sequence[str]) -> bool:
    """Whether the title says that the goods fit those of the mark."""
    return _place_of_fits(title, marks) is not None


def _place_of_fits(title: str, marks: Sequence[str]) -> int | None:
    """Where the title says that the goods fit those of the mark: 适用于 + mark, mark + 通用."""
    for fits in _fits().finditer(title):
        behind = title[fits.end() : fits.end() + _REACH + max(map(len, marks), default=0)]
        behind = "" if fits[0] in _BEHIND_ALONE else _CLOSED.split(behind, maxsplit=1)[0]
        before = title[: fits.start()].rstrip()
        if any(mark and (mark in behind or before.endswith(mark)) for mark in marks):
            return fits.start()
    return None


_BEHIND_ALONE = frozenset({"专用"})
"""What says that goods fit those of a mark only behind it: 餐饮专用 stands before a mark of its own."""
_CLOSED = re.compile(r"[】\])）》」]")
"""Where the remark ends in which something is said to fit: 均适用】."""


@cache
def _parts() -> re.Pattern[str]:
    return _any_of(load_lists("goods_relations")["accessories"]["words"])


@cache
def _fits() -> re.Pattern[str]:
    return _any_of(load_lists("goods_relations")["accessories"]["fits"])


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


_FITS_BEHIND = re.compile(
    r"[^\s，,、；;|。【】\[\]（）()]{0,8}?(?:(?:替换|更换)?(?:适用|适配|通用|兼容)|[也均都]?可[用装放]|[也均都]?能[用装放]|[都也]?[装放]得下|都?装得了)"
)
"""How a title goes on behind the mark where it says that something fits it."""
_FITS_BEFORE = re.compile(
    r"(?:可[装放]|能[装放]|拆装|适用于?|适配|兼容|用于|(?<![适绝标选分原])(?:搭|佐)?配)[:：\s]?$"
)
"""What stands before the mark where it says so."""
_FITS_LONGEST = 6
"""Characters of the longest of these words with the sign behind it, and what must not stand before it."""
_TOKEN_END = re.compile(r"[\s，,、；;|。【】\[\]（）()]|$")


def _fitted_spans(title: str, marks: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where a title names the mark, with what follows, only as what something fits."""
    title = title[:_READ]
    spans = []
    for mark in filter(None, marks):
        place = title.find(mark)
        while place >= 0:
            end = place + len(mark)
            if behind := _FITS_BEHIND.match(title, end):
                spans.append((place, behind.end()))
            elif _FITS_BEFORE.search(title, max(0, place - _FITS_LONGEST), place):
                spans.append((place, _token_end(title, end)))
            place = title.find(mark, end)
    return tuple(spans)


def _token_end(title: str, start: int) -> int:
    closing = _TOKEN_END.search(title, start)
    return closing.start() if closing else len(title)


def without_fitted(
    listing: Listing, goods_words: Sequence[GoodsWord], marks: Sequence[str]
) -> tuple[Listing, Sequence[GoodsWord]]:
    """The listing without what its goods are said to fit (奶粉罐 某某奶粉装得下, 坚果 可配某某啤酒), its title of
    the same length, and the goods words that tell what is sold.

    Where no firm word stands outside, all stay: the title may name its goods there alone.
    """
    title = listing.title
    spans = _fitted_spans(title, marks)
    if not spans:
        return listing, goods_words
    outside = [word for word in goods_words if not _lies_in(word, spans)]
    if not any(word.firm and word.field == "title" for word in outside):
        return listing, goods_words
    for start, end in spans:
        title = title[:start] + " " * (end - start) + title[end:]
    return replace(listing, title=title), outside


def _lies_in(word: GoodsWord, spans: Sequence[tuple[int, int]]) -> bool:
    start, end = word.match.span
    return word.field == "title" and any(first <= start and end <= last for first, last in spans)
