"""The few scripts that are run inside a drawn page (页面脚本); each only looks, marks or clicks."""

from __future__ import annotations

VISIBLE_LENGTH = "() => (document.body ? document.body.innerText : '').trim().length"
"""Length of the visible text."""

_SCROLLED = """
  const scrolled = [document.scrollingElement || document.documentElement];
  for (const node of [...document.querySelectorAll('div, main, section, ul, ol')].slice(0, 5000))
    if (node.scrollHeight > node.clientHeight + 50 && node.clientHeight > 200 && node.clientWidth > 200
        && /auto|scroll|overlay/.test(getComputedStyle(node).overflowY)) scrolled.push(node);
"""
"""The window, and the boxes of the page that scroll by themselves."""

HEIGHT = (
    f"() => {{ {_SCROLLED} return scrolled.reduce((sum, node) => sum + node.scrollHeight, 0); }}"
)

SCROLL = f"() => {{ {_SCROLLED} for (const node of scrolled) node.scrollTop = node.scrollHeight; }}"

TO_TOP = f"() => {{ {_SCROLLED} for (const node of scrolled) node.scrollTop = 0; }}"

STEP = f"""() => {{ {_SCROLLED}
  let moved = false;
  for (const node of scrolled) {{
    const before = node.scrollTop;
    node.scrollTop = before + 0.7 * Math.min(node.clientHeight, window.innerHeight);
    moved = moved || node.scrollTop > before + 1;
  }}
  return moved;
}}"""
"""Less than one screen on; false at the end."""

_SHOWN_NOW = """
  const shown = new Set();
  const wanted = 'a[href], li, article, [class*=item], [class*=card], [class*=row]';
  for (const node of [...document.querySelectorAll(wanted)].slice(0, 3000)) {
    const key = node.href || node.textContent.trim().slice(0, 80);
    if (key.length > 3) shown.add(key);
  }
"""

NOTE_SHOWN = f"() => {{ {_SHOWN_NOW} window.hubiaoShown = shown; }}"

COUNT_LOST = f"""() => {{ {_SHOWN_NOW}
  return [...(window.hubiaoShown || [])].filter(key => !shown.has(key)).length;
}}"""
"""How many of the noted rows are no longer shown."""

NEW_ROWS = """() => {
  const seen = window.hubiaoRows || (window.hubiaoRows = new Set());
  const price = /[¥￥$€£]\\s*\\d|\\d\\s*元/;
  let list = null, most = 2;
  for (const node of [...document.querySelectorAll('div, ul, ol, section, main, tbody')].slice(0, 5000)) {
    if (node.children.length <= most) continue;
    const priced = [...node.children].filter(
      child => child.textContent.length < 3000 && price.test(child.textContent)).length;
    if (priced > most) { most = priced; list = node; }
  }
  const rows = [];
  for (const child of list ? list.children : []) {
    const link = child.matches('a[href]') ? child : child.querySelector('a[href]');
    const key = link ? link.href : child.textContent.trim();
    if (!key || seen.has(key)) continue;
    seen.add(key);
    rows.push(child.outerHTML);
  }
  return rows;
}"""
"""Markup of the rows of the list with most prices, those that were not given before."""

CLICK_MORE = """() => {
  const words = /^(加载更多|查看更多|显示更多|更多商品|点击加载.{0,4}|(load|show|view) more)$/i;
  for (const node of document.querySelectorAll('button, a:not([href]), a[href^="#"], div, span')) {
    if (node.children.length > 2 || !words.test((node.innerText || '').trim())) continue;
    const box = node.getBoundingClientRect();
    if (!box.width || node.disabled) continue;
    node.click();
    return true;
  }
  return false;
}"""
"""Press "load more" where there is one."""

ROUTES = """() => {
  const found = new Set();
  for (const node of document.querySelectorAll('a[href*="#/"], a[href*="#!"]'))
    found.add(node.href);
  return [...found].slice(0, 2000);
}"""
"""Links whose address is a route behind the # sign: a script's own pages."""

MARK_CARDS = """() => {
  const price = /[¥￥]\\s*\\d[\\d.,]*|\\d+\\.\\d\\d|\\d[\\d.]*\\s*元/g;
  for (const node of document.querySelectorAll('[data-hubiao-card]'))
    node.removeAttribute('data-hubiao-card');
  const cards = [];
  const blocks = [...document.querySelectorAll('div, li, article, section, span, p, td, dl, figure')];
  for (const node of blocks.slice(0, 20000).reverse()) {
    if (cards.length >= 300) break;
    if (node.querySelector('a[href]') || node.closest('a[href]')) continue;
    if (cards.length && cards.some(card => node.contains(card))) continue;
    const text = (node.innerText || '').trim();
    if (text.length < 4 || text.length > 400 || !text.match(price)) continue;
    if (text.replace(price, '').replace(/[\\s\\d.,¥￥元起]/g, '').length >= 2) cards.push(node);
  }
  cards.reverse();
  const alike = {};
  const kind = node => node.tagName + ' ' + node.className.toString().split(' ')[0];
  for (const card of cards) alike[kind(card)] = (alike[kind(card)] || 0) + 1;
  const acts = /购物车|购买|下单|收藏|关注|删除|分享|cart|buy|add/i;
  const words = node => (node.innerText || '').replace(price, '').trim();
  return cards.filter(card => alike[kind(card)] >= 3).map((node, number) => {
    const named = [...node.querySelectorAll('*')].filter(
      n => !n.children.length && words(n).length > 1 && !acts.test(words(n)));
    named.sort((a, b) => words(b).length - words(a).length);
    (named[0] || node).setAttribute('data-hubiao-card', number);
    return {
      text: (node.innerText || '').trim().slice(0, 200),
      ids: [node, ...node.querySelectorAll('*')].slice(0, 20).flatMap(
        n => [...n.attributes].filter(a => a.name !== 'data-hubiao-card' && a.name !== 'style'
          && a.name !== 'class' && a.value.length < 40).map(a => a.value)),
    };
  });
}"""
"""Product cards that are no links: number them, and tell what names they carry. A card is the
smallest block that shows a price and something besides it, if there are three of its kind; what is
clicked is its name, never a button in it."""

CARD = "[data-hubiao-card='{}']"

STATE = "() => document.body ? document.body.innerHTML : ''"

PRICES = """() => ((document.body ? document.body.innerText : '').match(
  /[¥￥]\\s*\\d|\\d\\s*元|[$€£]\\s?\\d/g) || []).length"""
"""How many prices are shown: a page with several may be a list."""

CLICK_NEXT = """() => {
  const said = /^(下一?页|后一?页|next( page)?|[›»→>])$/i;
  const named = /(^|[\\s_-])(btn-next|pagination-next|page-next|next-page|laypage-next|next)($|[\\s_-])/i;
  for (const node of document.querySelectorAll(
      'button, a:not([href]), a[href^="#"], a[href^="javascript:"], li, span, div, i')) {
    if (node.children.length > 2) continue;
    const label = (node.innerText || node.getAttribute('aria-label') || node.title || '').trim();
    const name = node.className.toString();
    if (!said.test(label) && !(label.length < 2 && named.test(name))) continue;
    const box = node.getBoundingClientRect();
    const off = n => n && (n.disabled || n.getAttribute('aria-disabled') === 'true'
      || /disabled|is-last|forbid/i.test(n.className.toString()));
    if (!box.width || off(node) || off(node.parentElement)) continue;
    if (/swiper|slick|carousel|banner|slide/i.test(name + ' ' + (node.closest('[class]') || node).className))
      continue;
    const link = node.querySelector('a[href]') || node.closest('a[href]');
    const href = link ? link.getAttribute('href') : '';
    if (href && !/^(#|javascript:)/i.test(href)) continue;
    (node.querySelector('button, a') || node).click();
    return true;
  }
  return false;
}"""
"""Turn to the next part of a list by a control that has no address."""

MARK_TABS = """() => {
  const acts = new RegExp('登录|注册|购物车|我的|个人|会员|客服|消息|收藏|关注|订单|搜索|退出|下载|分享|'
    + '加入|购买|提交|删除|cart|log ?in|sign|account', 'i');
  const found = [];
  const wanted = '[role=tab], [class*=tab], [class*=Tab], [class*=cate] li, [class*=cate] span,'
    + ' [class*=cate] div, [class*=nav] li, [class*=nav] span, [class*=menu] li, [class*=filter] li';
  for (const node of document.querySelectorAll(wanted)) {
    const label = (node.innerText || '').trim();
    if (!label || label.length > 12 || /\\n/.test(label) || acts.test(label)) continue;
    if (/[¥￥]|^\\d+$/.test(label) || node.closest('a[href]') || node.querySelector('a[href]')) continue;
    if (node.closest('[class*=pagina], [class*=pager], table, form, footer')) continue;
    const box = node.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    if ([...node.children].filter(child => (child.innerText || '').trim()).length > 1) continue;
    if (found.some(other => other.contains(node) || node.contains(other))) continue;
    found.push(node);
  }
  const rows = new Map();
  for (const node of found) {
    const row = node.parentElement;
    rows.set(row, [...(rows.get(row) || []), node]);
  }
  const tabs = [...rows.values()].filter(row => row.length >= 2).flat().slice(0, 24);
  tabs.forEach((node, number) => node.setAttribute('data-hubiao-tab', number));
  return tabs.map(node => node.innerText.trim());
}"""
"""Tabs and categories that change the page in place: number them, and tell what they say."""

CLICK_TAB = """number => {
  const tab = document.querySelector(`[data-hubiao-tab='${number}']`);
  if (tab) tab.click();
}"""
