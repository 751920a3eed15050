"""Which hosts are given to the browser whole."""

from __future__ import annotations

from dataclasses import replace

from crawler.run.platform_rules import PlatformRules
from crawler.run.render_choice import SHELLS, RenderChoice
from storage.crawls.frontier import QueuedPage

HOST = "shop.example:80"


def page(path: str) -> QueuedPage:
    return QueuedPage(
        id=1, fingerprint=path.encode(), url=f"http://shop.example{path}", host=HOST,
        kind="list", priority=0, depth=1, tries=0, request=None,
    )  # fmt: skip


def choice() -> RenderChoice:
    return RenderChoice("auto", PlatformRules(None, ()))


def test_a_host_that_sends_empty_shells_is_drawn() -> None:
    rendering = choice()
    for _ in range(SHELLS):
        rendering.note_plain_page(HOST, is_shell=True)
    assert rendering.needs_browser(page("/list"))


def test_pop_ups_and_alerts_do_not_give_a_shop_to_the_browser_whose_goods_come_whole() -> None:
    rendering = choice()
    for _ in range(SHELLS):
        rendering.note_plain_page(HOST, is_shell=False, is_goods=True)
    for _ in range(20 * SHELLS):
        rendering.note_plain_page(HOST, is_shell=True)
    assert not rendering.needs_browser(page("/list"))
    assert not rendering.sends_shells(HOST)


def test_pop_ups_that_a_browser_drew_empty_are_drawn_no_more() -> None:
    rendering = choice()
    for number in range(1, 4):
        assert not rendering.draws_in_vain(page(f"/bbs/formmail.php?id={number}"))
        rendering.note_drawn_page(page(f"/bbs/formmail.php?id={number}"), is_empty=True)
    assert rendering.draws_in_vain(page("/bbs/formmail.php?id=9"))
    assert not rendering.needs_browser(page("/bbs/formmail.php?id=9"))
    assert not rendering.draws_in_vain(page("/shop/list.php?ca=9"))
    assert not rendering.draws_in_vain(replace(page("/bbs/formmail.php?id=9"), kind="listing"))
    rendering.note_drawn_page(page("/bbs/formmail.php?id=10"), is_empty=False)
    assert not rendering.draws_in_vain(page("/bbs/formmail.php?id=9"))


def test_shelves_are_drawn_on_where_one_was_not_empty_or_the_same_one_was_drawn_again() -> None:
    rendering = choice()
    for _ in range(9):
        rendering.note_drawn_page(page("/list?cat=1"), is_empty=True)
    assert not rendering.draws_in_vain(page("/list?cat=2"))
    rendering.note_drawn_page(page("/list?cat=2"), is_empty=False)
    for number in range(3, 9):
        rendering.note_drawn_page(page(f"/list?cat={number}"), is_empty=True)
    assert not rendering.draws_in_vain(page("/list?cat=9"))
