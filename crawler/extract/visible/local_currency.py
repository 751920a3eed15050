"""Signs of money that several countries share, by the country of the address."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from crawler.url.url_parts import split

_NONE: Mapping[str, str] = MappingProxyType({})
_DOLLARS = {
    "ar": "ARS", "cl": "CLP", "com.co": "COP", "mx": "MXN", "uy": "UYU", "au": "AUD", "ca": "CAD",
    "nz": "NZD", "hk": "HKD", "sg": "SGD", "tw": "TWD",
}  # fmt: skip
_BY_COUNTRY: Mapping[str, Mapping[str, str]] = {
    **{country: {"$": code} for country, code in _DOLLARS.items()},
    "no": {"kr": "NOK"}, "dk": {"kr": "DKK"}, "is": {"kr": "ISK"}, "jp": {"¥": "JPY"},
}  # fmt: skip
"""Country (end of a host's name) → sign → ISO 4217 code. `.co` alone is used all over the world."""


def local_signs(url: str) -> Mapping[str, str]:
    """What shared signs ($, kr, ¥) mean at an address; empty where they mean the usual."""
    parts = split(url)
    labels = (parts.hostname or "").split(".") if parts else []
    ends = (".".join(labels[-size:]) for size in (2, 1))
    return next((_BY_COUNTRY[end] for end in ends if end in _BY_COUNTRY), _NONE)
