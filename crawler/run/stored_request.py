"""A spider's request as a row of the frontier holds it (待采请求): JSON and no more.

Scrapy's own queue on disk holds pickles, which run code when they are read; a row holds the names of the
spider's methods and plain values. What a row cannot hold is refused when the spider yields it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from pydantic import JsonValue
from scrapy import Request, Spider
from scrapy.utils.request import request_from_dict

from crawler.run.open_visits import VISIT
from storage.base.errors import BadInput
from storage.crawls.frontier import QueuedPage
from storage.records.stored_request import StoredRequest

METHODS = ("GET", "HEAD", "POST")
"""What a crawl may ask: it reads, and asks search forms; it changes nothing on the other side."""
MOST_BYTES = 64 * 1024
"""Largest row of a request, bytes of JSON; a queue of 100,000 pages stays below 7 GB. Chosen by hand."""
KIND, DEPTH, RENDER = "kind", "depth", "render"
"""Keys in a request's meta: the page's kind in the queue, links from the start page, drawn by a browser."""
_RUN_META = frozenset(
    (
        *(VISIT, KIND, DEPTH, RENDER, "link", "is_start_request", "rendering", "redirect_urls"),
        *("download_latency", "download_slot", "download_timeout"),
    )
)
"""Keys in meta that the run itself sets, at every visit anew."""
_REFUSED_HEADERS = frozenset(
    (
        *("authorization", "connection", "content-length", "cookie", "host", "proxy-authorization"),
        *("transfer-encoding", "user-agent"),
    )
)
"""Headers that are the fetcher's: no credentials leave, and the office goes by its own name."""


def stored_request(request: Request, spider: Spider) -> StoredRequest | None:
    """What a row holds beside the address; None for a plain GET to the spider's `parse`.

    Raises BadInput for a callback that is no method of the spider, for values that JSON does not
    give back as they were, for cookies, for a method or header that a crawl does not send.
    """
    if _is_plain(request):
        return None
    try:
        parts = request.to_dict(spider=spider)
    except ValueError as error:
        raise BadInput("request.callback", url=request.url, why=error) from None
    if request.method not in METHODS:
        raise BadInput("request.method", url=request.url, method=request.method, allowed=METHODS)
    if request.cookies:
        raise BadInput("request.cookies", url=request.url)
    meta = {name: value for name, value in request.meta.items() if name not in _RUN_META}
    record = StoredRequest(
        method=request.method,
        body=request.body,
        headers=_headers(request),
        render=bool(request.meta.get(RENDER)),
        callback=parts["callback"],
        errback=parts["errback"],
        cb_kwargs=request.cb_kwargs,
        meta=meta,
        flags=tuple(request.flags),
        encoding=request.encoding,
        dont_filter=request.dont_filter,
    )
    row = record.to_json()
    _check_json(request, row)
    return record if row else None


def _is_plain(request: Request) -> bool:
    """Is it a GET of which a row holds nothing but the address, as nearly every link's is? Its callback is
    the spider's `parse`."""
    return (
        request.method == "GET"
        and request.callback is None
        and request.errback is None
        and not (
            request.body or request.headers or request.cookies or request.cb_kwargs or request.flags
        )
        and request.encoding == "utf-8"
        and not request.dont_filter
        and RENDER not in request.meta
        and _RUN_META.issuperset(request.meta)
    )


def request_of(page: QueuedPage, spider: Spider) -> Request:
    """The request of a row. Raises ValueError for a method that the spider does not have any more."""
    meta = {VISIT: page.id, KIND: page.kind, DEPTH: page.depth}
    if (stored := page.request) is None:
        return Request(page.url, meta=meta, dont_filter=True)
    meta = {**stored.meta, **meta}
    if stored.render:
        meta[RENDER] = True
    return request_from_dict(
        {
            "url": page.url,
            "method": stored.method,
            "body": stored.body,
            "headers": dict(stored.headers),
            "meta": meta,
            "callback": stored.callback,
            "errback": stored.errback,
            "cb_kwargs": dict(stored.cb_kwargs),
            "flags": list(stored.flags),
            "encoding": stored.encoding,
            "dont_filter": True,
        },
        spider=spider,
    )


def _headers(request: Request) -> dict[str, JsonValue]:
    headers: dict[str, JsonValue] = {}
    for name, values in request.headers.items():
        plain = name.decode("latin-1")
        if plain.lower() in _REFUSED_HEADERS:
            raise BadInput("request.header", url=request.url, header=plain)
        texts = [value.decode("utf-8") for value in values]
        headers[plain] = texts[0] if len(texts) == 1 else list[JsonValue](texts)
    return headers


def _check_json(request: Request, row: Mapping[str, JsonValue]) -> None:
    size = 0
    for name, value in row.items():
        try:
            line = json.dumps(value, ensure_ascii=False, allow_nan=False)
        except (TypeError, ValueError) as error:
            raise BadInput("request.not-json", url=request.url, part=name, why=error) from None
        if json.loads(line) != value:
            why = "tuples and keys that are no text come back changed"
            raise BadInput("request.not-json", url=request.url, part=name, why=why)
        size += len(line.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        raise BadInput("request.too-large", url=request.url, size=size, limit=MOST_BYTES)
