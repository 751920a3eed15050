"""Why no connection came about is said in words that a person can act on."""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl

import aiohttp
import pytest

from crawler.http.connection_failure import certificate_reason, connection_reason
from crawler.http.fetcher import Fetcher, FetchFailed
from storage.base.message import Language
from storage.base.settings import Settings


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "域名不存在"),
        (
            socket.gaierror(socket.EAI_AGAIN, "Temporary failure"),
            "域名解析服务没有应答，请检查本机网络",
        ),
        (OSError(errno.ENETUNREACH, "Network is unreachable"), "网络不通"),
        (ConnectionResetError(errno.ECONNRESET, "reset"), "对方中断了连接"),
        (aiohttp.ServerDisconnectedError(), "对方中断了连接"),
        (ssl.SSLError(1, "wrong version"), "无法建立加密连接"),
    ],
)
def test_a_failed_connection_has_a_reason_in_chinese(error: Exception, words: str) -> None:
    assert connection_reason(error).text(Language.CHINESE) == words


def test_the_reason_behind_another_error_counts() -> None:
    outer = RuntimeError("wrapped")
    outer.__cause__ = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    assert connection_reason(outer).code == "connection.name-unknown"


def test_a_certificate_says_what_is_wrong_with_it() -> None:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = 10
    assert certificate_reason(error).text(Language.CHINESE) == "证书已过期"


def test_a_closed_port_is_a_refusal_of_the_other_side() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FetchFailed) as failure:
        asyncio.run(_fetch(f"http://127.0.0.1:{port}/"))
    assert failure.value.text(Language.CHINESE) == "无法连接：对方拒绝连接，网站可能已关闭"


async def _fetch(url: str) -> None:
    fetcher = Fetcher(Settings(allow_addresses=("127.0.0.0/8",)))
    try:
        await fetcher.fetch(url)
    finally:
        await fetcher.close()
