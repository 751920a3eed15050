"""The few scripts that are run inside a drawn page (页面脚本); each only looks, marks or clicks."""

from __future__ import annotations

SHOWN = "() => (document.body ? document.body.innerText : '').trim().length"
"""Length of the visible text."""

HEIGHT = "() => document.documentElement.scrollHeight"

SCROLL = "() => { window.scrollTo(0, document.documentElement.scrollHeight); }"

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
  const price = /[¥￥]\\s*\\d|\\d+\\.\\d\\d|\\d元/;
  const cards = [];
  for (const node of document.querySelectorAll('div, li, article, section, span, p, td')) {
    if (cards.length >= 200) break;
    if (node.querySelector('a[href]') || node.closest('a[href]')) continue;
    const text = (node.innerText || '').trim();
    if (text.length < 4 || text.length > 400 || !price.test(text)) continue;
    const clickable = node.hasAttribute('onclick') || getComputedStyle(node).cursor === 'pointer'
      || [...node.attributes].some(a => a.name.startsWith('data-') && /\\d/.test(a.value));
    if (clickable && !cards.some(card => card.contains(node))) cards.push(node);
  }
  const kin = cards.filter(c => cards.filter(o => o.className === c.className).length >= 3);
  return kin.map((node, number) => {
    node.setAttribute('data-hubiao-card', number);
    return {
      text: (node.innerText || '').trim().slice(0, 200),
      ids: [node, ...node.querySelectorAll('*')].slice(0, 20).flatMap(
        n => [...n.attributes].filter(a => a.name !== 'data-hubiao-card' && a.name !== 'style'
          && a.name !== 'class' && a.value.length < 40).map(a => a.value)),
    };
  });
}"""
"""Product cards that are no links: number them, and tell what names they carry."""

CARD = "[data-hubiao-card='{}']"
