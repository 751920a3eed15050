"""淘宝联盟 as its documents describe it: taobao.tbk.dg.material.optional.upgrade behind eco.taobao.com/router/rest.

Written from these pages, apart from the connector:
- cnblogs.com/zeroone/p/6181024.html and cnblogs.com/hucheng1997/p/11028247.html: public parameters, GMT+8, 10 minutes;
- blog.csdn.net/weixin_46124208/article/details/130508075: signatures md5 and hmac over sorted parameters in UTF-8;
- blog.csdn.net/ye1992/article/details/8616047 and cnblogs.com/Valentina/articles/2696993.html: codes 7 to 41;
- the official SDK's records of request and answer (page_size 1 to 100, item_basic_info, price_promotion_info).

Open in the documents: whether `map_data` still wraps the list (here it does), the order of checks.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.open_api.api_server import ApiServer, Goods, Reply, Request, json_reply, serving

_BEIJING = timedelta(hours=8)
_TOLERANCE = 600


@dataclass(frozen=True)
class Refusal:
    """An error as TOP writes it."""

    code: int
    msg: str
    sub_code: str = ""
    sub_msg: str = ""


@dataclass
class TaobaoServer(ApiServer):
    """The gateway with one application."""

    app_key: str = "12345678"
    secret: str = "taobao-secret-0001"
    goods: list[Goods] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


@contextmanager
def running_taobao(goods: list[Goods]) -> Iterator[TaobaoServer]:
    """A gateway on loopback until the block ends."""
    server = TaobaoServer(goods=goods)
    with serving(server, lambda request: _answer(server, request)):
        yield server


def taobao_goods(item_id: str, title: str, price: str = "29.90", *, tmall: bool = False) -> Goods:
    """One item as the document shows it."""
    return {
        "item_id": item_id,
        "item_basic_info": {
            "title": title,
            "shop_title": "示例粮仓",
            "seller_id": 2200657,
            "user_type": 1 if tmall else 0,
            "provcity": "内蒙古 巴彦淖尔",
            "volume": 3000,
            "pict_url": "//img.alicdn.com/bao/uploaded/a.jpg",
            "brand_name": "示例",
            "category_name": "大米",
            "level_one_category_name": "粮油米面",
        },
        "price_promotion_info": {"zk_final_price": price, "reserve_price": "39.90"},
        "publish_info": {"click_url": f"//s.click.taobao.com/t?e={item_id}"},
    }


def _answer(server: TaobaoServer, request: Request) -> Reply:
    if request.path != "/router/rest":
        return Reply(b"not found", 404, "text/plain")
    refusal = _fault(server, request.parameters)
    if refusal is None and server.refusals:
        refusal = server.refusals.pop(0)
    if refusal is not None:
        error = {name: value for name, value in vars(refusal).items() if value}
        return json_reply({"error_response": {**error, "request_id": "13yki55kbv7ug"}})
    return _result(server, request.parameters)


def _fault(server: TaobaoServer, sent: dict[str, str]) -> Refusal | None:
    if sent.get("method") != "taobao.tbk.dg.material.optional.upgrade":
        return Refusal(22, "Invalid Method")
    if sent.get("app_key") != server.app_key:
        return Refusal(29, "Invalid App Key", "isv.appkey-not-exists")
    try:
        at = datetime.strptime(sent.get("timestamp", ""), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return Refusal(31, "Invalid timestamp")
    if abs((at - _BEIJING).timestamp() - server.now) > _TOLERANCE:
        return Refusal(31, "Invalid timestamp")
    if not _is_signed(server, sent):
        return Refusal(25, "Invalid signature", "isv.invalid-signature")
    if not sent.get("adzone_id") or not sent.get("q"):
        return Refusal(40, "Missing required arguments", "isv.missing-parameter:adzone_id")
    return None


def _is_signed(server: TaobaoServer, sent: dict[str, str]) -> bool:
    strung = "".join(f"{name}{sent[name]}" for name in sorted(sent) if name != "sign")
    if sent.get("sign_method") == "md5":
        digest = hashlib.md5(f"{server.secret}{strung}{server.secret}".encode()).hexdigest()
    else:
        digest = hmac.new(server.secret.encode(), strung.encode(), "md5").hexdigest()
    return sent.get("sign") == digest.upper()


def _result(server: TaobaoServer, sent: dict[str, str]) -> Reply:
    page, size = int(sent.get("page_no", 1)), int(sent.get("page_size", 20))
    if not 1 <= size <= 100:
        return json_reply({"error_response": {"code": 41, "msg": "Invalid arguments"}})
    matches = [goods for goods in server.goods if sent["q"] in goods["item_basic_info"]["title"]]
    part = matches[(page - 1) * size : page * size]
    return json_reply(
        {
            "tbk_dg_material_optional_upgrade_response": {
                "total_results": len(matches),
                "result_list": {"map_data": part},
                "request_id": "13yki55kbv7ug",
            }
        }
    )
