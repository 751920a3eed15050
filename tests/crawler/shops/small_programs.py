"""Shops of small programs (uni-app, web components): elements of their own, no links at all (小程序店铺)."""

from __future__ import annotations

import json

from tests.crawler.shops.crawl_traps import ACTED
from tests.crawler.shops.scripted import scripted
from tests.crawler.shops.shop import ExampleShop, Shops, registering, title
from tests.crawler.website import Answer

SHOPS: Shops = {}
shop = registering(SHOPS)
_NO_RELOAD = "const go = path => { history.pushState({}, '', path); show(); };"


@shop
def a_small_program_whose_tiles_and_cards_are_pressed() -> ExampleShop:
    """A tab bar leads to tiles, these to lists; a coupon and a cart would act."""
    script = f"""
    const at = () => location.pathname, query = () => new URLSearchParams(location.search);
    {_NO_RELOAD}
    const view = (name, text, act) => {{ const v = document.createElement('uni-view');
      v.className = name; v.innerHTML = text; if (act) v.addEventListener('click', act); return v; }};
    const post = u => () => fetch(u, {{method: 'POST', body: '1'}});
    async function show() {{
      app.innerHTML = '';
      if (at() === '/pages/goods/detail') return detail(await get('/api/item?id=' + query().get('goodsId')));
      const bar = view('bar', '');
      bar.append(view('bar-item', '首页', () => go('/')), view('bar-item', '分类', () => go('/pages/sort/sort')),
        view('bar-item', '购物车', post('/api/cart/add')), view('bar-item', '我的', post('/api/login')));
      if (at() === '/pages/sort/sort') {{
        const d = await get('/api/kinds');
        const tiles = view('tiles', '');
        d.kinds.forEach(k => tiles.append(view('tile', `<uni-text>${{k.kind_name}}</uni-text>`,
          () => go('/pages/goods/list?sid=' + k.kindId + '&title=' + encodeURIComponent(k.kind_name)))));
        app.append(tiles);
      }} else if (at() === '/pages/goods/list') {{
        const d = await get('/api/list?tab=' + query().get('sid'));
        d.data.list.forEach(i => {{ const c = view('row', `<uni-view class="name">${{i.title}}</uni-view><uni-view
          class="money">￥<uni-text>${{i.price}}</uni-text></uni-view><uni-view class="fresh">新货</uni-view>`,
          () => go('/pages/goods/detail?goodsId=' + i.id)); app.append(c); }});
      }} else for (let n = 0; n < 3; n++)
        app.append(view('ticket', `<uni-view>¥${{n + 5}} 元</uni-view><uni-view>限时满减 ${{n}}</uni-view>`,
          post('/api/coupon/receive?id=' + n)));
      app.append(bar);
    }}
    addEventListener('popstate', show); show();
    """
    base = scripted(script, 12, 4, shells=("/pages/",))

    def page(path: str) -> Answer | None:
        if path == "/api/kinds":
            kinds = [{"kindId": n, "kind_name": f"示例粮{'甲乙丙'[n]}"} for n in range(3)]
            body = json.dumps({"kinds": kinds}, ensure_ascii=False).encode()
            return Answer(body, headers={"Content-Type": "text/html; charset=utf-8"})
        return base.page(path)

    def form(path: str, fields: dict[str, str]) -> Answer | None:
        ACTED.append(path)
        return Answer(b"{}")

    return ExampleShop(page, base.sells, form)


@shop
def components_that_draw_into_shadow_roots() -> ExampleShop:
    script = """
    customElements.define('goods-card', class extends HTMLElement {
      set goods(i) { this.attachShadow({mode: 'open'}).innerHTML =
        `<div part=box><slot></slot><b>¥${i.price}</b></div>`; this.append(i.title);
        this.onclick = () => { location.hash = '#/goods/' + i.id; }; } });
    customElements.define('goods-list', class extends HTMLElement {
      set list(l) { const root = this.attachShadow({mode: 'open'});
        l.forEach(i => { const c = document.createElement('goods-card'); root.append(c); c.goods = i; }); } });
    const show = async () => { const m = location.hash.match(/^#\\/goods\\/(\\d+)/);
      if (m) return detail(await get('/api/item?id=' + m[1]));
      const d = await get('/api/list?k=0'), l = document.createElement('goods-list');
      app.innerHTML = ''; app.append(l); l.list = d.data.list; };
    addEventListener('hashchange', show); show();
    """
    return scripted(script, 6)


@shop
def a_desk_that_shows_the_telephone_page_in_a_frame() -> ExampleShop:
    script = """
    const m = location.hash.match(/^#\\/goods\\/(\\d+)/);
    if (innerWidth > 800) location.replace('/preview');
    else if (m) get('/api/item?id=' + m[1]).then(detail);
    else get('/api/list?k=0').then(d => { app.innerHTML = d.data.list.map(i => `<div class=card>
      <a href="#/goods/${i.id}"><h3>${i.title}</h3></a><b>¥${i.price}</b></div>`).join(''); });
    """
    base = scripted(script, 4)

    def page(path: str) -> Answer | None:
        if path == "/preview":
            return Answer(b"<body><iframe src=/ style='width:375px;height:700px'></iframe></body>")
        return base.page(path)

    return ExampleShop(page, base.sells)


@shop
def data_that_robots_txt_forbids_is_not_loaded() -> ExampleShop:
    """The page draws its goods from an allowed interface; a forbidden one would name a further."""
    script = """
    const m = location.hash.match(/^#\\/goods\\/(\\d+)/);
    const draw = l => { app.innerHTML += l.map(i => `<div class=card><a href="#/goods/${i.id}">
      <h3>${i.title}</h3></a><b>¥${i.price}</b></div>`).join(''); };
    if (m) get('/api/item?id=' + m[1]).then(detail);
    else { get('/api/list?k=0').then(d => draw(d.data.list));
      get('/private/list').then(d => draw(d), () => 0); }
    """
    base = scripted(script, 4)

    def page(path: str) -> Answer | None:
        if path == "/robots.txt":
            return Answer(b"User-agent: *\nDisallow: /private/\n")
        if path == "/private/list":
            goods = [{"id": 9, "title": title(9), "price": "1.00"}]
            return Answer(json.dumps(goods).encode(), headers={"Content-Type": "application/json"})
        return base.page(path)

    return ExampleShop(page, base.sells)
