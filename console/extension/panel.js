/* What the console understood of the page, how it is assessed, and the button that keeps it as evidence. */

import { keepPage, understand } from "./capture.js";
import { settings } from "./console_client.js";
import { all, drop } from "./store.js";

const LEVELS = { red: "红", orange: "橙", yellow: "黄", blue: "蓝", none: "—" };
const KINDS = { listing: "商品页", list: "列表页", page: "一般页面", other: "其他页面" };
const [busy, failure, current, waiting] = ["busy", "failure", "current", "waiting"].map((id) =>
  document.getElementById(id),
);

function make(tag, { text, className, children = [], ...attributes } = {}) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter(Boolean));
  return element;
}

function button(text, act, className = "") {
  const element = make("button", { text, className, type: "button" });
  element.addEventListener("click", async () => {
    element.disabled = true;
    await act();
  });
  return element;
}

const link = (address, path, text) => make("a", { text, href: `${address}${path}`, target: "_blank" });

function facts(rows) {
  const cells = rows.filter(([, value]) => value).flatMap(([name, value]) => [
    make("dt", { text: name }),
    value instanceof Node ? make("dd", { children: [value] }) : make("dd", { text: value }),
  ]);
  return make("dl", { children: cells });
}

function elements(offer) {
  const rows = offer.elements.map((element) =>
    make("tr", {
      className: element.tone,
      children: [
        make("th", { text: element.name, scope: "row" }),
        make("td", { text: `${element.answer}（${element.percent}%）` }),
        make("td", { text: element.why.join("；") }),
      ],
    }),
  );
  return rows.length ? make("table", { children: [make("tbody", { children: rows })] }) : null;
}

function assessment(offer) {
  if (!offer.right) return make("p", { className: "calm", text: "未发现受保护的商标、标志" });
  return make("div", {
    children: [
      make("p", {
        className: "step",
        children: [
          make("b", { className: `level ${offer.level}`, text: LEVELS[offer.level] }),
          make("span", { text: `“${offer.right}”　下一步：${offer.next_step_name}` }),
        ],
      }),
      offer.lawful && make("p", { className: "calm", text: offer.lawful }),
      elements(offer),
    ],
  });
}

function knowledge(known, address) {
  const leads = (numbers) =>
    make("span", { children: numbers.flatMap((number) => [link(address, `/leads/${number}?tab=all`, `线索 ${number}`), " "]) });
  return facts([
    ["本商品", known.leads.length ? leads(known.leads) : known.listing ? "已在库，没有线索" : "未在库"],
    ["本店铺", known.shop ? link(address, `/shops/${known.shop}`, `已在库，未结线索 ${known.shop_leads} 条`) : "未在库"],
    ["图片", known.picture_leads.length ? leads(known.picture_leads) : "未见于其他线索"],
  ]);
}

function reading(capture, address) {
  const { kind, offer, hits, cards, earlier } = capture.reading;
  if (kind === "list") {
    const lines = hits.map((hit) =>
      make("li", {
        children: [
          make("b", { className: `level ${hit.level}`, text: LEVELS[hit.level] }),
          make("a", { text: hit.title, href: hit.url, target: "_blank", rel: "noreferrer" }),
          make("small", { text: `${hit.right} · ${hit.next_step_name}` }),
        ],
      }),
    );
    return [
      make("p", { text: `列表页：${cards} 件商品，${hits.length} 件含受保护标志，已在页面上标出` }),
      make("ul", { className: "hits", children: lines }),
    ];
  }
  if (!offer) return [make("p", { className: "calm", text: `${KINDS[kind] ?? "页面"}：未读出商品，仍可留作证据` })];
  const goods = [["类型", KINDS[kind]], ["标题", offer.title], ["价格", offer.price], ["店铺", offer.shop]];
  return [facts(goods), make("h2", { text: "研判" }), assessment(offer), make("h2", { text: "是否已知" }), knowledge(earlier, address)];
}

function show(capture, address) {
  const parts = [make("p", { className: "address", text: capture.page.url })];
  if (capture.error) parts.push(make("p", { className: "wrong", role: "alert", text: capture.error }));
  if (capture.page.remarks?.length) parts.push(make("p", { className: "calm", text: capture.page.remarks.join("；") }));
  if (capture.reading) parts.push(...reading(capture, address));
  if (capture.receipt) {
    const { evidence, lead, opened, again } = capture.receipt;
    const said = again ? "此前已送达" : lead ? (opened ? "已留作证据并立为线索" : "已留作证据，归入线索") : "已留作证据（未达线索门槛）";
    parts.push(
      make("p", {
        className: "good",
        role: "status",
        children: [`${said} `, lead && link(address, `/leads/${lead}?tab=all`, `线索 ${lead}`), `　证据 ${evidence}`],
      }),
    );
  } else if (capture.state !== "refused") {
    parts.push(button("留作证据", () => keepPage(capture.id), "main"));
    if (!capture.reading) parts.push(button("重新研判", () => understand(capture.id)));
  }
  return parts;
}

function waitingLine(capture) {
  return make("li", {
    children: [
      make("span", { text: capture.page.title || capture.page.url }),
      button("重新发送", () => (capture.reading ? keepPage(capture.id) : understand(capture.id))),
      button("删除", () => drop(capture.id)),
    ],
  });
}

async function draw() {
  const captures = await all();
  const { address } = await settings();
  const newest = captures.at(-1);
  current.replaceChildren(...(newest ? show(newest, address) : [make("p", { className: "calm", text: "还没有提取过页面" })]));
  const unsent = captures.filter((capture) => capture.state === "waiting");
  waiting.hidden = unsent.length === 0;
  waiting.querySelector("ul").replaceChildren(...unsent.map(waitingLine));
}

new BroadcastChannel("hubiao").addEventListener("message", async ({ data }) => {
  busy.hidden = !data.busy;
  busy.textContent = data.busy ?? "";
  failure.hidden = !data.failure;
  failure.textContent = data.failure ?? "";
  if ("capture" in data) await draw();
});
await draw();
document.body.dataset.ready = "yes";
