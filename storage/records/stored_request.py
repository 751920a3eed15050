"""待采请求: a request as a row of the frontier holds it."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import JsonValue


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredRequest:
    """What a request holds beside its address; its defaults are the plain GET to the spider's `parse`."""

    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, JsonValue] = field(default_factory=dict)
    """A text, or a list of texts where a header comes several times."""
    render: bool = False
    """A browser draws the page."""
    callback: str | None = None
    errback: str | None = None
    """Names of methods of the spider."""
    cb_kwargs: Mapping[str, JsonValue] = field(default_factory=dict)
    meta: Mapping[str, JsonValue] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    encoding: str = "utf-8"
    dont_filter: bool = False
    """The spider asks for an address once more."""

    def to_json(self) -> dict[str, JsonValue]:
        """Only what differs from the plain GET; a body that is no UTF-8 in Base64."""
        parts: dict[str, JsonValue] = {
            "method": self.method if self.method != "GET" else None,
            **_body_to_json(self.body),
            "headers": dict(self.headers) or None,
            "render": self.render or None,
            "callback": self.callback,
            "errback": self.errback,
            "cb_kwargs": dict(self.cb_kwargs) or None,
            "meta": dict(self.meta) or None,
            "flags": list(self.flags) or None,
            "encoding": self.encoding if self.encoding != "utf-8" else None,
            "dont_filter": self.dont_filter or None,
        }
        return {name: value for name, value in parts.items() if value is not None}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> StoredRequest:
        """What `to_json` gave. Raises TypeError for a part that does not exist."""
        parts = dict(stored)
        text, in_base64 = parts.pop("body", ""), parts.pop("body64", "")
        parts["flags"] = tuple(parts.get("flags", ()))
        return cls(body=text.encode() or b64decode(in_base64), **parts)


def _body_to_json(body: bytes) -> dict[str, JsonValue]:
    if not body:
        return {}
    try:
        return {"body": body.decode()}
    except UnicodeDecodeError:
        return {"body64": b64encode(body).decode("ascii")}
