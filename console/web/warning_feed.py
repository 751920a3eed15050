"""The public feed of risk warnings, in Atom (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as Xml

from storage.views.published_warnings import PublishedWarning

_ATOM = "http://www.w3.org/2005/Atom"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, escaped or not."""


def build_feed(warnings: Sequence[PublishedWarning], *, office: str, address: str) -> bytes:
    """Atom with an entry a warning; `address` is the console's public one, without a last slash."""
    Xml.register_namespace("", _ATOM)
    feed = Xml.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "zh-CN"})
    _add(feed, "title", f"{office}风险预警信息")
    _add(feed, "id", uuid5(NAMESPACE_URL, f"{address}/warnings.xml").urn)
    _add(feed, "updated", _moment(max((warning.at for warning in warnings), default=_NEVER)))
    _add(feed, "link", rel="self", type="application/atom+xml", href=f"{address}/warnings.xml")
    _add(feed, "link", rel="alternate", type="text/html", href=f"{address}/warnings")
    _add(_add(feed, "author"), "name", office)
    for warning in warnings:
        _add_entry(feed, warning, f"{address}/warnings/{warning.id}")
    return bytes(Xml.tostring(feed, encoding="utf-8", xml_declaration=True))


def _add_entry(feed: Xml.Element, warning: PublishedWarning, address: str) -> None:
    entry = _add(feed, "entry")
    _add(entry, "title", f"{warning.title}（{warning.number}）")
    # The approved document's own hash: a bulletin published anew is the same entry, updated.
    _add(entry, "id", uuid5(NAMESPACE_URL, f"sha256:{warning.sha256}").urn)
    _add(entry, "updated", _moment(warning.at))
    _add(entry, "link", rel="alternate", type="text/html", href=address)
    _add(entry, "summary", _summary(warning), type="text")


def _summary(warning: PublishedWarning) -> str:
    """The first paragraph after the first heading: what the bulletin is about."""
    kinds = [block.kind for block in warning.blocks]
    start = kinds.index("h1") if "h1" in kinds else 0
    text = next((block.text for block in warning.blocks[start:] if block.kind == "p"), "")
    return str(text)


def _add(parent: Xml.Element, name: str, text: str = "", **attributes: str) -> Xml.Element:
    element = Xml.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = _ILLEGAL.sub("", text) or None
    return element


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
