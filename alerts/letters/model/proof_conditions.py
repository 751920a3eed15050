"""权利证明: rules on the proofs of the right and of the holder's identity (民法典 civil-code.notice,
电子商务法 e-commerce.notice): numbers that can be true, papers that are there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from stdnum.cn import ric, uscc

from alerts.letters.model.right_basis import right_basis
from storage.base.compact_text import compact
from storage.records import RightKind
from storage.records.letter_facts import Facts
from storage.rights.registration_numbers import NumberRemark, number_remark

PLACEHOLDERS = frozenset(
    {
        "无",
        "没有",
        "待查",
        "待补",
        "待定",
        "待核实",
        "不详",
        "未知",
        "暂无",
        "略",
        "/",
        "-",
        "—",
        "N/A",
    }
)
"""What somebody writes who does not know: it fills no required element."""
CODE = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])")
"""统一社会信用代码 (GB 32100) and 公民身份号码 (GB 11643) have eighteen characters."""
_SHORTEST_NUMBER = 6
"""Characters of another identity paper's number, chosen by hand: the shortest passports have eight."""
_REGISTRANT = re.compile(r"发出人(即|系|为)(注册人|商标注册人|专利权人|品种权人|权利人)")


_PENDING = re.compile(
    r"(?:身份|名称|姓名|住所|地址|号码|代码|信息|情况|数据|单位)*(?:尚|暂|仍|正在)?"
    r"(?:待|未)(?:进一步)?(?:核实|核查|核对|查明|查清|查|补充|补|定|确定|确认|填写|填)(?:中)?|不明|[?？]+|[xX×*＊]+"
)
"""What says only that somebody will look: 身份待核实."""


def is_placeholder(text: str) -> bool:
    """Whether a text says only that nobody knows."""
    plain = _plain(text).strip("。（）()")
    return plain in PLACEHOLDERS or _PENDING.fullmatch(plain) is not None


def is_none(text: str) -> bool:
    """Whether a text says that there is none (无)."""
    return _plain(text).strip("。（）()") in ("无", "没有")


def _registration_number(facts: Facts, _today: date) -> str | None:
    wrong = [remark.why for remark in _number_remarks(facts) if remark.is_wrong]
    return "；".join(wrong) or None


def number_warnings(facts: Facts) -> tuple[str, ...]:
    """Numbers of rights in a format that their register seldom has: the approver compares them."""
    return tuple(remark.why for remark in _number_remarks(facts) if not remark.is_wrong)


def _number_remarks(facts: Facts) -> Iterator[NumberRemark]:
    kinds = {words.name: RightKind(slug) for slug, words in right_basis().rights.items()}
    for right in facts.rights:
        kind, number = kinds.get(right.kind or ""), right.registration_no or ""
        if kind and number and not is_placeholder(number):
            patent_kind = facts.fields.get("patent_kind")
            if remark := number_remark(kind, number, patent_kind=patent_kind):
                yield remark


def is_true_code(code: str) -> bool:
    """Does the check digit of a 统一社会信用代码 or of a 公民身份号码 hold?"""
    return bool(uscc.is_valid(code) or ric.is_valid(code))


def _identity_number(facts: Facts, _today: date) -> str | None:
    text = _plain(facts.holder.identity or "")
    if not text or is_placeholder(text):
        return None
    codes = CODE.findall(text)
    if any(map(is_true_code, codes)):
        return None
    if codes:
        return f"“{codes[0]}”的校验码不符，不是统一社会信用代码或者公民身份号码"
    numbers = re.findall(r"[0-9A-Z]+", text)
    if any(len(number) >= _SHORTEST_NUMBER for number in numbers):
        return "统一社会信用代码应为十八位" if "信用代码" in text else None
    return "没有写明证照号码"


def _certificate_file(facts: Facts, _today: date) -> str | None:
    return _absent(facts, "certificate", "没有上传权利登记证书")


def _identity_file(facts: Facts, _today: date) -> str | None:
    return _absent(facts, "identity", "没有上传权利人的身份证明")


def _licence_file(facts: Facts, _today: date) -> str | None:
    """Where the sender is not the registrant, the chain from there to the sender is shown, not told."""
    chains = [_plain(right.chain or "") for right in facts.rights]
    is_agent = facts.sender is not None and facts.sender != facts.holder.name
    if not is_agent and all(not chain or _REGISTRANT.search(chain) for chain in chains):
        return None
    return _absent(facts, "licence", "发出人不是登记的权利人，没有上传许可、授权文件")


def _absent(facts: Facts, kind: str, why: str) -> str | None:
    return None if any(paper.kind == kind for paper in facts.papers) else why


def _plain(text: str) -> str:
    """Without spaces and differences of width and case."""
    return compact(text).upper()


PROOF_RULES: Mapping[str, Callable[[Facts, date], str | None]] = {
    "registration-number": _registration_number,
    "identity-number": _identity_number,
    "certificate-file": _certificate_file,
    "identity-file": _identity_file,
    "licence-file": _licence_file,
}
