"""理由: the reasons that an officer chooses from when giving a verdict."""

from __future__ import annotations

from dataclasses import dataclass

from storage.base.vocabulary import Verdict


@dataclass(frozen=True)
class Reason:
    """理由: why an officer gave a verdict."""

    code: str
    verdict: Verdict | None
    """The only verdict it fits; None fits all."""
    name: str
    of_appeal: bool = False
    """Only an upheld appeal gives it. It says nothing of the sign and the goods, so nothing is learnt from it."""


REASONS = (
    Reason("same_mark", Verdict.CONFIRMED, "同一商品上使用相同商标"),
    Reason("similar_mark", Verdict.CONFIRMED, "使用近似商标，容易导致混淆"),
    Reason("no_licence", Verdict.CONFIRMED, "未经许可使用"),
    Reason("licence_exceeded", Verdict.CONFIRMED, "超出许可范围或许可已到期"),
    Reason("labels", Verdict.CONFIRMED, "销售标识、包装"),
    Reason("product_rule", Verdict.CONFIRMED, "违反产品管理规定"),
    Reason("licensed", Verdict.DISMISSED, "已获许可"),
    Reason("genuine_resale", Verdict.DISMISSED, "正品转售"),
    Reason("place_name", Verdict.DISMISSED, "正当使用地名、产地"),
    Reason("generic_name", Verdict.DISMISSED, "通用名称"),
    Reason("own_mark", Verdict.DISMISSED, "他人自有商标"),
    Reason("other_goods", Verdict.DISMISSED, "商品不同且不类似"),
    Reason("wrong_match", Verdict.DISMISSED, "识别错误"),
    Reason("buy_sample", Verdict.NEEDS_EVIDENCE, "需购样鉴别"),
    Reason("ask_holder", Verdict.NEEDS_EVIDENCE, "需权利人辨认"),
    Reason("see_operator", Verdict.NEEDS_EVIDENCE, "需核实经营者"),
    Reason("right_ended", Verdict.DISMISSED, "权利已失效", of_appeal=True),
    Reason("wrong_party", Verdict.DISMISSED, "通知对象错误", of_appeal=True),
    Reason("other", None, "其他（请写明）"),
)

OFFICER_REASONS = tuple(reason for reason in REASONS if not reason.of_appeal)
"""Those that an officer chooses from."""
NO_LESSONS = frozenset(reason.code for reason in REASONS if reason.of_appeal)
REASON_BY_CODE = {reason.code: reason for reason in REASONS}
