"""Fair use (合理使用): the answer to 商标法 §59 and 局令79号 for one sighting, from its signals."""

from __future__ import annotations

from collections.abc import Sequence

from classifiers.candidate.candidate import Sighting
from classifiers.candidate.position_kinds import AS_A_MARK, Place
from storage.records import FairUse, Signal


def answer(sighting: Sighting, signals: Sequence[Signal]) -> FairUse | None:
    """The first ground on which this use would be lawful; None where none is seen."""
    kinds = {signal.kind: signal for signal in signals}
    where = set(sighting.places)
    if sighting.right.generic:
        why = f"“{sighting.right.text}”是通用名称，权利人无权禁止他人正当使用"
        return FairUse(rule="商标法第五十九条第一款（通用名称）", why=why)
    if (licence := kinds.get("licence")) is not None and licence.weight < 0:
        return FairUse(rule="许可使用", why=licence.explanation)
    if (maker := kinds.get("maker")) is not None:
        return FairUse(rule="商标权用尽（正品转售）", why=maker.explanation)
    if where and where.isdisjoint(AS_A_MARK):
        return _plain_use(sighting, where)
    if (mention := kinds.get("wording-mention")) is not None:
        return FairUse(rule="指示性使用", why=mention.explanation)
    for kind, rule in _OTHERS.items():
        if (signal := kinds.get(kind)) is not None and signal.weight < 0:
            return FairUse(rule=rule, why=signal.explanation)
    return None


_OTHERS = {
    "other-mark": "他人在先标识",
    "company-name": "他人企业名称",
    "goods": "非同种或类似商品（商标法第五十七条）",
    "wording-parts": "指示性使用（配件）",
    "trait": "商标法第五十九条第一款（描述商品特点）",
    "person-name": "非商标性使用（姓名）",
    "chance-words": "未使用该标识（文字巧合）",
    "wording-news": "非商标性使用（报道、评论）",
    "wording-report": "非商标性使用（报道、公告、招聘）",
    "no-offer": "非商标性使用（未销售商品）",
}


def _plain_use(sighting: Sighting, where: set[Place]) -> FairUse | None:
    if Place.PLACE_NAME in where:
        why = f"“{sighting.right.text}”在此作为地名使用"
        return FairUse(rule="商标法第五十九条第一款（地名）", why=why)
    if Place.ORIGIN in where:
        why = "仅在产地、商品属性等处如实说明，推定为正当使用"
        return FairUse(rule="局令第79号第二十二条至第二十五条（产地说明）", why=why)
    return None
