"""Families (情形): the ways in which a mark is infringed, or honestly met, one function each.

A family takes a scene and gives the fields of a listing. Its label is the family's, by law:
商标法 §57 for those in INFRINGING, §59, 局令79号 and the licence ledger for those in HONEST.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from classifiers.confusions.table import load_confusions
from classifiers.corpus.disguises import disguised, mistaken
from classifiers.corpus.scenes import Scene, shop, some, word
from classifiers.goods import Relation, relate
from classifiers.goods_words import goods_of
from classifiers.lexicon import load_lists
from storage.records import Listing

Fields = dict[str, Any]
Family = Callable[[Scene, random.Random], Fields]


def _title(rng: random.Random, *parts: str) -> str:
    """The parts with the usual padding around and between."""
    words = [p for p in parts if p]
    if rng.random() < 0.4:
        words.insert(rng.choice([0, len(words)]), word(rng, "adjectives"))
    if rng.random() < 0.6:
        words.append(word(rng, "specs"))
    if rng.random() < 0.5:
        words.append(word(rng, "tails"))
    if rng.random() < 0.2:
        words.insert(0, word(rng, "regions"))
    return rng.choice(["", " ", " "]).join(words)


def plain(scene: Scene, rng: random.Random) -> Fields:
    """The mark itself on the right's own goods, by a seller without licence."""
    mark, goods = scene.right.text, _own(scene, rng)
    title = _title(rng, mark, goods) if rng.random() < 0.6 else _title(rng, goods, mark)
    brand = mark if rng.random() < 0.9 else word(rng, "brand_other")
    return {"title": title, "brand": some(rng, 0.3, brand)}


def disguise(scene: Scene, rng: random.Random) -> Fields:
    form = disguised(scene.right.text, rng)
    goods = _own(scene, rng)
    title = _title(rng, form, goods) if rng.random() < 0.65 else _title(rng, goods, form)
    return {"title": title, "brand": some(rng, 0.15, form)}


def near_goods(scene: Scene, rng: random.Random) -> Fields:
    """The mark on goods of a neighbouring class: whether they are similar an officer must say;
    without another brand he mostly says so."""
    for _ in range(40):
        part = rng.choice([p for p in load_lists("goods").values() if p])
        thing = rng.choice(rng.choice(part)["words"])
        listing = Listing(url="-", title=thing)
        if relate(listing, scene.right, goods_of(listing)).relation is Relation.NEAR:
            return {"title": _title(rng, scene.right.text, thing)}
    return plain(scene, rng)


def near_goods_meant(scene: Scene, rng: random.Random) -> Fields:
    """The same words beside another brand."""
    return {**near_goods(scene, rng), "brand": word(rng, "brand_other")}


def as_brand(scene: Scene, rng: random.Random) -> Fields:
    fields = {"title": _title(rng, _own(scene, rng))}
    if rng.random() < 0.6:
        return {**fields, "brand": scene.right.text}
    return {**fields, "attributes": {rng.choice(["品牌", "商标"]): scene.right.text}}


def as_shop(scene: Scene, rng: random.Random) -> Fields:
    name = scene.right.text + rng.choice(["旗舰店", "专卖店", "官方店", "直营店", "食品店"])
    name += rng.choice(["1号", "分店"]) if _is_licensed(scene, name) else ""
    title = _title(rng, some(rng, 0.6, scene.right.text) or "", _own(scene, rng))
    return {"title": title, "shop": name}


def imitation(scene: Scene, rng: random.Random) -> Fields:
    words = [scene.right.text, word(rng, "imitation")]
    if rng.random() < 0.3:
        words.reverse()
    goods = _own(scene, rng) if rng.random() < 0.85 else ""
    return {
        "title": _title(rng, "".join(words), goods),
        "brand": some(rng, 0.2, word(rng, "brand_other")),
    }


def labels(scene: Scene, rng: random.Random) -> Fields:
    goods = scene.goods if rng.random() < 0.6 else ""
    title = f"{scene.right.text}{goods}{word(rng, 'labels')} {word(rng, 'label_tails')}"
    return {"title": title, "category": some(rng, 0.2, ["包装材料"])}


def own_label(scene: Scene, rng: random.Random) -> Fields:
    return {"title": _title(rng, scene.right.text, _own(scene, rng), word(rng, "oem"))}


def lapsed(scene: Scene, rng: random.Random) -> Fields:
    return {**plain(scene, rng), "shop": scene.lapsed}


def imitated_shop(scene: Scene, rng: random.Random) -> Fields:
    name = scene.licensed[:3] + word(rng, "shop_last")
    name += "2店" if _is_licensed(scene, name) else ""
    return {**plain(scene, rng), "shop": name}


def on_picture(scene: Scene, rng: random.Random) -> Fields:
    text = f"{scene.right.text} {word(rng, 'adjectives')}{scene.goods}"
    return {"title": _title(rng, scene.goods), "image_text": text}


def boasting(scene: Scene, rng: random.Random) -> Fields:
    claim = rng.choice(["国家地理标志产品", "注册商标", "官方授权", "品牌授权", "地理标志保护产品"])
    return {
        **plain(scene, rng),
        "description": f"{scene.right.text}{scene.goods}，{claim}，{word(rng, 'about')}",
    }


def cheap(scene: Scene, rng: random.Random) -> Fields:
    goods = scene.right.goods[0]
    return {"title": f"{scene.right.text}{goods} 5kg", "price": f"{rng.uniform(5, 40):.1f}"}


def licensed(scene: Scene, rng: random.Random) -> Fields:
    base = rng.choice([plain, plain, as_brand, boasting, cheap])(scene, rng)
    return {**base, "shop": scene.licensed}


def own_shop(scene: Scene, rng: random.Random) -> Fields:
    return {**plain(scene, rng), "operator": {"name": scene.holder.name}}


def other_goods(scene: Scene, rng: random.Random) -> Fields:
    thing = _other_thing(scene, rng)
    title = _title(rng, scene.right.text, thing)
    if rng.random() < 0.15:
        title += f" {scene.goods}图案"
    return {
        "title": title,
        "brand": some(rng, 0.15, scene.right.text),
        "category": some(rng, 0.15, [thing.split()[0]]),
    }


def origin_only(scene: Scene, rng: random.Random) -> Fields:
    return {
        "title": _title(rng, word(rng, "brand_other"), _own(scene, rng)),
        "brand": some(rng, 0.5, word(rng, "brand_other")),
        "attributes": {
            word(rng, "origin_keys"): rng.choice(["", word(rng, "regions")]) + scene.right.text
        },
    }


def place_name(scene: Scene, rng: random.Random) -> Fields:
    mark = scene.right.text
    place = (
        mark + word(rng, "place_after") if rng.random() < 0.7 else word(rng, "place_before") + mark
    )
    return {
        "title": _title(rng, place + _own(scene, rng)),
        "brand": some(rng, 0.4, word(rng, "brand_other")),
        "attributes": some(rng, 0.4, {"产地": mark}),
    }


def neighbour(scene: Scene, rng: random.Random) -> Fields:
    """Another owner's brand that shares characters with the mark, on the same goods."""
    name = mistaken(scene.right.text, rng)
    return {"title": _title(rng, name, _own(scene, rng)), "brand": name[:2]}


def others_mark(scene: Scene, rng: random.Random) -> Fields:
    name = scene.right.text + word(rng, "own_suffix")
    thing = _other_thing(scene, rng)
    return {"title": _title(rng, name, thing), "brand": some(rng, 0.6, name)}


def told_only(scene: Scene, rng: random.Random) -> Fields:
    mark = scene.right.text
    told = rng.choice(
        [
            f"不同于{mark}",
            f"本店与{mark}无关",
            f"产自{mark}一带",
            f"参观过{mark}的朋友都知道",
            f"{mark}地区气候适宜",
        ]
    )
    text = f"{word(rng, 'about')}，{told}，{word(rng, 'about')}。"
    return {"title": _title(rng, word(rng, "brand_other"), _own(scene, rng)), "description": text,
            "brand": some(rng, 0.5, word(rng, "brand_other"))}  # fmt: skip


def by_chance(scene: Scene, rng: random.Random) -> Fields:
    """A title in whose running text something like the mark happens to stand."""
    form = mistaken(scene.right.text, rng)
    if len(scene.right.text) <= 3 and rng.random() < 0.4:
        thing = _own(scene, rng)
    else:
        thing = _other_thing(scene, rng) if rng.random() < 0.7 else word(rng, "tails")
    title = f"{word(rng, 'adjectives')}{word(rng, 'tails')}{form}{thing}{word(rng, 'specs')}"
    return {"title": title, "brand": some(rng, 0.4, word(rng, "brand_other"))}


def resale(scene: Scene, rng: random.Random) -> Fields:
    maker = rng.choice([scene.holder.name, scene.licensed])
    return {
        **plain(scene, rng),
        "attributes": {rng.choice(["厂家", "生产企业", "制造商", "厂名"]): maker},
    }


def mention(scene: Scene, rng: random.Random) -> Fields:
    thing = rng.choice(["配件", "支架", "收纳盒", "替换装", "模具", "清洗剂"])
    return {"title": _title(rng, word(rng, "mention") + scene.right.text, thing)}


def reported(scene: Scene, rng: random.Random) -> Fields:
    """A report, a notice or a vacancy: nothing is offered, no seller and no price is shown."""
    text = f"{scene.right.text}{some(rng, 0.4, scene.goods) or ''}{word(rng, 'events')}"
    return {
        "title": text,
        "description": some(rng, 0.7, f"{word(rng, 'reporting')}，{scene.right.text}{word(rng, 'events')}。"),
        "shop": None,
        "price": None,
        "location": None,
    }  # fmt: skip


def service(scene: Scene, rng: random.Random) -> Fields:
    """Goods that bear the mark hired out, washed, mended or altered: no goods are sold."""
    return {"title": _title(rng, scene.right.text, _own(scene, rng), word(rng, "services"))}


def trait(scene: Scene, rng: random.Random) -> Fields:
    """The mark's characters as the name of a colour, a style or a taste."""
    mark = scene.right.text
    if rng.random() < 0.5:
        return {
            "title": _title(rng, word(rng, "brand_other"), _own(scene, rng), mark),
            "attributes": {rng.choice(["颜色", "颜色分类", "色号", "口味", "款式"]): mark},
        }
    return {"title": _title(rng, _own(scene, rng), f"{mark}{rng.choice(['色', '口味', '配色'])}")}


def mended_for(scene: Scene, rng: random.Random) -> Fields:
    """Parts and helps meant for goods that bear the mark."""
    part = rng.choice(["配件", "收纳盒", "清洁剂", "支架", "保护套", "模具"])
    return {"title": _title(rng, part, rng.choice(["适用", "适用于", "通用"]) + scene.right.text)}


def part_for(scene: Scene, rng: random.Random) -> Fields:
    """Spare parts that name the goods they fit."""
    return {"title": _title(rng, scene.right.text, scene.goods, rng.choice(["配件", "零配件"]))}


def person(scene: Scene, rng: random.Random) -> Fields:
    """A person who happens to be called like the mark."""
    mark = scene.right.text
    name = rng.choice([f"歌手{mark}", f"作家{mark}", f"{mark}老师", f"{mark}先生", f"主播{mark}"])
    thing = _own(scene, rng) if rng.random() < 0.3 else _other_thing(scene, rng)
    return {"title": _title(rng, name, thing)}


def torn(scene: Scene, rng: random.Random) -> Fields:
    """The mark's characters torn out of common words on both sides."""
    words = load_confusions().words
    mark = scene.right.text
    fore = [w[0] for w, rank in words.items() if rank >= 3 and len(w) == 2 and w[1] == mark[0]]
    back = [w[1] for w, rank in words.items() if rank >= 3 and len(w) == 2 and w[0] == mark[-1]]
    if mark.isascii() or not fore or not back:
        return by_chance(scene, rng)
    return {"title": f"{rng.choice(fore)}{mark}{rng.choice(back)}{word(rng, 'tails')}"}


def news(scene: Scene, rng: random.Random) -> Fields:
    title = f"{scene.right.text}{scene.goods}{word(rng, 'news')} {rng.choice(['品牌发展', '产业观察', '市场行情', ''])}"
    return {"title": title}


def secondhand(scene: Scene, rng: random.Random) -> Fields:
    return {"title": _title(rng, word(rng, "secondhand"), scene.right.text, _own(scene, rng))}


def _is_licensed(scene: Scene, shop_name: str) -> bool:
    return any(seller.shop == shop_name for seller in scene.right.authorised_sellers)


def _other_thing(scene: Scene, rng: random.Random) -> str:
    """Goods of other classes than the right's: a hoodie is no book, but it is near a shirt."""
    if rng.random() < 0.08:
        return word(rng, "strange_things")
    while True:
        thing = word(rng, "other_things")
        listing = Listing(url="-", title=thing)
        if relate(listing, scene.right, goods_of(listing)).relation is Relation.OTHER:
            return thing


def _own(scene: Scene, rng: random.Random) -> str:
    """A word for the scene's goods; now and then one that no list knows."""
    dice = rng.random()
    if dice < 0.14:
        return word(rng, "vague")
    if dice < 0.3:
        return rng.choice(scene.kindred)
    return rng.choice([scene.goods, rng.choice(scene.right.goods)])


INFRINGING: dict[Family, int] = {
    plain: 9, disguise: 16, as_brand: 4, as_shop: 4, imitation: 6, labels: 4, own_label: 2,
    lapsed: 3, near_goods: 2, imitated_shop: 2, on_picture: 3, boasting: 3, cheap: 2,
}  # fmt: skip
HONEST: dict[Family, int] = {
    licensed: 9, own_shop: 3, other_goods: 10, origin_only: 5, place_name: 6, others_mark: 5,
    told_only: 5, by_chance: 9, resale: 3, mention: 2, news: 2, secondhand: 1, reported: 4,
    service: 3, trait: 2, mended_for: 1, part_for: 2, torn: 2, person: 1, near_goods_meant: 1, neighbour: 2,
}  # fmt: skip
"""Families with their share of the corpus."""


def fill(fields: Fields, rng: random.Random, number: int) -> Fields:
    """The rest of a listing, as shops show it."""
    rest = {
        "url": f"https://shop.example/item/{number}",
        "shop": some(rng, 0.85, shop(rng)),
        "price": some(rng, 0.8, f"{rng.uniform(9, 300):.2f}"),
        "location": some(rng, 0.4, word(rng, "regions") + word(rng, "cities")),
        "platform": "shop.example",
    }
    return {k: v for k, v in {**rest, **fields}.items() if v}
