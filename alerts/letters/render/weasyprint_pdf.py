"""阅读稿: the copy of a letter that WeasyPrint sets where LibreOffice is absent.

Its look is read off the same styles as the Word template's; its words are the DOCX's own, so an
edited document gives an edited copy.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape, unescape
from pathlib import Path
from typing import Any

from alerts.letters.render.line_breaks import LONG_WORD
from alerts.letters.render.page_layout import (
    BODY,
    BOTTOM_RULE_MM,
    HEI,
    OVERHANG_MM,
    RULE_MM,
    STYLES,
    TextStyle,
)
from alerts.letters.render.watermark import DRAFT_MARK
from storage.base.errors import BadInput

_PARAGRAPH = re.compile(r'<p class="(s\d+[a-z ]*)">([^<]*)</p>')
_ROW = re.compile(r'<tr>(?=<td[^>]*><p class="s\d+ keep")')
_WITH_NEXT = " 与下段同页"
"""Ends the name of a style whose paragraph stays with the next by its own setting, for mammoth, which
reads styles alone."""
READING_MARK = "阅读稿（以 DOCX 正本为准）"
_BREAK = "\N{ZERO WIDTH SPACE}"
"""Where a line may end. WeasyPrint puts none into the PDF: text copied from there is whole."""
_SERIF = "'Noto Serif CJK SC', 'Noto Serif SC', 'Source Han Serif SC', SimSun, serif"
_SANS = "'Noto Sans CJK SC', 'Noto Sans SC', SimHei, sans-serif"
_PAGE = f"""
@page {{ size: A4; margin: 37mm 26mm 35mm 28mm;
  @top-right {{ content: '{READING_MARK}'; font: 9pt {_SANS}; color: #777; vertical-align: bottom;
    padding-bottom: 6mm }} }}
@page :right {{ @bottom-right {{ content: '— ' counter(page) ' —'; font: 14pt {_SERIF};
  padding: 7mm 14pt 0 0; vertical-align: top }} }}
@page :left {{ @bottom-left {{ content: '— ' counter(page) ' —'; font: 14pt {_SERIF};
  padding: 7mm 0 0 14pt; vertical-align: top }} }}
body {{ font: 16pt '{BODY}', {_SERIF}; margin: 0; line-height: 28.95pt;
  font-variant-ligatures: none }}
p {{ margin: 0; overflow-wrap: anywhere; orphans: 1; widows: 1; min-height: 1pt }}
table {{ border-collapse: collapse; table-layout: fixed; width: 100% }}
td, th {{ border: .5pt solid #000; padding: 1.5pt 3pt; vertical-align: middle;
  font-weight: normal }}
tr {{ break-inside: avoid }}
tr.keep, p.keep {{ break-after: avoid }}
td.dense {{ padding: 0 3pt }}
table:not(:has(thead)) {{ break-inside: avoid }}
strong {{ font-family: '{HEI}', {_SANS} }}
img {{ max-width: 100% }}
p.digest {{ text-align: left !important }}
#foot {{ position: absolute; left: -{OVERHANG_MM[0]}mm; width: {RULE_MM}mm;
  top: {297 - 37 - BOTTOM_RULE_MM}mm; border-bottom: 4pt double #e60012 }}
#draft {{ position: fixed; top: 80mm; left: 12mm; font: 110pt {_SANS}; color: #e4e4e4;
  transform: rotate(-45deg); z-index: -1; white-space: nowrap }}
"""


_LETTER_PAGE = """
@page :first { @bottom-right { content: none } @bottom-left { content: none } }
"""
"""The first page of a letter (函) bears no number (GB/T 9704-2012 §10.1)."""


def set_copy(packed: bytes, *, draft: bool, fonts: Path | None) -> bytes:
    """The PDF of a DOCX, marked 阅读稿, and 草稿 while it is a draft. Raises BadInput."""
    return _set_copy(packed, draft, fonts, tuple(_font_states(fonts)))


def _font_states(folder: Path | None) -> Iterator[tuple[str, int, int]]:
    """Name, size and moment of the last change of each of the office's fonts."""
    for path in sorted(folder.iterdir()) if folder and folder.is_dir() else ():
        status = path.stat()
        yield path.name, status.st_size, status.st_mtime_ns


@lru_cache(maxsize=8)
def _set_copy(
    packed: bytes,
    draft: bool,
    fonts: Path | None,
    _states: tuple[tuple[str, int, int], ...],
) -> bytes:
    """Kept for the latest few, since a letter that is looked at, approved and sent is set each time."""
    from weasyprint import HTML

    document = _opened(packed)
    packed = _styles_with_next(document)
    mark = f'<div id="draft">{DRAFT_MARK}</div>' if draft else ""
    sheet = "".join((*_font_faces(fonts), _PAGE, *map(_rule, enumerate(STYLES))))
    if document.sections[0].different_first_page_header_footer:
        sheet += _LETTER_PAGE
        mark += '<div id="foot"></div>'
    page = (
        f'<html lang="zh-CN"><head><style>{sheet}</style></head>'
        f"<body>{mark}{_html(packed, document)}</body></html>"
    )
    return bytes(HTML(string=page, url_fetcher=_fetcher(fonts)).write_pdf())


def _fetcher(fonts: Path | None) -> Any:
    """A document shows what it holds (data:) and the office's fonts, nothing else."""
    from weasyprint.urls import URLFetcher

    office_fonts = (
        {path.resolve().as_uri() for path in fonts.iterdir()} if fonts and fonts.is_dir() else set()
    )

    class Inside(URLFetcher):  # type: ignore[misc]  # weasyprint is not typed
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith("data:") and url not in office_fonts:
                raise ValueError(f"not fetched: {url}")
            return super().fetch(url, headers)

    return Inside()


def _rule(numbered: tuple[int, TextStyle]) -> str:
    number, look = numbered
    fallback = _SANS if look.font == HEI else _SERIF
    align = look.align.name.lower()
    line = f"{look.line}pt" if look.line else "1.35"
    return (
        f"p.s{number} {{ font: {look.size}pt '{look.font}', {fallback};"
        f"{' font-weight: bold;' if look.bold else ''}"
        f" line-height: {line}; text-align: {align}; text-indent: {look.first * 16}pt;"
        f" margin: {look.before}pt {look.right * 16}pt {look.after}pt {look.left * 16}pt;"
        f"{f' margin-left: -{OVERHANG_MM[0]}mm; margin-right: -{OVERHANG_MM[1]}mm;' if look.wide else ''}"
        f"{' color: #e60012;' if look.red else ''}"
        f"{' border-bottom: 4pt double #e60012; padding-bottom: 6pt;' if look.ruled else ''}"
        f"{' break-after: avoid;' if look.keep else ''}"
        f"{' break-inside: avoid;' if look.whole else ''}"
        f"{' break-before: page;' if look.new_page else ''}"
        # The list of annexes and the signature never stand on a page without text.
        f"{' break-before: avoid;' if look.keep and look.before else ''}"
        f"{' letter-spacing: -0.25pt;' if look.size == 16 else ''} }}\n"
    )


def _opened(packed: bytes) -> Any:
    from docx import Document

    try:
        return Document(io.BytesIO(packed))
    except (KeyError, ValueError) as error:
        raise BadInput("docx.unreadable", reason=error) from error


def _html(packed: bytes, document: Any) -> str:
    import mammoth

    styles = "\n".join(
        f"p[style-name='{look.name}'] => p.s{number}:fresh\n"
        f"p[style-name='{look.name}{_WITH_NEXT}'] => p.s{number}.keep:fresh"
        for number, look in enumerate(STYLES)
    )
    try:
        html = mammoth.convert_to_html(
            io.BytesIO(packed), style_map=styles, ignore_empty_paragraphs=False
        ).value
    except (KeyError, ValueError) as error:
        raise BadInput("docx.unreadable", reason=error) from error
    widths = iter([_columns(table) for table in document.tables])
    html = re.sub(r"<table\b[^>]*>", lambda tag: tag[0] + next(widths, ""), html)
    html = _ROW.sub('<tr class="keep">', html)
    dense = "|".join(str(number) for number, look in enumerate(STYLES) if look.dense)
    html = re.sub(rf'<td\b(?=[^>]*><p class="s(?:{dense})\b)', '<td class="dense"', html)
    return _PARAGRAPH.sub(_align, html)


def _styles_with_next(document: Any) -> bytes:
    """The document with a style of its own for each paragraph that is itself set to stay with the next.

    Styles are looked up by their identifier: `paragraph.style` searches all of them each time.
    """
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn

    paragraph_styles = [style for style in document.styles if style.type == WD_STYLE_TYPE.PARAGRAPH]
    names = {style.style_id: style.name for style in paragraph_styles}
    default = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    ours = {look.name for look in STYLES}
    with_next: dict[str, str] = {}
    for properties in document.element.body.iter(qn("w:pPr")):
        name = names.get(properties.style, default.name)
        if name not in ours or not properties.keepNext_val:
            continue
        if name not in with_next:
            added = document.styles.add_style(name + _WITH_NEXT, WD_STYLE_TYPE.PARAGRAPH)
            with_next[name] = added.style_id
        properties.style = with_next[name]
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _align(paragraph: re.Match[str]) -> str:
    """A paragraph with a digest or an address is aligned left, as in the DOCX (mammoth drops its
    alignment), and the digest is parted at any character, as Word parts it."""
    words = unescape(paragraph[2])
    if not LONG_WORD.search(words):
        return paragraph[0]
    parted = LONG_WORD.sub(lambda word: _BREAK.join(word[0]), words)
    return f'<p class="{paragraph[1]} digest">{escape(parted, quote=False)}</p>'


def _columns(table: Any) -> str:
    widths = [int(column.width or 0) for column in table.columns]
    total = sum(widths) or 1
    shares = "".join(f'<col style="width: {100 * width / total:.1f}%">' for width in widths)
    return f"<colgroup>{shares}</colgroup>"


def _font_faces(folder: Path | None) -> Iterator[str]:
    """The office's own typefaces under the names that its documents use."""
    from fontTools.ttLib import TTFont, TTLibError

    for path in sorted(folder.iterdir()) if folder and folder.is_dir() else ():
        if path.suffix.lower() not in (".ttf", ".otf"):
            continue
        try:
            with TTFont(path, lazy=True) as font:
                names = {str(name) for name in font["name"].names if name.nameID == 1}
        except (TTLibError, KeyError):
            continue  # not a font, or one without a name: nothing to offer it under
        for name in sorted(names):
            quoted, place = re.sub(r"['<\\\\]", "", name), path.resolve().as_uri()
            yield f"@font-face {{ font-family: '{quoted}'; src: url('{place}') }}\n"
