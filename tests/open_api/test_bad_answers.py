"""Every shipped API against answers that are none: one fault each, no exception, no goods out of nothing."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.http.fetcher import Fetcher
from crawler.open_api.answer import Goods
from crawler.open_api.client import ApiClient
from crawler.open_api.description import AnswerMeaning, ApiDescription
from crawler.open_api.description_file import load_description
from crawler.open_api.fault import ApiFault
from crawler.open_api.registry import FOLDER
from crawler.open_api.request import Query
from storage.base.message import Language
from storage.base.settings import Settings
from tests.open_api.api_server import BUSY, HTML, ApiServer, Reply, json_reply, serving

NAMES = sorted(path.stem for path in FOLDER.glob("*.yml"))
BAD_ANSWERS = {
    "HTML": HTML,
    "HTML that says 503": BUSY,
    "nothing": Reply(b""),
    "half of an object": Reply(b'{"result": {"list": [{"skuId": 1, "skuNa'),
    "no text": Reply(b"\xff\xfe\x00\x81{}\xff"),
    "null": json_reply(None),
    "a number": json_reply(7),
    "a list": json_reply([]),
    "text": json_reply("ok"),
    "an object of another API": json_reply({"code": "0", "items": None, "data": [1, "x", None]}),
    "deeply nested": Reply(b"[" * 200_000),
    "a redirect": Reply(b"", 302, headers={"Location": "https://example.org/sign-in"}),
    "a picture": Reply(b"\x89PNG\r\n\x1a\n", content_type="image/png"),
}


TOKEN = json_reply({"access_token": "v^1.1#token", "expires_in": 7200})


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[ApiServer, dict[str, Reply]]]:
    """A server with one reply for goods and one for tokens, which a test changes."""
    running, replies = ApiServer(), {"goods": HTML, "token": TOKEN}
    with serving(running, lambda request: replies["token" if "token" in request.path else "goods"]):
        yield running, replies


def described(name: str, url: str, folder: Path) -> ApiDescription:
    text = (FOLDER / f"{name}.yml").read_text("utf-8")
    text = re.sub(r"https://(?:api\.ebay\.com/identity)", f"{url}/identity", text)
    text = re.sub(r"(?m)^(endpoint: https://)[^/\s]+", f"endpoint: {url}", text)
    file = folder / f"{name}.yml"
    file.write_text(text, "utf-8")
    description = load_description(file)
    return replace(description, limits=replace(description.limits, delay=0))


def answers(
    description: ApiDescription, replies: dict[str, Reply], asked: str, folder: Path
) -> dict[str, Goods | ApiFault]:
    """What the client makes of each bad answer to one kind of call."""
    keys = {key.name: f"key-of-{key.name}" for key in description.keys}

    async def ask_all() -> dict[str, Goods | ApiFault]:
        fetcher = Fetcher(Settings(home=folder, allow_addresses=("127.0.0.0/8",)))
        answers: dict[str, Goods | ApiFault] = {}
        try:
            for what, reply in BAD_ANSWERS.items():
                replies.update({"goods": HTML, "token": TOKEN, asked: reply})
                client = ApiClient(description, keys, fetcher)
                answers[what] = await client.ask(Query(word="示例大米", page=1))
        finally:
            await fetcher.close()
        return answers

    return asyncio.run(ask_all())


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_that_is_none_is_one_fault_that_may_be_asked_again(
    name: str, server: tuple[ApiServer, dict[str, Reply]], tmp_path: Path
) -> None:
    running, replies = server
    description = described(name, running.url, tmp_path)
    for asked in ("goods", "token") if description.token else ("goods",):
        for what, answer in answers(description, replies, asked, tmp_path).items():
            assert isinstance(answer, ApiFault), (asked, what)
            assert answer.meaning in (AnswerMeaning.UNREADABLE, AnswerMeaning.BUSY), (asked, what)
            assert "\n" not in answer.words
            assert "key-of-" not in answer.message.text(Language.CHINESE)
