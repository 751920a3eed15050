"""优先级: why a lead stands where it stands in the queue, in words."""

from __future__ import annotations

from collections.abc import Sequence

from storage.base.vocabulary import LEVEL_NAMES, TIER_NAMES
from storage.leads.rank import DRAWN, lead_value, reach_weight, tier_weight
from storage.tables import ProbeReason
from storage.views.queue.queue_line import QueueLine

RULE = (
    "默认顺序：先按等级（红、橙、黄、蓝），再次上架的排在同级最前；同级中按期望价值从高到低，"
    "期望价值＝（等级分＋研判分值）×保护等级系数×销量系数。"
)
"""The order of the queue in one sentence."""
_PROBES = {
    DRAWN: "系统未列为线索，随机抽取供核查，用于估计漏判；位置不按期望价值",
    ProbeReason.SURPRISING: "规则与模型结论不一致，插入前部供核查；位置不按期望价值",
}
_UNSURE = "系统判断不确定，插入前部供核查，用于模型学习；位置不按期望价值"


def priority_value(line: QueueLine) -> str:
    """期望价值 of a lead, one decimal."""
    return f"{lead_value(line.level, line.score, line.tier, line.reach):.1f}"


def priority_terms(line: QueueLine) -> Sequence[str]:
    """The terms of a lead's rank in words, the heaviest first."""
    terms = []
    if line.probe:
        terms.append(_PROBES.get(line.probe, _UNSURE))
    terms.append(f"等级{LEVEL_NAMES.get(line.level, line.level)}")
    if line.relisted:
        terms.append("再次上架，排在同级最前")
    terms.append(f"研判分值 {line.score:.0%}")
    tier = TIER_NAMES.get(line.tier, "未定")
    terms.append(f"权利人保护等级{tier}（×{tier_weight(line.tier):g}）")
    sold = f"已售 {line.reach:,} 件" if line.reach else "未显示销量"
    terms.append(f"{sold}（×{reach_weight(line.reach):.2f}）")
    return terms
