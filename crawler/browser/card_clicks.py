"""Cards that are no links (点击进入的卡片): find out by a click where each would lead.

One click usually shows how an address is made from a name that the card, or the page's own data,
carries; the addresses of all other cards follow from that without clicking them.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from crawler.browser import page_scripts
from crawler.extract.structured.page_state import find_items
from crawler.extract.structured.state_item import item_facts

_CLICK_SECONDS = 1.0
"""Seconds in which a click has to change the address; chosen by hand."""
_LOOKS = 40
"""Looks at the address within that time."""
_MOST_CLICKS = 30
"""Cards of one page that are clicked; the others follow by the pattern. Chosen by hand."""
_FEWEST = 3
"""Cards below which nothing is clicked; chosen by hand."""


async def addresses_of_cards(
    page: Any, answers: Iterable[Any], further_cards: Iterable[dict[str, object]] = ()
) -> tuple[str, ...]:
    """Where the cards of a drawn page lead; empty when there are none or a click changes nothing.

    `others` are cards that the page showed before. The page is back at its own address afterwards,
    perhaps drawn anew.
    """
    cards = await page.evaluate(page_scripts.MARK_CARDS)
    if len(cards) < _FEWEST:
        return ()
    home = page.url
    urls: list[str] = []
    for number in range(min(len(cards), _MOST_CLICKS)):
        url = await _click(page, number, home)
        if url is None:
            break
        urls.append(url)
        names = _names(cards[number], answers)
        template = template_of(url, names)
        if template is not None:
            by_template = (_best(template, card, answers) for card in (*cards, *further_cards))
            return tuple(dict.fromkeys([url, *(u for u in by_template if u)]))
        if len(await page.evaluate(page_scripts.MARK_CARDS)) < len(cards):
            break
    return tuple(dict.fromkeys(urls))


def template_of(url: str, names: Iterable[str]) -> str | None:
    """The address with a gap where one of the names stands as a whole word, the last such place.

    >>> template_of("http://shop.example/item/17.html", ["17"])
    'http://shop.example/item/{}.html'
    """
    start = url.find("/", 8)
    if start < 0:
        return None
    for name in sorted(set(names), key=len, reverse=True):
        places = list(
            re.finditer(rf"(?<![0-9A-Za-z]){re.escape(name)}(?![0-9A-Za-z])", url[start:])
        )
        if name and places:
            at = start + places[-1].start()
            return (
                f"{url[:at]}{{}}{url[at + len(name) :]}".replace("{}", "\0")
                .replace("{", "%7B")
                .replace("}", "%7D")
                .replace("\0", "{}")
            )
    return None


def _names(card: dict[str, Any], answers: Iterable[Any]) -> list[str]:
    """What may stand in this card's address: its attributes' values, and its id in the data."""
    return [name for name in (*card["ids"], *_ids_in_data(card, answers)) if re.search(r"\d", name)]


def _ids_in_data(card: dict[str, Any], answers: Iterable[Any]) -> list[str]:
    ids: list[str] = []
    for answer in answers:
        for item in find_items(answer["json"]):
            facts = item_facts(item, answer["url"])
            if facts.get("title") and str(facts["title"]) in card["text"]:
                ids += [str(facts[key]) for key in ("item_id", "sku") if facts.get(key)]
    return ids


def _best(template: str, card: dict[str, Any], answers: Iterable[Any]) -> str | None:
    ids = _ids_in_data(card, answers) or [name for name in card["ids"] if re.search(r"\d", name)]
    return template.format(ids[0]) if ids else None


async def _click(page: Any, number: int, home: str) -> str | None:
    """The address that a click on one card leads to, in this tab or a new one."""
    opened: list[str] = []

    def note(popup: Any) -> None:
        opened.append(popup.url)

    page.on("popup", note)
    try:
        await page.click(page_scripts.CARD.format(number), timeout=_CLICK_SECONDS * 1000)
        for _ in range(_LOOKS):
            if page.url != home or opened:
                break
            await asyncio.sleep(_CLICK_SECONDS / _LOOKS)
    except Exception:
        return None
    finally:
        page.remove_listener("popup", note)
    url = page.url if page.url != home else next(iter(opened), None)
    if page.url != home:
        with suppress(Exception):
            await page.go_back(wait_until="domcontentloaded", timeout=_CLICK_SECONDS * 1000)
            await asyncio.sleep(0.15)
    return url if url and url.startswith(("http://", "https://")) else None
