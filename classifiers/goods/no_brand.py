"""Brand fields that name no brand (无品牌): what pages and sellers put where one is asked for."""

from __future__ import annotations

from classifiers.characters.folding import fold

NO_BRAND = frozenset(
    fold(word) for word in (
        "无", "无品牌", "其他", "其它", "other", "others", "none", "暂无", "自有品牌", "不详", "见详情", "没有",
        "国产", "null", "nobrand", "其他品牌", "其他/other", "没有品牌", "未知", "散装", "自产", "农家", "自主品牌",
        "详见包装", "见包装", "见描述", "其它品牌", "OEM", "ODM", "no brand", "unbranded", "generic", "n/a", "-",
        "—", "/",
    )
)  # fmt: skip
"""Folded; collected by hand from forms of Chinese platforms and shop software."""
