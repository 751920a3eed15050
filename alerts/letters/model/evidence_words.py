"""固证事实 in typed words: hashes, stamps and counts that a person writes are held against the letter's own.

They come from the store alone: a hash that no evidence of the letter has, a time-stamp that no authority
gave, another number of listings than the letter encloses.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime

from alerts.letters.model.fact_labels import fact_label, fact_texts
from alerts.letters.model.letter_kind import Kind
from alerts.letters.model.wording_text import sentences
from storage.base.chinese_number import read_number
from storage.base.office_time import OFFICE_TIME
from storage.records.letter_facts import Facts

ELEMENT = "固证事实取自固证记录"
_TYPED = ("fields", "confusion", "fair_use", "comparisons")
_GATHERED = ("package", "marking", "purchase", "recordings")
"""Fields whose hashes come from the store."""
_HASH = re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F]{32,128}(?![0-9a-fA-F])")
_STAMP = re.compile("可信时间戳|时间戳")
_RECORDED = re.compile("固证|存证|取证|截图|截屏|录屏|抓取|证据(?:于|系|在)|固定证据")
"""Words of a sentence that tells when a page was kept: its time is that of a capture or of a stamp."""
_MOMENT = re.compile(
    r"(?P<date>\d{4}[年\-/.]\d{1,2}[月\-/.]\d{1,2}日?)"
    r"(?:[ T　]*(?P<hour>\d{1,2})(?:[:：](?P<clock>\d{1,2})|[时点](?:(?P<minute>\d{1,2})分?)?))?"
    r"(?!\d)(?P<term>\s*(?:之?前|以前|起|至|施行|公布|印发))?"
)
_SERIAL = re.compile(r"时间戳(?:证书|凭证|文件)?(?:编号|序列号|号码|证书号)")
_STAMPED = re.compile(
    r"(?:已经?|均|业已|经|并)[^，,。；;]{0,12}(?:加盖|取得|获得|申请到|获取|通过)[^，,。；;]{0,12}时间戳"
    r"|时间戳(?:认证|固定|固证|保全|存证)(?:完成|成功)?|时间戳[：:]?\s*\d{4}"
)
_PENDING = re.compile("未|没有|尚|待|申请(?!到)|向")
_NUMBER = r"(?:[0-9]+|[零〇一二两三四五六七八九十百千]+)"
_LISTING = r"(?:商品信息|商品链接|商品页面|网页链接|链接|商品|产品)"
_COUNT_WORDS = r"(?:共|合计|共计|总计|计|数量|总数|为|有|[:：])*"
_LISTING_COUNT = re.compile(
    rf"(?<![每第0-9零〇一二两三四五六七八九十百千])(?P<before>{_NUMBER})\s*[条个件款]\s*(?:涉嫌侵权的?|侵权的?|涉案的?|上述|相关|所列)*{_LISTING}"
    rf"|{_LISTING}{_COUNT_WORDS}\s*(?P<after>{_NUMBER})\s*[条个款]"
    rf"|(?:共|共计|合计|总计|涉及|计)\s*(?P<total>{_NUMBER})\s*条(?!意见|要求|措施|建议|规定|线索|证据)"
)
_SHOP_COUNT = re.compile(
    rf"(?<![每第0-9零〇一二两三四五六七八九十百千])(?P<before>{_NUMBER})\s*[家个间]\s*(?:涉嫌侵权的?|侵权的?|涉案的?|网络|线上|不同的?)*"
    r"(?:网店|店铺|店(?!员|长)|商家|商户|卖家|经营者)"
    rf"|(?:店铺|网店|商家|商户|卖家){_COUNT_WORDS}\s*(?P<after>{_NUMBER})\s*[家个间]"
)
_SOLD = re.compile(
    "(?:售|销量?|库存|购买|购样|下单|每[箱盒袋包]|[箱盒袋包]装|其中)[^，,。；;]{0,6}$"
)
"""Before a number that counts pieces sold or bought, or a part of the listings."""


def evidence_remarks(text: str, facts: Facts) -> Iterator[str]:
    """Why a text may not stand: a hash or a time-stamp that the letter's evidence does not have."""
    hashes = _hashes(facts)
    for match in _HASH.finditer(text):
        if match[0].lower() not in hashes:
            yield f"哈希值“{match[0][:12]}…”不是本文书所附证据的哈希值，哈希值只能取自固证记录"
    stamps = {_minute(row.stamped_at) for row in facts.evidence if row.stamped_at}
    captures = {_minute(row.captured_at) for row in facts.evidence if row.captured_at}
    for sentence in sentences(text):
        plain = re.sub("《[^》]*》", "", sentence)
        stamped = bool(_STAMP.search(plain))
        if not stamped and not _RECORDED.search(plain):
            continue
        moments = list(_moments(plain))
        times = stamps if stamped and not _RECORDED.search(plain) else stamps | captures
        if any(not any(time.startswith(moment) for time in times) for moment in moments):
            what = "可信时间戳" if stamped else "固证"
            yield f"“{sentence}”所写的时间不是本文书证据的{what}时间，{what}时间只能取自固证记录"
        elif stamped and _SERIAL.search(plain):
            yield f"“{sentence}”写有时间戳编号，时间戳只能取自固证记录"
        elif stamped and not stamps and _STAMPED.search(sentence) and not _PENDING.search(sentence):
            yield f"“{sentence}”与固证记录不符：所附证据均未加盖可信时间戳"


def typed_evidence(kind: Kind, facts: Facts) -> Iterator[tuple[str, str, str]]:
    """(path, label, why) of each typed fact that states evidence which is not the letter's."""
    for path, text in fact_texts(dataclasses.asdict(facts)):
        if path.split(".")[0] in _TYPED and path != "fields.package":
            for why in evidence_remarks(text, facts):
                yield path, fact_label(path, kind), why


def count_remarks(text: str, facts: Facts) -> Iterator[str]:
    """Another number of listings or of shops in a text than the letter encloses."""
    counts = {len(facts.listings)}
    if facts.hotspots:
        counts = {row.count for row in facts.hotspots} | {sum(row.count for row in facts.hotspots)}
    plain = unicodedata.normalize("NFKC", text)
    for phrase, number in _counts(_LISTING_COUNT, plain):
        if max(counts) and number not in counts:
            yield f"“{phrase}”与本文书所列商品信息{max(counts)}条不一致"
    shops = len({row.shop for row in facts.listings if row.shop})
    for phrase, number in _counts(_SHOP_COUNT, plain):
        if shops and number != shops:
            yield f"“{phrase}”与本文书所列店铺{shops}家不一致"


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
    stored = " ".join(facts.fields.get(name, "") for name in _GATHERED)
    return named | {match[0].lower() for match in _HASH.finditer(stored)}


def _counts(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, int]]:
    """The counts in a text with their numbers, but for pieces sold and parts of the whole."""
    for match in pattern.finditer(text):
        if not _SOLD.search(text[: match.start()]):
            digits = next(group for group in match.groups() if group)
            if digits == "一":  # an article rather than a count: 一家店铺
                continue
            yield match[0], read_number(digits)


def _moments(text: str) -> Iterator[str]:
    """The times of a text as the beginning of "2026-11-20 10:11", as exact as they are written."""
    for match in _MOMENT.finditer(text):
        if match["term"]:
            continue
        year, month, day = (int(part) for part in re.findall(r"\d+", match["date"]))
        written = f"{year:04d}-{month:02d}-{day:02d} "
        if match["hour"]:
            written += f"{int(match['hour']):02d}:"
        if minute := match["clock"] or match["minute"]:
            written += f"{int(minute):02d}"
        yield written


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(OFFICE_TIME):%Y-%m-%d %H:%M}"
