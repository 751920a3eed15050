"""抖音精选联盟 as its documents describe it: buyin.kolMaterialsProductsSearch behind openapi-fxg.jinritemai.com.

Written from op.jinritemai.com guide-docs/148/814 (signature, with its example) and api-docs/61/1725 (as public
clients and the official Go SDK repeat them), and blog.csdn.net/weixin_49220773/article/details/126468317 (codes),
apart from the connector. Open there: the answer to a page beyond the last (here an empty list).
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.open_api.api_server import ApiServer, Goods, Reply, Request, json_reply, serving


@dataclass
class DouyinServer(ApiServer):
    """The gateway with one application."""

    app_key: str = "6844048284663924231"
    secret: str = "749698a6-fcb3-4358-b241-ec1d93cf9c1f"
    access_token: str = "douyin-token-0001"
    goods: list[Goods] = field(default_factory=list)


@contextmanager
def running_douyin(goods: list[Goods]) -> Iterator[DouyinServer]:
    """A gateway on loopback until the block ends."""
    server = DouyinServer(goods=goods)
    with serving(server, lambda request: _answer(server, request)):
        yield server


def douyin_goods(number: int, title: str) -> Goods:
    """One product: every value a text, prices in fen."""
    return {
        "product_id": str(number),
        "title": title,
        "price": "2990",
        "sales": "1234",
        "shop_id": "2232",
        "shop_name": "示例小铺",
        "cover": "https://p3-aio.ecombdimg.com/a.webp",
        "detail_url": f"https://haohuo.jinritemai.com/views/product/item2?id={number}",
    }


def _answer(server: DouyinServer, request: Request) -> Reply:
    sent = request.parameters
    if sent.get("app_key") != server.app_key:
        return _refusal(40003, "isv.app-id-invalid")
    if sent.get("access_token") != server.access_token:
        return _refusal(40003, "isv.access-token-expired")
    at = datetime.strptime(sent["timestamp"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    if abs((at - timedelta(hours=8)).timestamp() - server.now) > 600:
        return _refusal(40003, "isv.timestamp-invalid")
    if sent.get("sign") != _signature(server, request):
        return _refusal(40003, "isv.signature-invalid")
    wish = json.loads(request.body)
    page, size = int(wish["page"]), int(wish["page_size"])
    assert size <= 20
    matches = [goods for goods in server.goods if wish["title"] in goods["title"]]
    part = matches[(page - 1) * size : page * size]
    data = {"total": str(len(matches)), "products": part}
    return json_reply(
        {"code": 10000, "msg": "success", "sub_code": "", "sub_msg": "", "data": data}
    )


def _signature(server: DouyinServer, request: Request) -> str:
    """The server reads the body anew: names sorted, all values texts, no blanks, & < > escaped."""
    values = {name: str(value) for name, value in json.loads(request.body).items()}
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    for character in "&<>":
        text = text.replace(character, f"\\u{ord(character):04x}")
    covered = {
        **{name: request.parameters[name] for name in ("app_key", "method", "timestamp", "v")},
        "param_json": text,
    }
    strung = "".join(f"{name}{covered[name]}" for name in sorted(covered))
    message = f"{server.secret}{strung}{server.secret}".encode()
    return hmac.new(server.secret.encode(), message, hashlib.sha256).hexdigest()


def _refusal(code: int, sub_code: str) -> Reply:
    return json_reply(
        {"code": code, "msg": "非法的参数", "sub_code": sub_code, "sub_msg": "", "data": None}
    )
