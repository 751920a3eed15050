"""The machine's reasons as an officer reads them: what speaks for, what against, words marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from console.web.rendering import mark_words
from storage.base.reasons import OFFICER_REASONS, Reason
from storage.base.vocabulary import Verdict
from storage.law.article_words import with_articles
from storage.records import Listing, RightKind, Signal, field_texts
from storage.views.lead_dossier import Dossier

FIELD_NAMES = {
    "title": "标题",
    "brand": "品牌",
    "shop": "店铺",
    "description": "描述",
    "image_text": "图中文字",
    "location": "发货地",
    "category": "类目",
    "operator.name": "主体名称",
    "price": "价格",
    "url": "网址",
}

KIND_NAMES = {
    "mark": "标识",
    "position": "使用位置",
    "goods": "商品",
    "licence": "许可",
    "wording": "用语",
    "price": "价格",
    "price-licensed": "许可店铺价格",
    "origin": "产地",
    "shop": "店铺",
    "image": "图片",
    "product": "产品管理",
    "official-name": "官方店名",
    "maker": "生产者",
    "seller-makes": "自行生产",
    "other-mark": "他人标识",
    "other-brand": "其他品牌",
    "company-name": "企业名称",
    "wording-imitation": "仿冒用语",
    "wording-labels": "标签包装",
    "wording-oem": "贴牌代工",
    "wording-stripped": "去码去标",
    "wording-imported": "自称进口",
    "wording-own-seed": "自留散装种",
    "wording-claimed": "自称用语",
    "wording-mention": "提及",
    "wording-secondhand": "二手转让",
    "wording-resold": "自称转卖",
    "wording-news": "报道评论",
    "wording-support": "区别说明",
    "wording-negated": "否定式攀附",
    "wording-report": "报道招聘",
    "wording-parts": "配件用语",
    "no-offer": "非销售信息",
    "trait": "商品特征",
    "meaning": "其他含义",
    "own-earlier": "他人在先标识",
    "beyond-earlier": "超出在先范围",
    "chance-words": "偶合字词",
    "person-name": "人名",
    "own-pattern": "本单位规则",
    "seller-rule": "店铺规则",
    "dispatch": "发货地",
    "season": "产季",
    "volume": "销量",
    "seller-history": "店铺前例",
    "same-picture": "同图",
    "image-text": "图中文字",
    "image-logo": "图形标识",
    "logo": "图形标识",
    "registered-sign": "注册标记",
    "gi-badge": "地理标志专用标志",
    "patent-claim": "专利标注",
    "number": "编号",
    "law-disease": "疾病宣称",
    "law-preparation": "院内制剂",
    "law-unlicensed": "生产许可",
    "validity": "权利期限",
    "watch-goods": "监测商品范围",
}
"""Every kind of signal that the assessment knows, as an officer reads it."""

_AGAINST = {
    "licence": "licensed",
    "maker": "genuine_resale",
    "own-earlier": "own_mark",
    "meaning": "generic_name",
    "origin": "place_name",
    "position": "place_name",
    "generic": "generic_name",
    "owner": "own_mark",
    "goods": "other_goods",
}
"""The dismissal that the strongest sign against suggests."""


@dataclass(frozen=True, kw_only=True)
class ShownReason:
    """One signal (研判依据) as the page shows it."""

    kind: str
    field: str
    text: str
    weight: float
    explanation: str


@dataclass(frozen=True, kw_only=True)
class ShownField:
    """One text of the listing with the quoted words marked."""

    name: str
    pieces: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Reasoning:
    """What the machine said of one lead, sorted for a person."""

    speaks_for: Sequence[ShownReason]
    speaks_against: Sequence[ShownReason]
    fields: Sequence[ShownField]
    suggested: Mapping[Verdict, str]
    """The reason code offered first under each verdict; the officer's choice stands."""


def read_reasoning(dossier: Dossier) -> Reasoning:
    """Sort the signals of a dossier; the strongest stand first on either side."""
    signals = dossier.assessment.signals
    reasons = sorted((shown_reason(signal) for signal in signals), key=lambda s: -abs(s.weight))
    return Reasoning(
        speaks_for=[s for s in reasons if s.weight > 0],
        speaks_against=[s for s in reasons if s.weight < 0],
        fields=_fields(dossier.listing, signals),
        suggested={
            Verdict.CONFIRMED: _confirmation(dossier, signals),
            Verdict.DISMISSED: _dismissal(dossier, signals),
            Verdict.NEEDS_EVIDENCE: "ask_holder",
        },
    )


def reasons_for(verdict: Verdict) -> list[Reason]:
    """The reasons that fit a verdict, in the order of the number keys."""
    return [reason for reason in OFFICER_REASONS if reason.verdict in (verdict, None)]


def suggested_for_group(leads: Sequence[Sequence[Signal]]) -> Mapping[Verdict, str]:
    """The reason offered first under each verdict for leads that are decided together, from their
    signals: what fits most of them."""
    exact = sum(any(s.kind == "mark" and s.how == "exact" for s in signals) for signals in leads)
    against = Counter(
        next((code for s in signals if s.weight < 0 and (code := _AGAINST.get(s.kind))), None)
        for signals in leads
    )
    dismissal = next((code for code, _ in against.most_common() if code), "wrong_match")
    return {
        Verdict.CONFIRMED: "same_mark" if exact * 2 >= len(leads) else "similar_mark",
        Verdict.DISMISSED: dismissal,
        Verdict.NEEDS_EVIDENCE: "ask_holder",
    }


def field_name(name: str) -> str:
    """A field's Chinese name; an attribute's is its own."""
    return FIELD_NAMES.get(name, name.removeprefix("attributes."))


def shown_reason(signal: Signal) -> ShownReason:
    """One signal for the page."""
    return ShownReason(
        kind=KIND_NAMES.get(signal.kind, signal.kind),
        field=field_name(signal.field),
        text=signal.text,
        weight=signal.weight,
        explanation=with_articles(signal.explanation),
    )


def _fields(listing: Listing, signals: Sequence[Signal]) -> list[ShownField]:
    spans: dict[str, list[tuple[int, int, str]]] = {}
    for signal in sorted(signals, key=lambda s: s.kind != "mark"):
        start, end = signal.span
        tone = "for" if signal.weight > 0 else "against"
        spans.setdefault(signal.field, []).append((start, end, tone))
    return [
        ShownField(name=field_name(name), pieces=mark_words(text[:4000], spans.get(name, ())))
        for name, text in field_texts(listing)
    ]


def _confirmation(dossier: Dossier, signals: Sequence[Signal]) -> str:
    if dossier.right.kind is RightKind.PRODUCT_RULE:
        return "product_rule"
    names = {dossier.right.text, *dossier.right.aliases}
    exact = any(s.kind == "mark" and s.text in names for s in signals)
    return "same_mark" if exact else "similar_mark"


def _dismissal(dossier: Dossier, signals: Sequence[Signal]) -> str:
    against = sorted((s for s in signals if s.weight < 0), key=lambda s: s.weight)
    for signal in against:
        if code := _AGAINST.get(signal.kind):
            return code
    if dossier.right.generic:
        return "generic_name"
    return "place_name" if dossier.assessment.fair_use else "wrong_match"
