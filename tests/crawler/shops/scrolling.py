"""Shops whose lists show themselves only to one who scrolls, each with its truth (滚动店铺及其真值)."""

from __future__ import annotations

import json

from tests.crawler.shops.scripted import scripted
from tests.crawler.shops.shop import ExampleShop, Shops, price, registering, title

SHOPS: Shops = {}
shop = registering(SHOPS)

_COUNT = 50
"""More than twice the rows that a virtual list keeps, so that its first and last rows are not all."""
_GOODS = json.dumps(
    [{"id": 1000 + n, "title": title(n), "price": price(n)} for n in range(_COUNT)],
    ensure_ascii=False,
)
_ROW = """(i, k) => `<div class="row" style="position:absolute;top:${k * 120}px;height:110px">
  <a href="/item/${i.id}"><h3>${i.title}</h3></a><b>¥${i.price}</b></div>`"""


def _sliding(box: str, above: str, height: str, source: str = f"async () => {_GOODS}") -> str:
    """A script that keeps only the rows in sight, as virtual lists do; it scrolls in `box`."""
    return f"""
    const m = location.pathname.match(/^\\/item\\/(\\d+)/), row = {_ROW}, load = {source};
    let all = [];
    const draw = () => {{ const from = Math.max(0, Math.floor({above} / 120) - 2);
      document.getElementById('rows').style.height = all.length * 120 + 'px';
      document.getElementById('rows').innerHTML =
        all.slice(from, from + 20).map((i, k) => row(i, from + k)).join(''); }};
    if (m) get('/api/item?id=' + m[1]).then(detail);
    else {{
      app.innerHTML = '<h1>全部商品</h1><div id=box style="{height}"><div id=rows></div></div>';
      document.getElementById('rows').style.position = 'relative';
      {box}.addEventListener('scroll', draw);
      load().then(got => {{ all = got; draw(); }});
    }}
    """


@shop
def a_list_that_keeps_only_what_is_in_sight() -> ExampleShop:
    script = _sliding("window", "scrollY", "")
    return scripted(script, _COUNT, shells=("/item/",), tests_list=True)


@shop
def a_box_that_keeps_only_what_is_in_sight() -> ExampleShop:
    script = _sliding(
        "document.getElementById('box')",
        "document.getElementById('box').scrollTop",
        "height:600px;overflow-y:auto",
    )
    return scripted(script, _COUNT, shells=("/item/",), tests_list=True)


@shop
def a_box_that_grows_when_it_is_scrolled() -> ExampleShop:
    """The window itself never scrolls; the list's own box does."""
    script = """
    const m = location.pathname.match(/^\\/item\\/(\\d+)/);
    let k = 0, busy = false, more = true;
    const show = async () => { if (busy || !more) return; busy = true;
      const d = await get('/api/list?k=' + k++); more = d.more;
      document.getElementById('box').insertAdjacentHTML('beforeend', d.data.list.map(i => `<div
        class=card style="height:90px"><a href="/item/${i.id}"><h3>${i.title}</h3></a><b>¥${i.price}</b>
        </div>`).join('')); busy = false; };
    if (m) get('/api/item?id=' + m[1]).then(detail);
    else { app.innerHTML = '<div id=box style="height:500px;overflow:auto"></div>';
      const box = document.getElementById('box');
      box.addEventListener('scroll', () => {
        if (box.scrollTop + box.clientHeight > box.scrollHeight - 60) show(); });
      show(); }
    """
    return scripted(script, 27, 10, shells=("/item/",), tests_list=True)
