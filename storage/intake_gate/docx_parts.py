"""Letters (DOCX) that people edit or upload: nothing in them reaches out of the file, by any way that Word or
LibreOffice follows.

Not the type of a relation counts but what refers to it: LibreOffice loads a picture from a relation that
calls itself a hyperlink.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from lxml import etree

from storage.base.errors import BadInput
from storage.intake_gate.file_limits import FILE_LIMITS, FileKind
from storage.intake_gate.xml_part import parse_xml
from storage.intake_gate.zip_limits import open_zip, read_member

LIBRARIES = ("lxml.etree",)
_KIND = FileKind.LETTER
_LIMITS = FILE_LIMITS[_KIND]
_PICTURES = (
    *(b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*"),
    *(b"\xd7\xcd\xc6\x9a", b"\x01\0\x09\0", b"\x01\0\0\0"),
)
"""How PNG, JPEG, GIF, BMP, TIFF, WMF (two ways) and EMF begin. No SVG: it loads other files."""
_FONT = re.compile(r"word/fonts/[^/]+\.odttf", re.IGNORECASE)
_RELATIONS = "/relationships"
"""How the namespace of references ends, Transitional and Strict (ISO/IEC 29500-1, -4)."""
_LOADERS = frozenset({"altChunk", "subDoc", "OLEObject", "control", "ocx", "attachedTemplate"})
"""Elements that bring another document, template or program in."""
_OWN_TEMPLATE = re.compile(r"file:///[A-Za-z]:[\\/][^\\/]")
"""A template on a drive of the writer's machine: Word and WPS note where their Normal.dotm lies."""
_ADDRESSES = frozenset({"src", "href", "althref", "link", "pict"})
"""Attributes that name what is loaded: of VML, of DrawingML's linked pictures, of XLink."""
_FIELDS = re.compile(
    r"INCLUDE|IMPORT|DATABASE|DDE|AUTOTEXT|MACROBUTTON|EMBED|(?<![A-Z])LINK|(?<![A-Z])RD(?![A-Z])",
    re.IGNORECASE,
)
"""Field codes that load something (ISO/IEC 29500-1, 17.16.5); HYPERLINK, which waits for a click, does not."""


def open_letter(content: bytes, where: str) -> zipfile.ZipFile:
    """The package of a DOCX. Raises BadInput when it is none, holds macros, reaches out, or costs more than it
    may."""
    package = open_zip(content, _KIND, where)
    names = package.namelist()
    if "word/document.xml" not in names:
        raise BadInput("docx.no-document")
    tags = 0
    for name in names:
        if name.endswith("/"):
            continue
        if name.lower().endswith("vbaproject.bin"):
            raise BadInput("docx.macros")
        data = read_member(package, name, where)
        if data.startswith(_PICTURES) or _FONT.fullmatch(name):
            continue
        tags += data.count(b"<")
        if tags > _LIMITS.items:
            raise BadInput("file.items", where=where, most=_LIMITS.items)
        if not data.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
            raise BadInput("docx.part", name=name)
        _check_part(package, name, parse_xml(data, f"{where}: {name}", _LIMITS), where)
    return package


def _check_part(package: zipfile.ZipFile, name: str, root: etree._Element, where: str) -> None:
    if name.endswith(".rels"):
        if any(not (_is_hyperlink(r) or _is_own_template(r)) for r in _outward(root)):
            raise BadInput("docx.external")
        return
    if _local(root.tag) == "svg":
        raise BadInput("docx.part", name=name)
    relations = tuple(_outward_relations(package, name, where))
    outward = {relation.get("Id", "") for relation in relations}
    templates = {relation.get("Id", "") for relation in relations if _is_own_template(relation)}
    codes = []
    for element in root.iter():
        tag = _local(element.tag)
        if tag == "attachedTemplate" and templates.issuperset(element.attrib.values()):
            continue
        if tag in _LOADERS or any(
            _reaches_out(tag, str(name), str(value), outward) for name, value in element.items()
        ):
            raise BadInput("docx.external")
        if tag == "instrText":
            codes.append(element.text or "")
        elif tag == "fldSimple":
            codes.append(" ".join(str(value) for value in element.attrib.values()))
    if _FIELDS.search("".join(codes)):
        raise BadInput("docx.external")


def _reaches_out(tag: str, attribute: str, value: str, outward: set[str]) -> bool:
    namespace, _, name = attribute.rpartition("}")
    if namespace.endswith(_RELATIONS):
        return (name in _ADDRESSES and bool(value)) or (value in outward and tag != "hyperlink")
    return name in _ADDRESSES and bool(value) and not value.startswith("#")


def _outward_relations(package: zipfile.ZipFile, name: str, where: str) -> Iterator[etree._Element]:
    """The relations of a part that lead out of the package."""
    path = PurePosixPath(name)
    relations = str(path.parent / "_rels" / f"{path.name}.rels")
    if relations in package.namelist():
        root = parse_xml(read_member(package, relations, where), f"{where}: {relations}", _LIMITS)
        yield from _outward(root)


def _outward(relations: etree._Element) -> Iterator[etree._Element]:
    for relation in relations.iter("{*}Relationship"):
        target = relation.get("Target", "")
        if relation.get("TargetMode", "").lower() == "external" or _SCHEME.match(target):
            yield relation


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")
"""How an absolute address begins, whatever its relation's mode says (RFC 3986, 3.1)."""


def _is_hyperlink(relation: etree._Element) -> bool:
    return str(relation.get("Type", "")).endswith("/hyperlink")


def _is_own_template(relation: etree._Element) -> bool:
    return str(relation.get("Type", "")).endswith("/attachedTemplate") and bool(
        _OWN_TEMPLATE.match(relation.get("Target", ""))
    )


def _local(tag: object) -> str:
    """A tag without its namespace; comments and processing instructions have none."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
