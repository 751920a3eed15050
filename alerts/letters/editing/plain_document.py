"""修改稿的形式: an edited version prints what it says, and says nothing that no check can read.

A word that Word keeps hidden, white or struck through counts as there and is read by nobody; pictures,
formulas and fields say what the words of the file do not; comments and tracked changes are the office's own
and leave with the letter. What the compiled letter itself has of these stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from alerts.letters.model.completeness import Missing
from alerts.letters.render.docx_paragraphs import (
    document_parts,
    local_attribute,
    local_name,
)

ELEMENT = "修改稿的形式"
_TRACKED = frozenset({"ins", "del", "moveFrom", "moveTo"})
_UNREADABLE: Mapping[str, str] = {
    "blip": "图片",
    "imagedata": "图片",
    "sym": "符号字体写成的字",
    "chart": "图表",
    "relIds": "智能图形",
    "contentPart": "墨迹",
    "lockedCanvas": "画布",
    "oMath": "公式",
    "altChunk": "嵌入的文件",
    "object": "嵌入的对象",
}
"""Elements whose words are in no paragraph, or in signs that only a font turns into words."""
_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "HYPERLINK"})
"""Field codes that print a number, or the words that stand beside them (ISO/IEC 29500-1, 17.16.5)."""
_HIDDEN = frozenset({"vanish", "specVanish", "webHidden"})
_STRUCK = frozenset({"strike", "dstrike"})
_OFF = frozenset({"0", "false", "off", "none", "nil"})
_LEAST_SIZE = 10
"""Half points, so five points: smaller print is no print; chosen by hand."""
_LEAST_WIDTH = 50
"""Percent of a character's width, chosen by hand."""
_MOST_RAISED = 24
"""Half points above or below the line: more lifts a word out of it; chosen by hand."""
_MOST_TIGHT = -60
"""Twentieths of a point between characters, chosen by hand: from there they lie upon each other."""
_LEAST_LINE = 100
"""Twentieths of a point that a line must be high, chosen by hand: the five points of the smallest print."""
_MOST_INDENT = 8000
"""Twentieths of a point, chosen by hand: the text of a letter is 8,845 wide (GB/T 9704-2012, 5.2)."""
_PALE = 0.75
"""Share of full brightness from which print on white paper is faint; chosen by hand."""
_PALE_THEME = frozenset({"background1", "background2", "light1", "light2"})
_DARK_FILL = frozenset({"black", "darkBlue", "darkRed", "darkGreen", "darkGray", "darkMagenta"})


def form_problems(compiled: bytes, edited: bytes, where: str) -> Iterator[Missing]:
    """Why a reader may see another letter than the one that was checked; nothing where it is plain."""
    allowed = set(_problems(document_parts(compiled)))
    for why in dict.fromkeys(_problems(document_parts(edited))):
        if why not in allowed:
            yield Missing(element=ELEMENT, where=where, why=f"修改稿中有{why}")


def _problems(parts: Sequence[etree._Element]) -> Iterator[str]:
    used = _used_styles(parts)
    for root in parts:
        if local_name(root) == "comments" and len(root):
            yield "批注，请删除全部批注后交回"
        for element in root.iter():
            name = local_name(element)
            if name in _TRACKED:
                yield "未接受的修订，请接受或者拒绝全部修订后交回"
            elif name in _UNREADABLE and not _is_typeface(element):
                yield f"{_UNREADABLE[name]}，其中的文字无法核对，请改用文字"
            elif name == "rPr" and _is_printed(element, used) and (how := _unreadable(element)):
                words = _words_of(element)
                yield f"{how}{f'“{words}”' if words else ''}，读者看不到，请恢复正常格式或者删去"
            elif name == "trPr" and _is_hidden_row(element):
                yield "隐藏的表格行，读者看不到，请恢复正常格式或者删去"
            elif name == "pPr" and _is_squeezed(element, used):
                yield "行距过小或者移出页面的段落，读者看不到，请恢复正常格式或者删去"
        yield from (f"域代码“{code}”，打印时会变成别的文字，请改用文字" for code in _fields(root))


def _is_typeface(element: etree._Element) -> bool:
    """A theme's `a:sym` names the typeface of symbols, as Word for Mac writes it, and prints no sign."""
    return local_name(element) == "sym" and not local_attribute(element, "char")


def _fields(root: etree._Element) -> Iterator[str]:
    """Codes of fields that print other words; one that is split over several runs is joined."""
    codes = [local_attribute(e, "instr") for e in root.iter("{*}fldSimple")]
    code: list[str] = []
    for element in root.iter("{*}fldChar", "{*}instrText"):
        if local_name(element) == "instrText":
            code.append(element.text or "")
        elif code:
            codes.append("".join(code))
            code = []
    codes.append("".join(code))
    for words in map(str.split, codes):
        if words and words[0].upper() not in _FIELDS:
            yield words[0].upper()


def _is_printed(properties: etree._Element, used: frozenset[str]) -> bool:
    """Whether these properties format words: of a run, of a paragraph's list label, of a used style."""
    holder = properties.getparent()
    if holder is None or local_name(holder) in ("pPr", "rPrChange"):
        return False
    style = next((e for e in properties.iterancestors() if local_name(e) == "style"), None)
    if style is not None:
        return local_attribute(style, "styleId") in used
    if local_name(holder) == "r":
        return bool("".join(holder.itertext("{*}t")).strip())
    return local_name(holder) == "rPrDefault"


def _is_hidden_row(properties: etree._Element) -> bool:
    hidden = next(properties.iter("{*}hidden"), None)
    return hidden is not None and local_attribute(hidden, "val") not in _OFF


def _is_squeezed(properties: etree._Element, used: frozenset[str]) -> bool:
    """A paragraph's exact line height cuts its words off, or its indents push them off the page."""
    holder = properties.getparent()
    if holder is None or (
        local_name(holder) == "style" and local_attribute(holder, "styleId") not in used
    ):
        return False
    if local_name(holder) == "p" and not "".join(holder.itertext("{*}t")).strip():
        return False
    for element in properties:
        lengths = [int(v) for v in element.attrib.values() if re.fullmatch(r"-?\d{1,9}", str(v))]
        if local_name(element) == "ind" and any(abs(n) > _MOST_INDENT for n in lengths):
            return True
        if local_attribute(element, "lineRule") == "exact":
            line = local_attribute(element, "line")
            if line.isdigit() and int(line) < _LEAST_LINE:
                return True
    return False


def _used_styles(parts: Sequence[etree._Element]) -> frozenset[str]:
    """Styles that words of the document have, with those that they are based on."""
    references = ("{*}pStyle", "{*}rStyle", "{*}tblStyle")
    styles = {
        local_attribute(style, "styleId"): style
        for root in parts
        for style in root.iter("{*}style")
    }
    waiting = {
        local_attribute(element, "val") for root in parts for element in root.iter(*references)
    }
    waiting |= {
        name for name, style in styles.items() if local_attribute(style, "default") in ("1", "true")
    }
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        used.add(name)
        if name in styles:
            bases = styles[name].iter("{*}basedOn", "{*}link")
            waiting |= {local_attribute(base, "val") for base in bases} - used
    return frozenset(used)


def _unreadable(properties: etree._Element) -> str | None:
    """How these properties hide their words; None where they do not."""
    for element in properties:
        name, value = local_name(element), local_attribute(element, "val")
        if name in _HIDDEN and value not in _OFF:
            return "隐藏文字"
        if name in _STRUCK and value not in _OFF:
            return "带删除线的文字"
        if name == "color" and (
            _is_pale(value) or local_attribute(element, "themeColor") in _PALE_THEME
        ):
            return "白色或者极浅的文字"
        if name in ("textFill", "textOutline") and _is_pale_fill(element):
            return "白色或者极浅的文字"
        if name == "highlight" and value in _DARK_FILL:
            return "深色底纹盖住的文字"
        if name == "shd" and _is_dark(local_attribute(element, "fill")):
            return "深色底纹盖住的文字"
        if _is_distorted(name, value):
            return "极小、压扁或者移出行外的文字"
    return None


def _is_distorted(name: str, value: str) -> bool:
    if not re.fullmatch(r"-?\d+(?:\.\d+)?(?:%|pt)?", value):
        return False
    number = float(value.rstrip("%pt"))
    return (
        (name == "sz" and number < _LEAST_SIZE)
        or (name == "w" and number < _LEAST_WIDTH)
        or (name == "position" and abs(number) > _MOST_RAISED)
        or (name == "spacing" and number < _MOST_TIGHT)
    )


def _is_pale_fill(fill: etree._Element) -> bool:
    """Fill of letters (w14:textFill): none at all, a pale colour, or one that lets all light through."""
    if local_name(fill) != "textFill":
        return False
    names = {local_name(element) for element in fill.iter()}
    colours = [
        local_attribute(element, "val") for element in fill.iter("{*}srgbClr", "{*}schemeClr")
    ]
    themes = {"bg1", "bg2", "lt1", "lt2"} & set(colours)
    return "noFill" in names or "alpha" in names or bool(themes) or any(map(_is_pale, colours))


def _is_pale(colour: str) -> bool:
    return (light := _brightness(colour)) is not None and light > _PALE


def _is_dark(colour: str) -> bool:
    return (light := _brightness(colour)) is not None and light < 1 - _PALE


def _brightness(colour: str) -> float | None:
    """Of RRGGBB from 0 to 1 (ITU-R BT.601); None for a name such as auto."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        return None
    red, green, blue = (int(colour[n : n + 2], 16) for n in (0, 2, 4))
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def _words_of(properties: etree._Element) -> str:
    holder = properties.getparent()
    words = "" if holder is None else "".join(holder.itertext("{*}t")).strip()
    return words[:20]
