// Keys press what the page shows: an element with data-key is clicked (data-focus: focused).
// Input methods are not disturbed: nothing happens while composing or inside a field.
"use strict";

const typing = (element) =>
  element.isContentEditable ||
  element.tagName === "TEXTAREA" ||
  element.tagName === "SELECT" ||
  (element.tagName === "INPUT" && !["checkbox", "radio", "button", "submit"].includes(element.type));

const visible = (element) => element.getClientRects().length > 0;

function press(key) {
  const found = [...document.querySelectorAll("[data-key]")].find(
    (element) => element.dataset.key === key && visible(element) && !element.disabled,
  );
  if (!found) return false;
  if ("focus" in found.dataset) found.focus();
  else found.click();
  return true;
}

function chooseReason(number) {
  const lists = document.querySelectorAll("select[data-numbers]");
  lists.forEach((list) => {
    if (number <= list.options.length) list.selectedIndex = number - 1;
  });
  const chosen = [...lists].map((list) => list.selectedOptions[0].text).join("；");
  if (chosen) say(`理由：${chosen}`);
  return lists.length > 0;
}

function say(words) {
  document.getElementById("live-region").textContent = words;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.repeat) return event.key === " " ? event.preventDefault() : undefined;
  // Space and Enter belong to whatever control has the focus.
  if (event.key === " " && event.target.closest("button, a, summary, input")) return;
  const handled = /^[1-9]$/.test(event.key) ? chooseReason(Number(event.key)) : press(event.key);
  if (handled) event.preventDefault();
});

// A picture grows to its own size in its place, around the point that was clicked.
function zoom(box, event) {
  const picture = box.querySelector("img");
  const before = picture.getBoundingClientRect();
  const at = event.detail // 0: pressed by key, so the upper left is shown
    ? [(event.clientX - before.left) / before.width, (event.clientY - before.top) / before.height]
    : [0, 0];
  const near = box.getAttribute("aria-pressed") !== "true";
  box.setAttribute("aria-pressed", near);
  box.scrollTo(at[0] * picture.width - box.clientWidth / 2, at[1] * picture.height - box.clientHeight / 2);
}

document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-zoom]");
  if (box) zoom(box, event);
  if (event.target.closest("[data-print]")) window.print();
  const opener = event.target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open).showModal();
});

document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.matches("[data-tick-all]")) {
    document.querySelectorAll("input[name=lead]").forEach((each) => (each.checked = box.checked));
  }
  const ticked = document.querySelectorAll("input[name=lead]:checked").length;
  document.querySelectorAll("[data-ticked]").forEach((each) => (each.textContent = ticked));
});

// A verdict is sent once, however fast the key is pressed again.
document.addEventListener("htmx:beforeRequest", () => document.body.classList.add("busy"));
document.addEventListener("htmx:confirm", (event) => {
  if (document.body.classList.contains("busy") && event.detail.verb !== "get") event.preventDefault();
});
document.addEventListener("htmx:afterRequest", (event) => {
  document.body.classList.remove("busy");
  if (!event.detail.successful && event.detail.xhr.status === 0) say("连接中断，数据没有改变，请重试");
});
document.addEventListener("htmx:afterSwap", () => {
  const title = document.querySelector("#main h1");
  if (title) say(title.textContent);
});
