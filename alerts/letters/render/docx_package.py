"""The DOCX file as a package: the same words give the same bytes, so that a hash can name them."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections import deque

from storage.base.errors import BadInput
from storage.intake_gate.docx_parts import open_letter
from storage.intake_gate.file_limits import FileKind
from storage.intake_gate.gate import read_foreign

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a ZIP entry can name (APPNOTE.TXT 4.4.6)."""
_WHERE = "DOCX"
MARGINS = (".header+xml", ".footer+xml")
"""How the content types of headers and footers end."""
_XML_PARTS = (*MARGINS, ".settings+xml")
"""How those of all parts end whose elements the program changes."""
LIBRARIES = ("docx", "lxml.etree")
"""What the process that forks readers imports for these."""
_SOUND: deque[str] = deque(maxlen=64)
"""Digests of documents that were checked last, as many as an officer's work holds (chosen by hand)."""


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
    if not packed.startswith(b"PK"):
        raise BadInput("docx.not-docx")
    if digest(packed) not in _SOUND:
        open_letter(packed, _WHERE).close()
        _SOUND.append(digest(packed))
    return zipfile.ZipFile(io.BytesIO(packed))


def admit_docx(packed: bytes) -> None:
    """Let a document that somebody uploads in: it is opened once, as a whole, in a process of its own.

    Raises BadInput as `open_docx`, and for what no program could open within its limits.
    """
    if not packed.startswith(b"PK"):
        raise BadInput("docx.not-docx")
    read_foreign(FileKind.LETTER, read_whole, packed, _WHERE)


def read_whole(packed: bytes, where: str) -> int:
    """Read a document as the program will, and count its paragraphs. Raises BadInput."""
    from docx import Document
    from docx.opc.constants import CONTENT_TYPE
    from docx.opc.part import XmlPart

    open_letter(packed, where).close()
    try:
        document = Document(io.BytesIO(packed))
        properties = [document.core_properties]
        for part in document.part.package.iter_parts():
            if part.content_type.endswith(_XML_PARTS) and not isinstance(part, XmlPart):
                raise BadInput("docx.unreadable", reason=f"{part.partname}: {part.content_type}")
            if part.content_type == CONTENT_TYPE.OPC_CORE_PROPERTIES:
                properties.append(part.core_properties)
        for core in properties:
            core.title = core.title  # written anew when the letter gets its number
        document.save(io.BytesIO())  # so are its relations, one without a name among them
        return len(document.element.body)
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise BadInput("docx.unreadable", reason=error) from error


def digest(packed: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(packed).hexdigest()
