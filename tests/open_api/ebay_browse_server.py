"""eBay Browse as its documents describe it: item_summary/search behind an application token.

Written from developer.ebay.com/api-docs/buy/browse (overview), api-docs/static/oauth-rate-limits.html and
handling-error-messages.html, and github gaurav-arun/ebay-alerts sample_response_100.py (an answer in full), apart
from the connector. Open there: the error of a rejected application; the ids 1001 and 2001 are those of public clients.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.open_api.api_server import ApiServer, Goods, Reply, Request, json_reply, serving


@dataclass
class EbayServer(ApiServer):
    """Token endpoint and search."""

    client_id: str = "ebay-app-0001"
    secret: str = "ebay-cert-0001"
    token: str = "v^1.1#token-1"
    goods: list[Goods] = field(default_factory=list)


@contextmanager
def running_ebay(goods: list[Goods]) -> Iterator[EbayServer]:
    """An API on loopback until the block ends."""
    server = EbayServer(goods=goods)
    with serving(server, lambda request: _answer(server, request)):
        yield server


def ebay_goods(number: int, title: str) -> Goods:
    """One item summary."""
    return {
        "itemId": f"v1|{number}|0",
        "legacyItemId": str(number),
        "title": title,
        "price": {"value": "12.75", "currency": "USD"},
        "seller": {"username": "shili-store", "feedbackScore": 3},
        "itemLocation": {"country": "CN"},
        "categories": [{"categoryId": "1", "categoryName": "Rice"}],
        "thumbnailImages": [{"imageUrl": f"https://i.ebayimg.com/images/g/{number}/s-l1600.jpg"}],
        "itemWebUrl": f"https://www.ebay.com/itm/{number}?hash=item59",
    }


def _answer(server: EbayServer, request: Request) -> Reply:
    if request.path == "/identity/v1/oauth2/token":
        return _grant(server, request)
    if request.headers.get("Authorization") != f"Bearer {server.token}":
        error = {"errorId": 1001, "domain": "OAuth", "message": "Invalid access token"}
        return json_reply({"errors": [error]}, 401)
    sent = request.parameters
    limit, offset = int(sent.get("limit", 50)), int(sent.get("offset", 0))
    if limit > 200 or offset % limit:
        return json_reply({"errors": [{"errorId": 12006, "message": "invalid offset"}]}, 400)
    matches = [goods for goods in server.goods if sent["q"] in goods["title"]]
    result: dict[str, object] = {"total": len(matches), "limit": limit, "offset": offset}
    if part := matches[offset : offset + limit]:
        result["itemSummaries"] = part
    return json_reply(result)


def _grant(server: EbayServer, request: Request) -> Reply:
    credentials = b64encode(f"{server.client_id}:{server.secret}".encode()).decode()
    if request.headers.get("Authorization") != f"Basic {credentials}":
        error = {"error": "invalid_client", "error_description": "client authentication failed"}
        return json_reply(error, 401)
    if request.parameters.get("grant_type") != "client_credentials":
        return json_reply({"error": "unsupported_grant_type"}, 400)
    return json_reply(
        {"access_token": server.token, "expires_in": 7200, "token_type": "Application"}
    )
