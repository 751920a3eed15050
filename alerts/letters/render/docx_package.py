"""The DOCX file as a package: the same words give the same bytes, so that a hash can name them."""

from __future__ import annotations

import hashlib
import io
import zipfile

from lxml import etree

from storage.base.errors import BadInput

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a ZIP entry can name (APPNOTE.TXT 4.4.6)."""
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True)
MOST_RELATIONS = 2**20
"""Bytes of one table of relations, chosen by hand; a letter's has a few hundred."""
MOST_BYTES = 64 * 2**20
"""Bytes, chosen by hand: an uploaded document larger than this, unpacked, is refused."""


def freeze_docx(packed: bytes) -> bytes:
    """The same package without the moment of its making: fixed times, parts in a fixed order."""
    held = io.BytesIO()
    with (
        open_docx(packed) as source,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as frozen,
    ):
        # [Content_Types].xml comes first by convention; it sorts before the folders' names.
        for name in sorted(source.namelist()):
            part = zipfile.ZipInfo(name, date_time=_EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            frozen.writestr(part, source.read(name))
    return held.getvalue()


def open_docx(packed: bytes) -> zipfile.ZipFile:
    """The package's parts. Raises BadInput when it is no DOCX, holds macros, loads from outside,
    or is a bomb."""
    try:
        package = zipfile.ZipFile(io.BytesIO(packed))
    except zipfile.BadZipFile:
        raise BadInput("docx.not-docx") from None
    names = package.namelist()
    if "word/document.xml" not in names:
        raise BadInput("docx.no-document")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise BadInput("docx.macros")
    if any(_reaches_out(package, name) for name in names if name.endswith(".rels")):
        raise BadInput("docx.external")
    if sum(part.file_size for part in package.infolist()) > MOST_BYTES:
        raise BadInput("docx.too-large", mebibytes=MOST_BYTES >> 20)
    return package


def _reaches_out(package: zipfile.ZipFile, name: str) -> bool:
    """Whether a part names something outside that a program would load; plain links are harmless."""
    if package.getinfo(name).file_size > MOST_RELATIONS:
        return True
    try:
        relations = etree.fromstring(package.read(name), _SAFE)
    except etree.XMLSyntaxError:
        return True
    return any(
        relation.get("TargetMode") == "External"
        and not relation.get("Type", "").endswith("/hyperlink")
        for relation in relations
    )


def digest(packed: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(packed).hexdigest()
