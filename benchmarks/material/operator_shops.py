"""Pairs of shops on two platforms: one operator's by one trait each, and near misses.

Every company, number and shop is made up (示例). Each shop has two goods, a page of its own and a page
with its licence (亮照); the platform's own company stands at the foot of every page.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw
from stdnum.cn import uscc


def credit_code(number: int) -> str:
    """A made-up 统一社会信用代码 with a right check character (GB 32100-2015)."""
    stem = f"91150800MA0X{number:05d}"
    return stem + uscc.calc_check_digit(stem)


@dataclass(frozen=True, kw_only=True)
class MadeShop:
    """One shop as its pages show it."""

    name: str
    text: str = ""
    """In the description of its goods."""
    licence: str = ""
    """On its 亮照 page."""
    picture: int | None = None
    """Seed of its goods' picture."""


@dataclass(frozen=True, kw_only=True)
class ShopPair:
    """A shop on the first platform and one on the second."""

    name: str
    first: MadeShop
    second: MadeShop
    same: bool


def _spaced(code: str) -> str:
    return f"{code[:4]} {code[4:10]} {code[10:]}"


def pairs() -> list[ShopPair]:
    """Nine pairs of one operator, eight that merely look like it."""
    code = [credit_code(number) for number in range(1, 40)]
    wechat = (
        ("微信", "微信：slnm_0478", "加V：slnm_0478"),
        ("chat-vx", "威信 slsc8866", "vx:slsc8866"),
    )

    def pair(
        name: str, *, same: bool, first: dict[str, object], second: dict[str, object]
    ) -> ShopPair:
        made = [
            MadeShop(name=f"{name}{side}", **details)  # type: ignore[arg-type]
            if "name" not in details
            else MadeShop(**details)  # type: ignore[arg-type]
            for side, details in (("甲铺", first), ("乙坊", second))
        ]
        return ShopPair(name=name, first=made[0], second=made[1], same=same)

    true = [
        pair("phone", same=True, first={"text": "批发请打 13900010001"}, second={"text": "电话 139-0001-0001 李经理"}),
        pair("phone-wide", same=True, first={"text": "联系１３９０００２０００２"},
             second={"text": "手机:139 0002 0002"}),
        *(
            pair(name, same=True, first={"text": f"拿货{label}"}, second={"text": f"{spelling} 可看样"})
            for name, label, spelling in wechat
        ),
        pair("picture", same=True, first={"picture": 5}, second={"picture": 5}),
        pair("operator", same=True, first={"text": "经营者名称：示例（临河）同源粮油商行"},
             second={"text": "企业名称：示例(临河)同源粮油商行"}),
        pair("operator-licence", same=True, first={"licence": "主体名称：示例广源农业专业合作社"},
             second={"text": "经营者：示例广源农业专业合作社"}),
        pair("code", same=True, first={"text": f"社会信用代码：{_spaced(code[0])}"},
             second={"licence": f"统一社会信用代码 {code[0]} 企业名称 示例阴山商贸有限公司"}),
        pair("code-licence", same=True,
             first={"licence": f"统一社会信用代码：{code[1]} 企业名称：示例后套食品有限公司"},
             second={"licence": f"营业执照 证照编号 {code[1].lower()} 名称 示例后套食品有限公司"}),
    ]  # fmt: skip

    def licence(number: int, company: str = "示例商行") -> str:
        return f"统一社会信用代码：{code[number]} 企业名称：{company}"

    near = [
        pair("alike-names", same=False, first={"name": "示例北疆旗舰店"}, second={"name": "示例北疆专营店"}),
        pair("equal-names", same=False,
             first={"name": "示例惠民超市", "licence": licence(10, "示例一号商行")},
             second={"name": "示例惠民超市", "licence": licence(11, "示例二号商行")}),
        pair("agents-phone", same=False,
             first={"text": "电话13900030003", "licence": licence(12, "示例三号商行")},
             second={"text": "电话13900030003", "licence": licence(13, "示例四号商行")}),
        pair("equal-operators", same=False, first={"licence": licence(14, "示例便民商店")},
             second={"licence": licence(15, "示例便民商店")}),
        pair("next-phones", same=False, first={"text": "电话13900040004"}, second={"text": "电话13900040005"}),
        pair("alike-handles", same=False, first={"text": "微信：slhandle_1"}, second={"text": "微信：slhandle_2"}),
        pair("alike-pictures", same=False, first={"picture": 21}, second={"picture": 22}),
        pair("footer-only", same=False, first={"licence": licence(16, "示例五号商行")},
             second={"licence": licence(17, "示例六号商行")}),
    ]  # fmt: skip
    return [*true, *near]


def picture(seed: int, *, side: int, quality: int) -> bytes:
    """A drawn bag on white, JPEG; two seeds give two layouts."""
    image = Image.new("RGB", (960, 960), "white")
    draw = ImageDraw.Draw(image)
    for step in range(6):
        value = (seed * 7919 + step * 104729) % 65521
        left, top = 120 + value % 400, 120 + value // 7 % 400
        colour = (value % 200, value // 3 % 200, value // 11 % 200)
        draw.rectangle(
            (left, top, left + 120 + value % 280, top + 90 + value // 5 % 300), fill=colour
        )
    data = BytesIO()
    image.resize((side, side)).save(data, "JPEG", quality=quality)
    return data.getvalue()
