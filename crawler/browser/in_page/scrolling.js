// Lists that show themselves only to one who scrolls.

// The window, and the boxes of the page that may scroll by themselves.
function scrollers() {
  const boxes = [document.scrollingElement || document.documentElement];
  for (const node of elementsOf().slice(0, 5000))
    if (node !== document.body && node.clientHeight > 200 && node.clientWidth > 200
        && /auto|scroll|overlay/.test(getComputedStyle(node).overflowY)) boxes.push(node);
  return boxes;
}

const boxes = () => scrollers().filter(
  (node, number) => number === 0 || node.scrollHeight > node.clientHeight + 50);

hubiao.height = () => boxes().reduce((sum, node) => sum + node.scrollHeight, 0);
hubiao.scroll = () => {
  for (const node of scrollers()) {
    const before = node.scrollTop;
    node.scrollTop = node.scrollHeight;
    // A list that fits its box asks for more only when it is told of a scroll.
    if (node.scrollTop === before)
      (node === document.scrollingElement ? window : node).dispatchEvent(new Event('scroll'));
  }
};

// How high a list with several prices is that fits the window, so that nobody can scroll it.
hubiao.fittingListHeight = () => {
  if (document.documentElement.scrollHeight > window.innerHeight || hubiao.prices() < 3) return 0;
  return Math.max(0, ...elementsOf().filter(node => /[¥￥$€£]|\d元/.test(node.textContent || ''))
    .map(node => [...childrenOf(node)].some(child => child.nodeType === 1) ? 0 : node.getBoundingClientRect().bottom));
};
hubiao.toTop = () => { for (const node of boxes()) node.scrollTop = 0; };

// Less than one screen on; false at the end.
hubiao.step = () => {
  let moved = false;
  for (const node of boxes()) {
    const before = node.scrollTop;
    node.scrollTop = before + 0.7 * Math.min(node.clientHeight, window.innerHeight);
    moved = moved || node.scrollTop > before + 1;
  }
  return moved;
};

function rowsNow() {
  const shown = new Set();
  for (const node of elementsOf()) {
    if (shown.size >= 3000) break;
    if (!node.matches('a[href], li, article, [class*=item], [class*=card], [class*=row]')) continue;
    const key = node.href || node.textContent.trim().slice(0, 80);
    if (key.length > 3) shown.add(key);
  }
  return shown;
}

hubiao.noteRows = () => { hubiao.noted = rowsNow(); };
// How many of the noted rows are no longer shown.
hubiao.lostRows = () => { const now = rowsNow(); return [...(hubiao.noted || [])].filter(key => !now.has(key)).length; };

// Markup of the rows of the list with most prices, those that were not given before.
hubiao.newRows = () => {
  const given = hubiao.given || (hubiao.given = new Set());
  const price = /[¥￥$€£]\s*\d|\d\s*元/;
  let list = null, most = 2;
  for (const node of elementsOf().slice(0, 5000)) {
    if (node.children.length <= most) continue;
    const priced = [...node.children].filter(
      child => child.textContent.length < 3000 && price.test(child.textContent)).length;
    if (priced > most) { most = priced; list = node; }
  }
  const rows = [];
  for (const child of list ? list.children : []) {
    const link = child.matches('a[href]') ? child : child.querySelector('a[href]');
    const key = link ? link.href : child.textContent.trim();
    if (!key || given.has(key)) continue;
    given.add(key);
    rows.push(child.outerHTML);
  }
  return rows;
};
