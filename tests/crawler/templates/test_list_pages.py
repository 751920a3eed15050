"""Lists read by what the lists before them had in common."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.extract.page.page import Page, PageReading
from crawler.extract.read_page import read_page
from crawler.templates.list_pages import SAMPLES
from crawler.templates.template_book import TemplateBook
from storage.base.database import Database
from storage.base.settings import Settings
from tests.databases import migrated_database

BASE = "http://shop.example"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TemplateBook]:
    database: Database = migrated_database(Settings(home=tmp_path))
    yield TemplateBook(database)
    database.close()


NAMES = frozenset(
    {"card", "photo", "title", "price", "entry", "turn", "menu", "shelf", "pager", "foot", "news"}
)
FEW_NAMES = frozenset({"card", "entry", "shelf", "foot"})


def list_of(
    number: int,
    *,
    cards: int = 12,
    box: str = "",
    names: frozenset[str] = NAMES,
    after: str = "?page=2",
) -> Page:
    """A list whose goods have addresses that do not say so; its menu and its articles have such, too."""

    def name(text: str) -> str:
        return f'class="{text}"' if text in names else ""

    def card(at: int) -> str:
        href, title = f"/tea-{number}-leaf-{at}", f"示例绿茶 {number}-{at} 250克"
        return (
            f'<li {name("card")}><a {name("photo")} href="{href}"><img src="/i/{number}-{at}.jpg"></a>'
            f'<a {name("title")} href="{href}">{title}</a><b {name("price")}>¥{at + 20}.50</b></li>'
        )

    goods = "".join(map(card, range(cards)))
    menu = "".join(f'<li {name("entry")}><a href="/shelf/{n}">类目{n}</a></li>' for n in range(9))
    pager = f'<a {name("turn")} rel="next" href="{after}">下一页</a>'
    return Page.from_text(
        f"{BASE}/shelf/{number}",
        f"<title>类目{number}</title><ul {name('menu')}>{menu}</ul>{box}<ul {name('shelf')}>{goods}</ul>"
        f"<div {name('pager')}>{pager}</div><div {name('foot')}><p {name('news')}>"
        f'<a href="/about-us">关于我们</a></p></div>',
    )


def links_of(reading: PageReading) -> dict[str, str]:
    return {link.url: link.kind for link in reading.links}


def taught(book: TemplateBook, *, names: frozenset[str] = NAMES) -> None:
    for number in range(SAMPLES):
        book.read(list_of(number, names=names), None)


def is_cheap(reading: PageReading) -> bool:
    """The full reader gives the cards of a list."""
    return reading.kind == "list" and not reading.cards


def test_further_lists_lead_where_the_full_reader_says(book: TemplateBook) -> None:
    taught(book)
    page = list_of(7)
    reading, full = book.read(page, None), read_page(page)
    assert is_cheap(reading)
    assert full.cards
    assert links_of(reading) == links_of(full)
    assert sum(kind == "listing" for kind in links_of(reading).values()) == 12


def test_a_list_whose_cards_are_asked_for_is_read_in_full(book: TemplateBook) -> None:
    taught(book)
    assert book.read(list_of(7), None, with_cards=True).cards


@pytest.mark.parametrize(
    "page",
    [
        list_of(7, cards=2),
        list_of(7, box='<div class="login">请先登录</div>'),
        list_of(7, box='<a class="title" href="/tea-9-leaf-1">示例</a>'),
    ],
    ids=["few goods", "a new name", "a new place"],
)
def test_what_no_list_had_is_read_in_full(book: TemplateBook, page: Page) -> None:
    taught(book)
    reading = book.read(page, None)
    assert not is_cheap(reading)
    assert links_of(reading) == links_of(read_page(page))


def test_a_menu_that_names_the_next_part_too_leads_to_it_as_a_list(book: TemplateBook) -> None:
    for number in range(SAMPLES):
        book.read(list_of(number, after=f"/shelf/{number + 1}"), None)
    page = list_of(6, after="/shelf/7")
    reading = book.read(page, None)
    assert is_cheap(reading)
    assert links_of(reading) == links_of(read_page(page))
    assert links_of(reading)[f"{BASE}/shelf/7"] == "next"
    assert links_of(reading)[f"{BASE}/shelf/3"] == "list"


def article(number: int) -> Page:
    """A page of the lists' shape that is none."""
    text = f"第{number}篇：" + "茶叶储存应避光防潮，开封后尽快饮用。" * 30
    return Page.from_text(f"{BASE}/shelf/note{number}", f'<h1 class="head">储存</h1><p>{text}</p>')


def test_lists_with_few_names_are_believed_once_other_pages_were_told_from_them(
    book: TemplateBook,
) -> None:
    taught(book, names=FEW_NAMES)
    assert not is_cheap(book.read(list_of(7, names=FEW_NAMES), None))
    for number in range(8):
        book.read(article(number), None)
    page = list_of(8, names=FEW_NAMES)
    reading = book.read(page, None)
    assert is_cheap(reading)
    assert links_of(reading) == links_of(read_page(page))


def test_lists_without_names_are_read_in_full(book: TemplateBook) -> None:
    taught(book, names=frozenset())
    for number in range(8):
        book.read(article(number), None)
    assert not is_cheap(book.read(list_of(7, names=frozenset()), None))


def test_one_list_in_twenty_is_checked(book: TemplateBook) -> None:
    taught(book)
    readings = [book.read(list_of(number), None) for number in range(10, 50)]
    assert sum(not is_cheap(reading) for reading in readings) == 2
