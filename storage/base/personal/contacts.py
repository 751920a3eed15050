"""Numbers of private persons (个人信息): how a mobile and an identity number look, and hiding them.

个人信息保护法 §6: personal data is shown only where it is needed.
"""

from __future__ import annotations

import re

MOBILE = re.compile(
    r"""
    (?<!\d)(?<!\d\.)                # no tail of a longer number or of a decimal
    (?:(?:\+|00)?86[-\s]?)?         # country code
    (1[3-9]\d)[-\s]?(\d{4})[-\s]?(\d{4})
    (?!\d)(?!\.\d)
    """,
    re.VERBOSE,
)
"""手机号码 of mainland China: eleven digits from 13 to 19, perhaps in groups of 3, 4 and 4."""

IDENTITY = re.compile(
    r"""
    (?<![\dA-Za-z])
    ([1-9]\d{5})                                          # 地址码
    (?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])  # date of birth
    \d{3}[\dXx]                                           # sequence, check character
    (?![\dA-Za-z])
    """,
    re.VERBOSE,
)
"""公民身份号码 (GB 11643-1999): eighteen characters with a date of birth."""

LABEL_OF_GOODS = re.compile(
    r"""
    (?:
        sku|asin|ean|gtin|upc|isbn|id|item|编号|编码|货号|单号|订单号?|条码|条形码|型号     # goods
      | 注册号|注册证号?|许可证号?|许可证编号|备案号|批准文号|证书编号|授权号|执照号        # licences
      | 执行标准号?|标准号?|商标号|专利号|申请号|信用代码|注册商标第?|第|SC|QS|ZL|GB        # rights, standards
      | ¥|￥|\$|€|价格?|NO\.?|№|\#
    )\s*[:：=]?\s*$
    """,
    re.I | re.X,
)
"""The end of a text whose next number names goods, a licence or a price."""
LABEL_REACH = 14
"""Characters before a number in which a label may stand; chosen by hand."""


_CHECK_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""Weights of the first seventeen digits (GB 11643-1999, ISO 7064 MOD 11-2)."""
_CHECK_CHARACTERS = "10X98765432"


def is_identity_number(number: str) -> bool:
    """Does an 18-character 公民身份号码 pass its check character (GB 11643-1999)?"""
    if not re.fullmatch(r"\d{17}[\dXx]", number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _CHECK_WEIGHTS, strict=False))
    return _CHECK_CHARACTERS[total % 11] == number[-1].upper()


def is_number_of_goods(text: str, start: int) -> bool:
    """Does a label before the number at `start` say that it is one of goods, a licence or a price?"""
    return bool(LABEL_OF_GOODS.search(text[max(0, start - LABEL_REACH) : start]))
