"""Nothing in a letter that somebody edited reaches out of the file."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document

from alerts.letters.editing.edited_draft import document_text
from alerts.letters.render.docx_package import admit_docx, open_docx
from storage.base.errors import BadInput

R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
STRICT = 'xmlns:r="http://purl.oclc.org/ooxml/officeDocument/relationships"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
V = 'xmlns:v="urn:schemas-microsoft-com:vml"'
O_ = 'xmlns:o="urn:schemas-microsoft-com:office:office"'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def letter(
    inside: str = "",
    *,
    relation: str = "hyperlink",
    target: str = "http://127.0.0.2/x",
    mode: str = ' TargetMode="External"',
    extra: dict[str, bytes] | None = None,
    head: str = "",
    override: str = "",
) -> bytes:
    """A DOCX with this markup at the end of its body, one relation named rIdX, and an `override` of the kind
    of a part."""
    plain, packed = io.BytesIO(), io.BytesIO()
    Document().save(plain)
    with (
        zipfile.ZipFile(plain) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:sectPr", inside.encode() + b"<w:sectPr", 1)
                data = data.replace(b"standalone='yes'?>", b"standalone='yes'?>" + head.encode(), 1)
            if name == "word/_rels/document.xml.rels":
                line = (
                    '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/'
                    f'2006/relationships/{relation}" Target="{target}"{mode}/></Relationships>'
                )
                data = data.replace(b"</Relationships>", line.encode())
            if name == "[Content_Types].xml":
                data = data.replace(b"</Types>", override.encode() + b"</Types>")
            copy.writestr(name, data)
        for name, data in (extra or {}).items():
            copy.writestr(name, data)
    return packed.getvalue()


def field(code: str) -> str:
    """A field whose code stands in two runs."""
    half = len(code) // 2
    return (
        f"<w:p><w:r><w:instrText>{code[:half]}</w:instrText></w:r>"
        f"<w:r><w:instrText>{code[half:]}</w:instrText></w:r></w:p>"
    )


LINK = f'<w:p><w:hyperlink {R} r:id="rIdX"><w:r><w:t>店铺</w:t></w:r></w:hyperlink></w:p>'


@pytest.mark.parametrize("inside", ["", LINK, field(" PAGE "), field(' HYPERLINK "http://a/" ')])
def test_a_letter_with_plain_links_is_taken(inside: str) -> None:
    admit_docx(letter(inside))
    open_docx(letter(inside)).close()


@pytest.mark.parametrize(
    "inside",
    [
        f'<a:blip {A} {R} r:link="rIdX"/>',
        f'<a:blip {A} {R} r:embed="rIdX"/>',
        f'<a:blip {A} {STRICT} r:embed="rIdX"/>',
        f'<v:imagedata {V} {R} r:id="rIdX"/>',
        f'<v:imagedata {V} {R} r:href="rId1"/>',
        f'<v:imagedata {V} src="file:///etc/passwd"/>',
        f'<v:fill {V} {O_} o:href="http://127.0.0.2/x"/>',
        f'<w:altChunk {R} r:id="rIdX"/>',
        f'<w:subDoc {R} r:id="rIdX"/>',
        f'<o:OLEObject {O_} {R} Type="Link" r:id="rIdX"/>',
        f'<a:hlinkClick {A} {R} r:id="rIdX"/>',
        field(' INCLUDEPICTURE "http://127.0.0.2/x" \\d '),
        field(' INCLUDETEXT "/etc/passwd" '),
        field(" DDEAUTO cmd x "),
        field(" LINK Excel.Sheet x "),
        '<w:p><w:fldSimple w:instr=" INCLUDEPICTURE x "/></w:p>',
    ],
)
def test_whatever_loads_something_is_refused(inside: str) -> None:
    for read in (open_docx, admit_docx):
        with pytest.raises(BadInput) as refusal:
            read(letter(inside))
        assert refusal.value.code == "docx.external"


@pytest.mark.parametrize("mode", [' TargetMode="External"', ' TargetMode="external"', ""])
@pytest.mark.parametrize("relation", ["image", "attachedTemplate", "aFChunk", "oleObject", "frame"])
def test_only_hyperlinks_may_lead_out(relation: str, mode: str) -> None:
    with pytest.raises(BadInput) as refusal:
        open_docx(letter(relation=relation, mode=mode))
    assert refusal.value.code == "docx.external"


def test_a_footer_that_no_program_would_read_as_one_is_refused() -> None:
    """It used to pass the gate and to break the approval off."""
    kind = "application/vnd.openxmlformats-ofJicedocument.wordprocessingml.footer+xml"
    override = f'<Override PartName="/word/footer9.xml" ContentType="{kind}"/>'
    footer = {"word/footer9.xml": b"<a/>"}
    packed = letter(
        relation="footer", target="footer9.xml", mode="", extra=footer, override=override
    )
    with pytest.raises(BadInput) as refusal:
        admit_docx(packed)
    assert refusal.value.code == "docx.unreadable"


def test_a_relation_without_a_name_is_refused_before_the_letter_is_written() -> None:
    packed = io.BytesIO(letter(relation="hyperlink"))
    held = io.BytesIO()
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(held, "w") as changed:
        for name in source.namelist():
            changed.writestr(name, source.read(name).replace(b'Id="rIdX"', b""))
    with pytest.raises(BadInput) as refusal:
        admit_docx(held.getvalue())
    assert refusal.value.code == "docx.unreadable"


TEMPLATE = f'<w:attachedTemplate {R} r:id="rIdX"/>'


@pytest.mark.parametrize(
    "target", [r"file:///C:\Users\wang\Normal.dotm", "file:///D:/wps/Normal.dotm"]
)
def test_where_the_writer_keeps_his_template_does_no_harm(target: str) -> None:
    """Word and WPS note it when they save; the reader's Word looks on its own drive and nowhere else."""
    packed = letter(TEMPLATE, relation="attachedTemplate", target=target)
    open_docx(packed).close()
    admit_docx(packed)


@pytest.mark.parametrize(
    ("inside", "relation", "target"),
    [
        (TEMPLATE, "attachedTemplate", "http://127.0.0.2/x.dotm"),
        (TEMPLATE, "attachedTemplate", "file://127.0.0.2/share/x.dotm"),
        (TEMPLATE, "attachedTemplate", r"file:///\\127.0.0.2\share\x.dotm"),
        (TEMPLATE, "attachedTemplate", r"file:///C:\\127.0.0.2\x.dotm"),
        (TEMPLATE, "attachedTemplate", "file:///etc/passwd"),
        (TEMPLATE, "image", r"file:///C:\x.dotm"),
        (f'<a:blip {A} {R} r:embed="rIdX"/>', "attachedTemplate", r"file:///C:\x.dotm"),
        (f'<w:subDoc {R} r:id="rIdX"/>', "attachedTemplate", r"file:///C:\x.dotm"),
    ],
)
def test_a_template_from_elsewhere_is_refused(inside: str, relation: str, target: str) -> None:
    with pytest.raises(BadInput) as refusal:
        open_docx(letter(inside, relation=relation, target=target))
    assert refusal.value.code == "docx.external"


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ({"word/media/x.svg": SVG}, "docx.part"),
        ({"word/media/x.png": SVG}, "docx.part"),
        ({"word/embeddings/x.bin": b"\xd0\xcf\x11\xe0"}, "docx.part"),
        ({"word/media/x.pdf": b"%PDF-1.7"}, "docx.part"),
        ({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}, "docx.macros"),
        ({"word/x.xml": b"<a>" * 600_000}, "file.items"),
        ({"word/x.xml": b"<a>" * 1000 + b"</a>" * 1000}, "file.broken-xml"),
        ({"word/x.xml": b" " * (65 * 2**20)}, "file.unpacked"),
        ({"word/x.xml": b'<?xml version="1.0" encoding="UTF-7"?><a/>'}, "file.broken-xml"),
        ({f"word/{n}.xml": b"<a/>" for n in range(1001)}, "file.members"),
    ],
    ids=[
        "svg",
        "svg as png",
        "ole",
        "pdf",
        "macro",
        "tags",
        "deep",
        "unpacked",
        "utf-7",
        "members",
    ],
)
def test_a_part_that_no_letter_needs_is_refused(extra: dict[str, bytes], code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        open_docx(letter(extra=extra))
    assert refusal.value.code == code


def test_an_entity_is_refused_wherever_the_letter_is_read() -> None:
    packed = letter("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", head='<!DOCTYPE x [<!ENTITY a "甲">]>')
    for read in (open_docx, admit_docx, document_text):
        with pytest.raises(BadInput) as refusal:
            read(packed)
        assert refusal.value.code == "file.entities"


def test_comments_and_instructions_are_no_text() -> None:
    packed = letter("<w:p><!-- a --><?b c?><w:r><w:t>正文</w:t></w:r></w:p>")
    admit_docx(packed)
    assert document_text(packed) == "正文"


@pytest.mark.parametrize("raw", [b"", b"PK", b"PK\x03\x04rubbish", b"%PDF-1.7", letter()[:-30]])
def test_what_is_no_letter_is_refused(raw: bytes) -> None:
    with pytest.raises(BadInput):
        open_docx(raw)
    with pytest.raises(BadInput):
        admit_docx(raw)
