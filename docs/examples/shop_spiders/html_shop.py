"""A shop of plain HTML with a pager: `scrapy crawl html-shop -a site=https://shop.example`."""

import scrapy


class HtmlShop(scrapy.Spider):
    name = "html-shop"
    site = "https://shop.example"

    async def start(self):
        yield scrapy.Request(f"{self.site}/")

    def parse(self, response):
        for card in response.css("li.goods"):
            yield response.follow(
                card.css("a")[0],
                self.parse_listing,
                cb_kwargs={"list_price": card.css(".price::text").get()},
            )
        for link in response.css("a[rel=next]"):
            yield response.follow(link)

    def parse_listing(self, response, list_price):
        yield {
            "url": response.url,
            "title": response.css("h1::text").get(),
            "price": response.css("[itemprop=price]::attr(content)").get() or list_price,
            "currency": "CNY",
            "shop": response.css(".seller::text").get(),
            "description": " ".join(response.css(".text *::text").getall()),
        }
