"""Platform profiles: read strictly, and what they find."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from crawler.extract.page.page import Page
from crawler.extract.profile_fields import ProfiledPage
from crawler.extract.read_page import read_page
from crawler.platform.profile import Profile
from crawler.platform.profile_file import load_profile, profile_from
from crawler.platform.registry import profile_for, shipped_profiles
from crawler.platform.selectors import follow
from crawler.trial.profile_trial import describe, try_page
from storage.base.errors import BadInput
from storage.records import Listing

LEAST = {"name": "shifan", "title": "示例集市", "hosts": ["jishi.example"]}


def profile(**more: object) -> dict[str, object]:
    return {**LEAST, **more}


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ({"title": "a", "hosts": ["a"]}, "name"),
        (profile(colour="red"), "colour"),
        (profile(listing={"titel": "h1"}), "listing.titel"),
        (profile(cards={"title": {"css": "h1", "xpth": "//h1"}}), "cards.title.xpth"),
        (profile(listing={"title": {"css": "h1[["}}), "listing.title"),
        (profile(listing={"title": {"xpath": "//h1["}}), "listing.title"),
        (profile(listing={"title": {"xpath": "document('/etc/passwd')"}}), "listing.title"),
        (profile(listing={"title": {"script": "a", "path": "b;c()"}}), "listing.title"),
        (profile(listing={"title": {"css": "a", "script": "b"}}), "listing.title"),
        (profile(listing={"title": {"attribute": "href"}}), "listing.title"),
        (profile(listing={"title": {"css": "a", "pattern": "("}}), "listing.title"),
        (profile(item_urls=["item/(\\d+)"]), "item_urls"),
        (profile(search="https://a.example/?q={q}"), "search"),
        (profile(delay=-1), "delay"),
        (profile(enabled="yes"), "enabled"),
        (profile(render="sometimes"), "render"),
        (profile(contact={"phone": "1"}), "contact.phone"),
        (profile(minimum_listings=True), "minimum_listings"),
        (profile(currency="yuan"), "currency"),
        (profile(paging={"parameter": "p", "steps": 2}), "paging.steps"),
        (profile(paging={"step": 2}), "paging.parameter"),
        (profile(listing={"price": {"css": "b", "unit": "jiao"}}), "listing.price.unit"),
        ([1], "mapping"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_profile_is_named(value: object, named: str) -> None:
    with pytest.raises(BadInput, match=named.replace(".", r"\.")):
        profile_from(value)


def test_a_broken_or_missing_file_is_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "p.yml"
    broken.write_text("a: [", "utf-8")
    for file in (broken, tmp_path / "none.yml"):
        with pytest.raises(BadInput) as caught:
            load_profile(file)
        assert "\n" not in str(caught.value)
        assert file.name in str(caught.value)


def test_every_shipped_profile_is_off_and_says_what_is_unchecked() -> None:
    names = {p.name for p in shipped_profiles()}
    assert names == {
        "taobao",
        "tmall",
        "jd",
        "alibaba-1688",
        "pinduoduo",
        "weidian",
        "xianyu",
        "douyin",
    }
    for shipped in shipped_profiles():
        assert not shipped.enabled
        assert (shipped.delay or 0) >= 5
        assert "contact" in shipped.unchecked


def test_everything_unchecked_names_a_part_of_its_profile() -> None:
    for file in Path("crawler/platform/profiles").glob("*.yml"):
        document = yaml.safe_load(file.read_text("utf-8"))
        for part in document.get("unchecked", []):
            head, _, field = part.partition(".")
            assert head in document or head == "contact", f"{file.name}: {part}"
            assert not field or field in document[head], f"{file.name}: {part}"


def test_an_address_finds_its_platform() -> None:
    profile = profile_for("https://detail.tmall.com/item.htm?id=5")
    assert profile is not None
    assert profile.name == "tmall"
    assert profile_for("https://nottmall.com/") is None
    assert profile_for("https://tmall.com.evil.example/") is None


SCRIPTED = """<html><head><title>x</title></head><body><script>
var g_page_config = {"mods":{"list":{"items":[
 {"nid":"1","raw_title":"\\u9762\\u7c89甲","view_price":"29.90","nick":"甲店","view_sales":"1.2万人付款",
  "pic":"//i.example/1.jpg","u":"/item/1"},
 {"nid":"2","raw_title":"面粉乙","view_price":"","u":"/item/2"},
 {"nid":"3","view_price":"5"}]}}};
TShop.Setup({itemDO: {title: '面粉丙', itemId: 77},
 detail: {defaultItemPrice: "58.00 - 90.00"}, fn: function(){ return 1 }});
</script><p class="shop">店铺：<b>丙店</b></p><ul class=attrs><li>产地：河套</li><li>无</li></ul></body></html>"""

SCRIPTED_PROFILE = profile(
    listing={
        "title": {"script": "TShop.Setup", "path": "itemDO.title"},
        "price": [{"css": ".none"}, {"script": "TShop.Setup", "path": "detail.defaultItemPrice"}],
        "item_id": {"script": "TShop.Setup", "path": "itemDO.itemId"},
        "shop": {"xpath": "//p[@class='shop']/b"},
        "attributes": {"css": ".attrs li"},
    },
    cards={
        "cards": {"script": "g_page_config", "path": "mods.list.items[*]"},
        "title": {"path": "raw_title"},
        "url": {"path": "u"},
        "price": {"path": "view_price"},
        "shop": {"path": "nick"},
        "sales": {"path": "view_sales", "pattern": r"([\d.]+万?)人付款"},
        "images": {"path": "pic"},
        "item_id": {"path": "nid"},
    },
)


def test_a_profile_reads_script_objects_css_and_xpath() -> None:
    page = Page.from_text("https://jishi.example/item/77", SCRIPTED)
    facts = ProfiledPage(page, profile_from(SCRIPTED_PROFILE)).listing_facts()
    assert str(facts.pop("price")) == "58.00"
    assert facts == {
        "title": "面粉丙",
        "item_id": "77",
        "shop": "丙店",
        "attributes": {"产地": "河套"},
    }


def test_cards_out_of_a_script_object_need_a_title() -> None:
    page = Page.from_text("https://jishi.example/search", SCRIPTED)
    first, second = ProfiledPage(page, profile_from(SCRIPTED_PROFILE)).cards()
    assert (first.title, str(first.price), first.shop, first.sales) == (
        "面粉甲",
        "29.90",
        "甲店",
        12_000,
    )
    assert (first.url, first.images) == (
        "https://jishi.example/item/1",
        ("https://i.example/1.jpg",),
    )
    assert second.price is None


def test_a_path_that_leads_nowhere_finds_nothing() -> None:
    value = {"a": [{"b": 1}, {"b": 2}, 3]}
    assert follow(value, "a[*].b") == [1, 2]
    assert follow(value, "a[7].b") == []
    assert follow(value, "x.y[0]") == []


def test_the_profile_wins_over_guessing_and_its_source_is_named() -> None:
    reading = read_page(
        Page.from_text("https://jishi.example/item/77", SCRIPTED), profile_from(SCRIPTED_PROFILE)
    )
    assert reading.listing is not None
    assert reading.kind == "listing"
    assert reading.sources["title"] == "profile"


def test_trying_a_profile_shows_what_it_finds(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(SCRIPTED, "utf-8")
    chosen = profile_from(SCRIPTED_PROFILE)
    report = "\n".join((*describe(chosen), *try_page(chosen, page)))
    assert "面粉丙" in report
    assert "cards: 2" in report
    with pytest.raises(BadInput):
        list(try_page(chosen, tmp_path / "none.html"))


SAVED = Path(__file__).resolve().parents[2] / "pages"


def own_pages(profile: Profile) -> list[ProfiledPage]:
    """The pages under tests/pages that a profile covers."""
    pages = []
    for file in sorted(SAVED.glob("*/*/page.html")):
        url = (file.parent / "url.txt").read_text().strip()
        if profile.covers(url):
            pages.append(ProfiledPage(Page.from_bytes(url, file.read_bytes()), profile))
    return pages


@pytest.mark.parametrize("profile", shipped_profiles(), ids=lambda profile: profile.name)
def test_every_selector_of_a_shipped_profile_finds_its_field_on_a_page_or_is_unchecked(
    profile: Profile,
) -> None:
    pages = own_pages(profile)
    listed = {name for page in pages for name in page.listing_facts()}
    carded = {
        name
        for page in pages
        for card in page.cards()
        for name, value in vars_of(card).items()
        if value
    }
    unfound = {f"listing.{name}" for name in profile.listing if name not in listed}
    unfound |= {f"cards.{name}" for name in profile.cards if name not in carded | {"cards"}}
    assert unfound <= set(profile.unchecked), f"{profile.name}: {unfound}"
    assert pages


def vars_of(card: Listing) -> dict[str, object]:
    return {name: getattr(card, name) for name in card.to_json()}


@pytest.mark.parametrize("profile", shipped_profiles(), ids=lambda profile: profile.name)
def test_a_shipped_profile_knows_the_item_number_in_its_pages_addresses(profile: Profile) -> None:
    for page in own_pages(profile):
        if number := page.listing_facts().get("item_id"):
            assert (profile.item_of(page.page.url) or "").endswith(f":{number}")


def test_the_next_part_of_a_search_is_counted_in_its_address() -> None:
    paged = profile_from(
        profile(
            search="https://jishi.example/s?q={query}&from={page}",
            paging={"parameter": "from", "step": 20, "first": 0},
        )
    )

    def following(url: str) -> str | None:
        return ProfiledPage(Page.from_text(url, ""), paged).next_page()

    assert following("https://jishi.example/s?q=%C3%E6&from=20") == (
        "https://jishi.example/s?q=%C3%E6&from=40"
    )
    assert following("https://jishi.example/s?q=a") == "https://jishi.example/s?q=a&from=20"
    assert following("https://jishi.example/other?from=20") is None
    assert following("https://jishi.example/s?q=a&from=999999") is None


def test_a_price_in_fen_is_told_in_yuan_and_of_several_the_lowest_counts() -> None:
    in_fen = profile_from(
        profile(
            currency="CNY",
            listing={"price": {"script": "state", "path": "..price", "unit": "fen"}},
        )
    )
    page = Page.from_text(
        "https://jishi.example/1",
        "<script>var state = {a: [{price: 1290}, {sku: {price: 990}}]}</script>",
    )
    facts = ProfiledPage(page, in_fen).listing_facts()
    assert (str(facts["price"]), facts["currency"]) == ("9.90", "CNY")


def test_a_credit_code_in_full_width_is_kept_in_half_width() -> None:
    profile = profile_from(
        {
            "name": "x",
            "title": "x",
            "hosts": ["shop.example"],
            "listing": {"operator_code": ".code"},
        }
    )
    page = Page.from_text(
        "https://shop.example/1", "<p class=code>９１１５０８００ＭＡ０Ｎ００００Ａ３</p>"
    )
    operator = ProfiledPage(page, profile).listing_facts()["operator"]
    assert operator is not None
    assert operator.credit_code == "91150800MA0N0000A3"
