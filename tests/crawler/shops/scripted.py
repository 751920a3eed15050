"""Shops that a script renders, each with the listings that a crawl must return (脚本店铺)."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

from tests.crawler.shops.shop import (
    ExampleShop,
    Shops,
    card,
    cards,
    goods_page,
    part,
    price,
    query_of,
    registering,
    title,
    truth,
)
from tests.crawler.website import Answer, html
from tests.examples import THOROUGH

SHOPS: Shops = {}
shop = registering(SHOPS)

_HEAD = "<!doctype html><html><head><meta charset=utf-8><title>示例商城</title>"
_HEAD += "<meta name=viewport content='width=device-width, initial-scale=1'></head>"
_SHELL = f"{_HEAD}<body><div id=app></div><script src=/app.js></script></body></html>"
_DETAIL = """
const app = document.getElementById('app');
function detail(d) {
  document.title = d.title;
  app.innerHTML = `<h1>${d.title}</h1><div class="price">¥${d.price}</div>
    <p>${'粮心之选，产自内蒙古，适合家庭日常食用。'.repeat(6)}</p><button>加入购物车</button>`;
}
const get = async u => await (await fetch(u)).json();
"""


def _json(value: object) -> Answer:
    body = json.dumps(value, ensure_ascii=False).encode()
    return Answer(body, headers={"Content-Type": "application/json; charset=utf-8"})


def _good(n: int) -> dict[str, object]:
    return {"id": 1000 + n, "title": title(n), "price": price(n)}


def scripted(
    script: str,
    count: int,
    size: int = 10,
    shells: tuple[str, ...] = ("/",),
    *,
    tests_list: bool = False,
) -> ExampleShop:
    """A shell, its script, and `/api/list?k=` and `/api/item?id=` by GET.

    Where the shop `tests_list`, its goods are plain pages, each a fifth of a rendered one's cost;
    they are shells as well in `make test-slow`.
    """
    plain = tests_list and not THOROUGH

    def page(path: str) -> Answer | None:
        at, query = urlsplit(path).path, query_of(path)
        if plain and at.startswith("/item/"):
            return goods_page(int(at[6:]) - 1000)
        if at == "/app.js":
            return Answer((_DETAIL + script).encode(), headers={"Content-Type": "text/javascript"})
        if at == "/api/item":
            n = int(query["id"]) - 1000
            return _json(_good(n)) if 0 <= n < count else None
        if at == "/api/list":
            numbers = part(int(query.get("k", "0")), count, size)
            if "tab" in query:
                numbers = range(
                    int(query["tab"]) * size, min(count, (int(query["tab"]) + 1) * size)
                )
            return _json(
                {"data": {"list": [_good(n) for n in numbers]}, "more": numbers.stop < count}
            )
        if at == "/" or at.startswith(shells):
            return (
                Answer(_SHELL.encode())
                if at == "/" or (at != "/robots.txt" and "." not in at)
                else None
            )
        return None

    return ExampleShop(page, truth(count))


def _in_parts(after: str) -> ExampleShop:
    """A list whose first part is in the page; `after` it stands what fetches the others."""

    def page(path: str) -> Answer | None:
        if path == "/":
            return html(cards(part(0, 32, 8), lambda n: f"/g/{n}") + after)
        if path.startswith("/frag/"):
            numbers = part(int(path[6:]), 32, 8)
            return Answer("".join(card(n, f"/g/{n}") for n in numbers).encode())
        return goods_page(int(path[3:])) if path.startswith("/g/") else None

    return ExampleShop(page, truth(32))


@shop
def a_server_page_whose_button_loads_more() -> ExampleShop:
    """The first page is plain HTML; a button without an address fetches the others."""
    script = """<script>let k = 1;
      document.getElementById('more').onclick = async () => {
        const t = await (await fetch('/frag/' + k++)).text();
        document.querySelector('ul').insertAdjacentHTML('beforeend', t);
        if (!t) document.getElementById('more').remove(); };</script>"""
    return _in_parts("<div id=more>加载更多</div>" + script)


@shop
def a_server_page_that_grows_when_scrolled() -> ExampleShop:
    script = """<div id=end style='height:40px'>正在加载…</div><script>let k = 1;
      new IntersectionObserver(async e => { if (!e[0].isIntersecting) return;
        const t = await (await fetch('/frag/' + k++)).text();
        document.querySelector('ul').insertAdjacentHTML('beforeend', t);
      }).observe(document.getElementById('end'));</script><style>.card{height:300px}</style>"""
    return _in_parts(script)


@shop
def server_cards_whose_number_only_a_function_knows() -> ExampleShop:
    """onclick="goDetail(5)": the address is made in a script of the shop."""

    def page(path: str) -> Answer | None:
        if path == "/":
            cards = "".join(
                f"<div class=item onclick='goDetail({n})'><h3>{title(n)}</h3><b>¥{price(n)}</b></div>"
                for n in range(12)
            )
            return html(
                cards + "<script>function goDetail(n){location.href='/wares/'+n+'/show'}</script>"
            )
        goods = re.fullmatch(r"/wares/(\d+)/show", path)
        return goods_page(int(goods[1])) if goods else None

    return ExampleShop(page, truth(12))


@shop
def a_shell_that_asks_by_graphql() -> ExampleShop:
    script = """
    const ask = async (q, v) => (await (await fetch('/graphql', {method: 'POST',
      headers: {'Content-Type': 'application/json'}, body: JSON.stringify({query: q, variables: v})})).json()).data;
    (async () => {
      const m = location.pathname.match(/^\\/p\\/(\\d+)/);
      const one = 'query One($id: ID!) { product(id: $id) { id title price } }';
      if (m) return detail((await ask(one, {id: m[1]})).product);
      const d = await ask('query All { products { id title price } }', {});
      app.innerHTML = d.products.map(i => `<div class=card>
        <a href="/p/${i.id}"><h3>${i.title}</h3></a><b>¥${i.price}</b></div>`).join('');
    })();
    """
    base = scripted(script, 12, shells=("/p/",))

    def form(path: str, fields: dict[str, str]) -> Answer | None:
        asked = json.loads(fields["json"])
        if "One" in asked["query"]:
            return _json({"data": {"product": _good(int(asked["variables"]["id"]) - 1000)}})
        return _json({"data": {"products": [_good(n) for n in range(12)]}})

    return ExampleShop(base.page, base.sells, form)


@shop
def a_shell_whose_script_is_jsonp_and_old() -> ExampleShop:
    script = """
    function got(d) { app.innerHTML = d.data.list.map(i => `<div class=card>
      <a href="/item/${i.id}"><h3>${i.title}</h3></a><b>¥${i.price}</b></div>`).join(''); }
    function one(d) { detail(d); }
    const m = location.pathname.match(/^\\/item\\/(\\d+)/), s = document.createElement('script');
    s.src = m ? '/jsonp?cb=one&id=' + m[1] : '/jsonp?cb=got'; document.body.appendChild(s);
    """
    base = scripted(script, 10, shells=("/item/",))

    def page(path: str) -> Answer | None:
        if path.startswith("/jsonp"):
            query = query_of(path)
            value = (
                _good(int(query["id"]) - 1000)
                if "id" in query
                else {"data": {"list": [_good(n) for n in range(10)]}}
            )
            body = f"{query['cb']}({json.dumps(value, ensure_ascii=False)})".encode()
            return Answer(body, headers={"Content-Type": "application/javascript"})
        return base.page(path)

    return ExampleShop(page, base.sells)


@shop
def a_phone_page_that_shows_nothing_on_a_desk() -> ExampleShop:
    script = """
    const m = location.pathname.match(/^\\/item\\/(\\d+)/);
    if (innerWidth > 800) app.innerHTML = '<p>请使用手机浏览器访问本页面</p>';
    else if (m) get('/api/item?id=' + m[1]).then(detail);
    else get('/api/list?k=0').then(d => { app.innerHTML = d.data.list.map(i => `<div class=card>
      <a href="/item/${i.id}"><h3>${i.title}</h3></a><b>¥${i.price}</b></div>`).join(''); });
    """
    return scripted(script, 9, shells=("/item/",))


@shop
def goods_in_a_frame_of_the_page() -> ExampleShop:
    def page(path: str) -> Answer | None:
        if path == "/":
            return html("<h1>示例小店</h1><iframe src='/inner.html' width=800 height=600></iframe>")
        if path == "/inner.html":
            return html(cards(range(9), lambda n: f"/g/{n}"))
        return goods_page(int(path[3:])) if path.startswith("/g/") else None

    return ExampleShop(page, truth(9))


@shop
def categories_that_push_a_state() -> ExampleShop:
    """The categories are no links; each leads to an address of its own, with a list that grows."""
    script = """
    const show = async () => {
      const item = location.pathname.match(/^\\/item\\/(\\d+)/), cat = location.pathname.match(/^\\/cat\\/(\\d)/);
      if (item) return detail(await get('/api/item?id=' + item[1]));
      const t = cat ? +cat[1] : 0;
      const names = ['粮油', '肉奶', '果蔬'];
      app.innerHTML = '<ul class="category-list">' + names.map(n => `<li>${n}</li>`).join('')
        + '</ul><div id=list></div>';
      document.querySelectorAll('.category-list li').forEach((c, i) => c.onclick = () => {
        history.pushState({}, '', '/cat/' + i); show(); });
      const d = await get('/api/list?tab=' + t);
      document.getElementById('list').innerHTML = d.data.list.map(i => `<div class=card>
        <a href="/item/${i.id}"><h3>${i.title}</h3></a><b>¥${i.price}</b></div>`).join('');
    };
    addEventListener('popstate', show); show();
    """
    return scripted(script, 21, 7, shells=("/item/", "/cat/"), tests_list=True)
