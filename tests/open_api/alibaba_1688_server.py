"""1688 as its documents describe it: product.search.keywordQuery behind gw.open.1688.com/openapi/param2.

Written from the API's page (open.1688.com apidocdetail, as public Markdown copies repeat it), and
blog.csdn.net/hellorichen/article/details/73557927 and weixin_42804176/article/details/140032722 (address and
HMAC-SHA1 signature), apart from the connector. Open there: the gateway's list of error codes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.open_api.api_server import ApiServer, Goods, Reply, Request, json_reply, serving

_NAME = "param2/1/com.alibaba.fenxiao.crossborder/product.search.keywordQuery/"


@dataclass
class Alibaba1688Server(ApiServer):
    """The gateway with one application."""

    app_key: str = "1000000"
    secret: str = "1688-secret-0001"
    access_token: str = "token-0001"
    goods: list[Goods] = field(default_factory=list)


@contextmanager
def running_1688(goods: list[Goods]) -> Iterator[Alibaba1688Server]:
    """A gateway on loopback until the block ends."""
    server = Alibaba1688Server(goods=goods)
    with serving(server, lambda request: _answer(server, request)):
        yield server


def offer(number: int, subject: str) -> Goods:
    """One offer."""
    return {
        "offerId": number,
        "subject": subject,
        "subjectTrans": "rice",
        "imageUrl": f"https://cbu01.alicdn.com/{number}.jpg",
        "priceInfo": {"price": "10.5", "consignPrice": "12"},
        "monthSold": 1213,
    }


def _answer(server: Alibaba1688Server, request: Request) -> Reply:
    sent = request.parameters
    if request.path != f"/openapi/{_NAME}{server.app_key}":
        return _refusal("400", "Invalid app key")
    if sent.get("access_token") != server.access_token:
        return _refusal("401", "Request need user authorized")
    strung = "".join(f"{name}{sent[name]}" for name in sorted(sent) if name != "_aop_signature")
    message = f"{_NAME}{server.app_key}{strung}".encode()
    digest = hmac.new(server.secret.encode(), message, hashlib.sha1).hexdigest().upper()
    if sent.get("_aop_signature") != digest:
        return _refusal("400", "Invalid signature")
    wish = json.loads(sent["offerQueryParam"])
    page, size = wish["beginPage"], wish["pageSize"]
    assert isinstance(page, int)
    assert wish["country"]
    matches = [goods for goods in server.goods if wish["keyword"] in goods["subject"]]
    part = matches[(page - 1) * size : page * size]
    result = {"totalRecords": len(matches), "pageSize": size, "currentPage": page, "data": part}
    return json_reply(
        {"result": {"success": True, "code": "200", "message": "ok", "result": result}}
    )


def _refusal(code: str, message: str) -> Reply:
    return json_reply(
        {"error_code": code, "error_message": message, "exception": message}, int(code)
    )
