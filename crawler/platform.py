"""Platform profiles (平台档案): how one platform is searched, paced, read, and whom to write to.

A profile is a YAML file, read strictly: a key that is not known is an error that names it, since
a misspelt selector would otherwise silently find nothing. Shipped profiles are switched off until
an administrator enables them; fields without a saved page behind them are listed as `unchecked`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from crawler.address import split
from crawler.selectors import Selector, as_selectors, compile_pattern
from storage.errors import BadInput

FOLDER = Path(__file__).parent / "platforms"
OFFICE_FOLDER = "platforms"
"""Where the office's own profiles lie in its data folder."""

LISTING_FIELDS = [
    "title",
    "price",
    "currency",
    "brand",
    "shop",
    "shop_url",
    "location",
    "description",
    "attributes",
    "category",
    "images",
    "item_id",
    "sku",
    "gtin",
    "sales",
    "availability",
    "operator_name",
    "operator_code",
    "operator_address",
]
CARD_FIELDS = ("cards", "url", *LISTING_FIELDS)


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Whom the operator of a platform names for notices (侵权投诉渠道)."""

    operator: str | None = None
    """主体名称 of the platform operator, as its own pages state it."""
    complaint_url: str | None = None
    email: str | None = None
    address: str | None = None


@dataclass(frozen=True, kw_only=True)
class Paging:
    """How a search of a platform counts its pages in the address."""

    parameter: str
    step: int = 1
    """How much the parameter grows from one page to the next (Taobao counts listings)."""
    first: int = 1
    """What the first page's address says."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """平台档案: what is particular about one platform."""

    name: str
    title: str
    """Chinese name."""
    hosts: tuple[str, ...]
    """Host names, each with its subdomains."""
    enabled: bool = True
    """May it be crawled; the shipped profiles say no (admission.py)."""
    contact: Contact = Contact()
    delay: float | None = None
    """Seconds between two requests, at least; None = the setting."""
    render: str = "auto"
    """auto, always or never."""
    mobile: bool = False
    """Needs a mobile viewport."""
    search: str | None = None
    """Address of a search, with {query} and {page}."""
    paging: Paging | None = None
    """For lists that show no link to their next page."""
    currency: str | None = None
    """ISO 4217 code of prices that are shown without one."""
    id_space: str | None = None
    """Name under which item ids are unique, where platforms share them; default the name."""
    item_urls: tuple[str, ...] = ()
    """Patterns of listing addresses; group `id` is the platform's item id."""
    listing: Mapping[str, tuple[Selector, ...]] = field(default_factory=dict)
    """Field → selectors on a listing page, the first that finds something wins."""
    cards: Mapping[str, tuple[Selector, ...]] = field(default_factory=dict)
    """Field → selectors on a list; `cards` selects the cards, the others look inside one."""
    blocked: tuple[str, ...] = ()
    """Patterns of addresses to which the platform sends visitors that it turns away."""
    minimum_listings: int = 0
    """Fewer listings than this in a run of a search make the run unhealthy."""
    minimum_links: int = 0
    unchecked: tuple[str, ...] = ()
    """Parts of this profile that no saved page has confirmed."""

    def covers(self, url: str) -> bool:
        """Is this address one of the platform's?"""
        address = split(url)
        return address is not None and self.covers_host(address.hostname)

    def covers_host(self, host: str) -> bool:
        """Is this one of the platform's hosts, or a subdomain of one?"""
        return any(host == name or host.endswith(f".{name}") for name in self.hosts)

    def item_of(self, url: str) -> str | None:
        """Platform and item id (`taobao:6734`) in an address, if it is a listing's address."""
        if not self.covers(url):
            return None
        for pattern in self.item_urls:
            if found := _compiled(pattern).search(url):
                return f"{self.id_space or self.name}:{found['id']}"
        return None

    def turns_away(self, url: str) -> bool:
        """Is this the address of the platform's login or captcha page?"""
        return any(_compiled(pattern).search(url) for pattern in self.blocked)


def load_profile(file: Path) -> Profile:
    """Read one profile. Raises BadInput naming the file and what is wrong in it."""
    try:
        value = yaml.safe_load(file.read_text("utf-8"))
    except OSError as error:
        raise BadInput(f"cannot read {file}: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadInput(f"{file}: not YAML: {' '.join(str(error).split())}") from error
    try:
        return profile_from(value)
    except BadInput as error:
        raise BadInput(f"{file}: {error}") from error


@lru_cache(maxsize=1)
def shipped_profiles() -> tuple[Profile, ...]:
    """The profiles that come with the program."""
    return tuple(load_profile(file) for file in sorted(FOLDER.glob("*.yml")))


_office: list[Profile] = []


def use_office_profiles(home: Path) -> None:
    """Let the profiles of the office (data folder) stand before the shipped ones in this process.

    Raises BadInput for one that cannot be read.
    """
    _office[:] = [load_profile(file) for file in sorted((home / OFFICE_FOLDER).glob("*.yml"))]
    _of_host.cache_clear()


def known_profiles() -> tuple[Profile, ...]:
    """The office's own profiles, then the shipped ones that they do not replace."""
    own = {profile.name for profile in _office}
    return (*_office, *(one for one in shipped_profiles() if one.name not in own))


def profile_for(url: str) -> Profile | None:
    """The profile that covers an address, enabled or not: the office's own, else a shipped one."""
    address = split(url)
    return _of_host(address.hostname) if address else None


@lru_cache(maxsize=4096)
def _of_host(host: str) -> Profile | None:
    return next((profile for profile in known_profiles() if profile.covers_host(host)), None)


def profile_from(value: object) -> Profile:
    """A profile from its parsed YAML. Raises BadInput."""
    given = _mapping(value, "a profile")
    _only(given, _KEYS, "")
    for required in ("name", "title", "hosts"):
        if not given.get(required):
            raise BadInput(f"'{required}' is missing")
    read: dict[str, Any] = {}
    for key, item in given.items():
        read[key] = _KEYS[key](item, key)
    if read.get("render", "auto") not in ("auto", "always", "never"):
        raise BadInput(f"'render' must be auto, always or never, not '{read['render']}'")
    return Profile(**read)


def _mapping(value: object, what: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise BadInput(f"{what} must be a mapping of names to values")
    return value


def _only(given: Mapping[str, Any], known: Mapping[str, Any] | tuple[str, ...], at: str) -> None:
    for key in given:
        if key not in known:
            raise BadInput(f"unknown key '{at}{key}'")


def _text(value: object, key: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadInput(f"'{key}' must be a text")
    return value.strip()


def _texts(value: object, key: str) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(_text(item, key) for item in items)


def _flag(value: object, key: str) -> bool:
    if not isinstance(value, bool):
        raise BadInput(f"'{key}' must be true or false")
    return value


def _count(value: object, key: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadInput(f"'{key}' must be a whole number, 0 or more")
    return value


def _seconds(value: object, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3600:
        raise BadInput(f"'{key}' must be a number of seconds, 0 to 3600")
    return float(value)


def _patterns(value: object, key: str) -> tuple[str, ...]:
    patterns = _texts(value, key)
    for pattern in patterns:
        if "id" not in compile_pattern(pattern, key).groupindex and key == "item_urls":
            raise BadInput(f"'{key}': '{pattern}' needs a group named id")
    return patterns


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> Any:
    return compile_pattern(pattern, "pattern")


def _template(value: object, key: str) -> str:
    template = _text(value, key)
    names = set(re.findall(r"\{(\w*)\}", template))
    if "query" not in names or names - {"query", "page"} or not template.startswith("http"):
        raise BadInput(f"'{key}' must be an http address with {{query}} and perhaps {{page}}")
    return template


def _contact(value: object, key: str) -> Contact:
    given = _mapping(value, f"'{key}'")
    _only(given, tuple(Contact.__dataclass_fields__), f"{key}.")
    return Contact(**{name: _text(text, f"{key}.{name}") for name, text in given.items()})


def _paging(value: object, key: str) -> Paging:
    given = _mapping(value, f"'{key}'")
    _only(given, tuple(Paging.__dataclass_fields__), f"{key}.")
    numbers = {
        name: _count(given[name], f"{key}.{name}") for name in ("step", "first") if name in given
    }
    return Paging(parameter=_text(given.get("parameter"), f"{key}.parameter"), **numbers)


def _code(value: object, key: str) -> str:
    text = _text(value, key)
    if not re.fullmatch("[A-Z]{3}", text):
        raise BadInput(f"'{key}' must be a currency code like CNY, not '{text}'")
    return text


def _fields(value: object, key: str) -> dict[str, tuple[Selector, ...]]:
    given = _mapping(value, f"'{key}'")
    _only(given, tuple(CARD_FIELDS if key == "cards" else LISTING_FIELDS), f"{key}.")
    return {name: as_selectors(item, f"{key}.{name}") for name, item in given.items()}


_KEYS: dict[str, Any] = {
    "name": _text,
    "title": _text,
    "hosts": _texts,
    "enabled": _flag,
    "contact": _contact,
    "delay": _seconds,
    "render": _text,
    "mobile": _flag,
    "search": _template,
    "paging": _paging,
    "currency": _code,
    "id_space": _text,
    "item_urls": _patterns,
    "listing": _fields,
    "cards": _fields,
    "blocked": _patterns,
    "minimum_listings": _count,
    "minimum_links": _count,
    "unchecked": _texts,
}


def missing_selectors(profile: Profile) -> Iterator[str]:
    """Fields of a listing for which the profile has no selector."""
    yield from (name for name in LISTING_FIELDS if name not in profile.listing)
