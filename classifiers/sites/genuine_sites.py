"""Genuine names (真网站名): the holders' own sites, and marks in pinyin as a site would be called after them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from storage.net.public_suffixes import suffixes
from storage.records import Right, RightHolder, RightKind

SHORTEST_PINYIN = 6
"""Letters of a mark in pinyin from which names of sites are compared with it; chosen by hand: shorter ones are
syllables that any site may have."""
_LATIN = re.compile(r"[a-z0-9-]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_TONELESS = str.maketrans({"ü": "v"})


@dataclass(frozen=True, kw_only=True)
class GenuineSite:
    """One name that sites may be made like."""

    label: str
    """The name without its suffix, ASCII: `shili` of shili.com.cn, or a mark in pinyin."""
    site: str | None
    """The holder's own site; None for a mark."""
    right: str | None
    holder: str | None
    text: str
    """The mark as registered, or the holder's site."""


def site_label(host: str) -> tuple[str, str]:
    """The registrable name of a host and its label: shop.a-b.com.cn gives (`a-b.com.cn`, `a-b`); an address
    and a bare suffix have no label."""
    parts = suffixes().extract_str(host)
    return parts.top_domain_under_public_suffix, parts.domain if parts.suffix else ""


def genuine_sites(
    rights: Iterable[Right], holders: Mapping[str, RightHolder]
) -> Iterator[GenuineSite]:
    """What sites may be made like: the holders' own first, then the marks; each label of a holder once.

    Generic names and the office's product rules name nobody's site.
    """
    named: set[tuple[str | None, str]] = set()
    first = first_rights(rights)
    for holder in holders.values():
        for host in holder.websites:
            site, label = site_label(host)
            if label and (holder.id, label) not in named:
                named.add((holder.id, label))
                yield GenuineSite(
                    label=label,
                    site=site,
                    right=first.get(holder.id),
                    holder=holder.id,
                    text=site,
                )
    for right in rights:
        if right.generic or right.kind in (RightKind.PRODUCT_RULE, RightKind.PATENT):
            continue
        label = mark_label(right.text)
        if len(label) >= SHORTEST_PINYIN and (right.holder, label) not in named:
            named.add((right.holder, label))
            yield GenuineSite(
                label=label, site=None, right=right.id, holder=right.holder, text=right.text
            )


def first_rights(rights: Iterable[Right]) -> dict[str, str]:
    """Holder → its first right, which a lead on a site names."""
    first: dict[str, str] = {}
    for right in rights:
        if right.holder:
            first.setdefault(right.holder, right.id)
    return first


def mark_label(text: str) -> str:
    """A mark as a site would be called after it: Chinese in pinyin without tones, Latin as it stands; empty
    where neither is in it."""
    from pypinyin import lazy_pinyin

    if _HAN.search(text):
        syllables = "".join(lazy_pinyin(_HAN.findall(text))).translate(_TONELESS)
        return syllables if syllables.isascii() else ""
    return "".join(_LATIN.findall(text.lower())).strip("-")
