// What changes a page in place or leads on without an address: pagers, "load more", tabs, tiles.

const LABEL_LENGTH = 16;

hubiao.more = () => {
  const words = /^(加载更多|查看更多|显示更多|更多商品|点击加载.{0,4}|(load|show|view) more)$/i;
  for (const node of elementsOf()) {
    if (node.children.length > 2 || around(node, isLink)) continue;
    if (!words.test((node.textContent || '').trim()) || !isDrawn(node) || node.disabled) continue;
    node.click();
    return true;
  }
  return false;
};

// Turn to the next part of a list by a control that has no address.
hubiao.next = () => {
  const said = /^(下一?页|后一?页|next( page)?|[›»→>])$/i;
  const named = /(^|[\s_-])(btn-next|pagination-next|page-next|next-page|laypage-next|next)($|[\s_-])/i;
  const isOff = node => node && (node.disabled || node.getAttribute('aria-disabled') === 'true'
    || /disabled|is-last|forbid/i.test(namesOf(node)));
  for (const node of elementsOf()) {
    if (node.children.length > 2 || around(node, isLink) || [...node.children].some(isLink)) continue;
    const label = (node.textContent.trim() || node.getAttribute('aria-label') || node.title || '').trim();
    const name = node.getAttribute('class') || '';
    if (!said.test(label) && !(label.length < 2 && named.test(name))) continue;
    if (!isDrawn(node) || isOff(node) || isOff(parentOf(node))) continue;
    const holder = around(parentOf(node) || node, at => at.getAttribute('class')) || node;
    if (/swiper|slick|carousel|banner|slide/i.test(`${name} ${namesOf(holder)}`)) continue;
    (node.querySelector('button, a') || node).click();
    return true;
  }
  return false;
};

const TABS = '[role=tab], [class*=tab], [class*=Tab], [class*=cate] li, [class*=cate] span,'
  + ' [class*=cate] div, [class*=nav] li, [class*=nav] span, [class*=menu] li, [class*=filter] li';
const SORTS = /^(价格|销量|综合|默认|人气|好评|最新|筛选|排序)(排序|优先|最高|最低)?[↑↓]?$/;
const LEADS_ON = /^(查看|浏览|进入|逛)?(更多|全部|所有)?(商品|宝贝|分类|新品|热卖|热销|推荐|店铺|进店逛?逛?)?[>›»]?$/;

const kindOfControl = node => `${node.localName} ${(node.getAttribute('class') || '').split(' ')[0]}`;

// Controls of one parent, or of one holder at most three levels up where each has a box of its own.
function rowsOf(controls) {
  const counts = new Map(), rows = new Map();
  const keyOf = (holder, node) => counts.get(holder)?.get(kindOfControl(node)) || 0;
  const holders = node => [parentOf(node), parentOf(parentOf(node)), parentOf(parentOf(parentOf(node)))];
  for (const node of controls)
    for (const holder of holders(node)) {
      if (!holder) continue;
      const ofHolder = counts.get(holder) || new Map();
      counts.set(holder, ofHolder.set(kindOfControl(node), keyOf(holder, node) + 1));
    }
  for (const node of controls) {
    const holder = holders(node).find(at => at && keyOf(at, node) > 1) || parentOf(node);
    rows.set(holder, [...(rows.get(holder) || []), node]);
  }
  return rows;
}

// Mark tabs, categories and tiles, several in a row or one that says so, and tell what they say.
hubiao.controls = () => {
  const elements = elementsOf(), texts = textsOf(elements, 200);
  const chosen = [], taken = new Set();
  for (const node of elements) {
    if (taken.has(parentOf(node))) { taken.add(node); continue; }
    const label = texts.get(node);
    if (!label || label.length > LABEL_LENGTH || /\n/.test(label) || acts(node, label)) continue;
    if (/[¥￥]|^\d+$/.test(label) || !(node.matches(TABS) || isPressable(node))) continue;
    if (around(node, at => isLink(at) || /pagina|pager/.test(namesOf(at)) || /^(table|footer)$/.test(at.localName)
        || at.hasAttribute('data-hubiao-card'))) continue;
    if (!isDrawn(node) || elementsOf(node).some(isLink)) continue;
    // A press goes up and never down: `<li><span onclick>` is pressed on its span.
    if (!hears(node) && elementsOf(node).some(hears)) continue;
    taken.add(node);
    chosen.push(node);
  }
  const rows = rowsOf(chosen);
  const kept = [...rows.values()].filter(row => !row.some(node => SORTS.test(texts.get(node)))
    && (row.length >= 2 || LEADS_ON.test(texts.get(row[0]))));
  const controls = kept.flat().slice(0, 200);
  mark('control', controls);
  return controls.map(node => ({
    text: texts.get(node), names: attributesOf(node), row: kept.findIndex(row => row.includes(node)),
    kind: kindOfControl(node)}));
};

// Mark what opens a drawer or dialog with the seller or the attributes of the goods on this page.
hubiao.openers = () => {
  const words = /^(商品|产品)?(参数|属性)(信息)?$|^规格参数$|^(店铺|商家|卖家|企业|经营者?)(信息|详情|资质|介绍)$|^(营业执照|资质证照|证照信息)$/;
  const elements = elementsOf(), texts = textsOf(elements, 60), openers = [];
  for (const node of elements) {
    const first = texts.get(node).split('\n')[0];
    if (!words.test(first) || !isPressable(node) || around(node, isLink) || !isDrawn(node)) continue;
    if (!openers.some(other => holds(other, node))) openers.push(node);
  }
  mark('opener', openers.slice(0, 4));
  return Math.min(openers.length, 4);
};
