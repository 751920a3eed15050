"""How a fact is called in Chinese, wherever a person reads of it: by its letter's own elements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from alerts.letters.model.letter_kind import Kind

FACT_NAMES = {
    "acts": "侵权行为的具体项",
    "comparisons": "比对表",
    "confusion": "容易导致混淆的理由",
    "evidence": "证据清单",
    "fair_use.collective_rules": "集体商标正当使用的回应",
    "fair_use.trademark_law": "商标法正当使用条款的回应",
    "guarantee.agreed_on": "同意作出书面保证的日期",
    "guarantee.capacity": "签署人的身份",
    "guarantee.signatory": "签署人",
    "hotspots": "热点",
    "listings": "商品信息",
    "measure": "请求措施",
    "rights": "涉案权利",
}
"""Facts that several kinds of letter hold and no kind names as a field of its own."""

_PARTIES = {
    "recipient": "收件人",
    "holder": "权利人",
    "subject": "当事人",
    "agent": "代理人",
    "office": "机关",
}
_MEMBERS = {
    "name": "名称",
    "identity": "证照号码",
    "representative": "负责人",
    "address": "地址",
    "contact": "联系人",
    "phone": "电话",
    "email": "电子邮箱",
}
_LIST_MEMBERS = {
    "rights": {
        "text": "权利名称", "kind": "权利类型", "registration_no": "注册号", "classes": "类别",
        "goods": "核定商品", "valid_from": "有效期起始日", "valid_until": "有效期截止日", "renewal_filed": "续展申请日",
        "chain": "权利来源与许可链条",
    },
    "comparisons": {
        "aspect": "比对项目", "right": "权利人一侧", "listing": "被投诉商品一侧", "finding": "比对结论",
    },
    "evidence": {
        "name": "证据名称", "proves": "证明内容", "sha256": "证据SHA-256", "captured_at": "固证时间",
        "stamped_at": "可信时间戳时间", "authority": "时间戳机构",
    },
    "listings": {
        "url": "商品链接", "item_id": "商品编号", "title": "商品标题", "shop": "店铺名称",
        "captured_at": "固证时间", "sha256": "固证材料SHA-256",
    },
}  # fmt: skip
_PLACE = re.compile(r"\.(\d+)(?=\.|$)")


def fact_label(path: str, kind: Kind) -> str:
    """The name of the fact at `path` (`rights.0.chain`), its place in a list behind it; the path
    itself where nothing names it."""
    root, _, name = path.partition(".")
    if root == "fields" and any(field.name == name for field in kind.fields):
        return kind.field_label(name)
    places = "、".join(str(int(place) + 1) for place in _PLACE.findall(path))
    general = _PLACE.sub("[]", path)
    asked = {element.needs: element.name for element in kind.elements if element.needs}
    label = asked.get(general) or FACT_NAMES.get(general.replace("[]", ""))
    if label is None and name in _MEMBERS and root in _PARTIES:
        label = _PARTIES[root] + _MEMBERS[name]
    if label is None and root in _LIST_MEMBERS:
        label = _LIST_MEMBERS[root].get(path.rpartition(".")[2])
    if label is None:
        return path
    return f"{label}（第{places}项）" if places else label


def labelled_path(path: str, kind: Kind) -> str:
    """The label of a fact with its path behind: 权利来源与许可链条（第1项）（rights.0.chain）."""
    label = fact_label(path, kind)
    return label if label == path else f"{label}（{path}）"


def fact_texts(facts: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """Every text among the facts (as mappings and lists) with its path, in their order."""
    for name, value in facts.items():
        yield from _texts(value, f"{path}.{name}" if path else name)


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        yield from fact_texts(value, path)
    elif isinstance(value, list | tuple):
        for place, member in enumerate(value):
            yield from _texts(member, f"{path}.{place}")
