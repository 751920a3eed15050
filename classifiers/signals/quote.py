"""Making signals that quote a field with its span."""

from __future__ import annotations

from classifiers.candidate.candidate import Candidate, FieldMatch
from storage.records import Signal

FIELD_NAMES = {
    "title": "标题",
    "brand": "品牌栏",
    "shop": "店铺名",
    "description": "商品详情",
    "image_text": "图片文字",
    "location": "发货地",
    "category": "类目",
    "operator.name": "经营主体名称",
    "price": "价格",
    "seen_at": "发现时间",
    "sales": "销量",
}


def field_name(field: str) -> str:
    """The field as an officer calls it."""
    return FIELD_NAMES.get(field, f"属性“{field.removeprefix('attributes.')}”")


def quote(
    kind: str, candidate: Candidate, field: str, span: tuple[int, int], weight: float, why: str
) -> Signal:
    """A signal on part of a field."""
    text = candidate.original_fields.get(field, "")[slice(*span)]
    return Signal(kind=kind, field=field, span=span, text=text, weight=weight, explanation=why)


def quote_field(kind: str, candidate: Candidate, field: str, weight: float, why: str) -> Signal:
    """A signal on a whole field."""
    return quote(kind, candidate, field, (0, len(candidate.field(field))), weight, why)


def quote_match(
    kind: str, match: FieldMatch, weight: float, why: str, *, how: str | None = None
) -> Signal:
    """A signal on a match of the mark."""
    return Signal(
        kind=kind,
        field=match.field,
        span=match.span,
        text=match.text,
        weight=weight,
        explanation=why,
        how=how,
    )
