"""The DOCX as a document: the standard's page, hostile words, the office's own templates."""

from __future__ import annotations

import dataclasses
import io
import itertools
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from alerts.letters.model.compiler import compile_notice
from alerts.letters.model.letter_kind import Kind, find_kind, kinds
from alerts.letters.model.wording import find_other_scripts
from alerts.letters.render.docx import keep_template, render_docx, template_bytes
from alerts.letters.render.docx_package import freeze_docx, open_docx, read_whole
from alerts.letters.render.template_builder import set_template
from alerts.letters.render.watermark import DRAFT_MARK
from storage.base.errors import BadInput
from storage.records.letter_facts import facts_to_json, read_facts
from tests.alerts.letters.sample_letters import TODAY, facts_of, sample, words_of

NOTICE = find_kind("infringement-notice")


def _rendered(*, draft: bool = False, templates: Path | None = None) -> bytes:
    letter = compile_notice(NOTICE, facts_of(NOTICE.slug), today=TODAY)
    return render_docx(letter, draft=draft, template=template_bytes(NOTICE, templates))


@pytest.mark.parametrize("slug", kinds())
def test_the_shipped_template_is_the_one_that_its_data_sets(slug: str) -> None:
    shipped = Path("alerts/letters/templates", f"{slug}.docx").read_bytes()
    assert shipped == set_template(find_kind(slug)), (
        "run: python -m alerts.letters.render.template_builder"
    )


def test_the_page_is_that_of_the_standard() -> None:
    section = Document(io.BytesIO(_rendered())).sections[0]
    sides = (
        section.page_width, section.page_height, section.top_margin, section.bottom_margin,
        section.left_margin, section.right_margin,
    )  # fmt: skip
    assert [round(side.mm) for side in sides if side is not None] == [210, 297, 37, 35, 28, 26]
    body = Document(io.BytesIO(_rendered())).styles["正文段"]
    assert body.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert body.font.size is not None
    assert body.font.size.pt == 16
    line = body.paragraph_format.line_spacing
    # 22 lines must fit into 225 mm, 28 characters into 156 mm.
    assert 22 * line.pt <= 225 / 25.4 * 72 < 23 * line.pt
    pitch = 16 + int(body.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 * pitch <= 156 / 25.4 * 72 < 29 * pitch


@pytest.mark.parametrize(
    ("until", "filed", "term"),
    [
        ("2026-06-01", "2026-09-01", "至2026年6月1日（已于2026年9月1日申请续展，尚待核准）"),
        ("2030-03-13", "2020-03-01", "至2030年3月13日"),
        ("2030-03-13", None, "至2030年3月13日"),
    ],
)
def test_the_term_of_a_mark_stands_with_the_renewal_that_is_applied_for(
    until: str, filed: str | None, term: str
) -> None:
    data = sample(NOTICE.slug)
    for right in data["rights"]:
        right |= {"valid_until": until, "renewal_filed": filed}
    letter = compile_notice(NOTICE, read_facts(data), today=TODAY)
    lines = words_of(render_docx(letter, draft=False)).splitlines()
    assert next(line for line in lines if "有效期限" in line).endswith(term)


def test_only_a_draft_bears_the_draft_mark() -> None:
    for draft in (True, False):
        with open_docx(_rendered(draft=draft)) as package:
            headers = [n for n in package.namelist() if n.startswith("word/header")]
            marked = [n for n in headers if DRAFT_MARK.encode() in package.read(n)]
        assert bool(marked) is draft
        assert not draft or len(marked) == 2


def test_no_office_stands_under_a_holder_s_notice() -> None:
    assert "示例市市场监督管理局" not in words_of(_rendered())


def test_a_title_from_a_hostile_page_stays_text() -> None:
    data = sample(NOTICE.slug)
    data["listings"][0]["shop"] = "</w:t>{{ 7*7 }}&<b>\u202e店\x07\x0c{%p if x %}"
    letter = compile_notice(NOTICE, read_facts(data), today=TODAY)
    text = words_of(render_docx(letter, draft=False))
    assert "</w:t>{{ 7*7 }}&<b>店{%p if x %}" in text
    assert "49&" not in text


@settings(max_examples=8, deadline=None)
@example("ͰͰͰͰ")
@given(st.text(max_size=60))
def test_any_text_makes_a_document_that_opens(text: str) -> None:
    assume(not any(find_other_scripts(f"涉嫌{text}事项")))
    data = sample("risk-advice")
    data["fields"]["subject"] = f"涉嫌{text}事项"
    letter = compile_notice(find_kind("risk-advice"), read_facts(data), today=TODAY)
    assert "关于涉嫌" in words_of(render_docx(letter, draft=False))


def test_facts_read_back_as_they_were_written() -> None:
    for slug in kinds():
        facts = facts_of(slug)
        assert read_facts(facts_to_json(facts)) == facts


def test_an_unknown_fact_is_named() -> None:
    with pytest.raises(BadInput, match=r"holder\.nickname"):
        read_facts({"holder": {"nickname": "x"}})


def test_the_office_s_edited_template_goes_first(tmp_path: Path) -> None:
    path = keep_template(NOTICE, tmp_path)
    document = Document(str(path))
    document.add_paragraph("本局自定内容：{{ holder.name }}")
    document.save(str(path))
    assert "本局自定内容：示例河套农牧产业协会" in words_of(_rendered(templates=tmp_path))
    assert keep_template(NOTICE, tmp_path) == path
    assert "本局自定内容" in words_of(_rendered(templates=tmp_path))


@pytest.mark.parametrize(
    "written",
    [
        "{{ holder.shoe_size }}",
        "{{ holder.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{% for row in %}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    ],
)
def test_a_template_reaches_nothing_but_the_letter_s_words(tmp_path: Path, written: str) -> None:
    path = keep_template(NOTICE, tmp_path)
    document = Document(str(path))
    document.add_paragraph(written)
    document.save(str(path))
    with pytest.raises(BadInput, match=r"template infringement-notice\.docx"):
        _rendered(templates=tmp_path)


def test_a_file_that_is_no_document_is_refused() -> None:
    with pytest.raises(BadInput, match="not a DOCX"):
        open_docx(b"%PDF-1.7")
    with pytest.raises(BadInput, match="not a DOCX"):
        freeze_docx(b"PK\x05\x06" + b"\0" * 18)


def _with_relation(packed: bytes, kind: str, target: str) -> bytes:
    document = Document(io.BytesIO(packed))
    document.part.relate_to(
        target,
        f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}",
        is_external=True,
    )
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


@pytest.mark.parametrize("kind", ["image", "attachedTemplate", "oleObject", "frame"])
def test_a_document_that_would_load_from_elsewhere_is_refused(kind: str) -> None:
    with pytest.raises(BadInput, match="from elsewhere"):
        open_docx(_with_relation(_rendered(), kind, "http://127.0.0.1/x"))


def test_a_plain_link_is_no_harm() -> None:
    packed = _with_relation(_rendered(), "hyperlink", "https://shop.example.cn/")
    with open_docx(packed) as package:
        assert package.namelist()


def test_a_document_with_macros_is_refused() -> None:
    held = io.BytesIO(_rendered())
    with zipfile.ZipFile(held, "a") as package:
        package.writestr("word/vbaProject.bin", b"")
    with pytest.raises(BadInput, match="macros"):
        open_docx(held.getvalue())


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("[Content_Types].xml", b"wordprocessingml.settings+xml", b"x.settings+xml"),
        ("[Content_Types].xml", b"package.core-properties+xml", b"package.other+xml"),
        ("docProps/core.xml", b"coreProperties", b"corePropertie"),
    ],
)
def test_parts_that_are_not_what_they_claim_are_refused_before_they_are_changed(
    part: str, before: bytes, after: bytes
) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_rendered())) as package, zipfile.ZipFile(held, "w") as broken:
        for name in package.namelist():
            content = package.read(name)
            broken.writestr(name, content.replace(before, after) if name == part else content)
    assert read_whole(_rendered(), "letter")
    with pytest.raises(BadInput, match="cannot be read"):
        read_whole(held.getvalue(), "letter")


def test_three_hundred_listings_fill_an_annex() -> None:
    facts = facts_of(NOTICE.slug)
    many = dataclasses.replace(facts, listings=facts.listings * 25)
    letter = compile_notice(NOTICE, many, today=TODAY)
    text = words_of(render_docx(letter, draft=False))
    assert "\n300 | " in text
    assert text.count("　链接：https://") == 300


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.slug)
def test_what_introduces_a_table_stays_on_its_page(kind: Kind) -> None:
    parts = list(Document(io.BytesIO(template_bytes(kind))).iter_inner_content())
    stranded = [
        before.text
        for before, after in itertools.pairwise(parts)
        if isinstance(after, Table)
        and isinstance(before, Paragraph)
        and before.text
        and "{%p" not in before.text
        and not before.paragraph_format.keep_with_next
    ]
    assert stranded == []
