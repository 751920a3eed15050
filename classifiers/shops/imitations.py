"""Imitated shop names (仿冒店铺名): is a shop called so as to be taken for a genuine one?

A name alone proves nothing: whoever is called so may hold a licence that the ledger lacks. So the answer is
a question to the holder, never a letter. The law behind it is [[unfair-competition.confusion]] and, where
the mark itself is the name, [[trademark.infringing-acts]].
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum

from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.folding import fold
from classifiers.goods.gazetteer import PlaceLevel, load_gazetteer
from classifiers.matching.match import Match
from classifiers.matching.matcher import Matcher, compile_forms
from classifiers.shops.genuine_names import GenuineName, NameSource, authority_words, shop_core
from classifiers.shops.ordinary_names import is_ordinary
from storage.base.disguises import DISGUISE_NAMES, SAME_SIGN, Disguise
from storage.records import RightKind

SHORTEST_PLAIN = 3
"""Characters of a genuine core from which a likeness counts without a word of authority; by hand."""
SHORTEST_INSIDE = 4
"""Characters of a genuine core from which a longer name imitates it without a word of authority; by hand,
as `licence_check`."""
MOST_COST = {2: 0.3, 3: 0.45}
"""Characters of a genuine core → cost (0..1 a character, `confusion_table`) of all changed characters together
up to which another core is read as it; by hand, with public names of shops against those of brands."""
MOST_COST_LONG = 0.6
"""The same for longer cores."""
MOST_COST_DISTINCTIVE = 0.25
"""The same where only a common word is left unchanged (博士 of 胡博士): the changed part is what tells
one from the other; chosen by hand: the same syllable, or a very near shape."""
_UNLIKE = frozenset(
    {
        Disguise.OMISSION,
        Disguise.REPLACED,
        Disguise.INITIALS,
        Disguise.PART,
        Disguise.GOODS_PART,
        Disguise.PARTS,
    }
)
"""Ways in which a sign is disguised amid goods, but which make another name of a shop's."""
_PLACED = frozenset(
    {RightKind.GEOGRAPHICAL_INDICATION, RightKind.CERTIFICATION, RightKind.COLLECTIVE}
)
"""Rights whose words every producer of the place may have in its name."""


class NameLikeness(IntEnum):
    """How a shop's name is like a genuine one, the most telling first."""

    SAME = 1
    """The same core."""
    CHANGED = 2
    """Characters changed for others that look or sound alike."""
    ADDED = 3
    """The genuine core with something before or behind it."""


@dataclass(frozen=True, kw_only=True)
class ShopName:
    """A stored shop as far as its name goes."""

    number: int
    name: str
    platform: str
    operator: str | None = None
    credit_code: str | None = None
    """统一社会信用代码, as shown."""


@dataclass(frozen=True, kw_only=True)
class Imitation:
    """A shop, the genuine name that it is like, and what differs."""

    shop: ShopName
    genuine: GenuineName
    likeness: NameLikeness
    difference: str
    """Which characters differ, in Chinese."""
    authority: tuple[str, ...]
    """Words of authority in the shop's name."""


class ImitationFinder:
    """Genuine names, ready to be compared with many shops."""

    def __init__(self, genuine: Sequence[GenuineName]) -> None:
        self._genuine = genuine
        self._matcher: Matcher = compile_forms(
            [(place, name.core) for place, name in enumerate(self._genuine)], ()
        )
        self._cores = {name.core for name in self._genuine}

    def imitations(self, shops: Sequence[ShopName]) -> Iterator[Imitation]:
        """The most telling imitation of each shop and right; shops that are genuine or lawful are left out."""
        cores = [shop_core(shop.name) for shop in shops]
        for place, matches in self._matcher.matches_by_text(cores).items():
            shop, core = shops[place], cores[place]
            best: dict[str, Imitation] = {}
            for imitation in self._of_shop(shop, core, matches):
                right = imitation.genuine.right.id
                if right not in best or _order(imitation) < _order(best[right]):
                    best[right] = imitation
            yield from best.values()

    def _of_shop(self, shop: ShopName, core: str, matches: Iterable[Match]) -> Iterator[Imitation]:
        authority = authority_words(shop.name)
        plain = [m for m in matches if m.how in SAME_SIGN]
        for match in matches:
            genuine = self._genuine[match.right]
            if _covered(match, plain) or _is_lawful(shop, core, genuine):
                continue
            likeness = self._likeness(core, match, genuine, authority)
            if likeness is not None:
                yield Imitation(
                    shop=shop, genuine=genuine, likeness=likeness, authority=authority,
                    difference=difference(genuine.core, core, match.how),
                )  # fmt: skip

    def _likeness(
        self, core: str, match: Match, genuine: GenuineName, authority: tuple[str, ...]
    ) -> NameLikeness | None:
        whole = match.span == (0, len(core))
        ordinary = is_ordinary(genuine.core, genuine.right)
        length = len(genuine.core)
        if match.how in SAME_SIGN and whole:
            return NameLikeness.SAME if authority or not ordinary else None
        if genuine.right.kind in _PLACED and genuine.source is NameSource.MARK:
            return None
        if match.how in SAME_SIGN:
            clear = length >= SHORTEST_INSIDE or bool(authority)
            return (
                NameLikeness.ADDED
                if clear and not ordinary and _is_name_part(core, match)
                else None
            )
        if not whole or ordinary or match.how in _UNLIKE or core in self._cores:
            return None
        if length < SHORTEST_PLAIN and not authority:
            return None
        is_near = not _says_something(core) and _is_near(genuine.core, core)
        return NameLikeness.CHANGED if is_near else None


def _order(imitation: Imitation) -> tuple[int, int, str]:
    source = list(NameSource).index(imitation.genuine.source)
    return imitation.likeness, source, imitation.genuine.name


def _covered(match: Match, plain: Sequence[Match]) -> bool:
    """Whether a longer genuine name stands there, of which this one is a piece."""
    start, end = match.span
    return any(
        longer.span[0] <= start and end <= longer.span[1] and longer.span != match.span
        for longer in plain
    )


def _is_name_part(core: str, match: Match) -> bool:
    """Whether the genuine core begins the name, or a place alone stands before it, and what stands behind
    it is no piece of the name: 西木 in 西木汀, 七彩云 in 七彩云南 are none."""
    before, behind = core[: match.span[0]], core[match.span[1] :]
    places = load_gazetteer()
    if before and places.leading(before) != before:
        return False
    seam = core[match.span[1] - 1 : match.span[1] + 1]
    return not behind or (
        len(behind) > 1 and seam not in load_confusions().words and seam not in places
    )


def _is_near(genuine: str, core: str) -> bool:
    """Whether few enough characters changed, for near enough ones. Where the number of characters differs
    (pinyin, split characters, a character pushed in), the matcher's own limits hold."""
    if len(core) != len(genuine):
        return True
    table = load_confusions()
    costs = [table.cost(*pair) for pair in zip(genuine, core, strict=True)]
    if None in costs:
        return False
    total = sum(cost for cost in costs if cost is not None)
    unchanged = "".join(a for a, b in zip(genuine, core, strict=True) if a == b)
    if unchanged in table.words:
        return total <= MOST_COST_DISTINCTIVE
    return total <= MOST_COST.get(len(genuine), MOST_COST_LONG)


def _says_something(core: str) -> bool:
    """Whether the changed core is a word or a place by itself, so that nobody need have imitated."""
    table = load_confusions()
    level = load_gazetteer().level(core)
    return core in table.words or core in table.seldom or (
        level is not None and level <= PlaceLevel.COUNTY
    )  # fmt: skip


def _is_lawful(shop: ShopName, core: str, genuine: GenuineName) -> bool:
    """Whether the shop is in the ledger of the right, or sells under a sign of another owner's."""
    right, name = genuine.right, fold(shop.name)
    for seller in right.authorised_sellers:
        is_named = fold(seller.shop) in (name, fold(shop.operator or ""))
        if is_named and seller.covers_platform(shop.platform):
            return True
    return any(
        name in map(fold, (*owner.shops, owner.owner))
        or (owner.text and fold(owner.text) != fold(right.text) and fold(owner.text) in name)
        or (owner.text and fold(owner.text) == core)
        for owner in right.other_owners
    )


def difference(genuine: str, core: str, how: Disguise) -> str:
    """What differs between two cores, in Chinese; how it was done where that is no single character."""
    if genuine == core:
        return "主体部分相同"
    if core.isascii() != genuine.isascii():
        return f"“{genuine}”写作“{core}”（{DISGUISE_NAMES[how]}）"
    parts = []
    for act, a, b, c, d in SequenceMatcher(None, genuine, core, autojunk=False).get_opcodes():
        if act == "replace":
            parts.append(f"“{genuine[a:b]}”写作“{core[c:d]}”")
        elif act == "insert":
            parts.append(f"多出“{core[c:d]}”")
        elif act == "delete":
            parts.append(f"少“{genuine[a:b]}”")
    manner = "" if how in SAME_SIGN else f"（{DISGUISE_NAMES[how]}）"
    return "，".join(parts) + manner
