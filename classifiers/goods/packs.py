"""Packaging (包装): boxes, bags and labels, sold for themselves or only told of with the goods in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from classifiers.goods.grade import Relation, grade
from classifiers.goods.sold_word import GoodsAnswer, Graded
from classifiers.goods.words import PACKAGING, GoodsWord, goods_lexicon, labelled_goods
from storage.records import Right
from storage.records.right_words import SIGNS

_CONTENT = re.compile(r"\d\s*(?:kg|g|ml|l|克|千克|公斤|斤|两|毫升|升)(?![a-z])", re.IGNORECASE)
_FILLED = re.compile("[罐袋盒瓶听桶箱散]装(?!盒|袋|箱|纸|罐|瓶)")
"""How a title says that goods are in a pack: 绿茶 罐装."""
_BY_NUMBER = re.compile(r"定[制做]|印刷|彩印|批量|起订|空[盒袋瓶罐]|\d\s*(?:个|只|张|套|枚)")
_WITH = re.compile(
    r"(?:带|含|有|附|原|无|授权|专属)(?:原|二维码|防伪|(?:购物)?小票|发票|盒子|包装)?$"
)


_TOLD_OF = (
    "可剪",
    "未剪",
    "没剪",
    "齐",
    "全",
    "码",
    "完整",
    "在",
    "都在",
    "还在",
    "未拆",
    "见证",
    "回购",
    "上",
    "内",
    "里",
)
"""What sellers write behind 吊牌 and the like when they tell that the goods still bear it."""


def tells_pack(word: GoodsWord, title: str, named: Graded, beside: Sequence[GoodsWord]) -> bool:
    """Whether a word for packaging only tells how goods come, the right's own that are `named` or those of
    another word `beside` it: 带标签 10kg, 吊牌可剪, 香蕉 9斤 + 泡沫箱."""
    if word.group != PACKAGING or word.field != "title":
        return False
    start, end = word.match.span
    if _WITH.search(title[:start]) or title[end:].startswith(_TOLD_OF):
        return True
    if is_manner_of_packing(title, start, end):
        return True
    filled = _CONTENT.search(title) or _FILLED.search(title)
    return bool((named or _are_others(word, beside)) and filled) and not _BY_NUMBER.search(title)


def is_manner_of_packing(title: str, start: int, end: int) -> bool:
    """Whether 包装 at a place tells how goods come, and not what is sold: 全新包装, 礼盒包装, 配专柜包装."""
    return title[start:end] == "包装" and _MANNER.search(title[:start]) is not None


_MANNER = re.compile(
    "(?:新|旧|老|原|礼盒|精美|全套|专柜|专用|独立|真空|升级|防伪|原单|原厂|简易?|散|[单双多]层|商务|豪华|罐头|含|配|送)$"
)
"""How goods are packed, from common trade vocabulary."""


def _are_others(word: GoodsWord, beside: Sequence[GoodsWord]) -> bool:
    """Whether the title names goods that are no packaging and no piece of the word for it (米 of 米袋)."""
    start, end = word.match.span
    return any(
        goods.field == "title"
        and goods.firm
        and goods.group != PACKAGING
        and (goods.match.span[1] <= start or end <= goods.match.span[0])
        for goods in beside
    )


def heads_phrase(word: GoodsWord, title: str) -> bool:
    """Whether a word for packaging names what is sold, and is no piece of the name of a tool, a rack or another
    material (瓶盖扭矩测试仪, 酒瓶架, 包装胶布, 密封条)."""
    if word.field != "title":
        return True
    end = word.match.span[1]
    return not (_OTHER_HEAD.match(title, end) or _LONGER_HEAD.search(title[:end]))


_OTHER_HEAD = re.compile(
    "[\u4e00-\u9fff]{0,4}?(?:仪|机(?!构)|器|架|胶[布带水]|夹|钳|模具|支架|材料(?=[\u4e00-\u9fff]))"
)
"""What a word for packaging goes on to when it only tells what something is for."""
_LONGER_HEAD = re.compile("(?:密封条|自粘条|(?:展示|提示|警示|温馨)标?牌)$")
"""Words that end like packaging and are none."""


def packs_own(answer: GoodsAnswer, right: Right) -> bool:
    """Whether packaging or labels are sold that the right's goods may come in; a 首饰盒 is none
    for paint (商标法 §57 (4)). No label bears a variety or an invention."""
    ground = answer.ground
    if right.kind not in SIGNS:
        return False
    if ground is None or ground.group != PACKAGING:
        return False
    stem = goods_lexicon().find(ground.match.word)[:1]
    whole = not stem or stem[0].span == (0, len(ground.match.word))
    if whole or stem[0].span[0] > 0 or stem[0].label.startswith(f"{PACKAGING}/"):
        return True
    return grade(labelled_goods(ground.field, stem[0]), right) is not Relation.DIFFERENT
