"""商品信息: the record of one offer, and the texts in it that can hold a mark."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from pydantic import JsonValue

from storage.base.errors import BadInput
from storage.base.money import read_price


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

    @classmethod
    def from_json(cls, stored: Mapping[str, str]) -> Operator:
        """What `to_json` gave; further keys are left out."""
        names = [field.name for field in dataclasses.fields(cls)]
        return cls(**{name: stored[name] for name in names if name in stored})


@dataclass(frozen=True, kw_only=True)
class Listing:
    """商品信息: one offer as one page showed it at one moment; what is absent is unknown."""

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
    extra: Mapping[str, JsonValue] = field(default_factory=dict)
    """Keys of an input line that are not ours: kept, not dropped."""

    @property
    def stored_platform(self) -> str:
        """Host under which the store files it: the platform, else the host of its address."""
        return (self.platform or urlsplit(self.url).netloc or "unknown")[:255].lower()

    @classmethod
    def from_json(cls, line: object) -> Listing:
        """Read one line of a listings file. Raises BadInput without a url or title."""
        if not isinstance(line, dict):
            raise BadInput("listing.no-object")
        fields: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        for key, value in line.items():
            if key in _READERS:
                fields[key] = _READERS[key](value)
            else:
                extra[str(key)] = value
        for required in ("url", "title"):
            if fields.get(required) is None:
                raise BadInput("listing.incomplete", field=required)
        return cls(extra=extra, **{k: v for k, v in fields.items() if v is not None})

    def to_json(self) -> dict[str, Any]:
        """One JSON object; absent is preferred to null."""
        fields: dict[str, Any] = {"url": self.url, "title": self.title}
        for name in _PLAIN:
            value = getattr(self, name)
            if value is not None:
                fields[name] = value
        if self.price is not None:
            fields["price"] = format(self.price, "f")
        if self.operator is not None and (operator := self.operator.to_json()):
            fields["operator"] = operator
        if self.attributes:
            fields["attributes"] = dict(self.attributes)
        if self.category:
            fields["category"] = list(self.category)
        if self.images:
            fields["images"] = list(self.images)
        if self.seen_at is not None:
            fields["seen_at"] = self.seen_at.isoformat(timespec="seconds")
        fields.update((k, v) for k, v in self.extra.items() if k not in fields)
        return fields


_PLAIN = (
    "currency", "brand", "shop", "shop_url", "platform", "location", "description",
    "image_text", "item_id", "sku", "gtin", "sales", "availability",
)  # fmt: skip


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
    fields = _mapping(value)
    if not fields:
        return None
    return Operator.from_json(fields)


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
