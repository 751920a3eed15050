"""Pack words (包装与用途): what makes a size of pack, a gift or a buyer of the goods word before it."""

from __future__ import annotations

import re

PACKED = re.compile("装(?![修饰潢置备扮卸裱订甲配])")
"""What makes a size or kind of pack of the word before: 餐饮装, 编织袋装, 礼盒装; not 酒店装修."""
MEANT_FOR = re.compile("(?:专用|商用|特供|专供|专享|直供|用)(?![品具])")
MEANT_FOR_TRADE = re.compile("[厂店馆站行]?(?:专用|特供|专供|直供)")
"""What makes the buyer of the word before: 餐饮专用, 酒店用; not 酒店用品; of any service 修理厂专供."""
GIFT = re.compile("(?:伴手|随手|回)礼|手信")
"""Words for a gift, which tell how goods are given and not which."""
SHARE = re.compile(r"\d\s*[%％]\s*$")
"""What stands before a material of which goods are made by so much."""
VESSELS = frozenset({"杯", "碗", "盒子", "罐子", "盒", "罐", "瓶", "桶", "袋", "袋子"})
PRINTED = re.compile(r"一次性|印刷|定制|定做|订做|印logo|彩印|批量|起订|带盖|空")
"""What tells a vessel for packing goods from one for the table."""
