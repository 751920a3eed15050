"""The words of a DOCX paragraph by paragraph: body, tables, headers, footers and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from alerts.letters.render.docx_package import open_docx
from storage.intake_gate.file_limits import FILE_LIMITS, FileKind
from storage.intake_gate.xml_part import parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LIMITS = FILE_LIMITS[FileKind.LETTER]
_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")


def document_paragraphs(packed: bytes) -> tuple[str, ...]:
    """Every paragraph that has words, in the order of the parts; a line break is a newline. Text that
    Word keeps as deleted does not count. Raises BadInput for what is no DOCX."""
    with open_docx(packed) as package:
        names = sorted(name for name in package.namelist() if _PARTS.fullmatch(name))
        roots = [parse_xml(package.read(name), name, _LIMITS) for name in names]
    lines = (_words(paragraph) for root in roots for paragraph in root.iter(f"{_W}p"))
    return tuple(line for line in lines if line.strip())


def _words(paragraph: etree._Element) -> str:
    return "".join(_pieces(paragraph))


def _pieces(element: etree._Element) -> Iterator[str]:
    """The texts of a paragraph; what a text box inside it says is a paragraph of its own."""
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag == f"{_W}tab":
            yield " "
        elif child.tag != f"{_W}p":
            yield from _pieces(child)
