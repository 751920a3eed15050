"""Learning which text says whether goods can be bought (库存状态): its words go with what the full
reader says, on every page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from types import MappingProxyType

from crawler.extract.page.markup_hints import Hint
from crawler.extract.visible.shop_words import BUY, IN_STOCK, PREORDER, SOLD_OUT
from crawler.platform.selectors import Selector
from crawler.templates.election.ballot import Ballot, Elected
from crawler.templates.election.value_places import ValuePlaces
from crawler.templates.sample import plain_value

_LABEL_LENGTH = 20
"""Characters of a button or label; chosen by hand."""
_LABEL_SIZE = 3
"""Elements of a button or label; chosen by hand."""
_MOST_TEXTS = 6
"""Different texts of one label; more, and it counts something. Chosen by hand."""
_MOST_TRIED = 40
"""Most frequent selectors of labels that are tried; chosen by hand."""
_WORDS = (BUY, IN_STOCK, PREORDER, SOLD_OUT)


def elect_stock(ballot: Ballot, places: Sequence[ValuePlaces]) -> Elected | None:
    """The selector of the stock's label or of the data that states it, else a constant.

    The constant stands only where no sample holds a word of sold-out goods: a page that does is
    read in full.
    """
    answers = [sample.listing.availability for sample in ballot.samples]
    present = [answer for answer in answers if answer]
    if len(present) < len(answers):
        return None
    votes = [{plain_value(answer): 1.0} for answer in present]
    ways: Counter[Selector] = Counter()
    for place in places[:5]:
        ways.update(set(_declared_ways(place)))
    declared = ballot.elect(
        "availability", [way for way, _ in ways.most_common(_MOST_TRIED)], votes
    )
    if declared is not None and declared.agree == len(answers):
        return declared
    label = _label(ballot, places, present)
    if label is not None:
        return label
    if len(set(present)) == 1 and not any(_says_gone(ballot)):
        way = Selector(constant=present[0])
        return Elected(ways=(way,), pages=len(answers), agree=len(answers), distinct=1)
    return None


def _says_gone(ballot: Ballot) -> Iterator[bool]:
    for profiled in ballot.profiled:
        yield Hint.GONE in profiled.page.hints


def _declared_ways(place: ValuePlaces) -> Iterator[Selector]:
    for short in ("instock", "outofstock", "preorder", "soldout", "discontinued"):
        for start in ("", "https://schema.org/", "http://schema.org/"):
            yield from place.ways(f"{start}{short}", amount=False)


@lru_cache(maxsize=1024)
def _tells_stock(text: str) -> bool:
    """Does a short text say whether goods can be bought? Menus repeat theirs on every page."""
    return any(words.search(text) for words in _WORDS)


def _label(ballot: Ballot, places: Sequence[ValuePlaces], answers: Sequence[str]) -> Elected | None:
    """The element whose text, word for word, goes with one answer each."""
    counts: Counter[str] = Counter()
    for place in places:
        forms: set[str] = set()
        for element, text in place.index.texts:
            is_short = len(text) <= _LABEL_LENGTH and place.index.size_of(element) <= _LABEL_SIZE
            if is_short and element.tag != "option" and _tells_stock(text):
                forms.update(way.css for way in place.element_ways(element) if way.css)
        counts.update(forms)
    best: tuple[float, ...] = ()
    elected: Elected | None = None
    for css, _ in counts.most_common(_MOST_TRIED):
        texts = [(value or "") for value in ballot.values("location", Selector(css=css))]
        meanings: dict[str, Counter[str]] = defaultdict(Counter)
        for text, answer in zip(texts, answers, strict=True):
            if text:
                meanings[text][answer] += 1
        is_sure = all(len(counter) == 1 for counter in meanings.values())
        is_label = (
            len(meanings) <= _MOST_TEXTS and max(map(len, meanings), default=99) <= _LABEL_LENGTH
        )
        pages = sum(map(bool, texts))
        if not is_sure or not is_label or pages < len(texts):
            continue
        rank = (len(set(texts)), -len(css))
        if not best or rank > best:
            values = {text: next(iter(counter)) for text, counter in meanings.items()}
            way = Selector(css=css, values=MappingProxyType(values))
            best, elected = (
                rank,
                Elected(ways=(way,), pages=pages, agree=pages, distinct=len(values)),
            )
    return elected
