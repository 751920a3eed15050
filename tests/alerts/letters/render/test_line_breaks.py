"""Titles part no word, digests stretch no line, letters bear the rules of the standard."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from alerts.letters.model.compiler import compile_notice
from alerts.letters.model.letter_kind import find_kind, kinds
from alerts.letters.render.docx import render_docx
from alerts.letters.render.line_breaks import LINES_OF, LONG_WORD, WORDS, title_lines
from tests.alerts.letters.sample_letters import TODAY, facts_of

LETTERS = ("platform-disposal", "lead-transfer", "data-request", "site-closure", "risk-advice")


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("协助调查函", ["协助调查函"]),
        (
            "关于“示例河套”系列商品网络侵权的风险提示函",
            ["关于“示例河套”系列", "商品网络侵权的风险提示函"],
        ),
        (
            "关于移送示例甲粮油有限公司涉嫌侵犯知识产权线索的函",
            ["关于移送示例甲粮油有限公司", "涉嫌侵犯知识产权线索的函"],
        ),
        (
            "关于对涉嫌侵犯“示例河套”集体商标专用权的商品信息依法采取断开链接措施的函",
            ["关于对涉嫌侵犯“示例河套”集体商标专用权", "的商品信息依法采取断开链接措施的函"],
        ),
    ],
)
def test_a_title_breaks_between_words(title: str, lines: list[str]) -> None:
    assert title_lines(title, 20) == lines


def test_a_name_longer_than_a_line_is_parted_but_loses_nothing() -> None:
    title = "关于移送" + "示" * 45 + "有限公司线索的函"
    lines = title_lines(title, 20)
    assert "".join(lines) == title
    assert all(len(line) <= 20 for line in lines)


@pytest.mark.parametrize("slug", kinds())
def test_no_title_of_a_letter_parts_a_word(slug: str) -> None:
    document = _document(slug)
    for paragraph in document.paragraphs:
        if paragraph.style is not None and paragraph.style.name in LINES_OF:
            text = paragraph.text.replace("\n", "")
            for word in WORDS:
                assert text.count(word) == sum(
                    line.count(word) for line in paragraph.text.split("\n")
                ), word


@pytest.mark.parametrize("slug", kinds())
def test_no_line_before_a_digest_is_stretched(slug: str) -> None:
    for paragraph in _document(slug).paragraphs:
        if LONG_WORD.search(paragraph.text):
            assert paragraph.alignment is WD_ALIGN_PARAGRAPH.LEFT


@pytest.mark.parametrize("slug", LETTERS)
def test_a_letter_has_two_rules_of_170_mm_and_no_number_on_its_first_page(slug: str) -> None:
    document = _document(slug)
    (section,) = document.sections
    assert section.different_first_page_header_footer
    footer = section.first_page_footer.paragraphs[0]
    assert footer._p.findall(f".//{qn('w:fldSimple')}") == []
    for form, element in (
        (footer.paragraph_format, footer._p),
        (document.styles["函头"].paragraph_format, document.styles["函头"].element),
    ):
        assert form.left_indent is not None
        assert form.right_indent is not None
        assert round(156 - form.left_indent.mm - form.right_indent.mm) == 170
        assert element.find(f".//{qn('w:pBdr')}/{qn('w:bottom')}") is not None


def _document(slug: str) -> Document:  # type: ignore[valid-type]
    letter = compile_notice(find_kind(slug), facts_of(slug), today=TODAY)
    return Document(io.BytesIO(render_docx(letter, draft=False)))
