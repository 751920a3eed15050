"""Honest neighbours (合法近邻): listings that hold a mark and infringe nothing, one function each.

The label is the family's, by law: 商标法 §59, 局令79号, and the licence ledger.
"""

from __future__ import annotations

import random

from classifiers.characters.confusion_table import load_confusions
from classifiers.training.corpus import senses
from classifiers.training.corpus.disguises import mistaken
from classifiers.training.corpus.infringing import as_brand, boasting, cheap, near_goods, plain
from classifiers.training.corpus.parts import Family, Fields, other_thing, own_goods, title
from classifiers.training.corpus.scenes import Scene, some, word


def licensed(scene: Scene, rng: random.Random) -> Fields:
    base = rng.choice([plain, plain, as_brand, boasting, cheap])(scene, rng)
    return {**base, "shop": scene.licensed}


def own_shop(scene: Scene, rng: random.Random) -> Fields:
    return {**plain(scene, rng), "operator": {"name": scene.holder.name}}


def near_goods_meant(scene: Scene, rng: random.Random) -> Fields:
    """The mark's words on goods of a neighbouring class, beside another brand."""
    return {**near_goods(scene, rng), "brand": word(rng, "brand_other")}


def other_goods(scene: Scene, rng: random.Random) -> Fields:
    """The mark's words on other goods; of a well-known mark they infringe (`senses.far_goods`)."""
    if scene.right.well_known:
        return {}
    thing = other_thing(scene, rng)
    text = title(rng, scene.right.text, thing)
    if rng.random() < 0.15:
        text += f" {scene.goods}{rng.choice(['图案', '造型', '主题', '元素'])}"
    return {
        "title": text,
        "brand": some(rng, 0.15, scene.right.text),
        "category": some(rng, 0.15, [thing.split()[0]]),
    }


def origin_only(scene: Scene, rng: random.Random) -> Fields:
    return {
        "title": title(rng, word(rng, "brand_other"), own_goods(scene, rng)),
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
        "title": title(rng, place + own_goods(scene, rng)),
        "brand": some(rng, 0.4, word(rng, "brand_other")),
        "attributes": some(rng, 0.4, {"产地": mark}),
    }


def neighbour(scene: Scene, rng: random.Random) -> Fields:
    """Another owner's brand that shares characters with the mark, on the same goods."""
    name = mistaken(scene.right.text, rng)
    return {"title": title(rng, name, own_goods(scene, rng)), "brand": name[:2]}


def others_mark(scene: Scene, rng: random.Random) -> Fields:
    name = scene.right.text + word(rng, "own_suffix")
    thing = other_thing(scene, rng)
    return {"title": title(rng, name, thing), "brand": some(rng, 0.6, name)}


def folk(scene: Scene, rng: random.Random) -> Fields:
    """A mark that is a word of everyday life, said as such by the owner of another brand."""
    phrase = word(rng, "adjectives") + scene.right.text + word(rng, "folk")
    return {"title": title(rng, phrase, own_goods(scene, rng)), "brand": word(rng, "brand_other")}


def told_only(scene: Scene, rng: random.Random) -> Fields:
    mark = scene.right.text
    statement = rng.choice(
        [
            f"不同于{mark}",
            f"本店与{mark}无关",
            f"产自{mark}一带",
            f"参观过{mark}的朋友都知道",
            f"{mark}地区气候适宜",
            word(rng, "compared") + mark,
        ]
    )
    text = f"{word(rng, 'about')}，{statement}，{word(rng, 'about')}。"
    return {
        "title": title(rng, word(rng, "brand_other"), own_goods(scene, rng)),
        "description": text,
        "brand": some(rng, 0.5, word(rng, "brand_other")),
    }


def by_chance(scene: Scene, rng: random.Random) -> Fields:
    """A title in whose running text something like the mark happens to stand."""
    form = mistaken(scene.right.text, rng)
    if len(scene.right.text) <= 3 and rng.random() < 0.25:
        thing = own_goods(scene, rng)
    else:
        thing = other_thing(scene, rng) if rng.random() < 0.7 else word(rng, "tails")
    text = f"{word(rng, 'adjectives')}{word(rng, 'tails')}{form}{thing}{word(rng, 'specs')}"
    return {"title": text, "brand": some(rng, 0.4, word(rng, "brand_other"))}


def resale(scene: Scene, rng: random.Random) -> Fields:
    maker = rng.choice([scene.holder.name, scene.licensed])
    return {
        **plain(scene, rng),
        "attributes": {rng.choice(["厂家", "生产企业", "制造商", "厂名"]): maker},
    }


def mention(scene: Scene, rng: random.Random) -> Fields:
    thing = rng.choice(["配件", "支架", "收纳盒", "替换装", "模具", "清洗剂", "密封圈", "杯盖"])
    return {"title": title(rng, word(rng, "mention") + scene.right.text, thing)}


def reported(scene: Scene, rng: random.Random) -> Fields:
    """A report, a notice or a vacancy: nothing is offered, no seller and no price is shown."""
    text = f"{scene.right.text}{some(rng, 0.4, scene.goods) or ''}{word(rng, 'events')}"
    report = f"{word(rng, 'reporting')}，{scene.right.text}{word(rng, 'events')}。"
    return {
        "title": text,
        "description": some(rng, 0.5, report),
        "shop": None,
        "price": None,
        "location": None,
    }


def service(scene: Scene, rng: random.Random) -> Fields:
    """Goods that bear the mark hired out, washed, mended or altered: no goods are sold."""
    return {"title": title(rng, scene.right.text, own_goods(scene, rng), word(rng, "services"))}


def designed(scene: Scene, rng: random.Random) -> Fields:
    """A designer who shows what was drawn for the mark's goods: a service, no label is sold."""
    return {"title": title(rng, scene.right.text, scene.goods, word(rng, "design"))}


def trait(scene: Scene, rng: random.Random) -> Fields:
    """The mark's characters as the name of a colour, a style or a taste."""
    mark = scene.right.text
    if rng.random() < 0.5:
        return {
            "title": title(rng, word(rng, "brand_other"), own_goods(scene, rng), mark),
            "attributes": {rng.choice(["颜色", "颜色分类", "色号", "口味", "款式"]): mark},
        }
    return {
        "title": title(rng, own_goods(scene, rng), f"{mark}{rng.choice(['色', '口味', '配色'])}")
    }


def mended_for(scene: Scene, rng: random.Random) -> Fields:
    """Parts and helps meant for goods that bear the mark."""
    part = rng.choice(["配件", "收纳盒", "清洁剂", "支架", "保护套", "模具"])
    return {"title": title(rng, part, rng.choice(["适用", "适用于", "通用"]) + scene.right.text)}


def part_for(scene: Scene, rng: random.Random) -> Fields:
    """Spare parts that name the goods they fit."""
    return {"title": title(rng, scene.right.text, scene.goods, rng.choice(["配件", "零配件"]))}


def person(scene: Scene, rng: random.Random) -> Fields:
    """A person who happens to be called like the mark."""
    mark = scene.right.text
    name = rng.choice([f"歌手{mark}", f"作家{mark}", f"{mark}老师", f"{mark}先生", f"主播{mark}"])
    thing = own_goods(scene, rng) if rng.random() < 0.3 else other_thing(scene, rng)
    return {"title": title(rng, name, thing)}


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
    last = rng.choice(["品牌发展", "产业观察", "市场行情", ""])
    return {"title": f"{scene.right.text}{scene.goods}{word(rng, 'news')} {last}"}


def secondhand(scene: Scene, rng: random.Random) -> Fields:
    return {"title": title(rng, word(rng, "secondhand"), scene.right.text, own_goods(scene, rng))}


HONEST: dict[Family, int] = {
    licensed: 9, own_shop: 3, other_goods: 11, origin_only: 5, place_name: 6, others_mark: 4,
    told_only: 5, by_chance: 9, resale: 3, mention: 2, news: 2, secondhand: 2, reported: 4,
    service: 3, trait: 2, mended_for: 1, part_for: 2, torn: 2, person: 1, near_goods_meant: 1,
    neighbour: 1, folk: 2, designed: 1, senses.word_on_other_goods: 9, senses.likeness: 4, senses.word_on_own_goods: 6,
    senses.made_for_many: 3,
    senses.the_thing_itself: 3, senses.denied: 5, senses.fits: 6, senses.town: 5,
    senses.place_of_other_goods: 4, senses.variety: 2, senses.longer_sign: 3, senses.bait: 2,
}  # fmt: skip
"""Families with their share of the honest half."""
