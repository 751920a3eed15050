"""The PDF says what the DOCX says, whoever makes it."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import shutil
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from alerts.letters.model.compiler import compile_notice
from alerts.letters.model.letter_kind import find_kind
from alerts.letters.render.docx import render_docx
from alerts.letters.render.letter_files import render
from alerts.letters.render.pdf_converter import Converter, render_pdf
from alerts.letters.render.weasyprint_pdf import READING_MARK, set_copy
from storage.base.errors import HubiaoError, StoreUnavailable
from tests.alerts.letters.sample_letters import TODAY, facts_of

OFFICE_SUITE = shutil.which("soffice") or shutil.which("libreoffice")
MOST_PAGES = 20
CONVERTERS: list[Converter] = ["weasyprint", "auto"]


def _docx(slug: str, *, draft: bool = False) -> bytes:
    kind = find_kind(slug)
    return render_docx(compile_notice(kind, facts_of(slug), today=TODAY), draft=draft)


def _text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("converter", CONVERTERS)
def test_the_reading_copy_says_what_the_document_says(converter: Converter) -> None:
    copy = render_pdf(_docx("risk-warning"), draft=False, converter=converter)
    text = _text_of(copy)
    for words in (
        "风险预警信息",
        "示市监风险预警〔2026〕1号",
        "2026年11月22日",
        "—1—",
    ):
        assert words in text
    # LibreOffice sets pictures anew in 300 dpi: 156 mm are 1843 dots.
    pictures = [
        picture.image for page in PdfReader(io.BytesIO(copy)).pages for picture in page.images
    ]
    assert {picture.width >= 1800 for picture in pictures if picture is not None} == {True}
    by_us = converter == "weasyprint" or OFFICE_SUITE is None
    assert (READING_MARK.replace(" ", "") in text) is by_us


@pytest.mark.parametrize(
    "slug", ["case-source-register", "evidence-extraction-record", "lead-transfer"]
)
def test_letters_forms_and_records_have_a_reading_copy(slug: str) -> None:
    assert render_pdf(_docx(slug), draft=False, converter="weasyprint").startswith(b"%PDF-")


def test_a_draft_says_so_on_its_copy() -> None:
    packed = _docx("risk-advice", draft=True)
    copy = render_pdf(packed, draft=True, converter="weasyprint")
    text = _text_of(copy)
    assert text.count("草稿") == len(PdfReader(io.BytesIO(copy)).pages)
    assert "—1—" not in text
    assert "—2—" in text


def test_a_letter_of_120_listings_with_long_addresses_has_at_most_20_pages() -> None:
    """Takes ten seconds: WeasyPrint sets every page, and only whole pages can be counted."""
    facts = facts_of("platform-disposal")
    address = "https://item.shop.example.cn/goods/detail?spm=a21bo.jianhua.2018/76&id={:06}&scm="
    listings = [
        dataclasses.replace(
            facts.listings[number % len(facts.listings)],
            url=f"{address.format(number)}{'%7B-fine.office=' * 20}"[:250],
            item_id=str(700000000000 + number),
            sha256=hashlib.sha256(b"%d" % number).hexdigest(),
        )
        for number in range(120)
    ]
    evidence = [
        dataclasses.replace(facts.evidence[number % len(facts.evidence)], sha256=row.sha256)
        for number, row in enumerate(listings)
    ]
    many = dataclasses.replace(facts, listings=tuple(listings), evidence=tuple(evidence))
    letter = compile_notice(find_kind("platform-disposal"), many, today=TODAY)
    copy = set_copy(render_docx(letter, draft=False), draft=False, fonts=None)
    pages = [page.get_textpage().get_text_range() for page in PdfDocument(copy)]
    assert len(pages) <= MOST_PAGES
    # PDFium reports a hyphen that ends a line as U+FFFE; where lines end depends on the distribution's fonts.
    text = "".join("".join(pages).split()).replace("\ufffe", "-")
    for row in listings:
        assert row.url in text
        assert text.count(str(row.sha256)) == 2
        assert text.count(str(row.item_id)) >= 2


def test_a_paragraph_that_is_to_stay_with_the_next_does_so_in_the_reading_copy() -> None:
    copy = set_copy(_docx("infringement-notice"), draft=False, fonts=None)
    pages = ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(copy)).pages]
    (introduced,) = (page for page in pages if "所附权利证明文件：" in page)
    assert "所附权利证明文件：序号种类文件名称" in introduced


def test_the_office_s_typefaces_are_used_under_their_own_names(tmp_path: Path) -> None:
    builder = FontBuilder(1000)
    glyphs = {0x94F6: "silver", 0x98CE: "wind", 0x9669: "danger"}
    builder.setupGlyphOrder([".notdef", *glyphs.values()])
    builder.setupCharacterMap(glyphs)
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((500, 0))
    pen.lineTo((500, 700))
    pen.closePath()
    square = pen.glyph()
    builder.setupGlyf(
        {".notdef": TTGlyphPen(None).glyph()} | dict.fromkeys(glyphs.values(), square)
    )
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", *glyphs.values()], (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "仿宋_GB2312", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.save(tmp_path / "office.ttf")
    (tmp_path / "readme.txt").write_text("no font")
    packed = _docx("risk-advice")
    with_own = render_pdf(packed, draft=False, converter="weasyprint", fonts=tmp_path)
    without = render_pdf(packed, draft=False, converter="weasyprint")
    assert len(_font_names(with_own)) == len(_font_names(without)) + 1


def _font_names(pdf: bytes) -> set[str]:
    names = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        fonts = page["/Resources"]["/Font"]  # type: ignore[index]
        names |= {str(font.get_object()["/BaseFont"]) for font in fonts.values()}
    return names


def test_asking_for_an_absent_office_suite_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(HubiaoError, match="install libreoffice-writer"):
        render_pdf(b"", draft=False, converter="libreoffice")


def test_an_office_suite_that_fails_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\necho broken >&2\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(HubiaoError, match="broken"):
        render_pdf(_docx("risk-advice"), draft=False)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="cannot write"):
        render(
            find_kind("risk-advice"),
            facts_of("risk-advice"),
            tmp_path / "file" / "letters",
            today=TODAY,
            draft=False,
            converter="weasyprint",
        )
