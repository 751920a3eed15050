"""罪名: names of crimes, which a letter may state as what is suspected."""

from __future__ import annotations

CRIME_NAMES = frozenset(
    {
        "假冒注册商标罪",
        "销售假冒注册商标的商品罪",
        "非法制造、销售非法制造的注册商标标识罪",
        "假冒专利罪",
        "侵犯著作权罪",
        "销售侵权复制品罪",
        "侵犯商业秘密罪",
        "生产、销售伪劣产品罪",
        "生产、销售、提供假药罪",
        "生产、销售、提供劣药罪",
        "妨害药品管理罪",
        "生产、销售不符合安全标准的食品罪",
        "生产、销售有毒、有害食品罪",
        "生产、销售伪劣农药、兽药、化肥、种子罪",
        "生产、销售不符合卫生标准的化妆品罪",
        "虚假广告罪",
        "损害商业信誉、商品声誉罪",
        "合同诈骗罪",
        "诈骗罪",
        "非法经营罪",
    }
)
"""Crimes (罪名) that an office of market supervision meets, by their names in the rules of the supreme
court and procuratorate on names of crimes; chosen by hand."""
