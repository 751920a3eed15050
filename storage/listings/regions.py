"""行政区划 as data: finding the division that an address or a registration code names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from storage.files.yaml_file import load_own_yaml
from storage.records import Listing

_SUFFIX = re.compile(r"(壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|省|市|盟)$")
_OTHER_CITY = re.compile(r"^([\u4e00-\u9fff]{2,8}?(?:市|自治州|地区|盟))")
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}(\d{6})[0-9A-HJ-NPQRTUWXY]{10}")
PROVINCE, CITY, COUNTY = 2, 4, 6
"""Digits of the codes of provinces, cities and counties."""
SHORTEST_ALONE = 3
"""A county without its city is believed only when longer: many cities have a 新城区 or 青山区."""


@dataclass(frozen=True, kw_only=True)
class Region:
    """行政区: as deep as the source names it for certain."""

    province: str
    city: str | None = None
    county: str | None = None
    code: str | None = None
    """GB/T 2260, two, four or six digits; None below a division that the data does not hold."""

    @property
    def name(self) -> str:
        return "".join(part for part in (self.province, self.city, self.county) if part)


@dataclass(frozen=True, kw_only=True)
class _Division:
    code: str
    name: str

    @property
    def short(self) -> str:
        return _SUFFIX.sub("", self.name)


@cache
def _data() -> dict[str, Any]:
    text = files("storage.listings").joinpath("regions.yml").read_text(encoding="utf-8")
    return dict(load_own_yaml(text, "regions.yml"))


@cache
def _divisions() -> tuple[tuple[_Division, ...], tuple[_Division, ...], tuple[_Division, ...]]:
    data = _data()
    counties = (c for city in data["cities"].values() for c in city.get("counties", {}).items())
    return (
        tuple(_Division(code=c, name=n) for c, n in data["provinces"].items()),
        tuple(_Division(code=c, name=city["name"]) for c, city in data["cities"].items()),
        tuple(_Division(code=c, name=n) for c, n in counties),
    )


@cache
def partner_cities() -> frozenset[str]:
    """Codes of 呼包鄂乌巴, between which leads are handed over directly."""
    data = _data()
    return frozenset(data["partners"])


def region_of_address(address: str | None) -> Region | None:
    """The division that an address or a shown place names, or None when it names none we know."""
    text = re.sub(r"[\s,，·/\-]+", "", address or "").removeprefix("中国")
    if not text:
        return None
    provinces, cities, _ = _divisions()
    province = _leading(text, provinces)
    remainder = text
    if province is not None:
        remainder = text[_length(text, province) :]
    city = _leading(remainder, tuple(c for c in cities if _within(c, province)))
    if city is not None:
        return _in_city(city, remainder[_length(remainder, city) :])
    county = _county_alone(remainder, province)
    if county is not None:
        return county
    return _outside(province, remainder) if province is not None else None


def region_of_code(credit_code: str | None) -> Region | None:
    """The division that registered an enterprise: digits 3 to 8 of its 统一社会信用代码
    (GB 32100-2015). The place of registration, which need not be the place of business."""
    code = _CREDIT_CODE.fullmatch((credit_code or "").strip().upper())
    return _by_code(code[1]) if code else None


def _by_code(code: str) -> Region | None:
    provinces, cities, counties = ({d.code: d.name for d in level} for level in _divisions())
    province = provinces.get(code[:2])
    if province is None:
        return None
    city, county = cities.get(code[:4]), counties.get(code)
    deepest = code if county else code[:4] if city else code[:2]
    return Region(province=province, city=city, county=county, code=deepest)


def _leading(text: str, among: tuple[_Division, ...]) -> _Division | None:
    # 海南区 (a district of 乌海) is not 海南: a short form is followed by anything but 区 or 县.
    fits = [
        d
        for d in among
        if text.startswith(d.name)
        or (text.startswith(d.short) and text[len(d.short) :][:1] not in ("区", "县"))
    ]
    return max(fits, key=lambda d: _length(text, d), default=None)


def _length(text: str, division: _Division) -> int:
    return len(division.name) if text.startswith(division.name) else len(division.short)


def _within(division: _Division, province: _Division | None) -> bool:
    return province is None or division.code.startswith(province.code)


def _in_city(city: _Division, remainder: str) -> Region | None:
    counties = (d for d in _divisions()[2] if d.code.startswith(city.code))
    county = next((d for d in counties if remainder.startswith(d.name)), None)
    return _by_code(county.code if county else city.code)


def _county_alone(text: str, province: _Division | None) -> Region | None:
    fits = [
        d
        for d in _divisions()[2]
        if _within(d, province) and len(d.name) > SHORTEST_ALONE and text.startswith(d.name)
    ]
    return _by_code(fits[0].code) if len(fits) == 1 else None


def _outside(province: _Division, remainder: str) -> Region:
    """A city that the data does not hold is taken from the address itself, without a code."""
    city = _OTHER_CITY.match(remainder)
    return Region(province=province.name, city=city[1] if city else None, code=province.code)


def seller_regions(listing: Listing) -> tuple[Region | None, Region | None, Region | None]:
    """Where the seller is by the address of its 亮照 page, by its registration code, and by the
    shown place of dispatch: the strongest ground first."""
    return _regions_of(*_places_of(listing))


def _places_of(listing: Listing) -> tuple[str | None, str | None, str | None]:
    operator = listing.operator
    return (
        operator.address if operator else None,
        operator.credit_code if operator else None,
        listing.location,
    )


def _regions_of(
    address: str | None, credit_code: str | None, location: str | None
) -> tuple[Region | None, Region | None, Region | None]:
    return region_of_address(address), region_of_code(credit_code), region_of_address(location)


def counted_region(listing: Listing) -> Region | None:
    """The division that statistics and filters count a listing under: the strongest ground, made
    deeper by a weaker one that agrees with it."""
    return region_by_places(*_places_of(listing))


def region_by_places(
    address: str | None, credit_code: str | None, location: str | None
) -> Region | None:
    """As `counted_region`, of what a listing says by itself."""
    deepest: Region | None = None
    for region in _regions_of(address, credit_code, location):
        deeper = region and deepest and (region.code or "").startswith(deepest.code or "-")
        if deepest is None or deeper:
            deepest = region
    return deepest


def region_name(code: str) -> str:
    """Name of a division by its code, without what it lies in; the code where it is unknown."""
    return next((d.name for level in _divisions() for d in level if d.code == code), code)
