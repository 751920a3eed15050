"""Goods of a made-up shop with every field true, drawn from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import Decimal

_PLACES = ("河套", "云岭", "青川", "白沙", "石门", "东湾", "清溪", "望山", "北塘", "金坪")
_TASTES = ("醇香", "精选", "手工", "有机", "传统", "原味", "特级", "农家", "鲜榨", "石磨")
_NOUNS = (
    "面粉",
    "羊肉",
    "酸奶",
    "葵花籽",
    "蜜瓜",
    "番茄",
    "小米",
    "荞麦",
    "牛肉干",
    "枸杞",
    "木耳",
    "绿茶",
)
_PACKS = ("5kg", "500g×2袋", "礼盒装", "250g", "1L", "整箱12瓶", "2.5kg 家庭装", "100g 试吃")
_BRANDS = ("谷禾", "山野集", "北原", "小满仓", "田舍郎", "沐川", "丰和里", "一亩堂")
_SHOPS = (
    "示例粮油旗舰店",
    "示例农家小铺",
    "示例山货专营店",
    "示例百味食品店",
    "示例有机生活馆",
    "示例土产直营店",
)
_SENTENCES = (
    "选自当季原料，低温存放。", "开袋后请尽快食用。", "净含量见包装，拍下后四十八小时内发出。",
    "口感细腻，适合全家。", "每一批都经过检验。", "产区日照充足，昼夜温差大。", "支持七天无理由退货。",
)  # fmt: skip
_RARE = ("粗粮", "烘焙", "煲汤", "早餐", "送礼", "冷泡", "拌饭", "火锅", "茶点", "零食")


@dataclass(frozen=True, kw_only=True)
class Goods:
    """One listing as its page should be read."""

    number: int
    item_id: str
    title: str
    price: Decimal
    list_price: Decimal | None
    brand: str
    shop: str
    description: str
    availability: str
    images: tuple[str, ...]
    """Paths."""
    attributes: dict[str, str] = field(default_factory=dict)
    sales: int = 0
    category: str = ""


def make_goods(count: int, chance: random.Random) -> list[Goods]:
    """So many goods, no two with the same title."""
    return [_goods(number, chance) for number in range(count)]


def _goods(number: int, chance: random.Random) -> Goods:
    place, noun = chance.choice(_PLACES), chance.choice(_NOUNS)
    brand = chance.choice(_BRANDS)
    rare = "".join(chance.sample(_RARE, 2))
    head = chance.choice((brand, "", f"【{chance.choice(_TASTES)}】"))
    title = f"{head}{place}{chance.choice(_TASTES)}{noun}{rare} {chance.choice(_PACKS)} {number}号"
    price = Decimal(chance.randrange(590, 39900)) / 100
    struck = chance.random() < 0.6
    sentences = chance.sample(_SENTENCES, 4)
    item_id = str(700_000 + number * 37)
    attributes = {
        "品牌": brand,
        "产地": place,
        "规格": chance.choice(_PACKS),
        "保质期": f"{chance.choice((6, 9, 12, 18))}个月",
        "货号": f"HT-{number:05}",
        "配料": f"{noun}、{chance.choice(_RARE)}料",
    }
    return Goods(
        number=number,
        item_id=item_id,
        title=title,
        price=price,
        list_price=(price * Decimal("1.35")).quantize(Decimal("0.01")) if struck else None,
        brand=brand,
        shop=chance.choice(_SHOPS),
        description=f"{title}。{''.join(sentences)}",
        availability="OutOfStock" if chance.random() < 0.12 else "InStock",
        images=tuple(f"/upload/{item_id}_{k}.jpg" for k in range(chance.randrange(2, 6))),
        attributes=attributes,
        sales=chance.randrange(3, 20000),
        category=noun,
    )
