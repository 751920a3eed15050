"""条文引用: articles that a typed text cites by number, and the provisions that those numbers are."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from storage.base.chinese_number import read_number
from storage.base.compact_text import compact
from storage.law.law_book import LawBook
from storage.law.provision import Article, provisions
from storage.law.statute import Statute, StatuteVersion, article_texts, statutes

_STATE = "中华人民共和国"
_DIGITS = r"[零〇一二三四五六七八九十百千0-9]+"
_OTHER_TEXT = "实施条例|实施细则|司法解释|的解释|的规定"
"""After a law's name: another text, whose articles are its own."""
_OLD_WORDS, _NEW_WORDS = re.compile("原|旧|修[改订正]前"), re.compile("新|现行|修[改订正]后")
"""Right before a law's name: the earlier or the later version."""
_OTHER_PAPER = re.compile(
    r"(合同|协议|章程|规则|办法|条例|标准|声明|通知|本函|规定|清单|指引|指南|规范|公约|条款|附件)$"
)
"""Right before a number: an article of that paper, of no law."""
_COUNTED = "线索|商品|信息|链接|评论|评价|记录|证据|视频|图片|消息|留言|网页|建议|意见|措施"
"""Right after a number: 条 counts these, as in 第3条评论."""
_ALIKE = 0.6
"""Share of common pairs of characters from which two articles say the same; chosen by hand: 商标法
2019 and 2027 have 0.8 and more where an article only moved, under 0.3 where another took its number."""


@dataclass(frozen=True, kw_only=True)
class Citation:
    """One article cited by number in a text."""

    statute: str
    """Slug of the law."""
    number: int
    words: str
    """As it stands in the text."""
    version: date | None
    """Day in force of the version that the text names; None where it names none."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a cited number means in one version."""

    version: StatuteVersion
    article: Article | None
    """The article that the same matter is today; None where nobody named its provision."""
    holds: bool
    """That number is the one to cite today."""


def find_citations(text: str) -> Iterator[Citation]:
    """The articles that a text cites of laws with several versions, in its order."""
    plain = compact(text)
    slug, version = None, None
    for match in _pattern().finditer(plain):
        if name := match["title"] or match["bare"]:
            slug = _slugs().get(name.removeprefix(_STATE))
            version = _named_version(slug, plain, match.start(), match.end()) if slug else None
        elif slug:
            number = read_number(match["number"] or match["sign"] or match["short"])
            law = statutes()[slug]
            words = f"《{law.short}》{match[0]}"
            yield Citation(statute=slug, number=number, words=words, version=version)


@dataclass(frozen=True, kw_only=True)
class CitedArticle:
    """An article that a text cites of any law."""

    title: str
    """The law's name as it stands in the text; empty where the text names none before the number."""
    number: int
    words: str


def cited_articles(text: str) -> Iterator[CitedArticle]:
    """The articles that a text cites by number, in its order, with the law named before each."""
    plain = compact(text)
    title = ""
    for match in _pattern().finditer(plain):
        if name := match["title"] or match["bare"]:
            title = name
        elif title or not _OTHER_PAPER.search(plain[: match.start()]):
            number = read_number(match["number"] or match["sign"] or match["short"])
            yield CitedArticle(title=title, number=number, words=match[0])


def find_bare_articles(text: str) -> Iterator[CitedArticle]:
    """The articles that a text cites before it names any law or other text."""
    return itertools.takewhile(lambda cited: not cited.title, cited_articles(text))


def readings(citation: Citation, book: LawBook, *, act: date, letter: date) -> tuple[Reading, ...]:
    """What the number is in each version of its law, in their order, and whether that holds for an
    act and a letter of these days."""
    law = statutes()[citation.statute]
    return tuple(
        reading
        for version in law.versions
        if (reading := _reading(citation, law, version, book, act, letter)) is not None
    )


def _reading(
    citation: Citation,
    law: Statute,
    version: StatuteVersion,
    book: LawBook,
    act: date,
    letter: date,
) -> Reading | None:
    for name, provision in provisions().items():
        if (
            provision.law == citation.statute
            and provision.articles.get(version.in_force) == citation.number
        ):
            first = min(provision.articles)
            article = book.governing(name, act=max(act, first), letter=max(letter, first))
            holds = article.version == version and version.in_force <= letter
            return Reading(version=version, article=article, holds=holds)
    text = article_texts(version.text).get(citation.number) if version.text else None
    if text is None:
        return None
    in_force = {law.version_on(act).in_force, law.version_on(letter).in_force}
    return Reading(version=version, article=None, holds=version.in_force in in_force)


def says_the_same(citation: Citation) -> bool:
    """Whether the number is one and the same matter in all versions of its law."""
    versions = statutes()[citation.statute].versions
    texts = [article_texts(v.text).get(citation.number) for v in versions if v.text]
    if len(texts) < len(versions) or None in texts:
        return False
    pairs = [{text[n : n + 2] for n in range(len(text) - 1)} for text in texts if text]
    return all(
        len(first & second) >= _ALIKE * min(len(first), len(second))
        for first, second in itertools.pairwise(pairs)
    )


def _named_version(slug: str, text: str, start: int, end: int) -> date | None:
    """The version that stands beside a law's name: 原商标法, 《商标法》（2026年修订）."""
    versions = statutes()[slug].versions
    around = text[max(0, start - 12) : start] + text[end : end + 12]
    for version in versions:
        if version.label in around:
            return version.in_force
    before = text[max(0, start - 4) : start]
    if _OLD_WORDS.search(before):
        return versions[-2].in_force
    return versions[-1].in_force if _NEW_WORDS.search(before) else None


@cache
def _slugs() -> Mapping[str, str]:
    """Laws with several versions by their names without the state's name."""
    return {
        name.removeprefix(_STATE): slug
        for slug, law in statutes().items()
        if len(law.versions) > 1
        for name in (law.name, law.short)
    }


@cache
def _pattern() -> re.Pattern[str]:
    names = {name for law in statutes().values() for name in (law.name, law.short)}
    bare = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.compile(
        rf"《(?P<title>[^》]+)》|(?P<bare>(?:{bare})(?:{_OTHER_TEXT})?)"
        rf"|第(?P<number>{_DIGITS})条(?!{_COUNTED})|§(?P<sign>\d+)|(?<=法)(?P<short>\d+)条"
    )
