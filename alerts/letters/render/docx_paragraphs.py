"""The words of a DOCX paragraph by paragraph, whatever part holds them and whatever a part is called:
body, tables, headers, footers, notes, comments, charts, formulas, lettering, labels of lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from alerts.letters.render.docx_package import open_docx
from storage.intake_gate.file_limits import FILE_LIMITS, FileKind
from storage.intake_gate.xml_part import parse_xml

_LIMITS = FILE_LIMITS[FileKind.LETTER]
_VISIBLE_ATTRIBUTES = (
    *(("lvlText", "val"), ("textpath", "string"), ("listItem", "displayText")),
    *(("docPr", "descr"), ("docPr", "title"), ("shape", "alt"), ("hyperlink", "tooltip")),
)
"""Attributes whose words a reader may see: labels of lists, lettering, choices, what stands for a picture."""
_PAGES = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
"""Field codes of page numbers (ISO/IEC 29500-1, 17.16.5)."""
_WORDS = re.compile(r"[\u4e00-\u9fff]|[A-Za-z]{3}")
"""What makes such an attribute more than a sign or a number's place."""


def document_paragraphs(packed: bytes) -> tuple[str, ...]:
    """Every paragraph that has words, in the order of the parts; a line break is a newline. Text that
    Word keeps as deleted does not count, and a page's number in a header or footer is 1, for a program
    that saves the file writes there what it last counted. Raises BadInput for what is no DOCX."""
    roots = document_parts(packed)
    for root in roots:
        if local_name(root) in ("hdr", "ftr"):
            _settle_page_numbers(root)
    lines = (line for root in roots for line in _lines(root))
    return tuple(line for line in lines if line.strip())


def document_parts(packed: bytes) -> tuple[etree._Element, ...]:
    """The roots of all parts that are XML and no relations, the body first. Raises BadInput."""
    with open_docx(packed) as package:
        names = sorted(name for name in package.namelist() if name.lower().endswith(".xml"))
        names.sort(key=lambda name: name != "word/document.xml")
        return tuple(parse_xml(package.read(name), name, _LIMITS) for name in names)


def local_name(element: etree._Element) -> str:
    """A tag without its namespace; comments and processing instructions have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def local_attribute(element: etree._Element, name: str) -> str:
    """An attribute by its name without namespace; empty where the element has none."""
    values = (str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name)
    return next(values, "")


def _settle_page_numbers(root: etree._Element) -> None:
    """Put 1 wherever a field of a page number shows digits; other words in such a field stay as they are."""
    for field in root.iter("{*}fldSimple"):
        _settle(local_attribute(field, "instr"), list(field.iter("{*}t")))
    code, texts, is_open = "", list[etree._Element](), False
    for element in root.iter("{*}fldChar", "{*}instrText", "{*}t"):
        match local_name(element), local_attribute(element, "fldCharType"):
            case "fldChar", "begin":
                code, texts, is_open = "", [], False
            case "fldChar", "separate":
                is_open = True
            case "fldChar", _:
                _settle(code, texts)
                code, texts, is_open = "", [], False
            case "instrText", _:
                code += element.text or ""
            case _ if is_open:
                texts.append(element)


def _settle(code: str, texts: list[etree._Element]) -> None:
    number = "".join(text.text or "" for text in texts).strip()
    words = code.upper().split()
    if words and words[0] in _PAGES and number.isdecimal():
        for place, text in enumerate(texts):
            text.text = "" if place else "1"


def _lines(root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        name = local_name(element)
        if name in ("p", "rt"):
            yield "".join(_pieces(element))
        elif name == "t" and not any(
            local_name(outer) in ("p", "rt") for outer in element.iterancestors()
        ):
            yield element.text or ""
        for tag, attribute in _VISIBLE_ATTRIBUTES:
            if name == tag and _WORDS.search(words := local_attribute(element, attribute)):
                yield words


def _pieces(element: etree._Element) -> Iterator[str]:
    """The texts of a paragraph; a text box inside it, and what stands above its words, are paragraphs of
    their own."""
    for child in element:
        name = local_name(child)
        if name == "t":
            yield child.text or ""
        elif name in ("br", "cr"):
            yield "\n"
        elif name == "tab":
            yield " "
        elif name not in ("p", "rt"):
            yield from _pieces(child)
