"""权利, 权利人, 许可: what is protected, whose it is, and who may use it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import JsonValue

from storage.records.meaning import Meaning
from storage.records.other_owner import OtherOwner


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
    websites: tuple[str, ...] = ()
    """官网: hosts of its own sites, which look-alike sites are compared with."""
    alerts: str = "each"
    """How alerts come: `each` as a mail of its own, `daily` gathered in one mail a day."""
    verified: bool = True

    def to_json(self) -> dict[str, JsonValue]:
        """Unset parts are left out."""
        return _plain(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> RightHolder:
        """What `to_json` gave."""
        return cls(**{**stored, "websites": tuple(stored.get("websites", ()))})


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

    def covers_platform(self, host: str) -> bool:
        """Whether the licence holds on any platform, or on that of this host: hosts below one another
        are one platform's (m.jd.com, jd.com)."""
        if not self.platform:
            return True
        first, second = (
            name.strip().lower().removeprefix("www.") for name in (self.platform, host)
        )
        return first == second or first.endswith(f".{second}") or second.endswith(f".{first}")

    def to_json(self) -> dict[str, JsonValue]:
        """Unset parts are left out."""
        return _plain(self)


@dataclass(frozen=True, kw_only=True)
class Origin:
    """产地与产季: where and when genuine goods come from."""

    places: tuple[str, ...] = ()
    season: str | None = None
    """`MM-DD/MM-DD`."""
    yearly_tonnes: Decimal | None = None
    """What the places can bring forth in a year (年产量), tonnes."""

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Origin:
        tonnes = stored.get("yearly_tonnes")
        return cls(
            places=tuple(stored.get("places", ())),
            season=stored.get("season"),
            yearly_tonnes=None if tonnes is None else Decimal(tonnes),
        )


@dataclass(frozen=True, kw_only=True)
class ReferencePrice:
    """参考价: usual price of genuine goods, in yuan per unit."""

    goods: str
    unit: str
    low: Decimal
    high: Decimal

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> ReferencePrice:
        low, high = Decimal(stored["low"]), Decimal(stored["high"])
        return cls(goods=stored["goods"], unit=stored["unit"], low=low, high=high)


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
    well_known: bool = False
    """驰名: protection reaches over to goods that are not similar."""
    place: tuple[str, ...] = ()
    """地名: forms of the place part of a sign of place and goods."""
    product: tuple[str, ...] = ()
    """品名: forms of the goods part of a sign of place and goods."""
    meanings: tuple[Meaning, ...] = ()
    other_owners: tuple[OtherOwner, ...] = ()
    notes: tuple[str, ...] = ()
    """Remarks on the right that no judgement reads."""
    renewal_filed: date | None = None
    """续展申请日: when renewal was applied for, until its approval gives a new term."""

    def __hash__(self) -> int:
        """By id alone: rights are keys for every listing, and some have hundreds of licences."""
        return hash(self.id)

    def to_json(self) -> dict[str, JsonValue]:
        """Without the licences, which are rows of their own; unset parts are left out."""
        values = _plain(dataclasses.replace(self, authorised_sellers=()))
        if not self.well_known:
            del values["well_known"]
        return values

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Right:
        """What `to_json` gave."""
        values = dict(stored)
        values["kind"] = RightKind(values["kind"])
        for name in ("valid_from", "valid_until", "renewal_filed"):
            if name in values:
                values[name] = date.fromisoformat(values[name])
        for name in ("aliases", "classes", "goods", "images", "place", "product", "notes"):
            values[name] = tuple(values.get(name, ()))
        if "origin" in values:
            values["origin"] = Origin.from_json(values["origin"])
        prices = values.get("reference_prices", ())
        values["reference_prices"] = tuple(ReferencePrice.from_json(price) for price in prices)
        values["meanings"] = tuple(map(Meaning.from_json, values.get("meanings", ())))
        values["other_owners"] = tuple(map(OtherOwner.from_json, values.get("other_owners", ())))
        return cls(**values)


@dataclass(frozen=True, kw_only=True)
class RightsBook:
    """A rights file: holders and rights, in the file's order."""

    holders: tuple[RightHolder, ...] = ()
    rights: tuple[Right, ...] = ()

    def __iter__(self) -> Iterator[Right]:
        return iter(self.rights)

    @property
    def signs(self) -> tuple[str, ...]:
        """What a search is asked for: texts and aliases, each once; a rule on products names no sign."""
        rights = [right for right in self.rights if right.kind is not RightKind.PRODUCT_RULE]
        return tuple(
            dict.fromkeys(text for right in rights for text in (right.text, *right.aliases))
        )


def _plain(record: Any) -> dict[str, JsonValue]:
    """A record as JSON: dates and decimals as text, what is unset left out."""
    return {
        item.name: _json(value)
        for item in dataclasses.fields(record)
        if (value := getattr(record, item.name)) not in (None, ())
    }


def _json(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return _plain(value)
    if isinstance(value, tuple):
        return [_json(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | StrEnum) else value
