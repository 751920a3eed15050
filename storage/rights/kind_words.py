"""Kinds of rights (权利种类) by the words of registers, certificates and offices' tables."""

from __future__ import annotations

from collections.abc import Mapping

from storage.base.compact_text import caseless
from storage.base.message import Language
from storage.records import RightKind

KIND_NAMES: Mapping[RightKind, str] = {
    RightKind.TRADEMARK: "普通商标",
    RightKind.COLLECTIVE: "集体商标",
    RightKind.CERTIFICATION: "证明商标",
    RightKind.GEOGRAPHICAL_INDICATION: "地理标志产品",
    RightKind.PATENT: "专利",
    RightKind.PLANT_VARIETY: "植物新品种",
    RightKind.PRODUCT_RULE: "产品管理规定",
}
"""The name of each kind in tables that the program writes."""
_WORDS: Mapping[RightKind, str] = {
    RightKind.TRADEMARK: (
        "普通 一般 一般商标 商标 注册商标 普通注册商标 商品商标 服务商标 商品 服务 驰名商标 驰名 "
        "中国驰名商标 著名商标 知名商标 文字商标 区域公用品牌 区域品牌 公用品牌"
    ),
    RightKind.COLLECTIVE: "集体 集体注册商标 地理标志集体商标 集体商标(地理标志)",
    RightKind.CERTIFICATION: "证明 证明注册商标 地理标志证明商标 证明商标(地理标志) 原产地证明商标",
    RightKind.GEOGRAPHICAL_INDICATION: (
        "地理标志 地标 地理标志保护产品 国家地理标志产品 国家地理标志保护产品 农产品地理标志 "
        "地理标志农产品 原产地域产品"
    ),
    RightKind.PATENT: "发明 发明专利 实用新型 实用新型专利 外观设计 外观设计专利 专利权",
    RightKind.PLANT_VARIETY: "植物新品种权 品种权 新品种",
    RightKind.PRODUCT_RULE: "产品规定 管理规定 监管规定",
}
"""中国商标网 says 一般, 集体, 证明; lists of local offices say the rest. A 区域公用品牌 is no kind of
right: until its certificate is seen it counts as a mark, and its family says what it is."""


_KINDS = {
    caseless(word): kind
    for kind in RightKind
    for word in (kind.value, KIND_NAMES[kind], *_WORDS[kind].split())
}
KIND_WORDS = tuple(_KINDS)
"""All words that name a kind, without blanks, letters small."""


def kind_name(kind: RightKind, language: Language) -> str:
    """How a table of that language names a kind."""
    return KIND_NAMES[kind] if language is Language.CHINESE else kind.value


def read_kind(text: str) -> RightKind | None:
    """The kind that a word names, if it is one."""
    return _KINDS.get(caseless(text))
