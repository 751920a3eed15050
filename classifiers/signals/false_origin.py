"""Origin and season (产地与产季): goods that cannot come from where the right belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from classifiers.candidate.candidate import Candidate
from classifiers.candidate.package_size import amounts
from classifiers.goods.gazetteer import PlaceLevel, load_gazetteer
from classifiers.goods.grade import Relation
from classifiers.goods.lexicon import load_lists
from classifiers.signals.quote import quote, quote_field
from classifiers.signals.weights import weight
from storage.base.disguises import PARTS_ALONE
from storage.base.office_time import day_of
from storage.records import Right, Signal
from storage.records.field_names import field_name
from storage.records.right_words import OF_A_PLACE

_ELSEWHERE, _INSIDE = weight("origin.elsewhere"), weight("origin.inside")
_SELLER_INSIDE = weight("origin.seller-inside")
_SELLER_INSIDE_PACKING = weight("origin.seller-inside-packing")
_SENT, _SEASON = weight("dispatch"), weight("season")
_MORE_THAN_A_HARVEST, _MUCH = weight("volume.more-than-a-harvest"), weight("volume.much")
_MUCH_FROM = Decimal(str(weight("volume.much-from")))
"""Share of a year's harvest from which one shop's sales are remarkable."""
_ORIGIN_ATTRIBUTES = 6
"""The first names of the list state where goods come from; later ones (城市, 厂址) where they are sold."""
_FRESH = frozenset({"新鲜水果", "新鲜蔬菜"})
_FRESH_WORDS = ("现摘", "现挖", "当季", "新鲜", "鲜果", "现发", "应季", "头茬")


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """Signals of a stated origin, the place of dispatch, sales against the harvest, and the season."""
    yield from _seller_inside(candidate)
    origin = candidate.right.origin
    if origin is None or candidate.goods.relation is Relation.DIFFERENT:
        return
    if origin.places:
        yield from _stated_origin(candidate, origin.places)
        yield from _sent_from(candidate, origin.places)
    if origin.yearly_tonnes:
        yield from _volume(candidate, origin.yearly_tonnes)
    if origin.season and candidate.listing.seen_at:
        yield from _out_of_season(candidate, origin.season, day_of(candidate.listing.seen_at))


def _seller_inside(candidate: Candidate) -> Iterator[Signal]:
    """The seller's place lies in the places of a sign of origin: who makes the goods there may say so
    (局令第79号)."""
    if candidate.right.kind not in OF_A_PLACE or not is_in_area(candidate):
        return
    on_packing = any(
        match.field == "image_text" and match.how not in PARTS_ALONE for match in candidate.matches
    )
    log_odds = _SELLER_INSIDE_PACKING if on_packing else _SELLER_INSIDE
    why = f"{field_name('location')}在权利产地范围内"
    if on_packing:
        why += "，但包装上使用该标识仍须许可"
    yield quote_field("seller-inside", candidate, "location", log_odds, why)


def is_in_area(candidate: Candidate) -> bool:
    """Whether the seller's place lies in the right's places."""
    return within_places(candidate.field("location"), places_of(candidate.right))


def places_of(right: Right) -> tuple[str, ...]:
    """Places of a right's goods: those of its origin, without one those that the sign itself names."""
    return right.origin.places if right.origin else right.place


def _stated_origin(candidate: Candidate, places: tuple[str, ...]) -> Iterator[Signal]:
    for name in load_lists("places")["origin_attributes"][:_ORIGIN_ATTRIBUTES]:
        field = f"attributes.{name}"
        origin = candidate.field(field)
        if not origin or _names_the_sign(candidate, field, places):
            continue
        if within_places(origin, places):
            why = f"{field_name(field)}在权利产地范围内"
            yield quote_field("origin", candidate, field, _INSIDE, why)
        elif _names_elsewhere(origin, places):
            why = f"{field_name(field)}写明“{origin}”，不在权利产地（{'、'.join(places)}）之内"
            yield quote_field("origin", candidate, field, _ELSEWHERE, why)
        return


def _names_the_sign(candidate: Candidate, field: str, places: tuple[str, ...]) -> bool:
    """Whether a field names the sign and not merely one of the places, which may be the sign: 法国干邑 is
    where the goods come from, 岚泽甜瓜 what they are called."""
    return any(
        match.field == field and not any(candidate.matched_text(match) in place for place in places)
        for match in candidate.matches
    )


def _sent_from(candidate: Candidate, places: tuple[str, ...]) -> Iterator[Signal]:
    location = candidate.field("location")
    if location and _in_other_province(location, places):
        why = f"发货地“{location}”不在权利产地（{'、'.join(places)}）之内"
        yield quote_field("dispatch", candidate, "location", _SENT, why)


def within_places(text: str, places: tuple[str, ...]) -> bool:
    """Whether a text names one of the places by its last part, in whatever chain of divisions it stands
    (五常市, 黑龙江省哈尔滨市五常市), and no other province."""
    provinces = load_lists("places")["provinces"]
    for place in places:
        core = _core(place)
        home = [province for province in provinces if province in place]
        foreign = [p for p in provinces if p in text and home and p not in home]
        if core and core in text and not foreign:
            return True
    return False


@cache
def _core(place: str) -> str:
    """The last part of a place without what kind of division it is: 黑龙江五常 → 五常."""
    below_province = next(
        (
            place[len(province) :]
            for province in load_lists("places")["provinces"]
            if place.startswith(province) and len(place) > len(province) + 1
        ),
        place,
    )
    parts = [part for part in _DIVISIONS.split(below_province) if part]
    return parts[-1] if parts and len(parts[-1]) > 1 else below_province.rstrip("省市县旗盟区州")


_DIVISIONS = re.compile("特别行政区|自治区|自治州|自治县|(?<!高)新区|地区|省|市|县|区|盟|旗|州")


def _names_elsewhere(text: str, places: tuple[str, ...]) -> bool:
    """Whether a text names a division that neither holds one of the places nor lies in one; of places that
    no list knows (a lake), whether another province is named."""
    if within_places(text, places):
        return False
    homes, named = _codes_of_places(places), _codes_in(text)
    if homes and named:
        return not any(_is_in_one_line(code, home) for code in named for home in homes)
    provinces = [p for p in load_lists("places")["provinces"] if p in text]
    return bool(provinces) and not any(p in place for p in provinces for place in places)


def _in_other_province(text: str, places: tuple[str, ...]) -> bool:
    """Whether a text names a place of another province than the right's."""
    homes, named = _codes_of_places(places), _codes_in(text)
    if homes and named and {code[:2] for code in named} & {home[:2] for home in homes}:
        return False
    return _names_elsewhere(text, places)


def _is_in_one_line(first: str, second: str) -> bool:
    """Whether one of two codes (GB/T 2260) is that of an area in which the other lies."""
    return first.startswith(second) or second.startswith(first)


@lru_cache(maxsize=1024)
def _codes_of_places(places: tuple[str, ...]) -> frozenset[str]:
    """Codes of the divisions that the places may mean, towns by their county: 迁西 → Hebei's county."""
    return frozenset().union(*(_codes_in(place, towns=True) for place in places))


_LISTED = re.compile("[、，,；;/／|]")


@lru_cache(maxsize=1 << 13)
def _codes_in(text: str, *, towns: bool = False) -> frozenset[str]:
    """Codes of the smallest division that each chain of names leads to (河北省唐山市、辽宁 → Tangshan's and
    Liaoning's), more than one where a name is that of several."""
    return frozenset().union(*(_codes_of_chain(part, towns=towns) for part in _LISTED.split(text)))


def _codes_of_chain(text: str, *, towns: bool) -> frozenset[str]:
    """Names that lie in no place before them are left out."""
    codes: frozenset[str] = frozenset()
    for name in _divisions_named(text):
        inner = _codes_of(name, towns=towns)
        if codes:
            inner = frozenset(c for c in inner if any(c.startswith(outer) for outer in codes))
        codes = inner or codes
    return codes


def _codes_of(name: str, *, towns: bool) -> frozenset[str]:
    """Of a name that no division bears any more, only the province is sure: 临河市 is 临河区 now."""
    divisions = [
        division
        for division in load_gazetteer().divisions(name)
        if division.code and (towns or division.level is not PlaceLevel.TOWN)
    ]
    current = frozenset(division.code for division in divisions if not division.former)
    return current or frozenset(division.code[:2] for division in divisions)


_LANDFORM = re.compile("山|岭|湖|江|河|岛|半岛|平原|盆地|高原|草原|流域|灌区")


def _divisions_named(text: str) -> Iterator[str]:
    """Names of divisions, without the short ones after which a mountain or a lake is called: 长白山 lies in
    six counties beside 长白."""
    gazetteer = load_gazetteer()
    passed = 0
    for start, end in gazetteer.spans_in(text):
        if start < passed:
            continue
        name, landform = text[start:end], _LANDFORM.match(text, end)
        inner = gazetteer.leading(text[end:]) if landform else None
        is_landform = (
            landform is not None
            and not any(
                division.name == name or division.level is PlaceLevel.PROVINCE
                for division in gazetteer.divisions(name)
            )
            and not (inner and gazetteer.within(inner, name))  # 无锡江阴
        )
        if landform and is_landform:
            passed = landform.end()  # 贺兰山东麓 names no 山东
        else:
            yield name


def _out_of_season(candidate: Candidate, season: str, day: date) -> Iterator[Signal]:
    """Sold as fresh before the harvest or long after it."""
    ground = candidate.goods.ground
    title = candidate.field("title")
    fresh = next((word for word in _FRESH_WORDS if word in title), None)
    if fresh is None or ground is None or ground.group not in _FRESH or in_season(season, day):
        return
    place = title.index(fresh)
    why = f"{day.isoformat()}不在产季（{season}）内，却称“{fresh}”"
    yield quote("season", candidate, "title", (place, place + len(fresh)), _SEASON, why)


def _volume(candidate: Candidate, yearly: Decimal) -> Iterator[Signal]:
    """One shop's stated sales against all that the places bring forth in a year (tonnes)."""
    sales = candidate.listing.sales
    each = next((amount for amount, unit in amounts(candidate.listing) if unit == "kg"), None)
    if not sales or each is None:
        return
    tonnes = (each * sales / 1000).quantize(Decimal("0.1"))
    if tonnes < yearly * _MUCH_FROM:
        return
    log_odds = _MORE_THAN_A_HARVEST if tonnes > yearly else _MUCH
    why = f"仅此一家显示已售{sales}件，折合{tonnes}吨，而权利产地年产量为{yearly}吨"
    text = str(sales)
    yield Signal(
        kind="volume",
        field="sales",
        span=(0, len(text)),
        text=text,
        weight=log_odds,
        explanation=why,
    )


def in_season(season: str, day: date) -> bool:
    """Whether `day` lies in `MM-DD/MM-DD`, which may run over the turn of the year."""
    start, end = season.split("/")
    today = day.strftime("%m-%d")
    return start <= today <= end if start <= end else today >= start or today <= end
