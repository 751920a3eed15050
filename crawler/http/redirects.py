"""Redirects (重定向): the one place that follows them, for pages, trials of a profile and robots.txt.

How many are followed says the request policy. Each target passes the address guard in the fetcher, and
whatever the caller asks of it. Cookies live as long as the chain (`cookies.py`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from w3lib.url import safe_url_string

from crawler.http.cookies import VisitCookies
from crawler.http.fetcher import Fetched, Fetcher, FetchFailed
from storage.base.request_policy import RequestPolicy
from storage.net.joined_address import joined

_TO_GET = frozenset({301, 302, 303})
"""Redirects after which the next request is a GET (RFC 9110 §15.4)."""


async def fetch_to_end(
    fetcher: Fetcher,
    url: str,
    policy: RequestPolicy,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    max_bytes: int | None = None,
    check_target: Callable[[str], Awaitable[None]] | None = None,
) -> Fetched:
    """The answer at the end of the redirects, with the addresses that redirected.

    `check_target` sees every further address before it is asked and may raise. An address that comes
    twice is followed only where a cookie is new. `max_bytes` is the fetcher's own without one.

    Raises EgressRefused, FetchFailed, and what `check_target` raises.
    """
    hops: list[str] = []
    cookies = VisitCookies()
    while True:
        answer = await fetcher.fetch(
            url,
            method=method,
            body=body,
            headers={**(headers or {}), **cookies.header(url)},
            max_bytes=max_bytes,
        )
        target = redirect_target(answer)
        if target is None:
            return replace(answer, hops=tuple(hops)) if hops else answer
        hops.append(url)
        is_new = cookies.take(url, answer.headers)
        url = target
        if len(hops) > policy.redirects or (url in hops and not is_new):
            raise FetchFailed("exchange.redirect-loop", temporary=False)
        if answer.status in _TO_GET and method != "HEAD":
            method, body = "GET", None
        if check_target is not None:
            await check_target(url)


def redirect_target(answer: Fetched) -> str | None:
    """The absolute address that an answer sends on to, without its fragment; None where it does not, or to none."""
    location = answer.headers.get("Location")
    if not 300 <= answer.status < 400 or not location:
        return None
    target = joined(answer.url, location)
    return None if target is None else str(safe_url_string(target.partition("#")[0]))
