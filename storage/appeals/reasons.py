"""申诉理由: what a seller may state against a letter, and the reason of the verdict that follows from it."""

from __future__ import annotations

from dataclasses import dataclass

from storage.base.errors import BadInput


@dataclass(frozen=True)
class AppealReason:
    """One reason that a seller chooses."""

    code: str
    name: str
    papers: str
    """What proves it, as the form asks for it."""
    verdict_reason: str
    """Reason of the dismissal (`storage.base.reasons`) where the appeal is upheld on it."""


REASONS = (
    AppealReason("licensed", "已获权利人许可", "许可合同、授权书、许可备案", "licensed"),
    AppealReason("genuine", "商品为正品，有合法来源", "进货合同、发票、付款凭证、上游授权书", "genuine_resale"),
    AppealReason("right_ended", "权利已失效、被宣告无效或者被撤销", "裁定书、公告、登记簿查询结果", "right_ended"),
    AppealReason("wrong_party", "通知对象错误，不是本店商品", "店铺后台截图、营业执照", "wrong_party"),
    AppealReason("fair_use", "正当使用地名、产地、商品特点", "产地证明、包装照片、商品说明", "place_name"),
    AppealReason("own_mark", "使用本店自有或者他人另案注册的商标", "商标注册证、使用许可", "own_mark"),
    AppealReason("other_goods", "商品与核定商品不相同也不类似", "商品照片、标签、执行标准", "other_goods"),
    AppealReason("other", "其他（请在说明中写明）", "能够说明情况的材料", "other"),
)  # fmt: skip
REASON_BY_CODE = {reason.code: reason for reason in REASONS}


def find_reason(code: str) -> AppealReason:
    """The reason of a code. Raises BadInput for none of them."""
    if code not in REASON_BY_CODE:
        raise BadInput("appeal.no-reason")
    return REASON_BY_CODE[code]
