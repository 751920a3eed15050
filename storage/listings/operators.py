"""同一经营者: the grounds on which shops are taken for one operator's, and their words."""

from __future__ import annotations

from enum import StrEnum


class OperatorGround(StrEnum):
    """关联依据: what an operator cannot easily vary."""

    CREDIT_CODE = "credit-code"
    OPERATOR = "operator"
    CONTACT = "contact"
    PICTURE = "picture"
    MAIN_PICTURE = "main-picture"
    TEXT = "text"
    SHOP_NAME = "shop-name"


OPERATOR_GROUND_NAMES = {
    OperatorGround.CREDIT_CODE: "统一社会信用代码相同",
    OperatorGround.OPERATOR: "主体名称相同",
    OperatorGround.CONTACT: "联系方式相同",
    OperatorGround.PICTURE: "商品图片相同",
    OperatorGround.MAIN_PICTURE: "商品主图相似",
    OperatorGround.TEXT: "商品描述相同",
    OperatorGround.SHOP_NAME: "店铺名称相同",
}
"""The strongest ground first."""
