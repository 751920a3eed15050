"""One message to a group's robot: WeCom (企业微信), DingTalk (钉钉), Feishu (飞书), as their documents describe.

Each answers HTTP 200 also to what it refuses and says so in the body (`errcode`, `code`), which is read here: a
robot that was removed must not count as told.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from storage.base.errors import HubiaoError, Refused
from storage.base.message import Language, Message
from storage.base.request_policy import WEBHOOK
from storage.base.schema.storable_text import storable_text
from storage.base.settings import Settings
from storage.net.address_policy import AddressPolicy
from storage.net.guarded_fetch import fetch
from storage.outgoing.notice_channels import RobotKey
from storage.tables import RobotKind

_SERVERS = {
    RobotKind.WECOM: "https://qyapi.weixin.qq.com",
    RobotKind.DINGTALK: "https://oapi.dingtalk.com",
    RobotKind.FEISHU: "https://open.feishu.cn",
}
_PATHS = {
    RobotKind.WECOM: "/cgi-bin/webhook/send?key={token}",
    RobotKind.DINGTALK: "/robot/send?access_token={token}",
    RobotKind.FEISHU: "/open-apis/bot/v2/hook/{token}",
}


@dataclass(frozen=True, kw_only=True)
class RobotRequest:
    """What is sent to a robot."""

    url: str
    body: bytes


def robot_request(
    kind: RobotKind, key: RobotKey, server: str | None, text: str, at: datetime
) -> RobotRequest:
    """The request of one text; signed where the robot has a secret (加签)."""
    url = (server or _SERVERS[kind]).rstrip("/") + _PATHS[kind].format(token=quote(key.token))
    if kind is RobotKind.FEISHU:
        content: dict[str, object] = {"msg_type": "text", "content": {"text": text}}
        if key.secret:
            stamp = str(int(at.timestamp()))
            content |= {"timestamp": stamp, "sign": _signature(f"{stamp}\n{key.secret}", "")}
    else:
        content = {"msgtype": "text", "text": {"content": text}}
        if key.secret and kind is RobotKind.DINGTALK:
            stamp = str(int(at.timestamp() * 1000))
            sign = _signature(key.secret, f"{stamp}\n{key.secret}")
            url += f"&timestamp={stamp}&sign={quote(sign, safe='')}"
    return RobotRequest(url=url, body=json.dumps(content, ensure_ascii=False).encode())


def send_to_robot(
    settings: Settings, kind: RobotKind, key: RobotKey, server: str | None, text: str, at: datetime
) -> None:
    """Raises HubiaoError where the message did not arrive or the robot refused it."""
    request = robot_request(kind, key, server, text, at)
    answer = fetch(
        request.url,
        AddressPolicy(settings.allow_addresses),
        body=request.body,
        headers={"content-type": "application/json; charset=utf-8", "user-agent": "Hubiao-Robot/1"},
        max_bytes=WEBHOOK.max_bytes,
        timeout=WEBHOOK.seconds,
    )
    if not 200 <= answer.status < 300:
        raise Refused("channel.status", status=answer.status)
    code, words = _answer(answer.body)
    if code != 0:
        raise Refused("channel.refused", code=code, words=words)


def fault_words(error: HubiaoError, key: RobotKey) -> HubiaoError:
    """The failure, its data in Chinese, without the robot's key and secret."""
    hidden = {name: _without(_words(value), key) for name, value in error.message.data.items()}
    return type(error)(error.code, **hidden)


def _words(value: object) -> str:
    return value.text(Language.CHINESE) if isinstance(value, Message | HubiaoError) else str(value)


def _without(text: str, key: RobotKey) -> str:
    for secret in filter(None, (quote(key.token), key.token, key.secret)):
        text = text.replace(secret, "***")
    return text


def _answer(body: bytes) -> tuple[object, str]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return "?", storable_text(body[:80].decode("utf-8", "replace"))
    if not isinstance(answer, dict):
        return "?", storable_text(str(answer))[:80]
    code = next((answer[name] for name in ("errcode", "code", "StatusCode") if name in answer), "?")
    words = storable_text(str(answer.get("errmsg") or answer.get("msg") or ""))[:200]
    return code if isinstance(code, int) else storable_text(str(code))[:40], words


def _signature(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()
