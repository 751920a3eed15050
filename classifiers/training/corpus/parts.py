"""Parts (组成) of made-up listings: titles with their padding, words for goods, what shops add.

Words for goods are drawn so that no list can be leaned on: now and then one that no list holds,
be it for the right's own goods or for others, and words for other goods that only say what the
goods are good for.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache

from classifiers.characters.confusion_table import load_confusions
from classifiers.goods.grade import Relation
from classifiers.goods.lexicon import load_lists
from classifiers.goods.packs import packs_own
from classifiers.goods.relation import relate
from classifiers.goods.words import goods_lexicon, goods_of
from classifiers.training.corpus.scenes import Scene, shop, some, word
from storage.records import Listing

Fields = dict[str, object]
Family = Callable[[Scene, random.Random], Fields]


def title(rng: random.Random, *parts: str) -> str:
    """The parts with the usual padding around and between; a tenth as long as platforms allow."""
    words = [p for p in parts if p]
    long = rng.random() < 0.1
    if rng.random() < 0.4:
        words.insert(rng.choice([0, len(words)]), word(rng, "adjectives"))
    if rng.random() < 0.6:
        words.append(word(rng, "specs"))
    words += [word(rng, "tails") for _ in range(5 if long else rng.random() < 0.5)]
    if rng.random() < 0.2:
        words.insert(0, word(rng, "regions"))
    if rng.random() < 0.06:
        words.append(word(rng, "with_other") + word(rng, "other_things").split()[0])
    if rng.random() < 0.05:
        words.append(word(rng, "with_other") + any_goods(rng))
    return rng.choice(["", " ", " "]).join(words)


def own_goods(scene: Scene, rng: random.Random) -> str:
    """A word for the scene's goods; now and then one that no list knows."""
    dice = rng.random()
    if dice < 0.1:
        return word(rng, "vague")
    if dice < 0.16:
        return unknown(rng) + rng.choice(scene.right.goods)[-1]
    if dice < 0.2:
        return unknown(rng)
    if dice < 0.36:
        return rng.choice(scene.kindred)
    named = rng.choice([scene.goods, rng.choice(scene.right.goods)])
    if rng.random() < 0.08 and len(named) > 1:
        return named[:-1] + rng.choice("小大鲜精老") + named[-1]
    return named


def other_thing(scene: Scene, rng: random.Random) -> str:
    """Goods of other classes than the right's: a hoodie is no book, but it is near a shirt; a box may
    be packaging of the right's goods."""
    dice = rng.random()
    if dice < 0.06:
        return word(rng, "strange_things")
    if dice < 0.14:
        return unknown(rng) + rng.choice(["", rng.choice(any_goods(rng))])
    while True:
        thing = any_goods(rng) if dice < 0.5 else word(rng, "other_things")
        listing = Listing(url="-", title=thing)
        answer = relate(listing, scene.right, goods_of(listing))
        if answer.relation is Relation.DIFFERENT and not packs_own(answer, scene.right):
            return thing + (unknown(rng) if rng.random() < 0.1 else "")


def any_goods(rng: random.Random) -> str:
    """Goods of any kind."""
    part = rng.choice([p for p in load_lists("goods").values() if p])
    return str(rng.choice(rng.choice(part)["words"]))


def unknown(rng: random.Random) -> str:
    """A rare word of the language in the place of goods that no list holds."""
    return rng.choice(_rare_words())


@cache
def _rare_words() -> tuple[str, ...]:
    """Words that hardly anybody says and that hold no goods word."""
    words = load_confusions().words
    rare = (w for w, rank in words.items() if rank <= 1 and len(w) == 2)
    return tuple(w for w in rare if not goods_lexicon().find(w))


def is_licensed(scene: Scene, shop_name: str) -> bool:
    return any(seller.shop == shop_name for seller in scene.right.authorised_sellers)


def fill(fields: Fields, rng: random.Random, number: int) -> Fields:
    """The rest of a listing, as shops show it."""
    defaults = {
        "url": f"https://shop.example/item/{number}",
        "shop": some(rng, 0.85, shop(rng)),
        "price": some(rng, 0.8, f"{rng.uniform(9, 300):.2f}"),
        "location": some(rng, 0.4, word(rng, "regions") + word(rng, "cities")),
        "description": some(rng, 0.2, f"{word(rng, 'about')}，{word(rng, 'about')}。"),
        "platform": "shop.example",
    }
    return {k: v for k, v in {**defaults, **fields}.items() if v}
