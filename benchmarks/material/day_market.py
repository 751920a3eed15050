"""Eight platforms whose goods go live while an office looks at them."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field

from benchmarks.material.loopback import NOT_FOUND, Answer

PLATFORMS, RIGHTS = 8, 100
NEW_SHARE = 0.05
"""Of the goods go live while it runs; chosen by hand."""
INFRINGING = 0.01
"""Of the goods that are there at the start, and a quarter of the new ones; chosen by hand."""
MARK = "示例商标"
"""What the signs of all rights begin with."""
A_PAGE = 60
"""Goods on a page of a list."""


@dataclass(kw_only=True)
class Market:
    """The goods of eight platforms, some of which go live later."""

    numbers: int
    seconds: float
    draw: random.Random = field(default_factory=lambda: random.Random(19))
    began: float = field(default_factory=time.time)
    live: dict[str, float] = field(default_factory=dict)
    """Address of each good that goes live later, and its moment."""
    looks: int = 0
    titles: dict[tuple[int, int], str] = field(default_factory=dict)
    delays: dict[tuple[int, int], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for platform in range(PLATFORMS):
            for number in range(self.numbers):
                is_new = self.draw.random() < NEW_SHARE
                infringes = self.draw.random() < (0.25 if is_new else INFRINGING)
                mark = f"{MARK}{self.draw.randrange(RIGHTS):02}号" if infringes else "农家"
                self.titles[platform, number] = f"{mark} 河套平原面粉 {number} 型 5kg"
                if is_new:
                    # None in the last third, when a crawl that has read the lists may be the last one.
                    self.delays[platform, number] = self.draw.uniform(0.05, 0.66) * self.seconds

    def infringing(self) -> list[tuple[int, int]]:
        """Platform and number of each good that bears the sign of a right."""
        return [place for place, title in self.titles.items() if title.startswith(MARK)]

    def answer(self, platform: int, path: str) -> Answer:
        """A page of one platform: a list, newest first, or a good."""
        place = path.partition("?")[0]
        moment = time.time() - self.began
        if place == "/" or place.startswith("/list/"):
            return self._list(platform, int(place.rpartition("/")[2] or 0), moment)
        text = place.removeprefix("/goods/").removesuffix(".html")
        number = int(text) if text.isdigit() else -1
        title = self.titles.get((platform, number))
        if title is None or self.delays.get((platform, number), 0) > moment:
            return NOT_FOUND
        self.looks += 1
        return _html(f"""<html lang="zh"><head><title>{title}</title><script type="application/ld+json">
{{"@context":"https://schema.org","@type":"Product","name":"{title}","sku":"{platform}-{number}","brand":"{title.split()[0]}",
"offers":{{"@type":"Offer","price":"39.90","priceCurrency":"CNY","seller":{{"name":"示例店{number % 97}"}}}}}}
</script></head><body><h1>{title}</h1></body></html>""")

    def _list(self, platform: int, page: int, moment: float) -> Answer:
        there = [
            number
            for number in range(self.numbers)
            if self.delays.get((platform, number), 0.0) <= moment
        ]
        there.sort(key=lambda number: (-self.delays.get((platform, number), 0.0), number))
        goods = there[page * A_PAGE : (page + 1) * A_PAGE]
        links = "".join(
            f'<li><a href="{path_of(n)}">{self.titles[platform, n]}</a></li>' for n in goods
        )
        more = (
            f'<a href="/list/{page + 1}" rel="next">下一页</a>'
            if len(there) > (page + 1) * A_PAGE
            else ""
        )
        return _html(
            f"<html><title>示例平台{platform}</title><body><ul>{links}</ul>{more}</body></html>"
        )


def path_of(number: int) -> str:
    """Of a good's page on its platform."""
    return f"/goods/{number}.html"


def _html(text: str) -> Answer:
    return Answer(content_type="text/html; charset=utf-8", body=text.encode())
