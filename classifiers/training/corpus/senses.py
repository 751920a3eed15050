"""Other senses (其他含义): listings in which the characters of a mark are a word, a place, a denial.

Each family writes what sellers write where they mean the word and not the mark: a pattern, a taste,
another plant, the town of the goods, the machine that a part fits.
"""

from __future__ import annotations

import random

from classifiers.characters.confusion_table import load_confusions
from classifiers.goods.words import goods_lexicon
from classifiers.training.corpus.parts import Fields, other_thing, own_goods, title, unknown
from classifiers.training.corpus.scenes import Scene, some, word

_LIKENESS = (
    "纹",
    "色",
    "皮",
    "香",
    "味",
    "图案",
    "印花",
    "造型",
    "形",
    "款",
    "元素",
    "风",
    "花瓣",
    "绒",
    "卡通",
)
_DENIALS = ("非", "非", "非", "不是", "并非", "区别于", "不同于")
_ACCESSORIES = (
    "配件", "手机壳", "保护套", "替换滤芯", "电源板", "表带", "遥控器", "防尘罩", "支架", "刀头", "电池", "屏幕总成",
    "维修配件", "主板", "墨盒", "钢化膜", "充电底座", "收纳包", "刷头", "密封圈", "齿轮", "面板", "马达", "保护壳",
)  # fmt: skip
_TOWN = ("镇", "县", "产地", "产区", "本地", "农家", "当地", "市", "乡")


def _is_word(scene: Scene) -> bool:
    """Whether the mark is a word of the language or of goods, so that it can mean something else."""
    mark = scene.right.text
    return mark in load_confusions().words or mark in goods_lexicon()


def _spoken(rng: random.Random) -> str:
    words = [w for w, rank in load_confusions().words.items() if rank >= 4]
    return rng.choice(words)


def word_on_other_goods(scene: Scene, rng: random.Random) -> Fields:
    """The mark is a word of the language, said of other goods in its ordinary sense."""
    if not _is_word(scene):
        return {}
    mark, thing = scene.right.text, other_thing(scene, rng)
    phrase = rng.choice(
        [
            mark + _spoken(rng),
            _spoken(rng) + mark,
            mark + rng.choice(_LIKENESS),
            word(rng, "adjectives") + mark,
            f"{mark}{thing}",
        ]
    )
    brand = word(rng, "brand_other")
    parts = [some(rng, 0.5, brand) or "", phrase, thing]
    if rng.random() < 0.4:
        rng.shuffle(parts)
    return {"title": title(rng, *parts), "brand": some(rng, 0.3, brand)}


def word_on_own_goods(scene: Scene, rng: random.Random) -> Fields:
    """The mark's word as what the goods are made of, taste or look like, behind the seller's own brand."""
    if not _is_word(scene):
        return {}
    brand = word(rng, "brand_other")
    phrase = rng.choice(["", word(rng, "adjectives")]) + scene.right.text + own_goods(scene, rng)
    parts = rng.choice([[brand, phrase], [brand + phrase], [brand, phrase, word(rng, "specs")]])
    return {
        "title": title(rng, *parts),
        "brand": some(rng, 0.7, brand),
        "shop": some(rng, 0.3, brand + word(rng, "shop_last")),
    }


def made_for_many(scene: Scene, rng: random.Random) -> Fields:
    """Helps for the machines of several makers, the mark's among them, named one after another."""
    names = [scene.right.text, word(rng, "brand_other"), word(rng, "brand_other")]
    rng.shuffle(names)
    makers = rng.choice(["", "/", " ", "、"]).join(names)
    parts = rng.choice(
        [
            [makers + rng.choice(["通用", "适用", ""]), rng.choice(_ACCESSORIES)],
            [rng.choice(_ACCESSORIES), "适用于" + makers],
            [makers, scene.goods + rng.choice(_ACCESSORIES)],
        ]
    )
    return {"title": title(rng, *parts), "brand": some(rng, 0.3, word(rng, "brand_other"))}


def likeness(scene: Scene, rng: random.Random) -> Fields:
    """A pattern, a colour, a material, a scent called like the mark, mostly on other goods."""
    if not _is_word(scene):
        return {}
    thing = other_thing(scene, rng) if rng.random() < 0.8 else own_goods(scene, rng)
    phrase = scene.right.text + rng.choice(_LIKENESS)
    return {
        "title": title(rng, word(rng, "adjectives"), phrase, thing),
        "brand": some(rng, 0.4, word(rng, "brand_other")),
    }


def the_thing_itself(scene: Scene, rng: random.Random) -> Fields:
    """The mark is a word for goods, and those goods are sold (小米 that is millet)."""
    mark = scene.right.text
    if mark not in goods_lexicon():
        return {}
    kind = rng.choice(["", "", word(rng, "adjectives"), word(rng, "regions"), unknown(rng)[0]])
    tail = rng.choice(["", "", "干", "粉", "酒", "油", "种子", "苗", "罐头", "片"])
    return {
        "title": title(rng, kind + mark + tail, some(rng, 0.5, word(rng, "adjectives")) or ""),
        "brand": some(rng, 0.3, word(rng, "brand_other")),
    }


def denied(scene: Scene, rng: random.Random) -> Fields:
    """The seller says that the goods are not the mark's."""
    mark = scene.right.text
    name = mark if rng.random() < 0.6 or len(mark) < 4 else mark[:2]
    parts = [
        word(rng, "regions") + rng.choice(scene.right.goods),
        word(rng, "adjectives") + own_goods(scene, rng),
        rng.choice(_DENIALS) + name + (scene.goods if name != mark and rng.random() < 0.5 else ""),
    ]
    if rng.random() < 0.5:
        parts.append(word(rng, "specs"))
    return {"title": title(rng, *parts), "brand": some(rng, 0.3, word(rng, "brand_other"))}


def fits(scene: Scene, rng: random.Random) -> Fields:
    """Parts and helps named with the machine that they fit, by its model."""
    mark = scene.right.text
    model = f"{rng.choice('ABKPQXZ')}{rng.randint(1, 9900)}{rng.choice(['', 'Pro', 'C', 'plus'])}"
    part = rng.choice(_ACCESSORIES)
    parts = rng.choice(
        [
            [f"适用于{mark}{model}", part],
            [f"适用{mark}", model, part],
            [mark, model, part],
            [part, "通用", mark, model],
            [mark + scene.goods + part],
            [f"{mark}{scene.goods}专用{part}"],
            [part, f"{word(rng, 'brand_other')}/{mark}通用"],
        ]
    )
    return {"title": title(rng, *parts)}


def genuine_part(scene: Scene, rng: random.Random) -> Fields:
    """原装 spare parts under the mark: used as a mark for goods of its own kind."""
    claim = rng.choice(["原装", "正品", "原厂", "原装正品"])
    return {
        "title": title(
            rng, claim + scene.right.text, own_goods(scene, rng), rng.choice(_ACCESSORIES)
        )
    }


def town(scene: Scene, rng: random.Random) -> Fields:
    """The place where goods are made, beside the seller's own brand."""
    place = (scene.right.place or (scene.right.text,))[0]
    brand = word(rng, "brand_other")
    phrase = rng.choice(
        [place + rng.choice(_TOWN), "产地" + place, "源自" + place, word(rng, "regions") + place]
    )
    parts = [brand, phrase, own_goods(scene, rng)]
    if rng.random() < 0.5:
        parts[:2] = [phrase, brand]
    return {
        "title": title(rng, *parts),
        "brand": some(rng, 0.6, brand),
        "attributes": some(rng, 0.3, {"产地": place}),
        "location": some(rng, 0.4, place),
    }


def place_of_other_goods(scene: Scene, rng: random.Random) -> Fields:
    """The place alone, on goods that the right does not name."""
    place = (scene.right.place or (scene.right.text,))[0]
    phrase = rng.choice(
        [place, place + "特产", word(rng, "regions") + place, place + "本地", "正宗" + place]
    )
    return {"title": title(rng, phrase, other_thing(scene, rng))}


def variety(scene: Scene, rng: random.Random) -> Fields:
    """The goods by their kind alone, one among several: nothing of the place."""
    if not scene.right.product:
        return {}
    names = [rng.choice(scene.right.product), *(rng.choice(scene.kindred) for _ in range(3))]
    rng.shuffle(names)
    return {"title": title(rng, rng.choice(["", " "]).join(names), word(rng, "specs"))}


def parts_apart(scene: Scene, rng: random.Random) -> Fields:
    """Place and goods of the sign with words between, around or in another field."""
    if not scene.right.place:
        return {}
    place, product = scene.right.place[0], rng.choice(scene.right.product)
    between = "".join(word(rng, "adjectives") for _ in range(rng.randint(1, 2)))
    parts = rng.choice(
        [
            [f"{place}{between}{product}"],
            [f"{place} {between}{product}{word(rng, 'specs')}"],
            [product, f"正宗{place}{between}"],
            [f"{word(rng, 'regions')}{place}{product[-1]}{rng.choice(scene.kindred)}"],
            [f"{place}{rng.choice(scene.kindred)}"],
        ]
    )
    fields: Fields = {"title": title(rng, *parts)}
    if rng.random() < 0.15:
        fields = {"title": title(rng, between + product), "brand": place}
    return fields


def written_twice(scene: Scene, rng: random.Random) -> Fields:
    """The mark beside its Latin form, as shops write brands (Philips/飞利浦)."""
    mark, latin = scene.right.text, word(rng, "latin")
    name = rng.choice(
        [
            f"{latin}/{mark}",
            f"{mark}({latin})",
            f"{mark}（{latin}）",
            f"{latin}{mark}",
            f"{mark}{latin}",
        ]
    )
    model = some(rng, 0.5, f"{latin[:2].upper()}{rng.randint(100, 9999)}") or ""
    return {"title": title(rng, name, model, own_goods(scene, rng)), "brand": some(rng, 0.2, name)}


def named_as_maker(scene: Scene, rng: random.Random) -> Fields:
    """The mark with the form of a company behind it, on the right's own goods."""
    company = rng.choice(["股份", "集团", "公司", "公司出品", "股份公司", "厂家", "总厂"])
    name = scene.right.text + company
    return {"title": title(rng, name, word(rng, "mark_first"), own_goods(scene, rng))}


def far_name(scene: Scene, rng: random.Random) -> Fields:
    """A well-known mark with a trade or a word behind it, as a name for other goods (跨类)."""
    if not scene.right.well_known:
        return {}
    name = scene.right.text + rng.choice(
        ["酒业", "生活", "家居", "健康", "科技", "优品", "之家", "味"]
    )
    thing = other_thing(scene, rng)
    return {
        "title": title(rng, name, thing),
        "brand": some(rng, 0.4, name),
        "shop": some(rng, 0.3, name + word(rng, "shop_last")),
    }


def far_goods(scene: Scene, rng: random.Random) -> Fields:
    """A well-known mark on other goods, as their brand (驰名商标跨类)."""
    if not scene.right.well_known:
        return {}
    mark, thing = scene.right.text, other_thing(scene, rng)
    return {"title": title(rng, mark + thing), "brand": some(rng, 0.6, mark)}


def bait(scene: Scene, rng: random.Random) -> Fields:
    """Another's mark as a keyword in the title of other goods (搭便车)."""
    phrase = scene.right.text + rng.choice(["同款", "爆款", "风", "风格", "平替"])
    parts = [word(rng, "brand_other"), other_thing(scene, rng), phrase]
    if rng.random() < 0.5:
        rng.shuffle(parts)
    return {"title": title(rng, *parts), "brand": some(rng, 0.4, parts[0])}


def longer_sign(scene: Scene, rng: random.Random) -> Fields:
    """Another's longer sign that holds the mark, with a distinctive part of its own, on other goods or
    in another class."""
    prefix = word(rng, "mark_first") + word(rng, "mark_next")
    name = rng.choice([prefix + scene.right.text, scene.right.text + prefix])
    return {
        "title": title(rng, name, other_thing(scene, rng)),
        "brand": some(rng, 0.7, name),
        "shop": some(rng, 0.5, name + word(rng, "shop_last")),
    }
