"""What pages say of a shop's operator and contacts belongs to that shop."""

from __future__ import annotations

import json
from pathlib import Path

import sqlalchemy as sa

from storage.base.settings import Settings
from storage.crawls.run_resume import open_run
from storage.listings.shop_operators import attach_operators
from storage.listings.store import SeenListing, save_listings
from storage.records import Listing, Operator
from storage.records.run_options import RunOptions
from storage.tables import (
    ShopContactRow,
    ShopRow,
)
from storage.tables.base import now
from tests.crawler.run.stored_rows import rows
from tests.crawler.website import Answer, crawl, html, running_site
from tests.databases import migrated_database


def test_the_operator_on_a_shops_licence_page_is_that_shops(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    database = migrated_database(settings)
    operator = Operator(name="示例绿野食品有限公司", credit_code="91150800MA0EXAMPL1")
    listing = Listing(
        url="http://a.example/item/1", title="面粉", platform="a.example",
        shop="绿野店", shop_url="http://a.example/shop/lvye",
    )  # fmt: skip
    page = Listing(
        url="http://a.example/shop/lvye/licence", title="营业执照", platform="a.example",
        operator=operator,
    )  # fmt: skip
    requests = [
        SeenListing(key="a", listing=listing),
        SeenListing(key="b", listing=page, kind="page"),
    ]
    with database.begin() as session:
        run = open_run(session, urls=("http://a.example/",), options=RunOptions()).id
        save_listings(session, requests, run_id=run, at=now())
        assert attach_operators(session, run) == 1
        assert session.scalar(sa.select(ShopRow.operator)) == operator
        assert attach_operators(session, run) == 0
    database.close()


def test_a_contact_is_stored_as_a_keyed_hash_of_its_shop_and_nowhere_readable(
    tmp_path: Path,
) -> None:
    def seller(name: str, text: str) -> Answer:
        data = {
            "@context": "https://schema.org",
            "@type": "Product",
            "name": f"示例面粉 {name}",
            "description": text,
            "offers": {
                "@type": "Offer",
                "price": "9.50",
                "priceCurrency": "CNY",
                "seller": {"@type": "Organization", "name": name},
            },
        }
        script = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
        return html(f"{script}<h1>示例面粉</h1><p>{text}</p>")

    pages = {
        "/": html("<a href=/item/1>一</a> <a href=/item/2>二</a> <a href=/item/3>三</a>"),
        "/item/1": seller("甲店", "批发电话 139-1234-5678"),
        "/item/2": seller("乙店", "面粉直发，手机13912345678"),
        "/item/3": seller("丙店", "面粉直发，不留电话"),
    }
    with running_site(pages.get) as site:
        crawl(tmp_path, site.url + "/")
    contacts = rows(tmp_path, ShopContactRow.contact, ShopContactRow.shop_id)
    assert len({contact for contact, _ in contacts}) == 1
    assert len({shop for _, shop in contacts}) == 2
    stored = (tmp_path / "hubiao.db").read_bytes()
    assert "甲店".encode() in stored
    assert b"13912345678" not in stored
    assert b"139-1234-5678" not in stored
