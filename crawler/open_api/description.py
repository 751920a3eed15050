"""What is particular about one open API (接口描述): address, signature, paging, fields, error codes.

How its file is read stands in description_file.py. Parts that no document settles are listed as `unchecked`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal, TypeAlias

Template: TypeAlias = "str | int | bool | list[Template] | dict[str, Template]"
"""A parameter as the file writes it: a text with {variables}, or JSON made of such texts."""
VARIABLE = re.compile(r"\{([a-z_]+(?:\.[a-z_0-9]+)?)\}")
"""A variable in such a text."""
TEXT_FIELDS = (
    "title", "brand", "shop", "shop_url", "location", "description", "item_id", "sku", "gtin",
)  # fmt: skip
LIST_FIELDS = ("category", "images")
FIELDS = (*TEXT_FIELDS, *LIST_FIELDS, "sales", "shop_id")
"""What a description may name; `shop_id` is kept among the attributes."""
Digest = Literal["md5", "hmac-md5", "hmac-sha1", "hmac-sha256"]
Unit = Literal["yuan", "fen"]


class AnswerMeaning(StrEnum):
    """What an answer without goods means for the office (错误含义)."""

    EXPIRED_KEY = "expired-key"
    WRONG_KEY = "wrong-key"
    CLOCK_OFF = "clock-off"
    NO_PERMISSION = "no-permission"
    RATE_LIMIT = "rate-limit"
    """Asked too often just now."""
    QUOTA = "quota"
    """The platform's own number of calls a day is used up."""
    BAD_REQUEST = "bad-request"
    BUSY = "busy"
    """The platform fails for a moment."""
    NO_GOODS = "no-goods"
    """A code by which the platform says that nothing was found: no error."""
    UNREADABLE = "unreadable"
    """No JSON, or not in the shape that the document gives."""
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, kw_only=True)
class Key:
    """One value that the platform gives the office (密钥)."""

    name: str
    title: str
    """As the platform's own console calls it."""
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """One agreement that the office must have accepted (须同意的条款)."""

    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Signature:
    """How a call is signed: a digest over its parameters, sorted by name (签名)."""

    parameter: str
    """The parameter that carries it."""
    digest: Digest
    text: str
    """What is digested; {pairs} are the sorted parameters."""
    secret: str | None = None
    """Key of an HMAC, a template."""
    pair: str = "{name}{value}"
    join: str = ""
    upper: bool = True
    charset: str = "utf-8"
    only: tuple[str, ...] = ()
    """The parameters that are signed; empty = all but `skip`."""
    skip: tuple[str, ...] = ()
    body: str | None = None
    """Name under which the JSON body is signed as a text: names sorted, all values texts, & < > escaped, as
    the platforms ask that sign it (Douyin)."""


@dataclass(frozen=True, kw_only=True)
class Timestamp:
    """How a call says when it is made (时间戳)."""

    format: str = "%Y-%m-%d %H:%M:%S"
    """unix, unix-ms, or a strftime pattern."""
    zone: str = "Asia/Shanghai"
    tolerance: int = 600
    """Seconds that the platform lets clocks differ."""


@dataclass(frozen=True, kw_only=True)
class TokenGrant:
    """OAuth 2.0 client credentials (RFC 6749 §4.4): where a token comes from."""

    url: str
    user: str
    password: str
    """Templates of the client's id and secret, sent as HTTP Basic."""
    parameters: Mapping[str, Template]
    token: tuple[str, ...] = ("access_token",)
    seconds: tuple[str, ...] = ("expires_in",)


@dataclass(frozen=True, kw_only=True)
class ResultPaging:
    """How the parts of a result are asked for, and where they end (翻页)."""

    size: int
    first: int = 1
    most_pages: int
    """Pages that the platform gives at most of one result."""
    total: tuple[str, ...] = ()
    """Paths of the number of all goods."""
    cursor: tuple[str, ...] = ()
    """Paths of what the next call has to repeat, if anything."""


@dataclass(frozen=True, kw_only=True)
class ItemAddress:
    """One way to the plain address of an item (商品原始网址)."""

    template: str
    """With {id}."""
    ids: tuple[str, ...] = ()
    """Paths of the id; or `links`: paths of addresses in which `pattern` finds it."""
    links: tuple[str, ...] = ()
    pattern: str = r"(?P<id>\d+)"
    """Of the whole id, or within an address, affiliate links unwrapped."""
    only_if: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Path → the values of which it must hold one."""


@dataclass(frozen=True, kw_only=True)
class Price:
    """Where the price of a unit stands and in what it is counted."""

    paths: tuple[str, ...]
    unit: Unit = "yuan"
    currency: str = "CNY"
    currency_paths: tuple[str, ...] = ()

    def in_yuan(self, amount: Decimal) -> Decimal:
        """The amount in the currency's main unit."""
        return amount / 100 if self.unit == "fen" else amount


@dataclass(frozen=True, kw_only=True)
class Errors:
    """Where an answer says that it failed, and what its codes mean (错误码)."""

    codes: tuple[str, ...] = ()
    """Paths of the code, the most telling first."""
    texts: tuple[str, ...] = ()
    success: tuple[str, ...] = ()
    """Codes that are no error."""
    meanings: Mapping[str, AnswerMeaning] = field(default_factory=dict)
    words: Mapping[str, AnswerMeaning] = field(default_factory=dict)
    """Pattern of the platform's words → meaning, asked before the codes."""
    pause: str | None = None
    """Pattern of the platform's words whose group `seconds` says how long to wait."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How often the API is asked (调用频率)."""

    delay: float = 1.0
    """Seconds between two calls."""
    budget: int = 1000
    """Calls of all runs in one day of the office, where the office sets no other."""
    pause: float = 60.0
    """Seconds to wait when asked too often, doubled each time."""


@dataclass(frozen=True, kw_only=True)
class ApiDescription:
    """One open API that searches goods by a word."""

    name: str
    title: str
    endpoint: str
    suffix: str = ""
    """What a call adds to the address: a template of keys (1688 wants the AppKey there)."""
    method: Literal["GET", "POST"] = "POST"
    encoding: Literal["form", "json"] = "form"
    charset: str = "utf-8"
    """Of the answer."""
    keys: tuple[Key, ...] = ()
    terms: tuple[Agreement, ...] = ()
    sources: tuple[str, ...] = ()
    """The documents from which this was written."""
    unchecked: tuple[str, ...] = ()
    """What they leave open, in Chinese: the console shows it."""
    query: Mapping[str, Template] = field(default_factory=dict)
    """Parameters that stand in the address whatever the method."""
    parameters: Mapping[str, Template] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    signature: Signature | None = None
    timestamp: Timestamp = Timestamp()
    token: TokenGrant | None = None
    paging: ResultPaging
    items: tuple[str, ...]
    """Paths of the list of goods."""
    fields: Mapping[str, tuple[str, ...]]
    """Field of a listing → paths within one item."""
    price: Price | None = None
    addresses: tuple[ItemAddress, ...]
    errors: Errors = Errors()
    limits: Limits = Limits()
