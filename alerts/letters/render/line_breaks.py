"""Lines that break well: titles part no word (GB/T 9704-2012 §7.3.1: 回行时词意完整、排列对称、长短适宜).

Digests stretch no line.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

LINES_OF: dict[str, float] = {"文书标题": 20, "附件标题": 22}
"""Characters that fit into a line of each style: 156 mm by its size of 22 or 20 points."""
WORDS = (
    "不存在侵权",
    "专利权",
    "专用权",
    "商标专用权",
    "集体商标专用权",
    "证明商标专用权",
    "侵权通知",
    "信息",
    "删除",
    "协助",
    "反馈表",
    "商品",
    "商标",
    "地理标志",
    "处置",
    "屏蔽",
    "平台",
    "必要措施",
    "措施",
    "提供",
    "数据",
    "断开链接",
    "植物新品种",
    "权利",
    "标识",
    "注册商标",
    "涉嫌",
    "涉嫌犯罪",
    "清单",
    "电子商务",
    "监测",
    "知识产权",
    "移送",
    "系列",
    "线索",
    "终止交易和服务",
    "网站",
    "网络",
    "证明商标",
    "集体商标",
    "采取",
    "集中出现",
    "风险",
    "风险提示函",
    "风险预警",
    "侵犯",
    "侵权",
    "依法",
    "案件",
    "有限公司",
    "市场监督管理局",
)
"""Words of the letters' titles, chosen by hand: a line ends before or after them, never inside."""
LONG_WORD = re.compile(r"[!-~]{24,}")
"""Latin letters, figures and signs without a place to part them: a digest or an address; the length is
chosen by hand, a third of a line of 56."""
_BEFORE, _AFTER = "的与和及对“《（「", "”》）」、，"
"""A line may begin with the former, and end with the latter."""
_OF = 1
"""Cost of a line that begins with 的, in characters of imbalance, chosen by hand."""
_INSIDE = 100
"""Cost of a break that no rule allows, in characters of imbalance, chosen by hand: only where a name
fills more than a line."""


def title_lines(title: str, width: float) -> list[str]:
    """The title in the fewest lines of at most `width` characters, as even as its words allow."""
    if _width(title) <= width:
        return [title]
    costs = _break_costs(title)

    @cache
    def best(start: int, lines: int) -> tuple[float, tuple[str, ...]]:
        remaining = title[start:]
        even = _width(title) / count
        if lines == 1:
            return (_unevenness(remaining, even, width), (remaining,))
        choices = []
        for end in range(start + 1, len(title)):
            line = title[start:end]
            if _width(line) > width:
                break
            cost, following = best(end, lines - 1)
            choices.append((cost + costs[end] + _unevenness(line, even, width), (line, *following)))
        return min(choices, default=(float("inf"), (remaining,)))

    count = -int(-_width(title) // width)
    cost, lines = best(0, count)
    if cost >= _INSIDE:  # one line more may spare a word
        count += 1
        best.cache_clear()
        cost, lines = min((cost, lines), best(0, count))
    return list(lines)


def break_titles(document: Any) -> None:
    """Put line breaks into the titles of a python-docx document that fill more than a line."""
    for paragraph in document.paragraphs:
        width = LINES_OF.get(str(paragraph.style.name) if paragraph.style else "")
        if width is None or len(paragraph.runs) != 1 or paragraph._p.findall(f".//{qn('w:br')}"):
            continue
        run = paragraph.runs[0]
        run.text = "\n".join(title_lines(run.text, width))


def align_digests(document: Any) -> None:
    """Align paragraphs left that hold a digest: justified, the line before it would be stretched."""
    for paragraph in document.paragraphs:
        if LONG_WORD.search(paragraph.text):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _width(text: str) -> float:
    """In full-width characters; Latin letters and figures are half as wide."""
    wide = sum(unicodedata.east_asian_width(character) in "WFA" for character in text)
    return (wide + len(text)) / 2


def _unevenness(line: str, even: float, width: float) -> float:
    return float("inf") if _width(line) > width else abs(_width(line) - even)


def _break_costs(title: str) -> list[float]:
    """What a break before each character costs."""
    costs: list[float] = [_INSIDE] * (len(title) + 1)
    inside: set[int] = set()
    for word in WORDS:
        for match in re.finditer(word, title):
            inside.update(range(match.start() + 1, match.end()))
            costs[match.start()] = costs[match.end()] = 0
    for number in range(1, len(title)):
        if title[number] in _BEFORE or title[number - 1] in _AFTER:
            costs[number] = _OF if title[number] == "的" else 0
        if number in inside:
            costs[number] = _INSIDE
        if title[number] in _AFTER + "。；：" or title[number - 1] in "“《（「":
            costs[number] = 2 * _INSIDE
    return costs
