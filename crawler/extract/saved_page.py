"""Pages saved as files, plain or gzip."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from crawler.extract.page.page import Page
from crawler.extract.read_page import explain_page
from crawler.extract.trace import TracedReading
from crawler.platform.profile import Profile
from crawler.url.url_parts import split
from storage.base.errors import BadInput
from storage.base.message import Message

LIMIT = 64 * 2**20
"""Largest saved page, in bytes: twice what the crawler keeps of one response."""
_GZIP_MAGIC = b"\x1f\x8b"
"""First bytes of a gzip file (RFC 1952)."""


def explain_saved(
    file: Path,
    url: str,
    profile: Profile | None = None,
    *,
    charset: str | None = None,
    status: int = 200,
) -> TracedReading:
    """Read a saved page as if it came from `url`; raises BadInput as `load_page` does."""
    return explain_page(load_page(file, url, charset=charset, status=status), profile)


def load_page(file: Path, url: str, *, charset: str | None = None, status: int = 200) -> Page:
    """The page in a file, with the charset and status that its server sent.

    Raises BadInput when the address is none, or the file cannot be read or exceeds `LIMIT`.
    """
    if split(url) is None:
        raise BadInput("page.bad-url", url=url)
    return Page.from_bytes(url, read_saved(file), charset, status=status)


def read_saved(file: Path) -> bytes:
    """The bytes of a file, unpacked. Raises BadInput where it cannot be read or exceeds `LIMIT`."""
    try:
        with file.open("rb") as stream:
            body = stream.read(LIMIT + 1)
        if body.startswith(_GZIP_MAGIC):
            with gzip.open(file) as stream:
                body = stream.read(LIMIT + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        reason = Message("page.broken-gzip")
        raise BadInput("file.unreadable", path=file, reason=reason) from error
    except OSError as error:
        raise BadInput("file.unreadable", path=file, reason=error) from error
    if len(body) > LIMIT:
        raise BadInput("page.too-large", path=file, limit=LIMIT // 2**20)
    return body
