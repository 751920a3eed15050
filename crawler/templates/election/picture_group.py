"""Learning where the pictures of the goods stand (商品图片): those that no other page shows and that
lead to no other page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from crawler.extract.page.element import PageElement
from crawler.extract.page.pictures import picture_of
from crawler.platform.selectors import Selector
from crawler.templates.election.ballot import Ballot, Elected
from crawler.templates.election.css_paths import group_forms
from crawler.templates.election.value_places import ValuePlaces
from crawler.url.url_parts import absolute

_EXCLUSIVE = 0.95
"""Share of a group's pictures that only one page shows, from which they are the goods'; by hand."""
_COVERED = 0.7
"""Share of the samples that must have some; chosen by hand."""
_CONFIRMED = 0.9
"""Mean overlap with the full reader's pictures from which a group is theirs; chosen by hand."""
_MOST_PICTURES = 30
"""Pictures a page above which a group is a list of other goods; chosen by hand."""
_MOST_TRIED = 40
"""Most frequent selectors that are tried on all samples; chosen by hand."""
_MACHINE_SOURCES = ("json-ld", "microdata", "rdfa", "state", "declared")
"""Sources that name the goods' pictures for machines."""


def elect_pictures(ballot: Ballot, places: Sequence[ValuePlaces]) -> Elected | None:
    """The selectors of the goods' pictures, None where no group is theirs alone."""
    declared = _stated_path(ballot, places)
    confirmed = _confirmed_group(ballot, places)
    group = _group(ballot, places)
    if confirmed is not None and not _adds_furniture(ballot, confirmed, group):
        group = confirmed
    if declared is None or group is None:
        return declared or group
    declared_values, values = (ballot.values("images", e.ways[0]) for e in (declared, group))
    pairs = list(zip(declared_values, values, strict=True))
    more = sum(len(b or ()) > len(a or ()) for a, b in pairs)
    overlap = sum(bool(set(a or ()) & set(b or ())) for a, b in pairs)
    return group if more > len(values) / 2 and overlap > len(values) / 2 else declared


def _adds_furniture(ballot: Ballot, confirmed: Elected, group: Elected | None) -> bool:
    """Is all that the confirmed pictures have beside a group's own the same on most pages: logos?"""
    if group is None:
        return False
    pages = [
        set(a or ()) - set(b or ())
        for a, b in zip(
            ballot.values("images", confirmed.ways[0]),
            ballot.values("images", group.ways[0]),
            strict=True,
        )
    ]
    counts = Counter(picture for page in pages for picture in page)
    return bool(counts) and min(counts.values()) > len(pages) / 2


def _confirmed_group(ballot: Ballot, places: Sequence[ValuePlaces]) -> Elected | None:
    """Images, or links to large ones, that are what the full reader chose on nearly all samples."""
    chosen = [set(sample.listing.images) for sample in ballot.samples]
    counts: Counter[Selector] = Counter()
    for place, sample, pictures in list(zip(places, ballot.samples, chosen, strict=True))[:4]:
        ways: set[Selector] = set()
        for element in place.index.elements:
            attribute = _holds(element, sample.url, pictures)
            if attribute is not None:
                for css in group_forms(place.index, element):
                    ways.add(Selector(css=css, attribute=attribute or None))
        counts.update(ways)
    best: tuple[float, ...] = ()
    elected: Elected | None = None
    for way, _ in counts.most_common(_MOST_TRIED):
        values = [set(value or ()) for value in ballot.values("images", way)]
        shares = [_overlap(value, pictures) for value, pictures in zip(values, chosen, strict=True)]
        rank = (sum(shares) / len(shares), -len(way.css or ""))
        if rank[0] >= _CONFIRMED and (not best or rank > best):
            agree = sum(share > 0 for share in shares)
            best, elected = (
                rank,
                Elected(
                    ways=(way,), pages=sum(map(bool, values)), agree=agree, distinct=len(values)
                ),
            )
    return elected


def _holds(element: PageElement, url: str, pictures: set[str]) -> str | None:
    """By which attribute an element leads to one of these pictures; empty for an image's own."""
    if element.tag == "img":
        return "" if picture_of(url, element.attributes) in pictures else None
    href = element.attributes.get("href") if element.tag == "a" else None
    return "href" if href and absolute(url, href) in pictures else None


def _overlap(a: set[str], b: set[str]) -> float:
    """Share of two sets of pictures that they have in common; 1 where neither has any."""
    return len(a & b) / len(a | b) if a or b else 1.0


def _stated_path(ballot: Ballot, places: Sequence[ValuePlaces]) -> Elected | None:
    """A path into the page's data whose pictures are those that the full reader chose."""
    samples = ballot.samples
    chosen = [tuple(sample.listing.images) for sample in samples]
    is_stated = [sample.sources.get("images") in _MACHINE_SOURCES for sample in samples]
    if sum(is_stated) < _COVERED * len(samples):
        return None
    ways: Counter[Selector] = Counter()
    for place, images in list(zip(places, chosen, strict=True))[:3]:
        for image in images[:2]:
            for way in place.address_ways(image):
                ways[way] += 1
    fits = []
    for way, _ in ways.most_common(_MOST_TRIED):
        values = ballot.values("images", way)
        same = sum(set(a or ()) == set(b) for a, b in zip(values, chosen, strict=True))
        fits.append((same, -len(way.path or ""), way))
    best = max(fits, key=lambda fit: fit[:2], default=None)
    if best is None or best[0] < _COVERED * len(samples):
        return None
    values = ballot.values("images", best[2])
    return Elected(
        ways=(best[2],), pages=sum(map(bool, values)), agree=best[0], distinct=len(set(values))
    )


def _group(ballot: Ballot, places: Sequence[ValuePlaces]) -> Elected | None:
    counts: Counter[str] = Counter()
    for place, sample in list(zip(places, ballot.samples, strict=True))[:4]:
        forms = {
            css
            for element in _pictures(place, sample.url)
            for css in group_forms(place.index, element)
        }
        counts.update(forms)
    best: tuple[float, ...] = ()
    elected: Elected | None = None
    for css, _ in counts.most_common(_MOST_TRIED):
        way = Selector(css=css)
        values = [tuple(dict.fromkeys(value or ())) for value in ballot.values("images", way)]
        pages = sum(map(bool, values))
        counts_by_link = Counter(link for value in values for link in value)
        total = sum(map(len, values))
        exclusive = (
            sum(counts_by_link[link] == 1 for value in values for link in value) / total
            if total
            else 0
        )
        if (
            exclusive < _EXCLUSIVE
            or pages < _COVERED * len(values)
            or total > _MOST_PICTURES * pages
        ):
            continue
        first = _first_place(ballot, css)
        rank = (pages, -first, total, -len(css))
        if not best or rank > best:
            chosen = [set(sample.listing.images) for sample in ballot.samples]
            agree = sum(bool(set(v) & c) for v, c in zip(values, chosen, strict=True))
            best, elected = (
                rank,
                Elected(ways=(way,), pages=pages, agree=agree, distinct=len(set(values))),
            )
    return elected


def _first_place(ballot: Ballot, css: str) -> int:
    """How far down the page the first picture of a group stands, in pictures, on the first sample."""
    for profiled in ballot.profiled:
        first = profiled.page.tree.css_first(css)
        if first is not None:
            nodes = profiled.page.tree.css("img")
            return next((at for at, n in enumerate(nodes) if n.mem_id == first.mem_id), len(nodes))
    return 1_000_000


def _pictures(place: ValuePlaces, url: str) -> Iterator[PageElement]:
    """Images that stand in no link to another page."""
    for element in place.index.elements:
        is_own = element.tag == "img" and not _leads_on(place.index.link_of(element), url)
        if is_own and picture_of(url, element.attributes):
            yield element


def _leads_on(link: PageElement | None, url: str) -> bool:
    href = (link.attributes.get("href") or "") if link else ""
    bare = href.partition("#")[0].partition("?")[0].lower()
    is_picture = bare.endswith((".jpg", ".jpeg", ".png", ".webp", ".gif"))
    return (
        bool(bare)
        and not is_picture
        and not bare.startswith("javascript:")
        and not url.endswith(href)
    )
