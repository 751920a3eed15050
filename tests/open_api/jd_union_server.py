"""京东联盟 as its documents describe it: jd.union.open.goods.query behind the gateway api.jd.com/routerjson.

Written from these pages, apart from the connector:
- e-com-net.com/article/1177054860198096896.htm: system parameters, signature (parameters sorted by name,
  name and value strung together, the secret before and after, MD5, upper case), 6 minutes of tolerance;
- blog.csdn.net/DianSan_ERP/article/details/142364242: codes 2 to 24 of the gateway, Chinese and English;
- github rise-worlds/jos and yancyzhou/Jd_union_sdk, which repeat the API's page (union.jd.com/openplatform/api/628):
  goodsReqDTO, at most 30 a page, totalCount up to 10,000, queryResult as a text of JSON, names of the fields.

Open in the documents: the order in which faults are checked, the code of a page beyond the last (here an
empty list), the answer to pageSize above 30 (here 400).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.open_api.api_server import ApiServer, Goods, Reply, Request, json_reply, serving

_BEIJING = timedelta(hours=8)
_TOLERANCE = 360
_MEANINGS = {
    2: ("限制时间内调用失败次数", "App Call Limited"),
    7: ("缺少时间戳参数", "Missing Timestamp"),
    8: ("非法的时间戳参数", "Invalid Timestamp"),
    11: ("缺少签名参数", "Missing Signature"),
    12: ("无效签名", "Invalid Signature"),
    14: ("缺少方法名参数", "Missing Method"),
    15: ("不存在的方法名", "Invalid Method"),
    20: ("缺少app_key参数", "Missing app_key"),
    21: ("无效app_key", "Invalid app_key"),
    24: ("无权调用API", "cannot use this API"),
}


@dataclass
class JdUnionServer(ApiServer):
    """The gateway with one application."""

    app_key: str = "jd-app-key-0001"
    secret: str = "jd-secret-0001"
    goods: list[Goods] = field(default_factory=list)
    permitted: bool = True
    refusals: list[int] = field(default_factory=list)
    """Codes that the next calls get."""
    repeats: bool = False
    """Every page beyond the last shows the last one again."""


@contextmanager
def running_jd_union(goods: list[Goods]) -> Iterator[JdUnionServer]:
    """A gateway on loopback until the block ends."""
    server = JdUnionServer(goods=goods)
    with serving(server, lambda request: _answer(server, request)):
        yield server


def jd_goods(sku: int, name: str, price: float = 29.9, **more: object) -> Goods:
    """One SKU as the document shows it."""
    return {
        "skuId": sku,
        "itemId": f"item{sku}AbCdEf",
        "spuid": sku,
        "skuName": name,
        "brandName": "示例",
        "materialUrl": f"item.jd.com/{sku}.html",
        "priceInfo": {"price": price, "lowestPrice": price, "lowestCouponPrice": price},
        "shopInfo": {"shopId": 1000, "shopName": "示例粮油店"},
        "imageInfo": {"imageList": [{"url": f"https://img14.360buyimg.com/pop/{sku}.jpg"}]},
        "categoryInfo": {"cid1Name": "食品饮料", "cid2Name": "粮油调味", "cid3Name": "大米"},
        "inOrderCount30Days": 120,
        "owner": "p",
        **more,
    }


def _answer(server: JdUnionServer, request: Request) -> Reply:
    if request.path != "/routerjson":
        return Reply(b"not found", 404, "text/plain")
    code = _fault(server, request.parameters)
    if code is None and server.refusals:
        code = server.refusals.pop(0)
    if code is not None:
        chinese, english = _MEANINGS.get(code, ("错误", "error"))
        return json_reply(
            {"error_response": {"code": str(code), "zh_desc": chinese, "en_desc": english}}
        )
    return _result(server, json.loads(request.parameters["360buy_param_json"])["goodsReqDTO"])


def _fault(server: JdUnionServer, sent: dict[str, str]) -> int | None:
    for name, code in (("method", 14), ("app_key", 20), ("timestamp", 7), ("sign", 11)):
        if not sent.get(name):
            return code
    if sent["method"] != "jd.union.open.goods.query":
        return 15
    if sent["app_key"] != server.app_key:
        return 21
    try:
        at = datetime.strptime(sent["timestamp"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return 8
    if abs((at - _BEIJING).timestamp() - server.now) > _TOLERANCE:
        return 8
    strung = "".join(f"{name}{sent[name]}" for name in sorted(sent) if name != "sign")
    digest = hashlib.md5(f"{server.secret}{strung}{server.secret}".encode()).hexdigest()
    if sent["sign"] != digest.upper():
        return 12
    return None if server.permitted else 24


def _result(server: JdUnionServer, wish: dict[str, object]) -> Reply:
    size, page = wish.get("pageSize", 20), wish.get("pageIndex", 1)
    if not isinstance(size, int) or not isinstance(page, int) or not 1 <= size <= 30 or page < 1:
        return _packed({"code": 400, "message": "参数错误"})
    matches = [goods for goods in server.goods if str(wish["keyword"]) in str(goods.get("skuName"))]
    last = max(1, -(-len(matches) // size))
    if server.repeats:
        page = min(page, last)
    part = matches[(page - 1) * size : page * size]
    total = 10_000 if server.repeats else len(matches)
    return _packed({"code": 200, "message": "success", "totalCount": total, "data": part})


def _packed(result: dict[str, object]) -> Reply:
    text = json.dumps(result, ensure_ascii=False)
    return json_reply({"jd_union_open_goods_query_responce": {"code": "0", "queryResult": text}})
