"""The records that cross boundaries: frozen, without a database behind them.

Field names are those of the file formats, so a record and its JSON line read alike.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from storage.errors import BadInput
from storage.money import read_price


@dataclass(frozen=True, kw_only=True)
class Operator:
    """平台内经营者: who really sells, as the page or its 亮照 page shows it (电子商务法 §15)."""

    name: str | None = None
    """主体名称."""
    credit_code: str | None = None
    """统一社会信用代码, 18 characters (GB 32100-2015), as shown."""
    address: str | None = None
    icp: str | None = None
    """网站备案号, as shown."""

    def to_json(self) -> dict[str, str]:
        return {k: v for k, v in dataclasses.asdict(self).items() if v}


@dataclass(frozen=True, kw_only=True)
class Listing:
    """商品信息: one offer as one page showed it at one moment; an absent value is unknown, not empty."""

    url: str
    title: str
    price: Decimal | None = None
    """What a buyer pays for one unit of sale."""
    currency: str | None = None
    """ISO 4217."""
    brand: str | None = None
    shop: str | None = None
    """The seller's shown name."""
    shop_url: str | None = None
    platform: str | None = None
    """Host of the platform."""
    operator: Operator | None = None
    location: str | None = None
    """Shown place of dispatch or of the seller."""
    description: str | None = None
    """Plain text."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """产地, 规格, … as shown."""
    category: tuple[str, ...] = ()
    """From the widest to the narrowest."""
    images: tuple[str, ...] = ()
    """URLs or paths."""
    image_text: str | None = None
    """Text read from the images."""
    item_id: str | None = None
    """The platform's id."""
    sku: str | None = None
    gtin: str | None = None
    sales: int | None = None
    """Number sold, as shown."""
    availability: str | None = None
    """schema.org short name: InStock, OutOfStock, PreOrder …"""
    seen_at: datetime | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Keys of an input line that are not ours: kept, not dropped."""

    @classmethod
    def from_json(cls, line: object) -> Listing:
        """Read one line of a listings file. Raises BadInput without a url or title."""
        if not isinstance(line, dict):
            raise BadInput("a listing must be a JSON object")
        known: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        for key, value in line.items():
            if key in _READERS:
                known[key] = _READERS[key](value)
            else:
                extra[str(key)] = value
        for required in ("url", "title"):
            if known.get(required) is None:
                raise BadInput(f"a listing needs '{required}'")
        return cls(extra=extra, **{k: v for k, v in known.items() if v is not None})

    def to_json(self) -> dict[str, Any]:
        """One JSON object; absent is preferred to null."""
        shown: dict[str, Any] = {"url": self.url, "title": self.title}
        for name in _PLAIN:
            value = getattr(self, name)
            if value is not None:
                shown[name] = value
        if self.price is not None:
            shown["price"] = format(self.price, "f")
        if self.operator is not None and (operator := self.operator.to_json()):
            shown["operator"] = operator
        if self.attributes:
            shown["attributes"] = dict(self.attributes)
        if self.category:
            shown["category"] = list(self.category)
        if self.images:
            shown["images"] = list(self.images)
        if self.seen_at is not None:
            shown["seen_at"] = self.seen_at.isoformat(timespec="seconds")
        shown.update((k, v) for k, v in self.extra.items() if k not in shown)
        return shown


_PLAIN = (
    "currency brand shop shop_url platform location description image_text"
    " item_id sku gtin sales availability"
).split()


def _text(value: object) -> str | None:
    if value is None or isinstance(value, dict | list):
        return None
    return str(value)


def _price(value: object) -> Decimal | None:
    return read_price(value) if isinstance(value, str | int | float | Decimal) else None


def _mapping(value: object) -> dict[str, str] | None:
    if not isinstance(value, dict):
        return None
    return {str(k): text for k, v in value.items() if (text := _text(v)) is not None}


def _texts(value: object) -> tuple[str, ...] | None:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list | tuple):
        return None
    return tuple(text for v in value if (text := _text(v)) is not None)


def _count(value: object) -> int | None:
    if isinstance(value, int | float | str):
        try:
            return int(value)
        except (ValueError, OverflowError):
            return None
    return None


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _operator(value: object) -> Operator | None:
    shown = _mapping(value)
    if not shown:
        return None
    return Operator(
        **{k: shown[k] for k in ("name", "credit_code", "address", "icp") if k in shown}
    )


_READERS: dict[str, Any] = {
    "url": _text,
    "title": _text,
    **dict.fromkeys(_PLAIN, _text),
    "sales": _count,
    "price": _price,
    "operator": _operator,
    "attributes": _mapping,
    "category": _texts,
    "images": _texts,
    "seen_at": _moment,
}


class Level(StrEnum):
    """预警等级, 红橙黄蓝 from high to low; NONE means nothing to look at."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    BLUE = "blue"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Signal:
    """研判依据: one observation, quoted, with what it speaks for or against."""

    kind: str
    """mark, position, goods, licence, wording, price, origin …"""
    field: str
    """Name of the Listing field quoted; attributes as `attributes.产地`."""
    span: tuple[int, int]
    """Half-open character range in that field's text; (0, 0) where a whole record is meant."""
    text: str
    """The quoted words."""
    weight: float
    """In log-odds: above 0 speaks for infringement, below 0 against."""
    explanation: str
    """One Chinese sentence for an officer."""

    def to_json(self) -> dict[str, Any]:
        return {**dataclasses.asdict(self), "span": list(self.span)}


@dataclass(frozen=True, kw_only=True)
class FairUse:
    """合理使用: the answer to 商标法 §59 and 局令79号."""

    rule: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """研判: what the machine says of one listing × one right, with its grounds."""

    url: str
    right: str | None
    """Id of the right; None where no right's mark was found."""
    score: float
    """Calibrated probability of infringement, 0..1."""
    level: Level
    lead: bool
    signals: tuple[Signal, ...]
    fair_use: FairUse | None
    model: str
    """name@version."""

    def to_json(self) -> dict[str, Any]:
        return {
            "url": self.url,
            "right": self.right,
            "score": self.score,
            "level": self.level.value,
            "lead": self.lead,
            "signals": [signal.to_json() for signal in self.signals],
            "fair_use": dataclasses.asdict(self.fair_use) if self.fair_use else None,
            "model": self.model,
        }


class RightKind(StrEnum):
    """权利类型."""

    TRADEMARK = "trademark"
    COLLECTIVE = "collective"
    CERTIFICATION = "certification"
    GEOGRAPHICAL_INDICATION = "geographical-indication"
    PATENT = "patent"
    PLANT_VARIETY = "plant-variety"
    PRODUCT_RULE = "product-rule"
    """A rule of product law that the office itself watches; no holder, no track-A notice."""


@dataclass(frozen=True, kw_only=True)
class RightHolder:
    """权利人."""

    id: str
    name: str
    email: str | None = None
    tier: int = 3
    """保护名录 tier: 1 is watched most closely."""
    identity: str | None = None
    """统一社会信用代码 or other identity that a notice must state (民法典 §1195)."""
    address: str | None = None
    contact: str | None = None
    phone: str | None = None
    verified: bool = True


@dataclass(frozen=True, kw_only=True)
class AuthorisedSeller:
    """许可: an enterprise that may use the mark, on which platform, for which goods, until when."""

    shop: str
    platform: str | None = None
    goods: tuple[str, ...] = ()
    """Empty: all goods of the right."""
    valid_from: date | None = None
    valid_until: date | None = None
    """Last day, inclusive."""


@dataclass(frozen=True, kw_only=True)
class Origin:
    """产地与产季: where and when genuine goods come from."""

    places: tuple[str, ...] = ()
    season: str | None = None
    """`MM-DD/MM-DD`."""


@dataclass(frozen=True, kw_only=True)
class ReferencePrice:
    """参考价: usual price of genuine goods, in yuan per unit."""

    goods: str
    unit: str
    low: Decimal
    high: Decimal


@dataclass(frozen=True, kw_only=True)
class Right:
    """权利: a mark, indication, patent, variety, or a product rule of the office."""

    id: str
    text: str
    """The word mark, or the watch word of a product rule."""
    aliases: tuple[str, ...] = ()
    kind: RightKind = RightKind.TRADEMARK
    registration_no: str | None = None
    classes: tuple[int, ...] = ()
    """Nice classes, 1..45."""
    goods: tuple[str, ...] = ()
    """核定商品."""
    holder: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    authorised_sellers: tuple[AuthorisedSeller, ...] = ()
    origin: Origin | None = None
    reference_prices: tuple[ReferencePrice, ...] = ()
    images: tuple[str, ...] = ()
    family: str | None = None
    """dairy, mongolian-medicine, public-brand …"""
    generic: bool = False
    """A generic name (通用名称): never a lead alone (商标法 §59)."""
    verified: bool = True
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class RightsBook:
    """A rights file: holders and rights, in the file's order."""

    holders: tuple[RightHolder, ...] = ()
    rights: tuple[Right, ...] = ()

    def __iter__(self) -> Iterator[Right]:
        return iter(self.rights)


def field_texts(listing: Listing) -> Iterator[tuple[str, str]]:
    """Every text of a listing that can hold a mark, as (field name, text), widest use first."""
    for name in ("title", "brand", "shop", "description", "image_text", "location"):
        if text := getattr(listing, name):
            yield name, text
    for key, value in listing.attributes.items():
        yield f"attributes.{key}", value
    if listing.category:
        yield "category", " > ".join(listing.category)
    if listing.operator and listing.operator.name:
        yield "operator.name", listing.operator.name
