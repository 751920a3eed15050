"""Walls in the place of a page (登录页、验证码): when they close a host, and what stands beneath a sign-in."""

from __future__ import annotations

from dataclasses import replace

from crawler.extract.page.page import Page, PageReading
from crawler.frontier.left_pages import Left
from crawler.frontier.page_queue import host_of
from crawler.http.fetcher import Fetched
from crawler.run.open_visits import OpenVisit
from crawler.site.page_listings import page_of
from crawler.site.site_crawl import SiteCrawl
from storage.base.errors import HubiaoError
from storage.base.message import Message
from storage.crawls.frontier import QueuedPage

_WALLS_IN_A_ROW = 3
"""Walls without a page between them after which a host is left alone; chosen by hand."""
_SIGN_INS_IN_A_ROW = 20
"""Sign-in pages in a row that close a shop which already showed as many pages: a shop's menu of the
account (账户) has about a dozen links that end there (OpenCart 4: 14); chosen by hand."""


def beneath_sign_in(
    page: QueuedPage, fetched: Fetched, reading: PageReading
) -> tuple[Fetched, Page, PageReading] | None:
    """Goods that a drawn page loaded for the address that was asked for, though its scripts then put a
    sign-in before them; None where there is nothing of that kind. A number in the address of a list is its own.

    Shops ask for the visitor's account on every page, and some draw the sign-in once it is refused.
    """
    drawn = fetched.rendering
    if drawn is None or not drawn.data or reading.blocked_why != "login":
        return None
    if page.kind in ("list", "next"):
        return None
    # Loaded with the first drawn page: plain crawls do without a browser, unchanged ones without the readers.
    from crawler.browser.loaded_data import EMPTY_PAGE, with_data
    from crawler.extract.read_page import read_page

    body = with_data(EMPTY_PAGE, drawn.data)
    answer = replace(fetched, url=page.url, body=body.encode("utf-8", "replace"))
    document = page_of(answer)
    beneath = read_page(document)
    if beneath.kind != "listing" or beneath.listing is None or beneath.listing.price is None:
        return None
    return answer, document, beneath


def note_wall(site: SiteCrawl, visit: OpenVisit, fetched: Fetched, wall: str) -> None:
    """A login or captcha page: recorded, never tried again, and after a few the host is left."""
    host = visit.page.host
    pages = site.run.conduct.of(host).pages
    site.run.conduct.blocked(host, wall)
    site.walls[host] += 1
    why = Message("wall.met", {"wall": Message(f"wall.{wall}"), "host": host_of(fetched.url)})
    visit.failure = HubiaoError(why.code, **why.data)
    visit.failure_counts = {"blocked": 1}
    if site.walls[host] >= _most_walls(wall, visit.page.kind, pages):
        site.run.visits.give_up_host(
            host, Message("wall.blocked", {"wall": Message(f"wall.{wall}")}), Left.WALLS
        )


def _most_walls(wall: str, kind: str, pages: int) -> int:
    """Walls in a row that close a host; a shop that shows goods also has pages for its members.

    On a first page the menu of the account is asked for before any list, when only few pages were seen.
    """
    if wall != "login" or not pages:
        return _WALLS_IN_A_ROW
    if kind != "listing":
        return _SIGN_INS_IN_A_ROW
    return max(_WALLS_IN_A_ROW, min(pages, _SIGN_INS_IN_A_ROW))
