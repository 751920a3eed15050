"""Scenes (情景): a made-up right with its holder and licensees, in which listings are set."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from classifiers.characters.confusion_table import load_confusions
from classifiers.goods.lexicon import load_lists
from storage.records import (
    AuthorisedSeller,
    Origin,
    ReferencePrice,
    Right,
    RightHolder,
    RightKind,
)
from storage.records.right_words import OF_A_PLACE

ON = date(2026, 6, 1)
"""The day on which the corpus's licences are judged."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One right with everything that its listings may mention."""

    right: Right
    holder: RightHolder
    goods: str
    """The goods word that this scene's own listings sell."""
    kindred: tuple[str, ...]
    """Other words of the same group of goods."""
    licensed: str
    lapsed: str
    """Shop whose licence ran out."""
    elsewhere: str
    """Shop whose licence names another platform."""


def word(rng: random.Random, name: str) -> str:
    return str(rng.choice(load_lists("phrases")[name]))


def make_scene(rng: random.Random, number: int) -> Scene:
    """A right that exists nowhere: a coined word, a rare word of the language, or Latin."""
    group = rng.choice(
        [
            g
            for part in ("food", "health", "wear", "home", "tech")
            for g in load_lists("goods")[part]
        ]
    )
    goods = rng.sample(group["words"], min(len(group["words"]), rng.randint(1, 4)))
    kind = rng.choices(
        [RightKind.TRADEMARK, RightKind.COLLECTIVE, RightKind.CERTIFICATION, RightKind.GEOGRAPHICAL_INDICATION],
        [6, 1, 1, 2],
    )[0]  # fmt: skip
    place, product = _place_and_goods(rng, goods) if kind in OF_A_PLACE else ((), ())
    text = place[0] + product[0] if place else _coined(rng)
    licensed, lapsed, elsewhere = shop(rng), shop(rng), shop(rng)
    holder = RightHolder(
        id=f"h{number}", name=f"{word(rng, 'regions')}{text}{word(rng, 'companies')}"
    )
    sellers = (
        AuthorisedSeller(shop=rng.choice([licensed, f"{text}旗舰店"])),
        AuthorisedSeller(shop=licensed),
        AuthorisedSeller(shop=lapsed, valid_until=date(2025, 12, 31)),
        AuthorisedSeller(shop=elsewhere, platform="other.example"),
    )
    right = Right(
        id=f"r{number}",
        text=text,
        kind=kind,
        classes=(group["class"],) if rng.random() < 0.7 else (),
        goods=tuple(goods),
        holder=holder.id,
        authorised_sellers=sellers,
        origin=Origin(places=place or (word(rng, "cities"),)) if rng.random() < 0.4 else None,
        place=place,
        product=product,
        well_known=kind is RightKind.TRADEMARK and rng.random() < _WELL_KNOWN,
        reference_prices=_price(goods[0]) if rng.random() < 0.3 else (),
        registration_no=str(rng.randint(10_000_000, 70_000_000)),
    )  # fmt: skip
    return Scene(
        right=right,
        holder=holder,
        goods=rng.choice(goods),
        kindred=tuple(group["words"]),
        licensed=licensed,
        lapsed=lapsed,
        elsewhere=elsewhere,
    )


def _price(goods: str) -> tuple[ReferencePrice, ...]:
    return (ReferencePrice(goods=goods, unit="kg", low=Decimal(20), high=Decimal(60)),)


_WELL_KNOWN, _PLACE_SIGNS = 0.15, 0.6
"""Share of trademarks that are well known, and of signs of origin that are place and goods; by hand."""


def _place_and_goods(
    rng: random.Random, goods: list[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The parts of a sign of place and goods; empty for signs of another make."""
    if rng.random() > _PLACE_SIGNS:
        return (), ()
    invented = word(rng, "mark_first") + rng.choice("州阳山川江海宁安平县城原岭湖")
    return (rng.choice([word(rng, "cities"), invented, invented]),), (goods[0],)


def _coined(rng: random.Random) -> str:
    dice = rng.random()
    if dice < 0.08:
        return word(rng, "latin") + rng.choice(["", "o", "a", "ix"])
    if dice < 0.24:
        return rng.choice([w for w, rank in load_confusions().words.items() if rank in _SPOKEN])
    if dice < 0.3:
        return rng.choice(_short_goods())
    if dice < 0.4:
        rare = [w for w, rank in load_confusions().words.items() if rank <= 1]
        return rng.choice(rare) + rng.choice(["", "", word(rng, "mark_next")])
    length = rng.choices([2, 3, 4, 5], [4, 4, 3, 1])[0]
    return word(rng, "mark_first") + "".join(word(rng, "mark_next") for _ in range(length - 1))


_SPOKEN = range(3, 9)
"""Ranks of words in everybody's mouth that are marks too (牧人)."""


@cache
def _short_goods() -> tuple[str, ...]:
    """Words for goods of two or three characters: marks for goods of other kinds bear such names."""
    groups = [group for part in load_lists("goods").values() for group in part]
    words = (str(word) for group in groups for word in group["words"])
    return tuple(sorted({text for text in words if 2 <= len(text) <= 3 and not text.isascii()}))


def shop(rng: random.Random) -> str:
    """A seller that exists nowhere."""
    return f"{word(rng, 'shop_first')}{word(rng, 'mark_next')}{word(rng, 'shop_last')}"


def some(rng: random.Random, chance: float, value: Any) -> Any:
    return value if rng.random() < chance else None
