"""The page of an official document (党政机关公文格式, GB/T 9704-2012) as Word styles.

A4, margins 37/35/28/26 mm, 仿宋 3号 (16 pt) on a grid of 22 lines of 28 characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

LINE_TWIPS = 579
"""28.95 pt: the largest pitch in Word's unit (1/20 pt) of which 22 fit into 225 mm; the standard's
28.99 pt rounds to 580, and then only 21 fit."""
CHARACTER_TWIPS = -5
"""15.75 pt: 28 characters of 16 pt would overflow 156 mm; 15.79 pt rounds to this."""
BODY, SONG, HEI, KAI, TITLE = "仿宋_GB2312", "宋体", "黑体", "楷体_GB2312", "方正小标宋简体"
RED = RGBColor(0xE6, 0x00, 0x12)
"""Red of the issuing body’s name (GB/T 9704-2012 §7.2.4 asks for red); the shade is chosen by hand."""
_ROW, _BLOCK = 9.0, 16.0
"""Points, chosen by hand: 小五 in tables, since three hundred listings with long addresses have to be
leafed through; 3号 in blocks (GB/T 9704-2012 §7.1)."""


@dataclass(frozen=True, kw_only=True)
class TextStyle:
    """One paragraph style of the letter; lengths in points, indents in characters."""

    name: str
    font: str = BODY
    size: float = _BLOCK
    align: ALIGN = ALIGN.JUSTIFY
    first: float = 0
    left: float = 0
    right: float = 0
    line: float | None = LINE_TWIPS / 20
    """Exact pitch; None = single, for heads and table cells."""
    before: float = 0
    after: float = 0
    bold: bool = False
    red: bool = False
    keep: bool = False
    """Kept with the next paragraph."""
    whole: bool = False
    """Never parted by the end of a page."""
    new_page: bool = False
    ruled: bool = False
    """A red double rule below (红色分隔线)."""
    wide: bool = False
    """As wide as the rules of a letter (函), which pass the margins: 170 mm."""
    parted_anywhere: bool = False
    """Digests and addresses fill their lines: they are parted at any character, not at ? and / alone."""
    dense: bool = False
    """In cells without space above and below."""


STYLES = (
    TextStyle(
        name="红头", font=TITLE, size=36, align=ALIGN.CENTER, red=True, line=None, ruled=True
    ),
    TextStyle(
        name="函头",
        font=TITLE,
        size=36,
        align=ALIGN.CENTER,
        red=True,
        line=None,
        ruled=True,
        wide=True,
    ),
    TextStyle(name="发文字号", align=ALIGN.RIGHT, before=6, after=6),
    TextStyle(name="编号", align=ALIGN.RIGHT),
    TextStyle(
        name="文书标题", font=TITLE, size=22, align=ALIGN.CENTER, line=34, before=14, after=14
    ),
    TextStyle(name="主送", align=ALIGN.LEFT),
    TextStyle(name="正文段", first=2),
    TextStyle(name="一级标题", font=HEI, first=2, keep=True, whole=True),
    TextStyle(name="二级标题", font=KAI, first=2, keep=True, whole=True),
    TextStyle(name="附件说明", left=5, first=-3, before=14, keep=True),
    TextStyle(name="附件续行", left=5, first=0, keep=True),
    TextStyle(name="落款", align=ALIGN.CENTER, left=9, right=1, keep=True),
    TextStyle(name="落款前", align=ALIGN.CENTER, left=9, right=1, keep=True, before=30),
    TextStyle(name="附注", size=12, align=ALIGN.LEFT, first=2, line=18, before=4, whole=True),
    TextStyle(name="附件序号", font=HEI, align=ALIGN.LEFT, new_page=True),
    TextStyle(name="附件标题", font=TITLE, size=20, align=ALIGN.CENTER, line=34, after=10),
    TextStyle(name="表头", font=HEI, size=_ROW, align=ALIGN.CENTER, line=13, before=2, after=2),
    TextStyle(name="表文", size=_ROW, align=ALIGN.LEFT, line=11, before=0.5, after=0.5),
    TextStyle(name="栏目", font=HEI, size=12, align=ALIGN.CENTER, line=18, before=1, after=1),
    TextStyle(name="栏文", size=12, align=ALIGN.LEFT, line=18, before=1, after=1),
    TextStyle(
        name="密表文", size=7.5, align=ALIGN.LEFT, line=9, before=0.25, after=0.25, dense=True
    ),
    TextStyle(
        name="表下行",
        size=6.5,
        align=ALIGN.LEFT,
        line=7.5,
        after=0.25,
        parted_anywhere=True,
        dense=True,
    ),
    TextStyle(name="图条", font=SONG, size=_ROW, align=ALIGN.LEFT, line=12, red=True),
    TextStyle(name="表后", size=8, line=8),
)
"""Paragraph styles, sizes in points as GB/T 9704-2012 §7 sets them (3号 = 16 pt, 2号 = 22 pt)."""


_BUILT_IN = {
    "Normal", "Header", "Footer", "Header Char", "Footer Char",
    "Default Paragraph Font", "Normal Table", "No List", "Table Grid",
}  # fmt: skip
"""Word's own styles that a letter stands on; Word adds any other when an officer asks for it."""
_COPY_OF_STYLES = "/stylesWithEffects"
"""The part in which Word 2010 keeps the styles once more, for itself."""


RULE_MM = 170
"""Length of the rules of a letter (GB/T 9704-2012 §10.1)."""
OVERHANG_MM = (8, 6)
"""How far they pass the left and the right margin, so that they lie in the middle of the sheet."""
BOTTOM_RULE_MM = 20
"""Height of the lower rule over the foot of the first page (GB/T 9704-2012 §10.1)."""
_FOOTER_MM = 24
_AFTER_GRID = ("w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl")
_AFTER_BORDER = ("w:shd", "w:tabs", "w:kinsoku", "w:wordWrap", "w:snapToGrid", *_AFTER_GRID)
"""Elements of a paragraph's properties that follow (ECMA-376-1 §17.3.1.26 fixes the order)."""


def blank_document() -> WordDocument:
    """An empty document with the page, the styles and the page numbers of the standard."""
    document = Document()
    _drop_styles(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(_FOOTER_MM)
    _set_grid(section)
    _set_normal(document)
    for style in STYLES:
        _add_style(document, style)
    _number_pages(document)
    return document


def _drop_styles(document: WordDocument) -> None:
    """Leave out python-docx's other 150 styles: nine tenths of a letter's XML, read at each look."""
    for style in document.styles:
        if style.name not in _BUILT_IN:
            style.delete()
    relations = document.part.rels
    for number in [
        key for key, part in relations.items() if part.reltype.endswith(_COPY_OF_STYLES)
    ]:
        del relations[number]


def _set_grid(section: Any) -> None:
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    section._sectPr.append(
        parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{LINE_TWIPS}"/>')
    )


def _set_normal(document: WordDocument) -> None:
    normal = document.styles["Normal"]
    _set_font(normal, BODY, _BLOCK)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")  # else Japanese glyph forms are chosen
    form = normal.paragraph_format
    form.space_before = form.space_after = Pt(0)


def _set_font(style: Any, name: str, size: float) -> None:
    style.font.name, style.font.size = "Times New Roman", Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _add_style(document: WordDocument, look: TextStyle) -> None:
    style: Any = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    _set_font(style, look.font, look.size)
    style.font.bold = look.bold
    if look.red:
        style.font.color.rgb = RED
    if look.size == _BLOCK or look.parted_anywhere:
        # Digests and addresses are parted anywhere, else the line before them is stretched.
        style.element.get_or_add_pPr().insert_element_before(
            parse_xml(f"<w:wordWrap {nsdecls('w')} w:val='0'/>"), "w:snapToGrid", *_AFTER_GRID
        )
    if look.size == _BLOCK:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(CHARACTER_TWIPS))
        style.element.get_or_add_rPr().append(spacing)
    form = style.paragraph_format
    form.alignment = look.align
    form.first_line_indent, form.left_indent = Pt(look.first * _BLOCK), Pt(look.left * _BLOCK)
    form.right_indent = Pt(look.right * _BLOCK)
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.keep_with_next, form.page_break_before = look.keep, look.new_page
    form.widow_control, form.keep_together = False, look.whole
    if look.line != LINE_TWIPS / 20:
        # Else Word rounds a table's or a title's lines up to whole lines of the page's grid.
        style.element.get_or_add_pPr().insert_element_before(
            parse_xml(f"<w:snapToGrid {nsdecls('w')} w:val='0'/>"), *_AFTER_GRID
        )
    if look.line is None:
        form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    else:
        form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        form.line_spacing = Pt(look.line)
    if look.ruled:
        _rule(style.element, "thickThinSmallGap", space=4)
    if look.wide:
        _overhang(form)


def set_letter_page(document: WordDocument) -> None:
    """The first page of a letter (函, GB/T 9704-2012 §10.1): a rule at its foot, no page number."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    footer = section.first_page_footer
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    gap = round((_FOOTER_MM - BOTTOM_RULE_MM) / 25.4 * 72)
    _rule(paragraph._p, "thinThickSmallGap", space=gap)
    _overhang(paragraph.paragraph_format)


def _overhang(form: Any) -> None:
    form.left_indent, form.right_indent = (Mm(-millimetres) for millimetres in OVERHANG_MM)


def _rule(element: Any, pattern: str, *, space: int) -> None:
    """A red double line below; `space` in points."""
    properties = element.get_or_add_pPr()
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:bottom w:val="{pattern}" w:sz="24" w:space="{space}"'
        ' w:color="E60012"/></w:pBdr>'
    )
    properties.insert_element_before(border, *_AFTER_BORDER)


def _number_pages(document: WordDocument) -> None:
    """— 1 — in 4号 宋体, outside edge: odd pages right, even pages left, one character in."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, right in ((section.footer, True), (section.even_page_footer, False)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = ALIGN.RIGHT if right else ALIGN.LEFT
        form = paragraph.paragraph_format
        form.right_indent, form.left_indent = Pt(14 if right else 0), Pt(0 if right else 14)
        for part in ("— ", "PAGE", " —"):
            _add_page_run(paragraph, part)


def _add_page_run(paragraph: Any, part: str) -> None:
    if part == "PAGE":
        field = parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:rPr><w:sz w:val="28"/></w:rPr>'
            "<w:t>1</w:t></w:r></w:fldSimple>"
        )
        paragraph._p.append(field)
        return
    run = paragraph.add_run(part)
    run.font.size, run.font.name = Pt(14), SONG
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SONG)
