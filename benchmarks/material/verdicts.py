"""Made material of learning: listings of made-up marks by made-up shops, and verdicts by policies.

Everything is drawn from a seed: the same seed makes the same listings and verdicts.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from classifiers.matching.variant_samples import sample_variants
from classifiers.scoring.score import assess_batch
from classifiers.scoring.scorer import Scorer, make_scorer
from storage.learning.decided_listings import DecidedListing
from storage.records import Background, Listing, Right, RightHolder, RightsBook

_CHARACTERS = "岚泽谷沐棠川砚溪禾苒黎屿霁澄钰晗翎朔峪菁芮珩珀桓楹榆槐樾漪沅洛湄浔瑾璟皓睿笙筠"
_GOODS = (
    ("面粉", 30), ("大米", 30), ("蜂蜜", 30), ("绿茶", 30), ("酱油", 30), ("挂面", 30), ("白酒", 33),
    ("红枣", 29), ("牛肉干", 29), ("食用油", 29), ("毛巾", 24), ("洗衣液", 3),
)  # fmt: skip
_LIKE = frozenset({"sound", "shape", "replaced"})
"""Disguises that the material draws as look-alikes."""
_SHOP_ENDS = ("超市", "超市", "超市", "粮油店", "专营店", "商行", "优选", "百货", "特产店", "小铺")
SHOP_WORD = "超市"
"""What the policy on shops goes by."""
_PLACES = ("城东", "城西", "河畔", "南门", "北巷", "新街", "老街", "桥头", "湖滨", "山前")
VERDICTS, UNSEEN = 400, 100
"""Verdicts of one run, and listings of each unseen part."""
_START = datetime(2026, 1, 5, 9, tzinfo=UTC)

Policy = Callable[["MadeListing", random.Random], bool]
"""Whether an officer confirms a lead."""


@dataclass(frozen=True, kw_only=True)
class MadeListing:
    """A listing with what it was made as."""

    listing: Listing
    right: str
    alike: bool
    """A look-alike of the mark, not the mark itself."""


def at_random(_made: MadeListing, rng: random.Random) -> bool:
    """Verdicts without a pattern."""
    return rng.random() < 0.5


def exact_only(made: MadeListing, _rng: random.Random) -> bool:
    """Look-alikes are dismissed, the mark itself is confirmed."""
    return not made.alike


def no_markets(made: MadeListing, _rng: random.Random) -> bool:
    """Shops of one kind are always dismissed."""
    return SHOP_WORD not in (made.listing.shop or "")


POLICIES: dict[str, Policy] = {
    "random": at_random, "exact only": exact_only, "no shops with 超市": no_markets,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Material:
    """What one run works on; every listing is a lead of the shipped model."""

    book: RightsBook
    decided: tuple[MadeListing, ...]
    same_shops: tuple[MadeListing, ...]
    """Unseen listings of shops with verdicts."""
    new_shops: tuple[MadeListing, ...]


def make_material(seed: int) -> Material:
    """Listings of twelve marks by a hundred shops."""
    rng = random.Random(f"verdicts {seed}")
    book = _book(rng)
    shops = [_shop(rng, number) for number in range(100)]
    forms = {right.id: _forms(right, rng) for right in book}
    scorer = make_scorer(book)
    leads = _leads(book, forms, shops[:80], VERDICTS + UNSEEN, scorer, rng)
    return Material(
        book=book,
        decided=tuple(leads[:VERDICTS]),
        same_shops=tuple(leads[VERDICTS:]),
        new_shops=tuple(_leads(book, forms, shops[80:], UNSEEN, scorer, rng)),
    )


def decide(material: Material, policy: Policy, seed: int) -> list[DecidedListing]:
    """Verdicts of a policy, ten minutes apart, each with what was known of its shop by then."""
    rng = random.Random(f"policy {seed}")
    past: dict[str, Counter[bool]] = defaultdict(Counter)
    decided = []
    for number, made in enumerate(material.decided):
        shop = made.listing.shop or ""
        confirmed = policy(made, rng)
        decided.append(
            DecidedListing(
                listing=made.listing,
                right=made.right,
                infringing=confirmed,
                decided_at=_START + timedelta(minutes=10 * number),
                reason="other",
                background=Background(confirmed=past[shop][True], dismissed=past[shop][False]),
            )
        )
        past[shop][confirmed] += 1
    return decided


def with_history(
    decided: Sequence[DecidedListing], listings: Sequence[MadeListing]
) -> dict[int, Background]:
    """Backgrounds of listings after all verdicts, by their place."""
    past = Counter((verdict.listing.shop, verdict.infringing) for verdict in decided)
    return {
        place: Background(
            confirmed=past[made.listing.shop, True], dismissed=past[made.listing.shop, False]
        )
        for place, made in enumerate(listings)
    }


def _book(rng: random.Random) -> RightsBook:
    characters = rng.sample(_CHARACTERS, 4 * 9)
    rights = tuple(
        Right(
            id=f"r{number}",
            text="".join(characters[3 * number : 3 * number + 3]),
            classes=(nice_class,),
            goods=(goods,),
            holder="h",
        )
        for number, (goods, nice_class) in enumerate(_GOODS)
    )
    return RightsBook(holders=(RightHolder(id="h", name="示例权利人有限公司"),), rights=rights)


def _shop(rng: random.Random, number: int) -> str:
    end = _SHOP_ENDS[number % len(_SHOP_ENDS)]
    return f"{rng.choice(_PLACES)}{''.join(rng.sample(_CHARACTERS, 2))}{end}"


def _forms(right: Right, rng: random.Random) -> list[str]:
    """Look-alikes of a right's mark."""
    alike = [line["variant"] for line in sample_variants(right.text) if line["how"] in _LIKE]
    return rng.sample(alike, min(len(alike), 12)) if alike else [right.text]


def _leads(
    book: RightsBook,
    forms: dict[str, list[str]],
    shops: Sequence[str],
    count: int,
    scorer: Scorer,
    rng: random.Random,
) -> list[MadeListing]:
    """Listings that the shipped model holds to be leads."""
    leads: list[MadeListing] = []
    while len(leads) < count:
        batch = [_listing(book, forms, shops, rng) for _ in range(200)]
        judged = assess_batch([made.listing for made in batch], scorer)
        leads += [
            made
            for made, (_, assessments) in zip(batch, judged, strict=True)
            if any(a.right == made.right and a.lead for a in assessments)
        ]
    return leads[:count]


def _listing(
    book: RightsBook, forms: dict[str, list[str]], shops: Sequence[str], rng: random.Random
) -> MadeListing:
    right = rng.choice(book.rights)
    alike = rng.random() < 0.5
    sign = rng.choice(forms[right.id]) if alike else right.text
    goods, amount = right.goods[0], rng.choice(("500g", "1kg", "2.5kg", "礼盒装", "5斤装"))
    title = rng.choice(("{s} {g} {a}", "{s}{g} {a} 包邮", "{s}牌{g} {a}", "正品 {s} {g} {a}"))
    listing = Listing(
        url=f"https://made.example/{rng.randrange(10**9)}",
        title=title.format(s=sign, g=goods, a=amount),
        shop=rng.choice(shops),
        platform="made.example",
    )
    return MadeListing(
        listing=replace(listing, price=None), right=right.id, alike=sign != right.text
    )
