"""Ways to infringe (侵权情形): one function each, which gives the fields of a listing.

The label is the family's, by law: 商标法 §57, and the licence ledger.
"""

from __future__ import annotations

import random

from classifiers.goods.grade import Relation
from classifiers.goods.lexicon import load_lists
from classifiers.goods.relation import relate
from classifiers.goods.words import goods_of
from classifiers.training.corpus import senses
from classifiers.training.corpus.disguises import disguised
from classifiers.training.corpus.parts import Family, Fields, is_licensed, own_goods, title
from classifiers.training.corpus.scenes import Scene, some, word
from storage.records import Listing


def plain(scene: Scene, rng: random.Random) -> Fields:
    """The mark itself on the right's own goods, by a seller without licence."""
    mark, goods = scene.right.text, own_goods(scene, rng)
    text = title(rng, mark, goods) if rng.random() < 0.6 else title(rng, goods, mark)
    brand = mark if rng.random() < 0.95 else word(rng, "brand_other")
    fields: Fields = {"title": text, "brand": some(rng, 0.3, brand)}
    if rng.random() < 0.12:
        fields["attributes"] = {rng.choice(["品名", "品类", "产品名称"]): scene.goods}
    return fields


def disguise(scene: Scene, rng: random.Random) -> Fields:
    form, goods = disguised(scene.right.text, rng), own_goods(scene, rng)
    text = title(rng, form, goods) if rng.random() < 0.65 else title(rng, goods, form)
    return {"title": text, "brand": some(rng, 0.15, form)}


def near_goods(scene: Scene, rng: random.Random) -> Fields:
    """The mark on goods of a neighbouring class: whether they are similar an officer must say;
    without another brand he mostly says so."""
    for _ in range(40):
        part = rng.choice([p for p in load_lists("goods").values() if p])
        thing = rng.choice(rng.choice(part)["words"])
        listing = Listing(url="-", title=thing)
        if relate(listing, scene.right, goods_of(listing)).relation is Relation.NEAR:
            return {"title": title(rng, scene.right.text, thing)}
    return plain(scene, rng)


def as_brand(scene: Scene, rng: random.Random) -> Fields:
    fields = {"title": title(rng, own_goods(scene, rng))}
    if rng.random() < 0.6:
        return {**fields, "brand": scene.right.text}
    return {**fields, "attributes": {rng.choice(["品牌", "商标"]): scene.right.text}}


def as_shop(scene: Scene, rng: random.Random) -> Fields:
    """A shop that calls itself the mark's."""
    name = scene.right.text + rng.choice(["旗舰店", "专卖店", "官方店", "直营店", "食品店", "小铺"])
    name += rng.choice(["1号", "分店"]) if is_licensed(scene, name) else ""
    text = title(rng, some(rng, 0.6, scene.right.text) or "", own_goods(scene, rng))
    return {"title": text, "shop": name}


def place_as_brand(scene: Scene, rng: random.Random) -> Fields:
    """Words of origin, yet the brand field or the lead of the title uses the mark."""
    mark = scene.right.text
    text = title(
        rng, mark + rng.choice(["特产", "产区正品", "产地直发", "当地"]), own_goods(scene, rng)
    )
    return {"title": text, "brand": some(rng, 0.85, mark)}


_COUNTERFEIT = ("高仿", "精仿", "仿", "复刻", "1比1", "一比一", "A货")
"""Words by which sellers own up to a counterfeit; those of a comparison stand in `compared`."""


def compared(scene: Scene, rng: random.Random) -> Fields:
    """The seller's goods likened to the mark's (平替, 媲美)."""
    likeness = rng.choice(
        ["同款", "平替", "平价替代", "大牌同款", "媲美", "堪比", "味道一样", "不输"]
    )
    name = scene.right.text
    phrase = likeness + name if likeness in ("媲美", "堪比", "不输") else name + likeness
    return {
        "title": title(rng, phrase, own_goods(scene, rng)),
        "brand": some(rng, 0.4, word(rng, "brand_other")),
    }


def imitation(scene: Scene, rng: random.Random) -> Fields:
    words = [scene.right.text, rng.choice(_COUNTERFEIT)]
    if rng.random() < 0.3:
        words.reverse()
    goods = own_goods(scene, rng) if rng.random() < 0.85 else ""
    return {
        "title": title(rng, "".join(words), goods),
        "brand": some(rng, 0.2, word(rng, "brand_other")),
    }


def mild(scene: Scene, rng: random.Random) -> Fields:
    """Leaning on the mark in mild words."""
    return {"title": title(rng, scene.right.text + word(rng, "mild"), own_goods(scene, rng))}


def labels(scene: Scene, rng: random.Random) -> Fields:
    goods = scene.goods if rng.random() < 0.6 else ""
    text = f"{scene.right.text}{goods}{word(rng, 'labels')} {word(rng, 'label_tails')}"
    return {"title": text, "category": some(rng, 0.2, ["包装材料"])}


def own_label(scene: Scene, rng: random.Random) -> Fields:
    return {"title": title(rng, scene.right.text, own_goods(scene, rng), word(rng, "oem"))}


def lapsed(scene: Scene, rng: random.Random) -> Fields:
    return {**plain(scene, rng), "shop": scene.lapsed}


def beyond_licence(scene: Scene, rng: random.Random) -> Fields:
    """A licensee on a platform that its licence does not name."""
    return {**plain(scene, rng), "shop": scene.elsewhere}


def imitated_shop(scene: Scene, rng: random.Random) -> Fields:
    name = scene.licensed[:3] + word(rng, "shop_last")
    name += "2店" if is_licensed(scene, name) else ""
    return {**plain(scene, rng), "shop": name}


def on_picture(scene: Scene, rng: random.Random) -> Fields:
    text = f"{scene.right.text} {word(rng, 'adjectives')}{scene.goods}"
    return {"title": title(rng, scene.goods), "image_text": text}


def boasting(scene: Scene, rng: random.Random) -> Fields:
    claim = rng.choice(["国家地理标志产品", "注册商标", "官方授权", "品牌授权", "地理标志保护产品"])
    return {
        **plain(scene, rng),
        "description": f"{scene.right.text}{scene.goods}，{claim}，{word(rng, 'about')}",
    }


def claimed(scene: Scene, rng: random.Random) -> Fields:
    """The title says official or authorised; the ledger knows nothing of it."""
    return {
        "title": title(rng, scene.right.text + word(rng, "official_claims"), own_goods(scene, rng))
    }


def cheap(scene: Scene, rng: random.Random) -> Fields:
    goods = scene.right.goods[0]
    return {"title": f"{scene.right.text}{goods} 5kg", "price": f"{rng.uniform(5, 40):.1f}"}


INFRINGING: dict[Family, int] = {
    plain: 11, disguise: 16, as_brand: 4, as_shop: 4, imitation: 5, compared: 4, labels: 4, own_label: 2,
    lapsed: 3, near_goods: 2, imitated_shop: 2, on_picture: 3, boasting: 3, cheap: 2, claimed: 1,
    beyond_licence: 2, mild: 1, place_as_brand: 2, senses.parts_apart: 4, senses.genuine_part: 1, senses.far_goods: 6,
    senses.far_name: 6, senses.written_twice: 5, senses.named_as_maker: 3,
}  # fmt: skip
"""Families with their share of the infringing half."""
