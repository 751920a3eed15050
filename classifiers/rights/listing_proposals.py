"""Proposals for a right's record from the office's stored listings.

Licensed shops show by which names the goods go; what many others write around the mark may be a
variety, a longer word, or their own sign.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.folding import fold
from classifiers.goods.sign_parts import sign_parts
from classifiers.goods.words import goods_lexicon
from classifiers.rights.owners import is_same_owner
from classifiers.rights.proposals import RightProposal
from storage.base.message import Message
from storage.records import Listing, Meaning, OtherOwner, Right, RightHolder, Sense

FEWEST = 2
"""Listings from which something is proposed: one alone may be a slip; chosen by hand."""
_REACH = 10
"""Characters behind the place in which the name of the goods is looked for; chosen by hand."""
_VARIETY = r"[\u4e00-\u9fffA-Za-z]{0,2}\d{1,4}号?|[一二三四五六七八九十]+号"
"""What makes the name of a variety of the words before it: 2号, 优15号."""


def propose_from_licensed(right: Right, listings: Iterable[Listing]) -> Iterator[RightProposal]:
    """Names of goods that licensed shops write behind the place of a sign of place and goods."""
    places = sign_parts(right).place
    if not places:
        return
    counts: Counter[str] = Counter()
    for listing in listings:
        counts.update(set(_goods_behind(listing.title, places)))
    for word, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        if count >= FEWEST:
            source = Message("proposal.licensed-shops", {"count": count, "text": word})
            yield RightProposal(key="product", value=word, source=source)


def _goods_behind(title: str, places: Sequence[str]) -> Iterator[str]:
    for place in places:
        for match in re.finditer(re.escape(place), title):
            behind = title[match.end() : match.end() + _REACH]
            for word in goods_lexicon().find(behind)[:1]:
                if len(word.word) > 1:
                    yield word.text


def propose_from_matched(
    right: Right, holder: RightHolder | None, listings: Iterable[Listing]
) -> Iterator[RightProposal]:
    """Varieties and longer words that hold the mark, and signs of sellers who have no licence."""
    licensed = {fold(seller.shop) for seller in right.authorised_sellers}
    foreign = [
        listing
        for listing in listings
        if fold(listing.shop or "") not in licensed and not _is_holders(listing, holder)
    ]
    yield from _longer_words(right, foreign)
    yield from _signs(right, foreign)


def _is_holders(listing: Listing, holder: RightHolder | None) -> bool:
    names = (listing.shop, listing.operator.name if listing.operator else None)
    return holder is not None and any(is_same_owner(name, holder.name) for name in names if name)


def _longer_words(right: Right, listings: Sequence[Listing]) -> Iterator[RightProposal]:
    variety = re.compile(f"{re.escape(right.text)}(?:{_VARIETY})")
    counts: Counter[tuple[str, Sense]] = Counter()
    words = load_confusions().words
    for listing in listings:
        readings = {(match[0], Sense.VARIETY) for match in variety.finditer(listing.title)}
        for match in re.finditer(re.escape(right.text), listing.title):
            start, end = match.span()
            for word in (listing.title[start : end + 1], listing.title[max(start - 1, 0) : end]):
                if word != right.text and fold(word) in words:
                    readings.add((word, Sense.COMMON_WORD))
        counts.update(readings)
    for (text, sense), count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        if count >= FEWEST:
            yield RightProposal(
                key="meanings",
                value=Meaning(text=text, sense=sense),
                source=Message("proposal.listings", {"count": count, "text": text}),
            )


def _signs(right: Right, listings: Sequence[Listing]) -> Iterator[RightProposal]:
    """Longer brands that hold the mark, and trade names of operators that hold it."""
    by_sign: dict[tuple[str, str], list[Listing]] = defaultdict(list)
    sign = fold(right.text)
    for listing in listings:
        operator = listing.operator.name if listing.operator else None
        brand = (listing.brand or "").strip()
        if sign in fold(brand) and fold(brand) != sign and (owner := operator or listing.shop):
            by_sign[(brand, owner)].append(listing)
        elif operator and sign in fold(operator):
            by_sign[(right.text, operator)].append(listing)
    for (text, owner), members in sorted(by_sign.items()):
        if len(members) >= FEWEST:
            shops = tuple(sorted({listing.shop for listing in members if listing.shop}))
            yield RightProposal(
                key="other_owners",
                value=OtherOwner(text=text, owner=owner, shops=shops),
                source=Message("proposal.sellers", {"count": len(members), "owner": owner}),
            )
