"""多多进宝 as its documents describe it: pdd.ddk.goods.search behind gw-api.pinduoduo.com/api/router.

Written from these pages, apart from the connector:
- github lywzx/pdd-node-sdk PddDdkGoodsSearch.ts, which repeats the API's page: parameters, `list_id` to be
  repeated when turning the page, 100 a page, prices in fen, `sales_tip`, `mall_name`, `goods_sign`;
- github lywzx/pdd-node-sdk, the list of an API's error codes: 10001, 10002, 10016, 20004, 20031, 50001, 70031 …;
- juejin.cn/post/7658665688068423695: the signature (parameters sorted, name and value strung together, the
  client_secret before and after, MD5, upper case), POST as a form.

Open in the documents: which code a wrong clock gets (here 10001 with the name of the parameter), the answer
to a page beyond the last (here an empty list), whether goods_id is still given (here both kinds can be made).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.open_api.api_server import ApiServer, Goods, Reply, Request, json_reply, serving

_TOLERANCE = 600
_MEANINGS = {
    10001: "公共参数错误",
    10002: "请求方法错误，仅支持POST",
    10016: "client_id不正确",
    10019: "access_token已过期",
    20004: "签名sign校验失败",
    20031: "用户没有授权访问此接口",
    50001: "业务服务错误",
    70031: "调用过于频繁，请调整调用频率",
}


@dataclass
class PddServer(ApiServer):
    """The gateway with one application."""

    client_id: str = "pdd-client-0001"
    secret: str = "pdd-secret-0001"
    goods: list[Goods] = field(default_factory=list)
    permitted: bool = True
    refusals: list[int] = field(default_factory=list)
    """Codes that the next calls get."""
    overlap: int = 0
    """Goods at the head of a page that stood on the page before, too."""


@contextmanager
def running_pdd(goods: list[Goods]) -> Iterator[PddServer]:
    """A gateway on loopback until the block ends."""
    server = PddServer(goods=goods)
    with serving(server, lambda request: _answer(server, request)):
        yield server


def pdd_goods(number: int, name: str, fen: int = 2990, **more: object) -> Goods:
    """Goods as the document shows them."""
    return {
        "goods_id": number,
        "goods_sign": f"c9r2omogKFFAc7WBwvbZU1ikIb16_{number}",
        "goods_name": name,
        "goods_desc": name,
        "goods_image_url": f"https://img.pddpic.com/{number}.jpeg",
        "goods_thumbnail_url": f"https://img.pddpic.com/{number}-small.jpeg",
        "mall_id": 77,
        "mall_name": "示例农产品店",
        "merchant_type": 6,
        "min_group_price": fen,
        "min_normal_price": fen + 500,
        "sales_tip": "1.2万+",
        "opt_name": "食品",
        **more,
    }


def _answer(server: PddServer, request: Request) -> Reply:
    if request.path != "/api/router":
        return Reply(b"not found", 404, "text/plain")
    sent = request.parameters
    code, detail = _fault(server, request)
    if code is None and server.refusals:
        code = server.refusals.pop(0)
    if code is not None:
        words = _MEANINGS[code]
        return json_reply(
            {
                "error_response": {
                    "error_msg": words,
                    "sub_msg": detail or words,
                    "sub_code": str(code),
                    "error_code": code,
                    "request_id": "17043503757231146",
                }
            }
        )
    return _result(server, sent)


def _fault(server: PddServer, request: Request) -> tuple[int | None, str]:
    sent = request.parameters
    if request.method != "POST":
        return 10002, ""
    for name in ("type", "client_id", "timestamp", "sign"):
        if not sent.get(name):
            return 10001, f"公共参数错误:{name}"
    if sent["client_id"] != server.client_id:
        return 10016, ""
    if not sent["timestamp"].isdigit() or abs(int(sent["timestamp"]) - server.now) > _TOLERANCE:
        return 10001, "公共参数错误:timestamp"
    strung = "".join(f"{name}{sent[name]}" for name in sorted(sent) if name != "sign")
    digest = hashlib.md5(f"{server.secret}{strung}{server.secret}".encode()).hexdigest()
    if sent["sign"] != digest.upper():
        return 20004, ""
    return (None, "") if server.permitted else (20031, "")


def _result(server: PddServer, sent: dict[str, str]) -> Reply:
    page, size = int(sent.get("page", 1)), int(sent.get("page_size", 100))
    listing = f"list-{hashlib.md5(sent['keyword'].encode()).hexdigest()[:8]}"
    if page > 1 and sent.get("list_id") != listing:
        return json_reply(
            {
                "error_response": {
                    "error_code": 50001,
                    "error_msg": "业务服务错误",
                    "sub_msg": "list_id",
                }
            }
        )
    matches = [goods for goods in server.goods if sent["keyword"] in str(goods.get("goods_name"))]
    first = max(0, (page - 1) * size - server.overlap * (page - 1))
    return json_reply(
        {
            "goods_search_response": {
                "goods_list": matches[first : first + size],
                "list_id": listing,
                "search_id": "s-1",
                "total_count": len(matches) + server.overlap,
                "request_id": "15464049615056181",
            }
        }
    )
