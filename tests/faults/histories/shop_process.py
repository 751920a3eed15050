"""The shop that the browser of a history visits (forked_process.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.connection import Connection

from tests.crawler.website import Answer, html, running_site
from tests.faults.histories.forked_process import forked_process


class ShopProcess:
    """Speaks with the shop's process over a pipe."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self.url: str = pipe.recv()

    def offer(self, titles: Mapping[str, str]) -> None:
        """Offer these goods, by key, beside those that it has or in their place."""
        self._pipe.send(dict(titles))
        self._pipe.recv()


@contextmanager
def shop_process() -> Iterator[ShopProcess]:
    """A shop until the end of the block."""
    with forked_process(_serve) as pipe:
        yield ShopProcess(pipe)


def _serve(pipe: Connection) -> None:
    goods: dict[str, str] = {}

    def page(path: str) -> Answer | None:
        title = goods.get(path.removeprefix("/item/"))
        if title is None:
            return None
        return html(f"<h1>{title}</h1><b class=price>￥39.90</b><button>加入购物车</button>", title)

    with running_site(page) as site:
        pipe.send(site.url)
        while True:
            goods |= pipe.recv()
            pipe.send(None)
