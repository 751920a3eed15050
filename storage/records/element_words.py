"""The elements in Chinese, as an officer and a letter read them."""

from __future__ import annotations

from collections.abc import Mapping

from storage.records.element import ElementName, NextStep

ELEMENT_NAMES: Mapping[ElementName, str] = {
    ElementName.SIGN: "标识",
    ElementName.GOODS: "商品",
    ElementName.USE: "使用",
    ElementName.SOURCE: "来源",
    ElementName.CONFUSION: "混淆",
}

QUESTIONS: Mapping[ElementName, str] = {
    ElementName.SIGN: "与权利标识是否相同、近似",
    ElementName.GOODS: "与核定商品是否同一种或者类似",
    ElementName.USE: "是否作为商标使用",
    ElementName.SOURCE: "商品从何而来，是否获许可",
    ElementName.CONFUSION: "是否容易导致混淆",
}

ANSWER_NAMES: Mapping[tuple[ElementName, str], str] = {
    (ElementName.SIGN, "identical"): "相同",
    (ElementName.SIGN, "similar"): "近似",
    (ElementName.SIGN, "part"): "仅为其中一部分",
    (ElementName.SIGN, "none"): "不是该标识",
    (ElementName.GOODS, "same"): "同一种商品",
    (ElementName.GOODS, "similar"): "类似商品",
    (ElementName.GOODS, "other"): "其他商品",
    (ElementName.USE, "mark"): "商标性使用",
    (ElementName.USE, "origin"): "说明产地",
    (ElementName.USE, "description"): "描述商品",
    (ElementName.USE, "purpose"): "说明用途、适配",
    (ElementName.USE, "comparison"): "比较、攀附",
    (ElementName.USE, "negation"): "否定、区别",
    (ElementName.USE, "keyword"): "关键词引流",
    (ElementName.USE, "store"): "店招、店铺名称",
    (ElementName.USE, "other-brand"): "他人标识的一部分",
    (ElementName.USE, "none"): "未作标识使用",
    (ElementName.SOURCE, "licensed"): "已获许可或者为许可商品",
    (ElementName.SOURCE, "own-earlier"): "他人在先标识",
    (ElementName.SOURCE, "in-area"): "产地范围内",
    (ElementName.SOURCE, "elsewhere"): "产地范围外",
    (ElementName.SOURCE, "unknown"): "不明",
    (ElementName.CONFUSION, "likely"): "容易导致混淆",
    (ElementName.CONFUSION, "unlikely"): "不易混淆",
    (ElementName.CONFUSION, "dilution"): "误导公众（驰名商标跨类）",
}

NEXT_STEP_NAMES: Mapping[NextStep, str] = {
    NextStep.LETTER: "可发函",
    NextStep.ASK_HOLDER: "请权利人协助辨认",
    NextStep.TEST_PURCHASE: "购样鉴别",
    NextStep.REFER: "另案移送（不正当竞争等）",
    NextStep.WATCH: "继续观察",
    NextStep.NONE: "无需处理",
}

NEXT_STEP_LABELS: Mapping[NextStep, str] = {**NEXT_STEP_NAMES, NextStep.REFER: "另案移送"}
"""Short enough for a column."""

SETTLED_BY: Mapping[tuple[ElementName, str], str] = {
    (ElementName.SIGN, "similar"): "比对页面图片与注册图样",
    (ElementName.SIGN, "part"): "查看商品图片上是否出现完整标识",
    (ElementName.GOODS, "similar"): "对照类似商品和服务区分表及其备注",
    (ElementName.GOODS, "other"): "查看商品详情、类目，确认所售何物",
    (ElementName.USE, "origin"): "核对产地证明，查看包装上的商标",
    (ElementName.USE, "description"): "查看包装上自有商标的位置和大小",
    (ElementName.USE, "purpose"): "查看商品自身品牌，是否突出使用该标识",
    (ElementName.USE, "store"): "核对经营者名称和开店资质",
    (ElementName.SOURCE, "unknown"): "请权利人辨认，或者购样鉴别、索要进货凭证",
    (ElementName.SOURCE, "in-area"): "索要产地证明和标识使用许可",
    (ElementName.SOURCE, "elsewhere"): "索要产地证明、进货凭证",
    (ElementName.SOURCE, "own-earlier"): "查他人商标注册、在先使用的时间和范围",
    (ElementName.CONFUSION, "dilution"): "核对驰名认定记录",
}
"""The fact that would settle a question that an answer leaves open."""
