"""定性表述: conclusions that a letter may not state, found sentence by sentence.

A word such as 涉嫌 takes a conclusion away only where it governs the very expression. Names of laws,
sentences of a statute's text, negations, conditions and questions are no conclusions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, with_config

from alerts.letters.model.wording_text import is_law, join_lines, plain_sentence, sentences
from storage.files.yaml_file import load_own_yaml
from storage.records.letter_record import Track

_strict = with_config(ConfigDict(extra="forbid"))
_CLAUSE = re.compile(r"[，,。；;：:！!？?\n（）()]")
_ASSERTS = re.compile(r"[确已均且并而却又还]")
"""Between a governing word and the expression: what makes it a statement of its own again."""
_CONDITION = re.compile(r"^[^，,。；;：:、]{0,12}的[，,：:]")
"""After the expression: the condition of a rule, as in 构成犯罪的，依法追究刑事责任."""
_RULE = re.compile(
    r"^[^，,。；;]{0,14}的(?:有关|相关)?(?:规定|条款|投诉|举报|识别|鉴别|辨别|防范|打击)|^[^，,。；;]{0,12}的行为[^，,。；;]{0,4}(?:依法)?(?:查处|打击|处罚|整治|防范|处理)"
)
"""After the expression: it names what a rule, a complaint or a campaign is about."""
_INVITES = re.compile(
    r"^[^。；;]{0,12}[，,]?(?:请|可以?|应当?|建议)(?:及时|立即|尽快|您)*(?:拨打|向|举报|投诉|联系|停止购买|告知|保留)"
)
"""After the expression: what a reader who meets such goods may do, as in 发现侵权商品请拨打12315."""
_REPORT = re.compile(
    r"(?:举报人|投诉人|消费者|买家|顾客|当事人|声明人)[^，,。；;]{0,4}"
    r"(?:称|声称|主张|反映|认为|提出|表示)[：:，,]?[^。；;]*$"
)
"""Reported speech of a party, as far as the end of its sentence."""
_CASE = re.compile(r"^(?!.*(?:[该此其]|上述|涉案|当事人)).*的$")
"""The clause before, where it is the case of a rule: 侵犯知识产权的，应当承担责任."""
_RHETORICAL = re.compile(
    "难道|岂[能有是非不]|谁[能敢]说|何尝|怎[能会么]不|哪里不|莫非|不是[^，,。；;]*(?:又|还能|还会)?是什么|还不是"
)
"""A question that is a statement (反问)."""
_DOUBLE_NEGATION = re.compile(
    "不(?:得|能|可|可能|会|容|应)?不(?:说|认为)?|(?:无法|不可|不能|无可|难以)否认|(?:并非|不是|未尝|无法)(?:没有|不)"
)
"""What says yes (双重否定): 不得不说, 不可否认."""
_OTHER_SCRIPT = re.compile(
    "[\u0370-\u052f\u0590-\u06ff\u0900-\u0fff\u1100-\u11ff\u1800-\u18af\u3040-\u30ff\ua000-\ua4cf\uac00-\ud7af]"
)
"""Greek, Cyrillic, Hebrew, Arabic, Indic, Thai, Tibetan, Korean, Mongolian, kana, Yi."""
_QUOTED = re.compile("“[^“”]*”")
_LEAST_LETTERS = 4
"""Letters of another script that make more than a sign between words, chosen by hand."""
_BARE_CLAUSE = 3
"""Characters before an expression that are an adverb at most and no subject, chosen by hand."""
_NEAR = re.compile(r"[^确已均且并而却又还]{0,2}|对.*")
"""Between a word and what it governs right after: 不应认定, 涉嫌对权利人的商标构成侵权."""


@_strict
@dataclass(frozen=True, kw_only=True)
class Conclusion:
    """A family of expressions that decide what nobody has decided."""

    name: str
    yields: Literal["adjacent", "clause", "never"]
    instead: str
    expressions: tuple[str, ...]


@_strict
@dataclass(frozen=True, kw_only=True)
class TrackWords:
    """Expressions that a track's letters never hold, since they belong to another track."""

    why: str
    instead: str
    expressions: tuple[str, ...]


@_strict
@dataclass(frozen=True, kw_only=True)
class Yielding:
    """Words that take a conclusion away, as regular expressions, by how far they reach."""

    suspicion: str
    near: str
    clause: str


@_strict
@dataclass(frozen=True, kw_only=True)
class Wording:
    """The table of wording."""

    conclusions: tuple[Conclusion, ...]
    yielding: Yielding
    tracks: Mapping[Track, TrackWords]


@dataclass(frozen=True, kw_only=True)
class Remark:
    """The expressions of one sentence that may not stand, and what to write instead."""

    sentence: str
    expressions: tuple[str, ...]
    why: str
    instead: str

    def __str__(self) -> str:
        quoted = "”“".join(self.expressions)
        return f"“{self.sentence}”一句中的“{quoted}”{self.why}，可以写作：“{self.instead}”"


@cache
def wording() -> Wording:
    """The table as shipped."""
    text = files("alerts.letters").joinpath("wording.yml").read_text("utf-8")
    return TypeAdapter(Wording).validate_python(load_own_yaml(text, "wording.yml"))


def find_conclusions(text: str) -> Iterator[Remark]:
    """Every conclusion that `text` states, in its order, at most one a sentence; then those that a line's
    end parted."""
    expressions: set[str] = set()
    for sentence in sentences(text):
        if (remark := _conclusion(sentence)) is not None:
            expressions.update(remark.expressions)
            yield remark
    if (joined := join_lines(text)) == text:
        return
    lines = [plain_sentence(sentence) for sentence in sentences(text)]
    for sentence in sentences(joined):
        remark = _conclusion(sentence)
        if remark is not None and is_new(remark, expressions, lines):
            yield remark


def is_new(remark: Remark, expressions: Iterable[str], lines: Iterable[str] = ()) -> bool:
    """Whether a remark has an expression that stands in none of these lines, and neither holds one of
    these expressions nor lies in one."""
    return any(
        not any(text in expression or expression in text for text in expressions)
        and not any(expression in line for line in lines)
        for expression in remark.expressions
    )


def find_other_scripts(text: str) -> Iterator[Remark]:
    """Sentences in a script that this table has no words of; a sign may be quoted in its own script."""
    for sentence in sentences(_QUOTED.sub("", text)):
        if len(letters := "".join(_OTHER_SCRIPT.findall(sentence))) >= _LEAST_LETTERS:
            yield Remark(
                sentence=sentence,
                expressions=(letters[:_LEAST_LETTERS],),
                why="不是汉字，无法核对其中有无定性结论",
                instead="以规范汉字书写；所引的标识加引号“”",
            )


def find_other_track(
    track: Track, text: str, named: Callable[[str], str | None] | None = None
) -> Iterator[Remark]:
    """What belongs to another track in a letter of this track, and what `named` finds in a sentence:
    the name of an office or officer, for a holder's notice."""
    words = wording().tracks[track]
    pattern = re.compile("|".join(words.expressions))
    for sentence in sentences(text):
        plain = plain_sentence(sentence)
        match = pattern.search(plain)
        expression = match[0] if match else named(plain) if named else None
        if expression and not is_law(sentence):
            why = f"不得使用（{words.why}）"
            yield Remark(
                sentence=sentence, expressions=(expression,), why=why, instead=words.instead
            )


def _conclusion(sentence: str) -> Remark | None:
    """All conclusions of a sentence as one remark; one that lies within another counts once."""
    plain = plain_sentence(sentence)
    matches: list[tuple[Conclusion, re.Match[str]]] = []
    for family, pattern in _patterns():
        for match in pattern.finditer(plain):
            if not _governed(plain, match, family) and not _overlaps(match, matches):
                matches.append((family, match))
    if not matches or is_law(sentence):
        return None
    matches.sort(key=lambda pair: pair[1].start())
    names = dict.fromkeys(family.name for family, _ in matches)
    return Remark(
        sentence=sentence,
        expressions=tuple(match[0] for _, match in matches),
        why=f"是定性结论（{'、'.join(names)}）",
        instead="；".join(dict.fromkeys(family.instead for family, _ in matches)),
    )


def _overlaps(match: re.Match[str], matches: Iterable[tuple[Conclusion, re.Match[str]]]) -> bool:
    return any(
        match.start() < previous.end() and previous.start() < match.end() for _, previous in matches
    )


def _governed(sentence: str, match: re.Match[str], family: Conclusion) -> bool:
    """Whether another word of the sentence takes this conclusion away."""
    before, after = sentence[: match.start()], sentence[match.end() :]
    is_rhetorical = _RHETORICAL.search(sentence) is not None
    if any(frame.match(after) for frame in (_CONDITION, _RULE)) or (
        sentence.endswith(("？", "?", "吗", "吗。")) and not is_rhetorical
    ):
        return True
    if family.yields == "never" or is_rhetorical:
        return False
    clauses = _CLAUSE.split(_DOUBLE_NEGATION.sub("", before))
    clause = clauses[-1]
    if _INVITES.match(after) or (len(clauses) > 1 and _CASE.search(clauses[-2])):
        return True
    words = wording().yielding
    near = any(_NEAR.fullmatch(gap) for gap in _gaps(f"{words.suspicion}|{words.near}", clause))
    if near or _REPORT.search(before) or any(True for _ in _gaps(words.clause, clause)):
        return True
    return family.yields == "clause" and any(
        not _ASSERTS.search(gap) for gap in _gaps(words.suspicion, _reach(before, clause))
    )


def _reach(before: str, clause: str) -> str:
    """How far suspicion reaches: over the whole sentence where the clause goes on without a subject
    of its own (涉嫌使用相同商标，侵犯商标专用权), else over the clause."""
    return before if len(clause) <= _BARE_CLAUSE else clause


def _gaps(words: str, clause: str) -> Iterator[str]:
    """What stands between each of these words and the end of the clause."""
    return (clause[match.end() :] for match in re.finditer(words, clause))


@cache
def _patterns() -> tuple[tuple[Conclusion, re.Pattern[str]], ...]:
    return tuple(
        (family, re.compile("|".join(family.expressions))) for family in wording().conclusions
    )
