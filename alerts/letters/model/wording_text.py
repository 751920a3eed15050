"""The text of a letter as the rules on wording read it: sentence by sentence, in simplified characters,
without names of laws and crimes, words of a statute, and words quoted from a page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from alerts.letters.model.crime_names import CRIME_NAMES
from storage.law.statute import article_texts, statutes

_SENTENCE = re.compile(r"[^。！!？?；;\n|]+[。！!？?；;\n|]?")
_CRIME = "(?!犯)[假冒销售侵犯注册商标的品专利权、非法制造标识商业秘密]{4,24}罪"
_TITLE = re.compile("|".join(("《[^》]*》", *sorted(CRIME_NAMES, key=len, reverse=True), _CRIME)))
"""A law by its name, and a crime by its name (罪名): 销售假冒注册商标的商品罪."""
_BLANKS = re.compile(
    r"(?<=[\u4e00-\u9fff])[\s·•*＊_．.\-/／\\|~～—–―‐‑−=+^`'‘’\"#&@]+(?=[\u4e00-\u9fff])"
)
"""Blanks and signs between two Chinese characters: 已 构 成 侵.权 is read as 已构成侵权."""
_BRACKETED = re.compile(
    r"[“‘\"'（(\[【〔《<]([\u4e00-\u9fff])[”’\"'）)\]】〕》>](?=[\u4e00-\u9fff])"
    r"|(?<=[\u4e00-\u9fff])[“‘\"'（(\[【〔《<]([\u4e00-\u9fff])[”’\"'）)\]】〕》>]"
)
"""One character in brackets or quotation marks amid others: 已构（成）侵权."""
_LINE_END = re.compile(r"(?<=[\u4e00-\u9fff])[ \t\u3000]*\n[ \t\u3000]*(?=[\u4e00-\u9fff])")
"""Where a line ends amid a sentence, as in what is pasted from a PDF."""
_DROPPED = frozenset({"Cf", "Mn", "Me", "Co", "Cs", "Cn"})
"""Categories of characters that print nothing of their own (Unicode Standard, 4.5)."""
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Letters and signs of blank shape."""
_PAGE_WORDS = re.compile(
    r"((?:标注|标明|标有|标称|宣称|注明|写明|写有|写着|显示|载有|载明|含有|包含|出现|使用|自称|称|发布|描述|回复|答复)"
    r"[^，,。；;：:“”]{0,10}[：:]?)“[^“”]*”"
)
"""Words that a page or a seller uses, quoted as such: 商品详情标注“高仿一比一”."""
_QUOTE = re.compile(r"“([^”]{8,})”")
_SHORTEST_QUOTE = 8
"""Characters of what is looked for in the statutes; chosen by hand."""


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, a line or a semicolon ending one too; blanks around them are dropped."""
    for match in _SENTENCE.finditer(text):
        if sentence := match[0].strip():
            yield sentence


def join_lines(text: str) -> str:
    """The text with the lines joined that end amid a sentence."""
    return _LINE_END.sub("", text)


def plain_sentence(sentence: str) -> str:
    """The sentence in one form of each character and without blanks; names of laws and crimes (but for
    the last character, 罪), quotations of a statute and of a page are blank signs."""
    plain = _BLANKS.sub("", _legible(sentence))
    plain = _BRACKETED.sub(lambda match: match[1] or match[2], plain)
    plain = _TITLE.sub(_blanked, plain)
    plain = _QUOTE.sub(lambda quote: "□" if is_law(quote[1]) else quote[0], plain)
    return _PAGE_WORDS.sub(r"\1□", plain)


def _legible(text: str) -> str:
    """Standard characters without what prints nothing: zero-width signs, accents, forms of presentation."""
    return "".join(map(_plain_character, text)).translate(_standard())


@cache
def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category in _DROPPED or character in _FILLERS:
        return ""
    if category[0] in "LN" or category == "So":
        spelt = unicodedata.normalize("NFKD", character)
        return "".join(c for c in spelt if unicodedata.category(c) not in _DROPPED)
    return character


@cache
def _standard() -> Mapping[int, str]:
    """Traditional and variant characters of the table of wording, for str.translate."""
    text = files("alerts.letters").joinpath("wording_variants.txt").read_text("utf-8")
    rows = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {ord(variant): standard for standard, variants in rows for variant in variants}


def _blanked(title: re.Match[str]) -> str:
    end = "罪" if title[0].endswith("罪") else "□"
    return "□" * (len(title[0]) - 1) + end


def is_law(sentence: str) -> bool:
    """Whether a text stands, word for word, in a statute's text."""
    quoted = _bare(sentence)
    return len(quoted) >= _SHORTEST_QUOTE and quoted in _statutes()


@cache
def _statutes() -> str:
    """All statutes' articles, without punctuation."""
    texts = (
        text
        for statute in statutes().values()
        for version in statute.versions
        if version.text
        for text in article_texts(version.text).values()
    )
    return "\n".join(_bare(text) for text in texts)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text)
