// Keys of the queue: j k move, Enter opens, x selects, w says why, b decides many, [ ] turn the page.
import { announce, hasDialog, isPlain, isTyping } from "./keyboard.js";
import { countTicked, leadBoxes } from "./ticks.js";

const links = () => [...document.querySelectorAll("[data-row-link]")];
const current = () => document.activeElement?.closest?.("tr");
const boxOf = (row) => row?.querySelector("input[name=lead]");
let lastBox = null;

function move(step) {
  const all = links();
  if (!all.length) return false;
  const place = all.findIndex((link) => link.closest("tr") === current());
  const next = place < 0 ? (step > 0 ? 0 : all.length - 1) : place + step;
  const link = all[Math.min(all.length - 1, Math.max(0, next))];
  link.focus();
  link.closest("tr").scrollIntoView({ block: "nearest" });
  return true;
}

function count() {
  announce(`已选 ${countTicked()} 条`);
}

function tickRange(from, to, checked) {
  const boxes = leadBoxes();
  const [start, end] = [boxes.indexOf(from), boxes.indexOf(to)].sort((a, b) => a - b);
  boxes.slice(Math.max(0, start), end + 1).forEach((box) => (box.checked = checked));
}

function tick(range) {
  const box = boxOf(current());
  if (!box) return false;
  if (range && lastBox?.isConnected) tickRange(lastBox, box, lastBox.checked);
  else box.checked = !box.checked;
  lastBox = box;
  count();
  return true;
}

function toggle(details) {
  if (!details) return false;
  details.open = !details.open;
  if (details.open) details.querySelector("select, input")?.focus();
  return true;
}

function turn(step) {
  const pages = [...document.querySelectorAll(".paging a")];
  const place = pages.findIndex((page) => page.matches(".current"));
  const page = pages[place + step];
  if (place < 0 || !page?.href) return false;
  page.click();
  return true;
}

function leave() {
  const opened = document.querySelector(".why[open], .bulk[open], .keep[open]");
  if (opened) opened.open = false;
  else document.activeElement?.blur();
  return true;
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  x: () => tick(false),
  X: () => tick(true),
  w: () => toggle(current()?.querySelector(".why")),
  b: () => toggle(document.querySelector("details.bulk")),
  "[": () => turn(-1),
  "]": () => turn(1),
  Escape: leave,
};

document.addEventListener("keydown", (event) => {
  if (!isPlain(event) || isTyping(event.target) || hasDialog()) return;
  if (KEYS[event.key]?.()) event.preventDefault();
});

// A click with Shift selects all rows since the last one; one panel of a row is open at a time.
document.addEventListener("click", (event) => {
  const box = event.target.closest("input[name=lead]");
  if (box) {
    if (event.shiftKey && lastBox?.isConnected) tickRange(lastBox, box, box.checked);
    lastBox = box;
    count();
  }
  document.querySelectorAll(".why[open]").forEach((opened) => {
    if (!opened.contains(event.target)) opened.open = false;
  });
});

// Back from a lead the same row is the current one.
const KEPT = "queue-row";
document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("tr[data-row]");
  if (row) sessionStorage.setItem(KEPT, row.dataset.row);
});
const kept = sessionStorage.getItem(KEPT);
if (kept && /\/leads\/\d+/.test(document.referrer) && document.activeElement === document.body) {
  document.querySelector(`tr[data-row="${CSS.escape(kept)}"] [data-row-link]`)?.focus({ preventScroll: false });
}
countTicked();
