"""Scripted shops whose goods only a click leads to."""

from __future__ import annotations

from tests.crawler.shops.scripted import scripted
from tests.crawler.shops.shop import ExampleShop, Shops, registering

SHOPS: Shops = {}
shop = registering(SHOPS)


@shop
def tabs_that_change_the_list_in_place() -> ExampleShop:
    script = """
    const m = location.pathname.match(/^\\/item\\/(\\d+)/);
    if (m) get('/api/item?id=' + m[1]).then(detail);
    else {
      const names = ['粮油', '肉奶', '果蔬'];
      app.innerHTML = '<div class="tabs">' + names.map((n, i) =>
        `<div role="tab" class="tab-side"><span class="tab-item" data-i="${i}">${n}</span>
        </div>`).join('') + '</div><div id=list></div>';
      const show = async t => { const d = await get('/api/list?tab=' + t);
        document.getElementById('list').innerHTML = d.data.list.map(i => `<div class=card>
          <a href="/item/${i.id}"><h3>${i.title}</h3></a><b>¥${i.price}</b></div>`).join(''); };
      document.querySelectorAll('.tab-item').forEach(t => t.onclick = () => show(t.dataset.i));
      show(0);
    }
    """
    return scripted(script, 24, 8, shells=("/item/",), tests_list=True)


@shop
def a_pager_of_buttons_without_addresses() -> ExampleShop:
    script = """
    const m = location.pathname.match(/^\\/item\\/(\\d+)/);
    let k = 0;
    const show = async () => { const d = await get('/api/list?k=' + k);
      app.innerHTML = d.data.list.map(i => `<div class=card>
        <a href="/item/${i.id}"><h3>${i.title}</h3></a><b>¥${i.price}</b></div>`).join('')
        + `<div class="el-pagination"><button class="btn-prev" ${k ? '' : 'disabled'}>‹</button>
           <button class="btn-next" ${d.more ? '' : 'disabled'}>下一页</button></div>`;
      document.querySelector('.btn-next').onclick = () => { k++; show(); }; };
    if (m) get('/api/item?id=' + m[1]).then(detail); else show();
    """
    return scripted(script, 35, 10, shells=("/item/",), tests_list=True)


@shop
def hash_routes_that_only_a_click_on_the_picture_opens() -> ExampleShop:
    """In a window of its own; a click on the name is heard by nobody. The page of one is busy before it asks for
    its goods, and draws their price as a picture: only its data tell it."""
    script = """
    const show = async () => { const m = location.hash.match(/^#\\/item\\/(\\d+)/);
      if (m) { app.innerHTML = '<p>示例商城</p>'; await get('/api/list?k=0');
        const until = performance.now() + 500; while (performance.now() < until);
        const d = await get('/api/item?id=' + m[1]);
        app.innerHTML = `<h1>${d.title}</h1><img src=/price.png><button>加入购物车</button>`; return; }
      const d = await get('/api/list?k=0');
      app.innerHTML = d.data.list.map(i => `<div class=card><div><a><img width=40 height=40></a></div>
        <h3>${i.title}</h3><div><a><button>加入购物车</button></a><p>¥${i.price}</p></div></div>`).join('')
        + '<a href="https://apps.example/software/11783429.html">手机版</a>';
      document.querySelectorAll('.card img').forEach((c, n) => c.parentNode.onclick = () => {
        window.open('//' + location.host + '/#/item/' + d.data.list[n].id); });
    };
    addEventListener('hashchange', show); show();
    """
    return scripted(script, 9)


@shop
def pushed_states_reached_by_clicks_alone() -> ExampleShop:
    script = """
    const show = async () => { const m = location.pathname.match(/^\\/commodity-(\\d+)/);
      if (m) return detail(await get('/api/item?id=' + m[1]));
      const d = await get('/api/list?k=0');
      app.innerHTML = '<section>' + d.data.list.map(i => `<article class="tile">
        <p>${i.title}</p><p>¥${i.price}</p></article>`).join('') + '</section>';
      document.querySelectorAll('.tile').forEach((c, n) => c.addEventListener('click', () => {
        history.pushState({}, '', '/commodity-' + d.data.list[n].id); show(); }));
    };
    addEventListener('popstate', show); show();
    """
    return scripted(script, 9, shells=("/commodity-",))


@shop
def goods_that_open_in_a_dialog() -> ExampleShop:
    """No address at all: only the page's own JSON names each good."""
    script = """
    get('/api/list?k=0').then(d => {
      app.innerHTML = d.data.list.map(i => `<div class=card><h3>${i.title}</h3>
        <b>¥${i.price}</b></div>`).join('') + '<dialog id=dlg></dialog>';
      document.querySelectorAll('.card').forEach((c, n) => c.onclick = () => {
        dlg.innerHTML = d.data.list[n].title; dlg.showModal(); });
    });
    """
    return scripted(script, 8)
