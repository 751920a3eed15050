"""A made-up web site on loopback: pages as functions, every request remembered."""

from __future__ import annotations

import http.server
import json
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl

from crawler.run.crawl import run_crawl
from crawler.run.crawl_options import CrawlOrder, CrawlReport
from storage.base.settings import Settings
from tests.databases import migrated_database

HTML = {"Content-Type": "text/html; charset=utf-8"}


@dataclass
class Answer:
    """What one address sends."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: dict(HTML))
    stream: Callable[[], Iterator[bytes]] | None = None
    """Pieces sent one after another, without a declared length."""


Page = Callable[[str], Answer | None]
Form = Callable[[str, dict[str, str]], Answer | None]
"""What a path answers to the fields of a form sent by POST."""


@dataclass
class Website:
    """The running site; `hits` counts the requests of each path."""

    url: str
    page: Page
    hits: Counter[str] = field(default_factory=Counter)
    not_modified: Counter[str] = field(default_factory=Counter)
    agents: set[str] = field(default_factory=set)
    cookie: str = ""
    """Cookies of the request that is answered."""
    cookies: set[str] = field(default_factory=set)
    form: Form | None = None
    posted: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Path and fields (or the JSON, under the name `json`) of every POST."""


@contextmanager
def running_site(
    page: Page,
    tls: ssl.SSLContext | None = None,
    form: Form | None = None,
    host: str = "127.0.0.1",
) -> Iterator[Website]:
    """Serve `page(path)`, and `form(path, fields)` to a POST, until the block ends; None is a 404."""
    site = Website(url="", page=page, form=form)

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing."""

        def do_GET(self) -> None:
            site.hits[self.path] += 1
            site.agents.add(self.headers.get("User-Agent", ""))
            site.cookie = self.headers.get("Cookie", "")
            site.cookies |= {site.cookie} - {""}
            answer = site.page(self.path) or Answer(b"nothing here", 404)
            etag = self.headers.get("If-None-Match")
            if etag and etag == answer.headers.get("ETag"):
                site.not_modified[self.path] += 1
                answer = Answer(status=304, headers={"ETag": etag})
            self._answer(answer)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            is_json = "json" in self.headers.get("Content-Type", "")
            fields = {"json": body} if is_json else dict(parse_qsl(body, keep_blank_values=True))
            site.hits[f"POST {self.path}"] += 1
            site.posted.append((self.path, fields))
            answer = site.form(self.path, fields) if site.form else None
            self._answer(answer or Answer(b"no such form", 404))

        def _answer(self, answer: Answer) -> None:
            try:
                _send(self, answer)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

    server = http.server.ThreadingHTTPServer((host, 0), Handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    site.url = f"{'https' if tls else 'http'}://{host}:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _send(handler: http.server.BaseHTTPRequestHandler, answer: Answer) -> None:
    handler.send_response(answer.status)
    for name, value in answer.headers.items():
        handler.send_header(name, value)
    if answer.stream is None:
        handler.send_header("Content-Length", str(len(answer.body)))
        handler.end_headers()
        handler.wfile.write(answer.body)
        return
    handler.send_header("Connection", "close")
    handler.end_headers()
    for piece in answer.stream():
        handler.wfile.write(piece)
    handler.close_connection = True


def html(body: str, title: str = "示例") -> Answer:
    """A page of Chinese text."""
    head = f"<head><meta charset='utf-8'><title>{title}</title></head>"
    return Answer(f"<!doctype html><html>{head}<body>{body}</body></html>".encode())


def product(number: int, *, price: str | None = None, more: str = "") -> Answer:
    """A listing with JSON-LD."""
    data = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": f"示例面粉 {number} 号",
        "sku": f"S{number}",
        "offers": {
            "@type": "Offer",
            "price": price or f"{number + 1}.50",
            "priceCurrency": "CNY",
            "availability": "https://schema.org/InStock",
        },
    }
    script = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
    return html(f"{script}<h1>示例面粉 {number} 号</h1>{more}", f"示例面粉 {number} 号")


def shop(goods: int, per_page: int = 20) -> Page:
    """A shop whose lists are paged; `/` is the first of them."""

    def page(path: str) -> Answer | None:
        if path == "/" or path.startswith("/list/"):
            part = 0 if path == "/" else int(path.removeprefix("/list/"))
            numbers = range(part * per_page, min(goods, (part + 1) * per_page))
            cards = "".join(
                f"<li><a href='/product/{n}.html'>示例面粉 {n} 号</a><b>¥{n + 1}.50</b></li>"
                for n in numbers
            )
            more = numbers.stop < goods
            after = f"<a rel='next' href='/list/{part + 1}'>下一页</a>" if more else ""
            return html(f"<ul>{cards}</ul>{after}", "全部商品")
        if path.startswith("/product/"):
            return product(int(path.removeprefix("/product/").removesuffix(".html")))
        return None

    return page


def crawl(folder: Path, *urls: str, database: str | None = None, **options: object) -> CrawlReport:
    """Crawl with the guard on, without politeness towards loopback."""
    wishes = {
        name: options.pop(name)
        for name in ("follow", "render", "max_pages", "words")
        if name in options
    }
    settings = Settings(
        home=folder,
        database_url=database,
        **{
            "allow_addresses": ("127.0.0.0/8",),
            "crawl_delay": 0.0,
            "crawl_timeout": 5.0,
            **options,
        },  # type: ignore[arg-type]
    )
    opened = migrated_database(settings)
    try:
        return run_crawl(CrawlOrder(urls=urls, **wishes), settings, opened)  # type: ignore[arg-type]
    finally:
        opened.close()
