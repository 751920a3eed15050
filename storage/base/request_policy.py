"""Limits of every HTTP request of ours (请求策略): time, size, redirects, codings of the body.

The address guard (`storage/net/address_policy.py`) decides where a request may go; this decides what
it may cost. `storage/net/guarded_fetch.py`, the crawler's fetcher and the browser's proxy read their
numbers here; an office may set `crawl_timeout` and `crawl_max_bytes` otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from importlib.metadata import version

TOKEN = "hubiao"  # noqa: S105
"""Our product token (RFC 9110 §10.1.5): the name that a robots.txt addresses us by."""
PRODUCT = f"{TOKEN}/{version('hubiao')}"
"""Who asks. A crawl adds the office and how to reach it (`crawler/http/user_agent.py`); authorities,
registries and receivers of web hooks know whom they serve, or need not."""
CONNECT_SECONDS = 10.0
"""Seconds for one connection attempt; chosen by hand."""
LONGEST_PAUSE = timedelta(minutes=5)
"""How long a host, a page, a robots.txt or an API is waited for in one go, whatever Retry-After (RFC 9110 §10.2.3)
or growing failures ask for; chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class RequestPolicy:
    """What the requests of one purpose may cost."""

    redirects: int
    """Redirects that are followed. Each target passes the address guard as the first URL did."""
    content_encodings: tuple[str, ...]
    """Codings that are offered (RFC 9110 §12.5.3). A size limit holds for the decoded body, so a
    small body cannot inflate beyond it."""
    seconds: float
    """Seconds for the whole exchange; those of a crawl are the default of `crawl_timeout`."""
    max_bytes: int
    """Bytes of the decoded body; those of a crawl are the default of `crawl_max_bytes`."""

    @property
    def accept_encoding(self) -> str:
        """The value of Accept-Encoding."""
        return ", ".join(self.content_encodings)


SERVICE = RequestPolicy(
    redirects=0, content_encodings=("identity",), seconds=10.0, max_bytes=1024 * 1024
)
"""Time-stamps. Who answers is part of what is asked, so no redirect is followed.
Numbers chosen by hand."""
WEBHOOK = replace(SERVICE, max_bytes=64 * 1024)
"""Web hooks: of the answer only the status counts. Chosen by hand."""
CRAWL = RequestPolicy(
    redirects=10,
    content_encodings=("gzip", "deflate", "br"),
    seconds=15.0,
    max_bytes=32 * 2**20,
)
"""Pages, in a crawl and in a trial. Redirects chosen by hand; browsers follow twenty."""
ROBOTS = replace(CRAWL, redirects=5, max_bytes=32 * 500 * 1024)
"""robots.txt: redirects by RFC 9309 §2.3.1.2; of the bytes, 500 KiB are parsed (§2.5)."""
