"""The text of a letter as the rules on wording read it: sentence by sentence, in simplified characters,
without names of laws and crimes, words of a statute, and words quoted from a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from alerts.letters.model.crime_names import CRIME_NAMES
from storage.law.statute import article_texts, statutes

_SENTENCE = re.compile(r"[^。！!？?；;\n|]+[。！!？?；;\n|]?")
_CRIME = "[假冒销售侵犯注册商标的品专利权、非法制造标识商业秘密]{4,24}罪"
_TITLE = re.compile("|".join(("《[^》]*》", *sorted(CRIME_NAMES, key=len, reverse=True), _CRIME)))
"""A law by its name, and a crime by its name (罪名): 销售假冒注册商标的商品罪."""
_BLANKS = re.compile(
    r"(?<=[\u4e00-\u9fff])[\s\u00ad\u200b-\u200d\ufeff·•*＊_．.\-]+(?=[\u4e00-\u9fff])"
)
"""Blanks and signs between two Chinese characters: 已 构 成 侵.权 is read as 已构成侵权."""
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


def plain_sentence(sentence: str, simplified: Mapping[int, str]) -> str:
    """The sentence in simplified characters and without blanks; names of laws and crimes, quotations
    of a statute and of a page are blank signs."""
    plain = _BLANKS.sub("", sentence.translate(simplified))
    plain = _TITLE.sub(lambda match: "□" * len(match[0]), plain)
    plain = _QUOTE.sub(lambda quote: "□" if is_law(quote[1]) else quote[0], plain)
    return _PAGE_WORDS.sub(r"\1□", plain)


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
