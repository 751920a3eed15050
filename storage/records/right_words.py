"""权利用语: how each kind of right is named towards its holder, and what infringing it consists of."""

from __future__ import annotations

from storage.records.right import Right, RightKind

RIGHT_KINDS = {
    RightKind.TRADEMARK: "商标",
    RightKind.COLLECTIVE: "集体商标",
    RightKind.CERTIFICATION: "证明商标",
    RightKind.GEOGRAPHICAL_INDICATION: "地理标志",
    RightKind.PATENT: "专利",
    RightKind.PLANT_VARIETY: "植物新品种",
    RightKind.PRODUCT_RULE: "产品管理规定",
}
"""权利类型 as the office reads it."""
HOLDER_NAMES = {**RIGHT_KINDS, RightKind.TRADEMARK: "注册商标"}
MARKS = (RightKind.TRADEMARK, RightKind.COLLECTIVE, RightKind.CERTIFICATION)
"""Kinds that are registered under the trademark law (商标法)."""
SIGNS = (*MARKS, RightKind.GEOGRAPHICAL_INDICATION)
"""Kinds that protect a sign, so that use as a mark (商标性使用) matters."""
OF_A_PLACE = frozenset(
    {RightKind.COLLECTIVE, RightKind.CERTIFICATION, RightKind.GEOGRAPHICAL_INDICATION}
)
"""Kinds whose signs name an origin as a rule, and whose leave goes with origin or membership."""
SIGN_NAMES = {RightKind.PATENT: "专利名称", RightKind.PLANT_VARIETY: "品种名称"}
"""What the text of a right is where it is no sign (权利标识)."""


def permission_question(right: Right) -> str:
    """Whether the holder permitted what the listing does, as a question in Chinese."""
    text = f"“{right.text}”"
    match right.kind:
        case RightKind.PATENT:
            return f"该商品实施{text}专利是否经贵单位许可"
        case RightKind.PLANT_VARIETY:
            return f"该商品生产、销售{text}品种的繁殖材料是否经贵单位许可"
        case RightKind.GEOGRAPHICAL_INDICATION:
            return f"该商品使用{text}地理标志是否经贵单位许可"
        case RightKind.COLLECTIVE | RightKind.CERTIFICATION:
            return f"该商品使用{text}{HOLDER_NAMES[right.kind]}是否经贵单位许可"
        case _:
            return f"该商品使用{text}商标是否经贵单位授权"
