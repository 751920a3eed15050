"""A made-up shop as files, served by nginx on loopback: product pages of about 60 KB."""

from __future__ import annotations

import json
import random
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LINKS = 88
PER_LIST = 50
REPEATED = 1000
"""Files of products that a long crawl meets again and again under new addresses."""
_WORDS = (
    *("河套", "平原", "面粉", "羊肉", "酸奶", "葵花籽", "蜜瓜", "番茄"),
    *("小米", "荞麦", "牛肉干", "奶豆腐", "枸杞", "醇香", "精选", "礼盒"),
)


def make_corpus(
    folder: Path, products: int, *, listed: int | None = None, page_bytes: int = 60_000
) -> None:
    """Write `products` product pages, and list pages of 50 links each.

    The lists name `listed` products where that is more; `serving` shows the pages again as those
    of further shops, so that a long crawl needs no gigabytes of files.
    """
    chance = random.Random(7)
    listed = max(products, listed or 0)
    lists = -(-listed // PER_LIST)
    for name in ("product", "list"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for number in range(products):
        page = _product(number, products, lists, chance, page_bytes)
        (folder / f"product/{number}.html").write_text(page, encoding="utf-8")
    for part in range(lists):
        cards = "".join(
            f'<li class="card"><a href="{_address(n, products)}">示例商品 {n}</a>'
            f"<b>¥{n % 90 + 9}.90</b></li>"
            for n in range(part * PER_LIST, min(listed, (part + 1) * PER_LIST))
        )
        after = f'<a rel="next" href="/list/{part + 1}.html">下一页</a>' if part + 1 < lists else ""
        page = f"<ul>{cards}</ul>{after}"
        (folder / f"list/{part}.html").write_text(_frame("全部商品", page), encoding="utf-8")
    (folder / "index.html").write_text(
        _frame("示例商城", "".join(f'<a href="/list/{p}.html">分类 {p}</a>' for p in range(lists))),
        encoding="utf-8",
    )
    (folder / "robots.txt").write_text("User-agent: *\nDisallow: /cart/\n", encoding="utf-8")


def _address(number: int, products: int) -> str:
    shop, product = divmod(number, products)
    return f"/shop{shop}/product/{product}.html" if shop else f"/product/{product}.html"


def _product(number: int, products: int, lists: int, chance: random.Random, page_bytes: int) -> str:
    title = f"{''.join(chance.sample(_WORDS, 4))} {number}"
    data = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": title,
        "sku": f"SKU-{number:06}",
        "brand": {"@type": "Brand", "name": "示例牌"},
        "image": [f"/images/{number}.jpg"],
        "description": "".join(chance.choices(_WORDS, k=60)),
        "offers": {
            "@type": "Offer",
            "price": f"{number % 90 + 9}.90",
            "priceCurrency": "CNY",
            "availability": "https://schema.org/InStock",
            "seller": {"@type": "Organization", "name": f"示例店铺 {number % 17}"},
        },
    }
    menu = "".join(f'<a href="/list/{p % lists}.html">分类 {p}</a>' for p in range(LINKS // 2))
    near = "".join(
        f'<div class="rec"><a href="/product/{chance.randrange(products)}.html">看了又看</a></div>'
        for _ in range(LINKS // 2)
    )
    head = f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'
    body = f"<nav>{menu}</nav><h1>{title}</h1><p>¥{number % 90 + 9}.90</p>{near}"
    filler: list[str] = []
    size = len((head + body).encode())
    while size < page_bytes:
        piece = f'<div class="d"><span>{"".join(chance.choices(_WORDS, k=12))}</span></div>\n'
        filler.append(piece)
        size += len(piece.encode())
    return _frame(title, head + body + "".join(filler))


def _frame(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body>{body}</body></html>"
    )


@contextmanager
def serving(folder: Path, work: Path, hosts: int = 1) -> Iterator[list[str]]:
    """nginx over the folder; as many addresses (127.0.0.1, .2 …) as hosts are asked for."""
    program = shutil.which("nginx")
    if program is None:
        raise SystemExit(
            "nothing was measured: nginx is not installed (apt-get install nginx-light)"
        )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    work.chmod(0o755)  # nginx's workers give up root
    names = [f"127.0.0.{n + 1}" for n in range(hosts)]
    listen = " ".join(f"listen {name}:{port};" for name in names)
    (work / "nginx.conf").write_text(
        f"daemon off; worker_processes 1; pid {work}/nginx.pid; error_log {work}/error.log;\n"
        "events { worker_connections 512; }\n"
        f"http {{ access_log off; sendfile on; keepalive_requests 100000; etag on;\n"
        f"types {{ text/html html; text/plain txt; }}\n"
        f"server {{ {listen} root {folder}; charset utf-8;\n"
        f"location ~ ^/shop[0-9]+(/product/[0-9]+\\.html)$ {{ try_files $1 =404; }} }} }}\n"
    )
    nginx = subprocess.Popen([program, "-c", str(work / "nginx.conf"), "-p", str(work)])
    try:
        time.sleep(0.5)
        yield [f"http://{name}:{port}/" for name in names]
    finally:
        nginx.terminate()
        nginx.wait(10)
