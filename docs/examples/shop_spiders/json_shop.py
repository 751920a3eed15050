"""A shop whose goods come from a JSON interface: `scrapy crawl json-shop -a site=https://shop.example`."""

import scrapy
from scrapy.http import JsonRequest

from storage.records import Listing


class JsonShop(scrapy.Spider):
    name = "json-shop"
    site = "https://shop.example"
    page_size = 10

    async def start(self):
        yield self.search(0)

    def search(self, first):
        return JsonRequest(
            f"{self.site}/api/search",
            data={"from": first, "size": self.page_size},
            meta={"first": first},
        )

    def parse(self, response):
        answer = response.json()
        for goods in answer["goods"]:
            yield Listing.from_json(
                {
                    "url": response.urljoin(f"/goods/{goods['id']}"),
                    "title": goods["name"],
                    "price": goods["price"],
                    "currency": "CNY",
                    "shop": goods["seller"],
                    "item_id": goods["id"],
                }
            )
        first = response.meta["first"] + self.page_size
        if first < answer["total"]:
            yield self.search(first)
