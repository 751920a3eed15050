"""XML of strangers: no document type, so no entities; no more tags and levels than its kind may have."""

from __future__ import annotations

import re

from lxml import etree

from storage.base.errors import BadInput
from storage.intake_gate.file_limits import FileLimits

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]+)")
_ENCODINGS = (b"utf-8", b"us-ascii", b"utf-16")
"""Encodings in which a tag's sign is one that can be counted; Office writes no other (ECMA-376, part 2, 8.1.4)."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


def parse_xml(data: bytes, where: str, limits: FileLimits) -> etree._Element:
    """The root of a part. Raises BadInput."""
    if data[:2] in _UTF_16:
        data = _as_utf_8(data, where)
    declared = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].lower() not in _ENCODINGS:
        raise BadInput("file.broken-xml", where=where, reason=declared[1].decode())
    if not data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise BadInput("file.broken-xml", where=where, reason="<")
    if data.count(b"<") > limits.items:
        raise BadInput("file.items", where=where, most=limits.items)
    if _DOCTYPE.search(data):
        raise BadInput("file.entities", where=where)
    # libxml2 itself ends at 256 levels and at an attribute of 10 MB unless huge_tree is set.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadInput("file.broken-xml", where=where, reason=error) from error
    if root.getroottree().docinfo.doctype:
        raise BadInput("file.entities", where=where)
    return root


def _as_utf_8(data: bytes, where: str) -> bytes:
    """A part that is kept in UTF-16, so that its tags can be counted; the declaration goes."""
    encoding = "utf-16"
    if data[:2] == b"<\0":
        encoding = "utf-16-le"
    elif data[:2] == b"\0<":
        encoding = "utf-16-be"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInput("file.broken-xml", where=where, reason=error) from error
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode()
