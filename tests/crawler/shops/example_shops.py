"""The two shops that the example spiders of docs/examples are written for."""

from __future__ import annotations

import json

from tests.crawler.website import Answer, Form, Page, html

PER_PAGE = 10
JSON = {"Content-Type": "application/json"}
ROBOTS = Answer(
    b"User-agent: *\nDisallow: /goods/3\nDisallow: /api/private\n",
    headers={"Content-Type": "text/plain"},
)
"""robots.txt of both shops: /goods/3 and all that begins so is closed."""


def html_shop(goods: int) -> Page:
    """Lists of ten goods at `/` and `/?page=N`, listings at /goods/N."""

    def page(path: str) -> Answer | None:
        if path == "/robots.txt":
            return ROBOTS
        if path == "/" or path.startswith("/?page="):
            part = int(path.partition("=")[2] or 0)
            numbers = range(part * PER_PAGE, min(goods, (part + 1) * PER_PAGE))
            cards = "".join(
                f"<li class='goods'><a href='/goods/{n}'>示例面粉 {n} 号</a>"
                f"<span class='price'>{n + 1}.50</span></li>"
                for n in numbers
            )
            more = numbers.stop < goods
            pager = f"<a rel='next' href='/?page={part + 1}'>下一页</a>" if more else ""
            return html(f"<ul>{cards}</ul>{pager}")
        if path.startswith("/goods/"):
            number = int(path.removeprefix("/goods/"))
            return html(
                f"<h1>天赋河套面粉 {number} 号</h1><p class='seller'>示例粮油店</p>"
                f"<div class='text'><p>电话 139-1234-{number:04}</p></div>"
            )
        return None

    return page


def json_shop(goods: int) -> Form:
    """Answers of POST /api/search: `from` and `size` of all goods."""

    def answer(path: str, fields: dict[str, str]) -> Answer | None:
        if path != "/api/search":
            return None
        question = json.loads(fields["json"])
        first = question["from"]
        numbers = range(first, min(goods, first + question["size"]))
        entries = [
            {"id": f"G{n}", "name": f"示例面粉 {n} 号", "price": f"{n + 1}.50", "seller": "示例粮油店"}
            for n in numbers
        ]  # fmt: skip
        body = json.dumps({"total": goods, "goods": entries}, ensure_ascii=False)
        return Answer(body.encode(), headers=JSON)

    return answer
