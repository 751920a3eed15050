"""What Word, WPS and LibreOffice write of their own accord when they save a draft is no fault of the officer.

The markup is the kind that 400 public files saved by these programs hold: split runs with revision
marks, spelling marks, bookmarks, page numbers counted anew, themes, templates, notes, custom properties.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from docx import Document

from alerts.letters.editing.edit_difference import edit_difference
from alerts.letters.editing.edited_draft import NO_DATE, finish_edit
from alerts.letters.model.compiler import NO_NUMBER
from alerts.letters.model.letter_kind import kinds
from alerts.letters.render.docx_package import open_docx
from alerts.letters.render.docx_paragraphs import document_paragraphs
from alerts.text.chinese import chinese_date
from tests.alerts.letters.sample_letters import TODAY
from tests.alerts.letters.workflow.test_edited_form import (
    BAD,
    BODY,
    NUMBER,
    OFFICE,
    W,
    draft,
    findings,
    packed,
    parts,
    run,
)

OFFICE_SUITE = shutil.which("soffice") or shutil.which("libreoffice")
SENTENCE = "联系时请说明本文书的标题。"
PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
LIBREOFFICE = "http://schemas.openxmlformats.org/officedocument/2006/relationships/"
TEMPLATE = r"file:///C:\Users\wang\AppData\Roaming\kingsoft\office6\templates\wps\zh_CN\Normal.dotm"
NOTES = (
    f'<w:footnotes {W}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p>'
    '</w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r>'
    "<w:continuationSeparator/></w:r></w:p></w:footnote></w:footnotes>"
)
THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Office">'
    '<a:objectDefaults><a:spDef><a:lstStyle><a:defPPr><a:defRPr><a:sym typeface="Helvetica"/>'
    "</a:defRPr></a:defPPr></a:lstStyle></a:spDef></a:objectDefaults></a:theme>"
)
CUSTOM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="KSOProductBuildVer">'
    "<vt:lpwstr>2052-12.1.0.17147</vt:lpwstr></property></Properties>"
)
STYLES = (
    '<w:style w:type="character" w:styleId="Z1"><w:name w:val="HTML Top of Form"/><w:rPr><w:vanish/>'
    '</w:rPr></w:style><w:style w:type="table" w:styleId="Z2"><w:rPr><w:color w:val="FFFFFF" '
    'w:themeColor="background1"/></w:rPr></w:style></w:styles>'
)
PAGE = re.compile(r">1</w:t>")
RUN = re.compile(
    r"<w:r>((?:<w:rPr>.*?</w:rPr>)?)\s*<w:t(?: [^>]*)?>([^<]{2,})</w:t>\s*</w:r>", re.DOTALL
)


def saved(slug: str) -> bytes:
    """The draft with one more sentence, as Word and WPS write it down."""
    members = parts(draft(slug))
    body = RUN.sub(_split, str(members[BODY]))
    end = body.rindex("<w:sectPr")
    added = f'<w:p w:rsidR="00A1" w:rsidRDefault="00A1">{run(SENTENCE, _LANGUAGE)}</w:p>'
    members[BODY] = body[:end] + added + body[end:]
    for name in [name for name in members if "footer" in name and name.endswith(".xml")]:
        members[name] = PAGE.sub(">7</w:t>", str(members[name]))
    styles = str(members["word/styles.xml"]).replace("</w:styles>", STYLES)
    settings = str(members["word/settings.xml"])
    reference = f'<w:attachedTemplate xmlns:r="{OFFICE.rstrip("/")}" r:id="rIdT"/></w:settings>'
    relation = (
        f'<Relationships {PACKAGE}><Relationship Id="rIdT" Type="{OFFICE}attachedTemplate" '
        f'Target="{TEMPLATE}" TargetMode="External"/></Relationships>'
    )
    return packed(
        members
        | {
            "word/styles.xml": styles,
            "word/settings.xml": settings.replace("</w:settings>", reference),
            "word/_rels/settings.xml.rels": relation,
            "word/footnotes.xml": NOTES,
            "word/comments.xml": f"<w:comments {W}/>",
            "word/theme/theme9.xml": THEME,
            "docProps/custom.xml": CUSTOM,
        }
    )


_LANGUAGE = '<w:rFonts w:hint="eastAsia"/><w:noProof/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'


def _split(match: re.Match[str]) -> str:
    """A run in two, with what Word puts between and around them."""
    properties, words = match[1], match[2]
    marked = properties.removesuffix("</w:rPr>") or "<w:rPr>"
    pieces = (words[: len(words) // 2], words[len(words) // 2 :])
    first, second = (f'<w:t xml:space="preserve">{piece}</w:t>' for piece in pieces)
    return (
        '<w:bookmarkStart w:id="9" w:name="_GoBack"/><w:bookmarkEnd w:id="9"/>'
        f'<w:r w:rsidR="00B2" w:rsidRPr="00C3">{properties}<w:lastRenderedPageBreak/>{first}</w:r>'
        '<w:proofErr w:type="spellStart"/><w:smartTag w:uri="urn:x" w:element="chsdate">'
        f'<w:r w:rsidRPr="00C3">{marked}<w:lang w:eastAsia="zh-CN"/></w:rPr>{second}</w:r>'
        '</w:smartTag><w:proofErr w:type="spellEnd"/>'
    )


@pytest.mark.parametrize("slug", sorted(kinds()))
def test_an_honest_save_is_taken_and_numbered(slug: str) -> None:
    edited = saved(slug)
    open_docx(edited).close()
    assert findings(edited, slug) == []
    assert [p.marked() for p in edit_difference(draft(slug), edited)] == [f"{{+{SENTENCE}+}}"]
    final = finish_edit(edited, title="函", number=NUMBER, dated=TODAY)
    text = "\n".join(document_paragraphs(final))
    compiled = "\n".join(document_paragraphs(draft(slug)))
    assert text.count(NUMBER) == compiled.count(NO_NUMBER)
    assert text.count(chinese_date(TODAY)) >= compiled.count(NO_DATE)
    assert not any(place in text for place in (NO_NUMBER, NO_DATE, "草　稿"))


def test_the_path_of_the_writer_s_template_stays_in_the_house() -> None:
    final = finish_edit(saved("platform-disposal"), title="函", number=NUMBER, dated=TODAY)
    assert [n for n, text in parts(final).items() if "attachedTemplate" in str(text)] == []
    assert [n for n, text in parts(final).items() if "wang" in str(text)] == []
    Document(io.BytesIO(final))


def test_properties_under_libreoffice_s_name_are_found_and_emptied() -> None:
    members = parts(draft())
    relations = str(members["_rels/.rels"])
    name = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    assert name in relations
    members["_rels/.rels"] = relations.replace(name, f"{LIBREOFFICE}metadata/core-properties")
    members["docProps/core.xml"] = re.sub(
        "<dc:creator></dc:creator>",
        "<dc:creator>wang</dc:creator>",
        str(members["docProps/core.xml"]),
    )
    final = parts(finish_edit(packed(members), title="函", number=NUMBER, dated=TODAY))
    assert [n for n, text in final.items() if "wang" in str(text)] == []
    assert "<dc:title>函</dc:title>" in str(final["docProps/core.xml"])


def test_words_in_the_place_of_a_page_number_are_read() -> None:
    members = parts(draft())
    name = next(n for n in members if "footer" in n and PAGE.search(str(members[n])))
    edited = packed(members | {name: PAGE.sub(f">{BAD}</w:t>", str(members[name]))})
    assert findings(edited)


def test_a_sign_of_a_font_is_none_whatever_else_its_element_says() -> None:
    members = parts(draft())
    sign = '<w:sym w:font="x" w:char="4FB5" w:typeface="Helvetica"/>'
    body = str(members[BODY]).replace("<w:sectPr", f"<w:p><w:r>{sign}</w:r></w:p><w:sectPr", 1)
    assert any("符号字体" in why for why in findings(packed(members | {BODY: body})))


def with_sentence(slug: str) -> bytes:
    body = str(parts(draft(slug))[BODY])
    end = body.rindex("<w:sectPr")
    return packed(
        parts(draft(slug)) | {BODY: f"{body[:end]}<w:p>{run(SENTENCE)}</w:p>{body[end:]}"}
    )


@pytest.mark.slow
@pytest.mark.skipif(OFFICE_SUITE is None, reason="needs LibreOffice")
@pytest.mark.parametrize(
    "formats",
    [("docx",), ("docx:MS Word 2007 XML",), ("odt", "docx:MS Word 2007 XML")],
    ids=["Office Open XML Text", "Word", "ODT and Word"],
)
def test_libreoffice_saves_every_kind_of_letter(tmp_path: Path, formats: tuple[str, ...]) -> None:
    files = [tmp_path / f"{slug}.docx" for slug in sorted(kinds())]
    for file in files:
        file.write_bytes(with_sentence(file.stem))
    for place, form in enumerate(formats):
        folder = tmp_path / str(place)
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [str(OFFICE_SUITE), profile, "--headless", "--convert-to", form, "--outdir"]
        subprocess.run([*command, folder, *files], check=True, capture_output=True)
        files = [folder / f"{file.stem}.{form.partition(':')[0]}" for file in files]
    for file in files:
        edited, compiled = file.read_bytes(), draft(file.stem)
        assert findings(edited, file.stem) == []
        assert [p.marked() for p in edit_difference(compiled, edited)] == [f"{{+{SENTENCE}+}}"]
        final = finish_edit(edited, title="函", number=NUMBER, dated=TODAY)
        text = "\n".join(document_paragraphs(final))
        assert text.count(NUMBER) == "\n".join(document_paragraphs(compiled)).count(NO_NUMBER)
        assert not any(place in text for place in (NO_NUMBER, NO_DATE, "草　稿"))
