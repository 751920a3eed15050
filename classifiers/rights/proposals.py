"""Proposals for a right's record (档案补充建议), from dictionaries, the list of places and other rights.

A proposal is written nowhere until a person confirms it: a dictionary knows what a word can mean, not
what the register says.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.folding import fold
from classifiers.goods.gazetteer import load_gazetteer
from classifiers.goods.sign_parts import SignParts, derive_parts
from classifiers.goods.words import goods_lexicon
from classifiers.rights.owners import is_same_owner
from storage.base.message import Message
from storage.records import Meaning, OtherOwner, Right, RightHolder, RightKind, RightsBook, Sense
from storage.rights.import_lines import meanings_text, owners_text

_WORD, _PIECE = 2, 5
"""Ranks (0..9, `Confusions.words`) from which the whole mark, and a piece at its end, is proposed as an
ordinary word: a person decides, so the first lies lower than `doubts.COMMON_WORD`; chosen by hand."""
_LONGEST_PIECE = 3
"""Characters of the longest words that the table of common words holds."""
_PLACES_NAMED = 3
"""Places of one name that a note lists."""

Value = str | Meaning | OtherOwner


@dataclass(frozen=True, kw_only=True)
class RightProposal:
    """One entry that a right's record could hold besides."""

    key: str
    """place, product, meanings or other_owners."""
    value: Value
    source: Message
    """Where it comes from."""

    @property
    def text(self) -> str:
        """The entry as the form writes it."""
        match self.value:
            case Meaning():
                return meanings_text((self.value,))
            case OtherOwner():
                return owners_text((self.value,))
            case _:
                return self.value

    @property
    def digest(self) -> str:
        """What names this proposal and no other of the right, whatever is proposed beside it."""
        return hashlib.sha256(f"{self.key}\n{self.text}".encode()).hexdigest()[:16]


def with_proposals(right: Right, proposals: Iterable[RightProposal]) -> Right:
    """The right with these entries behind those that its record holds."""
    for proposal in proposals:
        changed: dict[str, Any] = {proposal.key: (*getattr(right, proposal.key), proposal.value)}
        right = dataclasses.replace(right, **changed)
    return right


def without_known(right: Right, proposals: Iterable[RightProposal]) -> Iterator[RightProposal]:
    """Each proposal once, without those that the record holds in some form."""
    met = {
        _name(key, entry)
        for key in ("place", "product", "meanings", "other_owners")
        for entry in getattr(right, key)
    }
    for proposal in proposals:
        name = _name(proposal.key, proposal.value)
        if name not in met:
            met.add(name)
            yield proposal


def _name(key: str, value: Value) -> tuple[str, ...]:
    """What two entries share that say the same."""
    match value:
        case Meaning():
            return key, fold(value.text), value.sense
        case OtherOwner():
            return key, fold(value.text), fold(value.owner)
        case _:
            return key, fold(value)


def propose_from_lists(
    right: Right, holder: RightHolder | None, book: RightsBook
) -> Iterator[RightProposal]:
    """Proposals that need no listings; `book` holds the rights beside this one."""
    parts = derive_parts(
        right.text,
        kind=right.kind,
        goods=right.goods,
        origins=right.origin.places if right.origin else (),
    )
    yield from _parts(parts)
    yield from _goods_names(right, parts)
    yield from _ordinary_words(right)
    if right.kind is RightKind.TRADEMARK:
        yield from _places(right, parts)
    yield from _namesakes(right, holder, book)


def _parts(parts: SignParts) -> Iterator[RightProposal]:
    for place in parts.place:
        name = load_gazetteer().described(place, _PLACES_NAMED)
        source = (
            Message("proposal.divisions", {"places": name})
            if name
            else Message("proposal.sign-text", {})
        )
        yield RightProposal(key="place", value=place, source=source)
    for product in parts.product:
        yield RightProposal(key="product", value=product, source=_goods_source(product))


def _goods_source(word: str) -> Message:
    label = goods_lexicon().label(word)
    if label is None:
        return Message("proposal.sign-text", {})
    return Message("proposal.goods-words", {"group": label.split("/")[0]})


def _places(right: Right, parts: SignParts) -> Iterator[RightProposal]:
    """What a trademark names besides, where it or its first part is a place (商标法: 地名)."""
    for text in dict.fromkeys((right.text, *parts.place[:1])):
        if places := load_gazetteer().described(text, _PLACES_NAMED):
            yield RightProposal(
                key="meanings",
                value=Meaning(text=text, sense=Sense.PLACE, note=places),
                source=Message("proposal.divisions", {"places": places}),
            )


def _goods_names(right: Right, parts: SignParts) -> Iterator[RightProposal]:
    """The whole mark or its descriptive part as a name of goods (通用名称)."""
    for text in filter(None, (right.text, parts.descriptive)):
        if goods_lexicon().label(text) is not None and not parts.place:
            yield RightProposal(
                key="meanings",
                value=Meaning(text=text, sense=Sense.GENERIC),
                source=_goods_source(text),
            )


def _ordinary_words(right: Right) -> Iterator[RightProposal]:
    """The whole mark as a word of Chinese, else the words at its front and its end."""
    words, text = load_confusions().words, fold(right.text)
    pieces = [text] if words.get(text, -1) >= _WORD else []
    if not pieces:
        ends = [text[:n] for n in range(_LONGEST_PIECE, 1, -1)]
        ends += [text[-n:] for n in range(_LONGEST_PIECE, 1, -1)]
        pieces = [end for end in ends if end != text and words.get(end, -1) >= _PIECE]
    for piece in pieces:
        yield RightProposal(
            key="meanings",
            value=Meaning(text=piece, sense=Sense.COMMON_WORD),
            source=Message("proposal.word-count", {"rank": words[piece]}),
        )


def _namesakes(
    right: Right, holder: RightHolder | None, book: RightsBook
) -> Iterator[RightProposal]:
    """Signs of other holders in the office's own book that are this mark or hold it."""
    names = {other_holder.id: other_holder.name for other_holder in book.holders}
    sign = fold(right.text)
    for neighbour in book:
        owner = names.get(neighbour.holder or "", "")
        if neighbour.id == right.id or not owner or sign not in fold(neighbour.text):
            continue
        if holder is None or not is_same_owner(owner, holder.name):
            entry = OtherOwner(
                text=neighbour.text,
                owner=owner,
                shops=tuple(dict.fromkeys(s.shop for s in neighbour.authorised_sellers)),
                goods=neighbour.goods,
                since=neighbour.valid_from,
            )
            source = Message("proposal.right", {"right": neighbour.id, "holder": owner})
            yield RightProposal(key="other_owners", value=entry, source=source)
