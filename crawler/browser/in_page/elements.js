// Elements whatever their names (div, uni-view, web components), those in open shadow roots included.

// Events by which a script learns of a click. Whoever listens to them may be clicked.
const CLICKS = new Set(['click', 'tap', 'touchend', 'mousedown', 'mouseup', 'pointerup']);
const listening = new WeakSet();
const addListener = EventTarget.prototype.addEventListener;
EventTarget.prototype.addEventListener = function (type, ...rest) {
  if (CLICKS.has(type) && this instanceof Element) listening.add(this);
  return addListener.call(this, type, ...rest);
};

const MOST_ELEMENTS = 20000;
const WITHOUT_TEXT = new Set([
  'script', 'style', 'noscript', 'template', 'svg', 'iframe', 'object', 'link', 'meta', 'canvas']);

const hubiao = {opened: [], elements: {}};
Object.defineProperty(window, 'hubiao', {value: hubiao, enumerable: false});

const childrenOf = node => node.shadowRoot ? node.shadowRoot.childNodes
  : node.localName === 'slot' && node.assignedNodes().length ? node.assignedNodes() : node.childNodes;

const parentOf = node => node.assignedSlot || node.parentElement
  || (node.getRootNode() instanceof ShadowRoot ? node.getRootNode().host : null);

// Elements below the body in the order in which they are drawn.
function elementsOf(root = document.body) {
  const elements = [], waiting = root ? [root] : [];
  while (waiting.length && elements.length < MOST_ELEMENTS) {
    const node = waiting.pop();
    elements.push(node);
    const children = [...childrenOf(node)].filter(
      child => child.nodeType === 1 && !WITHOUT_TEXT.has(child.localName));
    waiting.push(...children.reverse());
  }
  return elements;
}

// Element -> its text, its pieces on lines of their own, at most `limit` characters.
function textsOf(elements, limit) {
  const texts = new Map();
  for (const node of [...elements].reverse()) {
    const pieces = [];
    for (const child of childrenOf(node)) {
      const text = child.nodeType === 3 ? child.data.trim() : texts.get(child);
      if (text) pieces.push(text);
    }
    texts.set(node, pieces.join('\n').slice(0, limit));
  }
  return texts;
}

function textOf(node) {
  const elements = elementsOf(node);
  return elements.some(inner => inner.shadowRoot)
    ? textsOf(elements, 1e6).get(node) : (node.innerText || '').trim();
}

function around(node, test) {
  for (let at = node; at; at = parentOf(at)) if (test(at)) return at;
  return null;
}

const holds = (outer, inner) => Boolean(around(inner, at => at === outer));
const namesOf = node => `${node.id} ${node.getAttribute('class') || ''}`;
const isDrawn = node => { const box = node.getBoundingClientRect(); return box.width > 0 && box.height > 0; };

// A link with an address of its own; `#` and `javascript:` lead nowhere.
const isLink = node => /^(a|area)$/.test(node.localName)
  && !/^(#(?![/!])|javascript:|$)/i.test((node.getAttribute('href') || '').trim());

const hears = node => listening.has(node) || Boolean(node.onclick) || node.hasAttribute('onclick');

const isPressable = node => hears(node) || /^(tab|menuitem|link)$/.test(node.getAttribute('role') || '')
  || /-(navigator|link|tab|tab-item|tabbar-item|grid-item|cell)$/.test(node.localName)
  || (getComputedStyle(node).cursor === 'pointer'
      && !(parentOf(node) && getComputedStyle(parentOf(node)).cursor === 'pointer'));

// What a press on it would do for a buyer: it is never pressed.
const ACTS = new RegExp('登[录陆]|注册|购物车|加购|购买|抢购|下单|结算|支付|付款|充值|提交|确[认定]|同意|删除|移除|清空|'
  + '收藏|关注|点赞|喜欢|领取|领券|优惠券|红包|签到|抽奖|投票|预[约定]|报名|开团|参团|砍价|分享|转发|评论|评价|回复|举报|投诉|'
  + '客服|咨询|联系|消息|订单|我的|个人|会员|退出|注销|取消|订阅|下载|安装|设置|地址|搜索|返回|'
  + 'cart|buy|checkout|log ?(in|out)|sign ?(in|up|out)|account|delete|remove|submit|subscribe|follow|share|download', 'i');
const ACT_NAMES = new RegExp('(^|[-_\\s])(cart|buy|log(in|out)|sign-?(in|up|out)|fav\\w*|collect\\w*|coupon\\w*|'
  + 'share\\w*|delete|remove|submit|pay\\w*|recharge|like|follow|subscribe|kefu|chat|comment\\w*|close|back)($|[-_\\s])', 'i');

const acts = (node, label) => ACTS.test(label) || ACT_NAMES.test(namesOf(node))
  || Boolean(around(node, at => at.localName === 'form'))
  || (node.localName === 'button' && node.type === 'submit' && Boolean(node.form));

const attributesOf = node => [node, ...elementsOf(node)].slice(0, 20).flatMap(
  inner => [...inner.attributes]
    .filter(a => !/^(style|class|src|data-hubiao-\w+)$/.test(a.name) && a.value && a.value.length < 200)
    .map(a => [a.name, a.value]));

function mark(kind, nodes) {
  for (const node of hubiao.elements[kind] || []) node.removeAttribute(`data-hubiao-${kind}`);
  hubiao.elements[kind] = nodes;
  nodes.forEach((node, number) => node.setAttribute(`data-hubiao-${kind}`, number));
}

// Press a marked element; addresses that it would open in a window of their own are noted instead.
hubiao.press = (kind, number) => {
  const node = (hubiao.elements[kind] || [])[number];
  hubiao.opened = [];
  if (!node || !node.isConnected) return false;
  const open = window.open;
  window.open = url => { if (url) hubiao.opened.push(new URL(url, location.href).href); return null; };
  setTimeout(() => { window.open = open; }, 1500);
  node.scrollIntoView({block: 'center'});
  node.click();
  return true;
};
