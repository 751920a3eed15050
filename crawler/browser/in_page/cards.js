// Cards that are no links (点击进入的卡片).

const CARD_LENGTH = 400;
const PRICE = /[¥￥]\s*\d[\d.,]*|\d+\.\d\d|\d[\d.]*\s*元/g;
const COUNTS = /已[售拼抢]|销量|月销|库存|人付款|评价|包邮|原价|市场价|券|起|件|[\s\d.,¥￥元+万]/g;
const says = text => text.replace(PRICE, '').replace(COUNTS, '');
const isPriced = text => text.search(PRICE) >= 0;

// The smallest blocks with a price and something besides it, each then as large as it can be while it
// holds no other: the row of a list.
function cardBlocks(elements, texts) {
  const blocks = [], counts = new Map();
  for (const node of [...elements].reverse()) {
    const text = texts.get(node);
    if (counts.get(node) || text.length < 4 || text.length > CARD_LENGTH || !isPriced(text)) continue;
    if (says(text).length < 2 || around(node, isLink) || !isDrawn(node)) continue;
    blocks.push(node);
    for (let at = node; at; at = parentOf(at)) counts.set(at, (counts.get(at) || 0) + 1);
    if (blocks.length >= 300) break;
  }
  return blocks.reverse().map(block => {
    let node = block;
    for (let outer = parentOf(node); outer && outer !== document.body; outer = parentOf(outer)) {
      if (counts.get(outer) > 1 || texts.get(outer).length > CARD_LENGTH) break;
      node = outer;
    }
    return node;
  });
}

// What hears a click in a card besides its name, round a picture: shops bind it there alone.
const PICTURES = /^(img|image|uni-image|picture)$/;
const pictureOf = (card, texts) => elementsOf(card).find(node => node !== card && hears(node)
  && !acts(node, texts.get(node) || '') && elementsOf(node).some(inner => PICTURES.test(inner.localName))) || null;

// Cards that are no links: mark the name in each and its picture, never a button in it, and tell what names
// it carries.
hubiao.cards = () => {
  const elements = elementsOf();
  const texts = textsOf(elements, CARD_LENGTH + 1);
  const kindOf = node => `${node.localName} ${(node.getAttribute('class') || '').split(' ')[0]}`;
  const cards = cardBlocks(elements, texts).filter(
    node => !elementsOf(node).some(isLink) && !/coupon|order|recharge/i.test(namesOf(node)));
  const alike = {};
  for (const card of cards) alike[kindOf(card)] = (alike[kindOf(card)] || 0) + 1;
  const pictures = cards.map(card => pictureOf(card, texts));
  mark('picture', pictures.map((picture, number) => picture || cards[number]));
  mark('card', cards.map(card => {
    const leaves = elementsOf(card).filter(node => ![...childrenOf(node)].some(child => child.nodeType === 1));
    const named = leaves.filter(node => says(texts.get(node)).length > 1 && !acts(node, texts.get(node)));
    named.sort((a, b) => says(texts.get(b)).length - says(texts.get(a)).length);
    return named[0] || card;
  }));
  return cards.map((card, number) => ({
    text: texts.get(card), names: attributesOf(card), repeats: alike[kindOf(card)] >= 3,
    pictured: Boolean(pictures[number])}));
};
