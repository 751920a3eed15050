// The next lead is fetched while this one is read. When a verdict leaves, it is shown at once under what the server
// answers a moment later. Until then it takes no click; keys pressed on it wait for the true page, and
// keys pressed before anybody can have seen it are dropped.
import { announce, useUp } from "./keyboard.js";

const REACTION = 200; // milliseconds from its paint before which no key can be meant for it: nobody reacts faster
const DECIDES = /^\/leads\/\d+\/(verdict|skip)(\?|$)/;

let ahead = null; // {address, main}: the next lead's page, of this document but not in it: a key has only to put it there
let loading = null;
let seenFrom = Infinity; // the moment from which keys are meant for the lead ahead
const pressed = [];
const warm = []; // its pictures, so that they are decoded
const preview = () => document.querySelector("#main > .ahead");

async function fetchNext() {
  const place = document.querySelector("#main [data-ahead]");
  ahead = null;
  loading?.abort();
  if (!place) return;
  warm.length = 0;
  for (const address of place.dataset.pictures.split(" ").filter(Boolean)) {
    warm.push(Object.assign(new Image(), { src: address }));
  }
  loading = new AbortController();
  const address = place.dataset.ahead;
  try {
    const answer = await fetch(address, { signal: loading.signal, redirect: "error" });
    if (!answer.ok) return;
    const main = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("main");
    main?.querySelectorAll("dialog, [data-ahead], .info").forEach((each) => each.remove());
    if (main) ahead = { address, main: document.adoptNode(main) };
  } catch {
    // No next lead ahead: it comes with the server's answer.
  }
}

function words(element) {
  const form = element.closest?.("form.choices");
  if (!form) return "";
  const lead = document.querySelector("#main h1").textContent;
  const verdict = form.closest("details").querySelector("summary").firstChild.textContent.trim();
  return `${lead}：${verdict}，正在保存…`;
}

function show(element) {
  const main = document.getElementById("main");
  const box = document.createElement("div");
  box.className = "ahead";
  box.inert = true;
  box.setAttribute("aria-busy", "true");
  box.append(...ahead.main.childNodes);
  if (words(element)) {
    const bar = document.createElement("p");
    bar.className = "saving";
    bar.textContent = words(element);
    box.querySelector(".head")?.after(bar);
  }
  ahead = null;
  seenFrom = Infinity;
  pressed.length = 0;
  main.classList.add("leaving");
  main.append(box);
  window.scrollTo(0, 0);
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => (seenFrom = performance.now() + REACTION);
    channel.port2.postMessage(null);
  });
}

document.addEventListener("htmx:beforeRequest", (event) => {
  loading?.abort();
  const { path } = event.detail.requestConfig;
  if (ahead && (DECIDES.test(path) || path === ahead.address)) show(event.detail.elt);
});

function settle(title) {
  const keys = pressed.splice(0);
  if (!keys.length) return;
  if (document.querySelector("#main h1")?.textContent !== title) return announce("已换到另一条线索，刚才的按键未生效");
  for (const key of keys) {
    (document.activeElement ?? document.body).dispatchEvent(
      new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
    );
  }
}

let expected = "";
document.addEventListener("htmx:beforeSwap", () => (expected = preview()?.querySelector("h1")?.textContent ?? ""));
document.addEventListener("htmx:afterRequest", () => {
  // Still there: nothing was swapped, as when the connection broke.
  preview()?.remove();
  document.getElementById("main")?.classList.remove("leaving");
  setTimeout(() => settle(expected), 0);
});

window.addEventListener("keydown", (event) => {
  if (!preview() || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.timeStamp >= seenFrom && !event.repeat && (event.key.length === 1 || event.key === "Enter" || event.key === "Escape")) {
    pressed.push(event.key);
  }
  useUp(event);
}, true);

const idle = (work) => (window.requestIdleCallback ? requestIdleCallback(work, { timeout: 100 }) : setTimeout(work, 50));
document.addEventListener("htmx:afterSettle", () => idle(fetchNext));
idle(fetchNext);
