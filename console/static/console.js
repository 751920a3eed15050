// Keys press what the page shows: an element with data-key is clicked (data-focus: focused).
// Input methods are not disturbed: nothing happens while composing or inside a field.
import { announce, hasDialog, isPlain, isTyping, keyedControls } from "./keyboard.js";
import "./tables.js";
import "./ticks.js";

function press(key) {
  const control = keyedControls().find((each) => each.dataset.key === key);
  if (!control) return false;
  if ("focus" in control.dataset) control.focus();
  else control.click();
  return true;
}

// Without https a browser has no clipboard: then the words are selected, to be copied by key.
async function copy(element) {
  getSelection().selectAllChildren(element);
  try {
    await navigator.clipboard.writeText(element.textContent);
    announce("已复制");
  } catch {
    announce("已选中，请按 Ctrl+C 复制");
  }
}

document.addEventListener("keydown", (event) => {
  if (!isPlain(event)) return;
  if (event.key === "Escape" && isTyping(event.target)) return event.target.blur();
  if (isTyping(event.target) || hasDialog()) return;
  if (event.repeat) return event.key === " " ? event.preventDefault() : undefined;
  // Space and Enter belong to whatever control has the focus.
  if (event.key === " " && event.target.closest("button, a, summary, input")) return;
  if (press(event.key)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  const copier = event.target.closest("[data-copy]");
  if (copier) copy(document.getElementById(copier.dataset.copy));
  const opener = event.target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open).showModal();
});

// A verdict is sent once, however fast the key is pressed again.
document.addEventListener("htmx:beforeRequest", () => document.body.classList.add("busy"));
document.addEventListener("htmx:confirm", (event) => {
  if (document.body.classList.contains("busy") && event.detail.verb !== "get") event.preventDefault();
});
document.addEventListener("htmx:afterRequest", (event) => {
  document.body.classList.remove("busy");
  if (!event.detail.successful && event.detail.xhr.status === 0) announce("连接中断，数据没有改变，请重试");
});
document.addEventListener("htmx:afterSwap", () => {
  const title = document.querySelector("#main h1");
  if (title) announce(title.textContent);
});

// On a telephone the menu is one line: it begins where the page is.
const here = document.querySelector(".menu [aria-current]");
const menu = here?.closest(".menu");
if (menu) {
  menu.scrollLeft = here.offsetLeft - (menu.clientWidth - here.offsetWidth) / 2;
  if (here.offsetTop + here.offsetHeight > menu.clientHeight) menu.scrollTop = here.offsetTop - menu.clientHeight / 2;
}
const opener = document.querySelector(".menu-opener");
opener?.addEventListener("click", () => {
  const isOpen = document.getElementById("menu").classList.toggle("open");
  opener.setAttribute("aria-expanded", isOpen);
});
