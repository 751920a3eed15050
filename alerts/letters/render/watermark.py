"""草稿 across every page of a letter until it is approved: WordArt in the headers, as in Word."""

from __future__ import annotations

from typing import Any

DRAFT_MARK = "草　稿"
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_PLACE = (
    "position:absolute;margin-left:0;margin-top:0;width:320pt;height:130pt;rotation:315;"
    "z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    "mso-position-vertical:center;mso-position-vertical-relative:margin"
)
_FORMULAS = (
    "sum #0 0 10800",
    "prod #0 2 1",
    "sum 21600 0 @1",
    "sum 0 0 @2",
    "sum 21600 0 @3",
    "if @0 @3 0",
    "if @0 21600 @1",
    "if @0 0 @2",
    "if @0 @4 21600",
)
"""Shape type 136 (plain WordArt text) of the VML that Word writes."""


def mark_draft(document: Any) -> None:
    """Lay the mark under the text of every page of a python-docx document."""
    from docx.oxml import parse_xml

    section = document.sections[0]
    headers = [section.header, section.even_page_header]
    if section.different_first_page_header_footer:
        headers.append(section.first_page_header)
    for header in headers:
        header.is_linked_to_previous = False
        header._element.append(parse_xml(_paragraph()))


def _paragraph() -> str:
    formulas = "".join(f'<v:f eqn="{formula}"/>' for formula in _FORMULAS)
    return (
        f"<w:p {_NAMES}><w:r><w:rPr><w:noProof/></w:rPr><w:pict>"
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
        f' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas>{formulas}</v:formulas>'
        '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/>'
        '</v:shapetype><v:shape id="draft-mark" o:spid="_x0000_s2049" type="#_x0000_t136"'
        f' style="{_PLACE}" fillcolor="#d0d0d0" stroked="f"><v:fill opacity=".5"/>'
        '<v:textpath style="font-family:&quot;SimHei&quot;;font-size:1pt"'
        f' string="{DRAFT_MARK}"/></v:shape></w:pict></w:r></w:p>'
    )
