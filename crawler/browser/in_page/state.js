// What a page shows now.

hubiao.visibleLength = () => document.body ? textOf(document.body).length : 0;

// How many prices are shown: a page with several may be a list.
hubiao.prices = () => ((document.body ? textOf(document.body) : '').match(
  /[¥￥]\s*\d|\d\s*元|[$€£]\s?\d/g) || []).length;

hubiao.links = () => elementsOf().filter(isLink).length;

// Markup as it is drawn: what stands in a shadow root stands in its host.
function markup(node) {
  if (node.nodeType === 3) {
    const holder = document.createElement('i');
    holder.textContent = node.data;
    return holder.innerHTML;
  }
  if (node.nodeType !== 1) return '';
  if (!elementsOf(node).some(inner => inner.shadowRoot)) return node.outerHTML;
  const shell = node.cloneNode(false).outerHTML;
  const end = shell.lastIndexOf('</');
  const inside = [...childrenOf(node)].map(markup).join('');
  return end < 0 ? shell + inside : shell.slice(0, end) + inside + shell.slice(end);
}

hubiao.state = () => !document.body ? '' : elementsOf().some(node => node.shadowRoot)
  ? [...document.body.childNodes].map(markup).join('') : document.body.innerHTML;

hubiao.page = () => {
  if (!elementsOf().some(node => node.shadowRoot)) return null;
  return `<!doctype html><html>${document.head ? document.head.outerHTML : ''}${markup(document.body)}</html>`;
};
