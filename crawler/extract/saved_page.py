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

LIMIT = 64 * 2**20
"""Largest saved page, in bytes: twice what the crawler keeps of one response."""


def explain_saved(file: Path, url: str, profile: Profile | None = None) -> TracedReading:
    """Read a saved page as if it came from `url`. Raises BadInput for a file or address that is none."""
    return explain_page(load_page(file, url), profile)


def load_page(file: Path, url: str) -> Page:
    """The page in a file. Raises BadInput."""
    if split(url) is None:
        raise BadInput(f"--url must be an http or https address, not '{url}'")
    return Page.from_bytes(url, _bytes(file))


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            body = opened.read(LIMIT + 1)
        if body.startswith(b"\x1f\x8b"):
            with gzip.open(file) as packed:
                body = packed.read(LIMIT + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput(
            f"cannot read {file}: {getattr(error, 'strerror', None) or error}"
        ) from error
    if len(body) > LIMIT:
        raise BadInput(f"{file} is larger than {LIMIT // 2**20} MiB: not a page")
    return body
