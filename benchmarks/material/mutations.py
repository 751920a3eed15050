"""Mutations (改写): ways to write a listing anew under which its answer stays the same.

Each takes a listing and its sighting, and gives the listing as another seller might have written
it; None where the change would touch what the answer rests on (a licensed seller's name, the mark), or
make an offer of a report.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from opencc import OpenCC

from classifiers.candidate.candidate import Candidate
from classifiers.signals.offer import is_offer
from classifiers.signals.registry import all_signals
from storage.records import Listing

Mutation = Callable[[Listing, Candidate, random.Random], Listing | None]

_SELLERS = ("小满的店", "万家优品", "顺发商贸", "阿梅小铺", "老街坊百货", "千寻生活馆", "嘉和商行")
_PLACES = ("北京", "山东", "浙江义乌", "广东", "河南郑州", "四川成都", "内蒙古", "新疆")
_PACKS = ("礼盒装", "家庭装", "独立小包装", "两袋装", "整箱", "分享装", "简装")
_PROMISES = (
    "【顺丰包邮】", "七天无理由退换", "坏单包赔", "现货速发", "48小时发货", "假一赔十", "限时秒杀",
    "买一送一", "领券立减", "今日特价", "支持一件代发", "破损包退",
)  # fmt: skip
_LENGTHENING = (
    "家用送礼", "老人孩子都喜欢", "2026年新货", "网红爆款", "热卖推荐", "高品质", "囤货装", "大容量",
    "回头客多", "性价比高", "自用送人", "实惠装", "当天发货", "品质优选", "地道好物", "口碑款",
)  # fmt: skip
_EMOJI = ("🔥", "✅", "❤️", "🎁", "👍", "⭐", "💯")
_NUMBERS = ("3件", "2026", "第二件半价", "A级", "No.1", "100%", "1份")
_GOODS_ATTRIBUTE = "品名"
_to_traditional = OpenCC("s2t").convert


def seller(listing: Listing, candidate: Candidate, rng: random.Random) -> Listing | None:
    """Another name of the shop, which says nothing of what it sells."""
    if not listing.shop or _rests_on(candidate, "shop"):
        return None
    return replace(listing, shop=rng.choice(_SELLERS))


def order(listing: Listing, candidate: Candidate, rng: random.Random) -> Listing | None:
    """The pieces of the title in another order; what the mark reaches over stays together."""
    pieces = _pieces(listing.title, candidate)
    if len(pieces) < 2:
        return None
    shuffled = pieces[:]
    while shuffled == pieces:
        rng.shuffle(shuffled)
    return replace(listing, title=" ".join(shuffled))


def promises(listing: Listing, _: Candidate, rng: random.Random) -> Listing | None:
    """What platforms let every seller add."""
    if not is_offer(listing):
        return None
    first, second = rng.sample(_PROMISES, 2)
    return replace(listing, title=f"{first} {listing.title} {second}")


def place(listing: Listing, _: Candidate, rng: random.Random) -> Listing | None:
    """A place of dispatch behind the title."""
    if not is_offer(listing):
        return None
    return replace(listing, title=f"{listing.title} {rng.choice(_PLACES)}发货")


def pack(listing: Listing, _: Candidate, rng: random.Random) -> Listing | None:
    if not is_offer(listing):
        return None
    return replace(listing, title=f"{listing.title} {rng.choice(_PACKS)}")


def emoji(listing: Listing, _: Candidate, rng: random.Random) -> Listing:
    return replace(listing, title=f"{rng.choice(_EMOJI)}{listing.title}{rng.choice(_EMOJI)}")


def numbers(listing: Listing, _: Candidate, rng: random.Random) -> Listing:
    return replace(listing, title=f"{listing.title} {rng.choice(_NUMBERS)}")


def longer(listing: Listing, _: Candidate, rng: random.Random) -> Listing | None:
    """A title filled up to what a platform allows, before and behind."""
    if not is_offer(listing):
        return None
    words = rng.sample(_LENGTHENING, 6)
    return replace(listing, title=f"{words[0]} {listing.title} {' '.join(words[1:])}")


def no_description(listing: Listing, candidate: Candidate, _: random.Random) -> Listing | None:
    """Without the description, where neither mark nor ground stands in it."""
    if not listing.description or not is_offer(listing) or _rests_on(candidate, "description"):
        return None
    return replace(listing, description=None)


def into_attributes(listing: Listing, candidate: Candidate, _: random.Random) -> Listing | None:
    """The goods word out of the title, where it tells what they are, into an attribute."""
    ground = candidate.goods.ground
    if ground is None or ground.field != "title" or not _aside(ground.match.span, candidate):
        return None
    start, end = ground.match.span
    title = f"{listing.title[:start]} {listing.title[end:]}".strip()
    attributes = {**listing.attributes, _GOODS_ATTRIBUTE: ground.match.text}
    return replace(listing, title=title, attributes=attributes)


def traditional(listing: Listing, _: Candidate, __: random.Random) -> Listing:
    description = listing.description
    return replace(
        listing,
        title=_to_traditional(listing.title),
        description=_to_traditional(description) if description else description,
    )


def swapped(listing: Listing, candidate: Candidate, rng: random.Random) -> Listing | None:
    """The goods word said as other sellers say it, mostly in words that no list of ours holds."""
    ground = candidate.goods.ground
    if ground is None or ground.field != "title" or not _aside(ground.match.span, candidate):
        return None
    synonyms = _SYNONYMS.get(ground.match.text)
    if not synonyms:
        return None
    start, end = ground.match.span
    return replace(
        listing, title=f"{listing.title[:start]}{rng.choice(synonyms)}{listing.title[end:]}"
    )


_SYNONYMS = {
    "面粉": ("饺子专用麦粉", "石碾白面", "烘焙粉", "麦心粉", "河湾头道粉"),
    "挂面": ("细圆面", "手工空心挂面条", "宽扁面"),
    "牛肉干": ("牛肉条", "手撕牛肉块", "牛肉棒"),
    "羊肉": ("羔羊后座", "羊肉卷片", "去骨羊霖", "羯羊肉"),
    "羊腿": ("羊后座", "羊小腿", "带骨羊后腿"),
    "羊排": ("羊肋扇", "法式小羊排", "羊肋骨"),
    "大米": ("长粒米", "粳米", "珍珠圆粒米", "当季米"),
    "小米": ("油小米", "黄金苗小米", "糜子小米"),
    "瓜子": ("葵花籽仁", "大颗粒瓜子", "水煮瓜子", "毛嗑"),
    "枸杞": ("枸杞王", "免洗杞子", "宁杞七号枸杞"),
    "番茄酱": ("番茄调味酱", "蕃茄酱料", "番茄酱泥"),
    "酸奶": ("风味酸牛乳", "炭烧酸乳", "希腊酸乳"),
    "牛奶": ("全脂牛乳", "鲜牛乳", "高钙纯奶"),
    "奶酪": ("手撕酪", "再制干奶酪", "草原酪条"),
    "茶叶": ("口粮茶", "炒青", "高山云雾茶"),
    "红茶": ("工夫红茶", "红茶叶", "小种茶"),
    "绿茶": ("炒青绿茶", "绿茶叶", "雨前茶"),
    "白酒": ("纯粮白酒", "高度酒", "粮食酒"),
    "蜂蜜": ("土蜜", "成熟蜜", "野花蜜"),
    "图书": ("平装本", "正版新书", "作品集"),
    "T恤": ("短袖", "圆领上衣", "文化衫"),
    "手机壳": ("手机保护壳", "手机软壳", "防摔壳"),
    "耳机": ("入耳式耳机", "降噪耳麦", "蓝牙耳塞"),
    "毛毯": ("盖毯", "午睡毯", "加厚绒毯"),
    "羊绒衫": ("羊绒毛衣", "山羊绒针织衫", "半高领羊绒"),
    "运动鞋": ("跑鞋", "透气鞋", "休闲鞋"),
    "茶杯": ("品茗杯", "主人杯", "盖碗杯"),
    "酱油": ("酿造酱汁", "特级生抽", "头道鲜"),
    "香瓜": ("脆甜瓜", "薄皮瓜", "灯笼瓜"),
    "蜜瓜": ("网纹蜜瓜", "晓蜜瓜", "甜蜜瓜"),
}


def _rests_on(candidate: Candidate, field: str) -> bool:
    """Whether a mark, the ledger, or a ground for goods stands in a field."""
    return any(
        signal.field == field and signal.kind != "price" for signal in all_signals(candidate)
    )


def _aside(span: tuple[int, int], candidate: Candidate) -> bool:
    """Whether a span of the title touches no mark."""
    matches = [match.span for match in candidate.matches if match.field == "title"]
    return all(end <= span[0] or span[1] <= start for start, end in matches)


def _pieces(title: str, candidate: Candidate) -> list[str]:
    """The title between blanks; a blank inside a mark parts nothing."""
    matches = [match.span for match in candidate.matches if match.field == "title"]
    pieces, start = [], 0
    for blank in re.finditer(r"\s+", title):
        if not any(first < blank.end() and blank.start() < last for first, last in matches):
            pieces.append(title[start : blank.start()])
            start = blank.end()
    return [piece for piece in (*pieces, title[start:]) if piece]


MUTATIONS: tuple[Mutation, ...] = (
    seller, order, promises, place, pack, emoji, numbers, longer, no_description, into_attributes,
    traditional, swapped,
)  # fmt: skip
