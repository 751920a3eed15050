"""Names of one shop's host (同站主机名): `www.`, `m.`, and without."""

from __future__ import annotations

import re

_FRONT = re.compile(r"^(?:www\d?|m|wap|mobile|h5|touch)\.(?=[^.]+\.)")
_WWW = re.compile(r"^www\d?\.(?=[^.]+\.)")


def bare_host(host: str) -> str:
    """A host name without what only says by which way the shop is looked at.

    >>> bare_host("www.shop.example"), bare_host("m.shop.example"), bare_host("item.shop.example")
    ('shop.example', 'shop.example', 'item.shop.example')
    """
    return _FRONT.sub("", host.lower())


def is_same_server(host: str, name: str) -> bool:
    """Do two host names differ by `www.` alone, so that both show the same pages?"""
    return _WWW.sub("", host.lower()) == _WWW.sub("", name.lower())
