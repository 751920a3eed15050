// Draws the list or one product into the empty shell; odd cards are links, even ones only react to a click.
const app = document.getElementById("app");

function node(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function card(good) {
  const address = `/goods/${good.id}`;
  const inside = [
    node("img", { src: good.picture, alt: "" }),
    node("div", { class: "title" }, good.title),
    node("div", { class: "price" }, `¥${good.price}`),
    node("div", { class: "shop" }, good.shop),
  ];
  if (good.id % 2) return node("a", { class: "card", href: address }, ...inside);
  const made = node("div", { class: "card", "data-href": address }, ...inside);
  made.addEventListener("click", () => { location.href = address; });
  return made;
}

async function drawList() {
  const page = new URLSearchParams(location.search).get("page") || "1";
  const shown = await (await fetch(`/api/goods?page=${page}`)).json();
  app.append(node("h1", {}, "示例优购（演示用虚构平台）"));
  app.append(node("div", { class: "cards" }, ...shown.goods.map(card)));
  const pager = node("div", { class: "pager" }, `第 ${shown.page} / ${shown.pages} 页 `);
  if (shown.page < shown.pages) pager.append(node("a", { class: "next", href: `/?page=${shown.page + 1}` }, "下一页"));
  app.append(pager);
}

async function drawGood(number) {
  const answer = await fetch(`/api/goods/${number}`);
  if (!answer.ok) {
    document.title = "商品已下架 - 示例优购";
    app.append(node("h1", {}, "该商品已下架"));
    return;
  }
  const good = await answer.json();
  document.title = `${good.title} - 示例优购`;
  const rows = Object.entries({ ...good.attributes, 品牌: good.brand, 主体名称: good.operator.name,
    统一社会信用代码: good.operator.credit_code, 住所: good.operator.address });
  app.append(
    node("p", {}, node("a", { href: "/" }, "首页"), ` > ${good.category}`),
    node("h1", { class: "goods-title" }, good.title),
    node("img", { src: good.picture, alt: good.title, width: "360" }),
    node("p", { class: "price" }, `¥${good.price}`),
    node("p", { class: "sales" }, `已售 ${good.sales} 件`),
    node("p", {}, "店铺：", node("span", { class: "shop-name" }, good.shop)),
    node("p", {}, "配送：快递 · 服务：七天无理由退货 · 加入购物车"),
    node("table", {}, ...rows.map(([name, value]) => node("tr", {}, node("th", {}, name), node("td", {}, value)))),
    node("h2", {}, "商品详情"),
    node("div", { class: "description" }, good.description),
  );
}

const number = location.pathname.match(/^\/goods\/(\d+)$/);
number ? drawGood(number[1]) : drawList();
