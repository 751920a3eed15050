"""Fair use (合理使用): the answer to the law's fair use and 局令79号 for one candidate, from its signals."""

from __future__ import annotations

from collections.abc import Sequence

from classifiers.candidate.candidate import Candidate
from classifiers.candidate.position_kinds import AS_A_MARK, Position
from storage.records import FairUse, Signal


def fair_use_of(candidate: Candidate, signals: Sequence[Signal]) -> FairUse | None:
    """The first ground on which this use would be lawful; None without one."""
    kinds = {signal.kind: signal for signal in signals}
    positions = set(candidate.positions)
    if candidate.right.generic:
        why = f"“{candidate.right.text}”是通用名称，权利人无权禁止他人正当使用"
        return FairUse(rule="[[trademark.fair-use#description]]（通用名称）", why=why)
    if (licence := kinds.get("licence")) is not None and licence.weight < 0:
        return FairUse(rule="许可使用", why=licence.explanation)
    if (maker := kinds.get("maker")) is not None:
        return FairUse(rule="商标权用尽（正品转售）", why=maker.explanation)
    if positions and positions.isdisjoint(AS_A_MARK):
        return _plain_use(candidate, positions)
    if (mention := kinds.get("wording-mention")) is not None:
        return FairUse(rule="指示性使用", why=mention.explanation)
    for kind, rule in _RULES_BY_KIND.items():
        if kind == "goods" and candidate.right.well_known:
            continue  # a well-known mark reaches over to goods that are not similar
        if (signal := kinds.get(kind)) is not None and signal.weight < 0:
            return FairUse(rule=rule, why=signal.explanation)
    return None


_RULES_BY_KIND = {
    "other-mark": "他人在先标识",
    "company-name": "他人企业名称",
    "goods": "非同种或类似商品（[[trademark.infringing-acts]]）",
    "wording-parts": "指示性使用（配件）",
    "trait": "[[trademark.fair-use#description]]（描述商品特点）",
    "person-name": "非商标性使用（姓名）",
    "chance-words": "未使用该标识（文字巧合）",
    "wording-news": "非商标性使用（报道、评论）",
    "wording-report": "非商标性使用（报道、公告、招聘）",
    "no-offer": "非商标性使用（未销售商品）",
}
"""Kind of signal → the rule that it speaks for where it weighs against infringement, in order."""


def _plain_use(candidate: Candidate, positions: set[Position]) -> FairUse | None:
    if Position.PLACE_NAME in positions:
        why = f"“{candidate.right.text}”在此作为地名使用"
        return FairUse(rule="[[trademark.fair-use#description]]（地名）", why=why)
    if Position.ORIGIN in positions:
        why = "仅在产地、商品属性等处如实说明，推定为正当使用"
        return FairUse(rule="局令第79号（产地说明）", why=why)
    return None
