"""固证事实 in typed words: hashes, stamps and counts that a person writes are held against the letter's own.

They come from the store alone: a hash that no evidence of the letter has, a time-stamp that no authority
gave, another number of listings than the letter encloses.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from alerts.letters.model.fact_labels import fact_label, fact_texts
from alerts.letters.model.letter_kind import Kind
from alerts.letters.model.wording_text import sentences
from storage.base.office_time import OFFICE_TIME
from storage.records.letter_facts import Facts

ELEMENT = "固证事实取自固证记录"
_TYPED = ("fields", "confusion", "fair_use", "comparisons")
_HASH = re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F]{32,128}(?![0-9a-fA-F])")
_STAMP = re.compile("可信时间戳|时间戳")
_MOMENT = re.compile(r"\d{4}[年-]\d{1,2}[月-]\d{1,2}日?[ T　]*\d{1,2}[时:：点]\d{1,2}")
_STAMPED = re.compile(
    r"(?:已经?|均|业已|经|并)[^，,。；;]{0,12}(?:加盖|取得|获得|申请到|获取|通过)[^，,。；;]{0,12}时间戳"
    r"|时间戳(?:认证|固定|固证|保全|存证)(?:完成|成功)?|时间戳[：:]?\s*\d{4}"
)
_PENDING = re.compile("未|没有|尚|待|申请(?!到)|向")
_LISTING_COUNT = re.compile(
    r"(\d+)\s*条(?:涉案|侵权|涉嫌侵权)?商品(?:信息|链接)|商品(?:信息|链接)(?:共|合计|共计)?\s*(\d+)\s*条"
)


def evidence_remarks(text: str, facts: Facts) -> Iterator[str]:
    """Why a text may not stand: a hash or a time-stamp that the letter's evidence does not have."""
    hashes = _hashes(facts)
    for match in _HASH.finditer(text):
        if match[0].lower() not in hashes:
            yield f"摘要值“{match[0][:12]}…”不是本文书所附证据的摘要值，摘要值只能取自固证记录"
    stamps = {
        f"{row.stamped_at.astimezone(OFFICE_TIME):%Y-%m-%d %H:%M}"
        for row in facts.evidence
        if row.stamped_at
    }
    for sentence in sentences(text):
        if not _STAMP.search(sentence):
            continue
        moments = [_minute(match[0]) for match in _MOMENT.finditer(sentence)]
        if _STAMP.search(sentence) and any(moment not in stamps for moment in moments):
            yield f"“{sentence}”所写的时间不是本文书证据的可信时间戳时间，时间戳只能取自固证记录"
        elif not stamps and _STAMPED.search(sentence) and not _PENDING.search(sentence):
            yield f"“{sentence}”与固证记录不符：所附证据均未加盖可信时间戳"


def typed_evidence(kind: Kind, facts: Facts) -> Iterator[tuple[str, str, str]]:
    """(path, label, why) of each typed fact that states evidence which is not the letter's."""
    for path, text in fact_texts(dataclasses.asdict(facts)):
        if path.split(".")[0] in _TYPED and path != "fields.package":
            for why in evidence_remarks(text, facts):
                yield path, fact_label(path, kind), why


def count_remarks(text: str, facts: Facts) -> Iterator[str]:
    """Another number of listings in a text than the letter encloses."""
    counts = {len(facts.listings)}
    if facts.hotspots:
        counts = {row.count for row in facts.hotspots} | {sum(row.count for row in facts.hotspots)}
    for match in _LISTING_COUNT.finditer(text):
        if max(counts) and int(match[1] or match[2]) not in counts:
            yield f"“{match[0]}”与本文书所列商品信息{max(counts)}条不一致"


def count_warnings(kind: Kind, facts: Facts) -> Iterator[str]:
    """The same of each field that tells of listings, for the approver: a field may count others too."""
    for field in kind.fields:
        for why in count_remarks(facts.fields.get(field.name, ""), facts):
            yield f"“{field.label}”一栏中{why}，请核对"


def _hashes(facts: Facts) -> set[str]:
    named = {
        sha256.lower()
        for sha256 in (
            *(row.sha256 for row in facts.listings),
            *(row.sha256 for row in facts.evidence),
            *(row.sha256 for row in facts.papers),
        )
        if sha256
    }
    stored = " ".join(facts.fields.get(name, "") for name in ("package", "marking", "purchase"))
    return named | {match[0].lower() for match in _HASH.finditer(stored)}


def _minute(text: str) -> str:
    year, month, day, hour, minute = (int(part) for part in re.findall(r"\d+", text)[:5])
    return f"{year:04d}-{month:02d}-{day:02d} {hour:02d}:{minute:02d}"
