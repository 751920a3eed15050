"""The Public Suffix List (publicsuffix.org) as the installed package holds it: no network, no cache on the disk."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tldextract import TLDExtract


@cache
def suffixes() -> TLDExtract:
    """The list, its private part included."""
    from tldextract import TLDExtract

    return TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)
