"""Shops that draw themselves by script, from the JSON of their own interface."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

from tests.crawler.website import Answer, Page

_SHELL = (
    "<!doctype html><html><head><meta charset=utf-8><title>示例商城</title></head>"
    "<body><div id=app></div><script src=/js/npm.webpack.07c0.js></script></body></html>"
)
_ITEM = """
async function item(id) {
  const d = await (await fetch('/api/item?id=' + id)).json();
  document.title = d.title;
  app.innerHTML = `<h1>${d.title}</h1><div class="price">¥${d.price}</div><p>${d.desc}</p>
    <button>加入购物车</button>`;
}
async function part(k) { return await (await fetch('/api/list?k=' + k)).json(); }
const app = document.getElementById('app');
"""
LINKS = """
const at = location.pathname;
if (at.startsWith('/product/')) item(at.split('/')[2].split('.')[0]);
else part(at === '/' ? 0 : +at.split('/')[2]).then(d => {
  const k = at === '/' ? 0 : +at.split('/')[2];
  app.innerHTML = d.items.map(i => `<div class=card><a href="/product/${i.id}.html">
    <h3>${i.title}</h3></a><b>¥${i.price}</b></div>`).join('')
    + (d.more ? `<a rel=next href="/list/${k + 1}">下一页</a>` : '');
});
"""
CARDS = """
function show() {
  const at = location.pathname;
  if (at.startsWith('/detail/')) return item(at.split('/')[2]);
  part(0).then(d => {
    app.innerHTML = d.items.map(i => `<div class=card style="cursor:pointer">
      <h3>${i.title}</h3><b>¥${i.price}</b></div>`).join('');
    [...document.querySelectorAll('.card')].forEach((card, n) => card.onclick = () => {
      history.pushState({}, '', '/detail/' + d.items[n].id); show(); });
  });
}
addEventListener('popstate', show);
show();
"""
ENDLESS = """
let k = 0, busy = false, more = true;
async function grow() {
  if (busy || !more) return;
  busy = true;
  const d = await part(k++);
  app.insertAdjacentHTML('beforeend', d.items.map(i => `<div class=card style="height:300px">
    <a href="/product/${i.id}.html"><h3>${i.title}</h3></a><b>¥${i.price}</b></div>`).join(''));
  more = d.more; busy = false;
}
const at = location.pathname;
if (at.startsWith('/product/')) item(at.split('/')[2].split('.')[0]);
else { addEventListener('scroll', grow); grow(); }
"""
ROUTES = """
function show() {
  const at = location.hash;
  if (at.startsWith('#/goods/')) return item(at.split('/')[2]);
  part(0).then(d => { app.innerHTML = d.items.map(i => `<div class=card>
    <a href="#/goods/${i.id}"><h3>${i.title}</h3></a><b>¥${i.price}</b></div>`).join(''); });
}
addEventListener('hashchange', show);
show();
"""


def rendered_shop(script: str, goods: int, per_part: int = 20) -> Page:
    """An empty shell, a script that fills it, and the interface it asks."""

    def good(number: int) -> dict[str, object]:
        title, price = f"示例河套面粉 {number} 号", f"{number + 1}.50"
        return {"id": 1000 + number, "title": title, "price": price, "shopName": "示例店铺"}

    def page(path: str) -> Answer | None:
        query = parse_qs(urlsplit(path).query)
        if path == "/js/npm.webpack.07c0.js":  # no picture, though ".webp" stands in it
            return Answer((_ITEM + script).encode(), headers={"Content-Type": "text/javascript"})
        if path.startswith("/api/item"):
            number = int(query["id"][0]) - 1000
            return _json({**good(number), "desc": "优质小麦磨成，产自内蒙古。" * 12})
        if path.startswith("/api/list"):
            part = int(query["k"][0])
            numbers = range(part * per_part, min(goods, (part + 1) * per_part))
            return _json({"items": [good(n) for n in numbers], "more": numbers.stop < goods})
        if path == "/" or path.startswith(("/list/", "/product/", "/detail/")):
            return Answer(_SHELL.encode())
        return None

    return page


def _json(value: object) -> Answer:
    body = json.dumps(value, ensure_ascii=False).encode()
    return Answer(body, headers={"Content-Type": "application/json; charset=utf-8"})
