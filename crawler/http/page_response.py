"""A fetched page as Scrapy's response, and back (应答)."""

from __future__ import annotations

from email.message import Message
from functools import lru_cache
from typing import Any

from scrapy import Request
from scrapy.http import HtmlResponse, JsonResponse, Response, TextResponse, XmlResponse
from scrapy.responsetypes import responsetypes

from crawler.http.fetcher import Fetched

_DECODED = frozenset({"content-encoding", "transfer-encoding"})
"""Headers that are not true of a body that was decompressed."""
_UNKNOWN = "application/octet-stream"
"""Media type of an answer without a Content-Type (RFC 9110 §8.3)."""
_HEAD = 4096
"""Bytes by whose look the kind of such an answer is told."""
RENDERING, REDIRECTS, LATENCY = "rendering", "redirect_urls", "download_latency"
"""Keys in meta: what a browser added (a Rendering); the others are Scrapy's own."""


def response_of(fetched: Fetched, request: Request) -> Response:
    """A response with its body, of the class that fits its content; `request.meta` says how it came."""
    request.meta[LATENCY] = fetched.latency
    if fetched.hops:
        request.meta[REDIRECTS] = list(fetched.hops)
    if fetched.rendering is not None:
        request.meta[RENDERING] = fetched.rendering
    headers: dict[str, Any] = {}
    for name, value in fetched.headers.items():
        if name.lower() not in _DECODED:
            headers.setdefault(name, []).append(value)
    kind = _response_class(fetched)
    options: dict[str, Any] = {"encoding": "utf-8"} if fetched.is_rendered else {}
    return kind(
        fetched.url,
        status=fetched.status,
        headers=headers,
        body=fetched.body,
        request=request,
        **(options if issubclass(kind, TextResponse) else {}),
    )


def _response_class(fetched: Fetched) -> type[Response]:
    media = fetched.content_type
    if "html" in media:
        return HtmlResponse
    if media.endswith(("/json", "+json")):
        return JsonResponse
    if media.endswith(("/xml", "+xml")):
        return XmlResponse
    if media.startswith("text/"):
        return TextResponse
    kind = responsetypes.from_mimetype(media)
    if kind is Response and media == _UNKNOWN:
        return responsetypes.from_args(url=fetched.url, body=fetched.body[:_HEAD])
    return kind


def fetched_of(response: Response) -> Fetched:
    """The page of a response that `response_of` made."""
    content_type, charset = media_type(response.headers.get("Content-Type", b""))
    meta = response.meta
    rendering = meta.get(RENDERING)
    return Fetched(
        url=response.url,
        status=response.status,
        headers={
            name.decode("latin-1"): b", ".join(values).decode("latin-1")
            for name, values in response.headers.items()
        },
        body=response.body,
        content_type=content_type,
        charset="utf-8" if rendering is not None else charset,
        latency=meta.get(LATENCY, 0.0),
        hops=tuple(meta.get(REDIRECTS, ())),
        rendering=rendering,
    )


@lru_cache(maxsize=256)
def media_type(header: bytes) -> tuple[str, str | None]:
    """Media type and charset of a Content-Type header (RFC 9110 §8.3); unknown bytes without one."""
    declared = Message()
    declared["Content-Type"] = header.decode("latin-1")
    media = declared.get_content_type() if header else _UNKNOWN
    return media, declared.get_content_charset()
