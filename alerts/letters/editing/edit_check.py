"""修改稿检查: an edited version is held to all that the compiled letter is held to.

Required elements, the place of the number, the wording, the track, and the articles that it cites: the
same when it is given back and when it is approved, for the law may have turned in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from alerts.letters.editing.edit_difference import (
    ChangedParagraph,
    changed_paragraphs,
    changed_sentences,
)
from alerts.letters.editing.edited_draft import NO_DATE, count_places, document_text, required_words
from alerts.letters.editing.plain_document import form_problems
from alerts.letters.gather.named_persons import NamedPersons
from alerts.letters.model.compiler import NO_NUMBER
from alerts.letters.model.completeness import Missing
from alerts.letters.model.evidence_words import ELEMENT as EVIDENCE_WORDS
from alerts.letters.model.evidence_words import count_remarks, evidence_remarks
from alerts.letters.model.letter_kind import Kind
from alerts.letters.model.letter_law import PUBLISHED_LAW, LetterLaw
from alerts.letters.model.particulars_check import (
    PARTICULARS,
    misplaced_in,
    particulars_remark,
)
from alerts.letters.model.typed_articles import ELEMENT, wrong_articles
from alerts.letters.model.wording import find_conclusions, find_other_scripts, is_new
from alerts.letters.model.wording_check import SCRIPT, SUSPECTED, wording_remarks
from alerts.letters.render.docx_paragraphs import document_paragraphs
from storage.law.citations import cited_articles
from storage.records.letter_facts import Facts

WHERE = "Word 修改稿（改正后重新交回）"
_STATE = "中华人民共和国"
_PLACES = (
    (NO_NUMBER, "文号", "审批时由系统填入文号"),
    (NO_DATE, "成文日期", "审批时由系统填入成文日期"),
)
"""What a draft keeps free, by the element that the approval brings."""
_REMEDY = re.compile("申请行政复议|提起行政诉讼|陈述和?、?申辩|申请回避")
"""What a paragraph on the party's remedies says."""
_SUSPICION = re.compile(r"涉嫌|疑似")
_ASSERTION = re.compile(r"侵权|侵犯|侵害|假冒|违反|违法|犯罪|所列(?:情形|行为)")
"""What a paragraph asserts of somebody where no 涉嫌 stands before it."""


def check_edit(
    kind: Kind,
    facts: Facts,
    law: LetterLaw,
    *,
    compiled: bytes,
    edited: bytes,
    persons: NamedPersons | None = None,
) -> tuple[Missing, ...]:
    """What an edited version must not say, and what it lost; empty = it may be approved.

    `compiled` is the letter as its facts and today's law give it. Only sentences that it does not
    print are looked at: what the facts and the template say is checked there. `persons` are those
    whom a bulletin may not name.
    """
    before, after = document_paragraphs(compiled), document_paragraphs(edited)
    sentences = changed_sentences(before, after)
    printed = document_text(compiled)
    return (
        *form_problems(compiled, edited, WHERE),
        *_lost(kind, facts, law, printed, document_text(edited)),
        *_lost_places(compiled, edited),
        *_remedies(before, after),
        *_unsuspected(changed_paragraphs(before, after)),
        *_words(kind, facts, sentences),
        *_particulars(sentences, printed),
        *_persons(persons, sentences),
        *_articles(law, sentences),
        *_evidence(facts, sentences),
    )


def _lost(kind: Kind, facts: Facts, law: LetterLaw, before: str, after: str) -> Iterator[Missing]:
    """Required elements and articles that the compiled text prints and the edited one does not."""
    for name, value in dict.fromkeys(required_words(kind, facts)):
        if value in before and value not in after:
            yield Missing(element=name, where=WHERE, why=f"修改稿删去了“{value}”")
    for article in law.articles.values():
        if (cited := article.citation) in before and cited not in after:
            yield Missing(element="法律依据", where=WHERE, why=f"修改稿删去了“{cited}”")


def _lost_places(compiled: bytes, edited: bytes) -> Iterator[Missing]:
    """Places that the compiled letter keeps free for the approval and the edit does not."""
    for place, element, how in _PLACES:
        if count_places(edited, place) < count_places(compiled, place):
            yield Missing(element=element, where=WHERE, why=f"修改稿须保留“{place}”，{how}")


def _remedies(before: Sequence[str], after: Sequence[str]) -> Iterator[Missing]:
    """What the law has an order say of the party's remedies (救济途径) and their terms, word for word."""
    for paragraph in before:
        if _REMEDY.search(paragraph) and paragraph not in after:
            why = f"修改稿改动了法定的权利告知，应当原样保留：“{paragraph}”"
            yield Missing(element="救济途径和权利告知", where=WHERE, why=why)


def _unsuspected(paragraphs: Sequence[ChangedParagraph]) -> Iterator[Missing]:
    """Paragraphs that lost a 涉嫌 and still assert what it left open."""
    for paragraph in paragraphs:
        before, after = paragraph.before, paragraph.after
        lost = len(_SUSPICION.findall(before)) - len(_SUSPICION.findall(after))
        if lost > 0 and _ASSERTION.search(_SUSPICION.sub("", after)):
            why = f"修改稿删去了“涉嫌”：“{after}”，应当保留涉嫌的表述"
            yield Missing(element="使用“涉嫌”表述", where=WHERE, why=why)


def _words(kind: Kind, facts: Facts, sentences: tuple[str, ...]) -> Iterator[Missing]:
    """Each sentence for itself, then what lies over several lines, paragraphs or cells."""
    expressions: set[str] = set()
    for sentence in sentences:
        for element, remark in wording_remarks(kind, facts, sentence):
            expressions.update(remark.expressions)
            yield Missing(element=element, where=WHERE, why=f"修改稿{remark}")
        for remark in find_other_scripts(sentence):
            yield Missing(element=SCRIPT, where=WHERE, why=f"修改稿{remark}")
    for remark in find_conclusions("\n".join(sentences)):
        if is_new(remark, expressions):
            yield Missing(element=SUSPECTED, where=WHERE, why=f"修改稿{remark}")


def _particulars(sentences: tuple[str, ...], compiled: str) -> Iterator[Missing]:
    """Particulars of a person that the compiled letter does not print."""
    for sentence in sentences:
        for particular in misplaced_in(sentence, compiled):
            why = f"修改稿{particulars_remark(particular)}"
            yield Missing(element=PARTICULARS, where=WHERE, why=why)


def _persons(persons: NamedPersons | None, sentences: tuple[str, ...]) -> Iterator[Missing]:
    if persons is None:
        return
    for sentence in sentences:
        if finding := persons.in_text(sentence):
            element, why = finding
            yield Missing(element=element, where=WHERE, why=f"修改稿中{why}")


def _evidence(facts: Facts, sentences: tuple[str, ...]) -> Iterator[Missing]:
    """Hashes, time-stamps and counts that the letter's evidence does not have."""
    for sentence in sentences:
        for why in (*evidence_remarks(sentence, facts), *count_remarks(sentence, facts)):
            yield Missing(element=EVIDENCE_WORDS, where=WHERE, why=f"修改稿中{why}")


def _articles(law: LetterLaw, sentences: tuple[str, ...]) -> Iterator[Missing]:
    """Articles that the letter does not print today: of another law, or of another version."""
    printed: dict[int, set[str]] = {}
    for article in law.articles.values():
        names = {_plain(article.statute.name), _plain(article.statute.short)}
        printed.setdefault(article.number, set()).update(names)
    listed = "、".join(article.short_citation for article in law.articles.values())
    for sentence in sentences:
        reasons = [
            f"{citation}不是本文书现在所引的条文（{listed or '无'}）"
            for citation in _unprinted(sentence, printed)
        ] or wrong_articles(sentence, law, PUBLISHED_LAW, written=law.letter)
        for reason in reasons:
            yield Missing(element=ELEMENT, where=WHERE, why=f"“{sentence}”一句所引的{reason}")


def _unprinted(sentence: str, printed: Mapping[int, set[str]]) -> Iterator[str]:
    """The citations of a sentence whose article the letter does not print."""
    for cited in cited_articles(sentence):
        names = printed.get(cited.number, set())
        if not names or (cited.title and _plain(cited.title) not in names):
            yield (f"《{cited.title}》" if cited.title else "") + cited.words


def _plain(name: str) -> str:
    """A law's name without marks and without the state's name before it."""
    return name.strip("《》").removeprefix(_STATE)
