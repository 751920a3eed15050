// A verdict's key opens its reasons; a digit or Enter takes one, Escape leaves. No single key stores anything,
// and while a verdict is on its way to the server no key is taken: nothing is decided on a lead not yet seen.
import { announce, hasDialog, isPlain, isTyping, useUp } from "./keyboard.js";

const open = () => document.querySelector("details.verdict[open]");
const busy = () => document.body.classList.contains("busy");

let before = null; // what had the focus before the reasons opened

function unfold(panel) {
  document.querySelectorAll("details.verdict[open]").forEach((each) => (each.open = each === panel));
  if (!panel.open) before = document.activeElement;
  panel.open = true;
  panel.querySelector("[data-enter]").focus();
  announce(`${panel.querySelector("b").textContent}：${panel.querySelector("[data-enter]").textContent}`);
}

function fold(panel) {
  panel.open = false;
  const back = before?.isConnected && before !== document.body ? before : null;
  document.activeElement?.blur();
  back?.focus();
}

function take(button) {
  const note = button.form.elements.note;
  if ("needsNote" in button.dataset && !note.value.trim()) {
    button.form.querySelectorAll("[data-enter]").forEach((each) => delete each.dataset.enter);
    button.dataset.enter = "";
    note.placeholder = "请写明理由，按回车提交";
    note.focus();
    return announce(note.placeholder);
  }
  button.click();
  button.closest("details").open = false;
}

function step(panel, by) {
  const buttons = [...panel.querySelectorAll("[data-digit]")];
  const at = buttons.indexOf(document.activeElement);
  buttons[(at + by + buttons.length) % buttons.length].focus();
}

// Whether the key is used up here, so that no other key of the page hears it.
function inPanel(panel, event) {
  const { key, target } = event;
  if (key === "Escape") return fold(panel), true;
  if (key === "Enter" && (panel.contains(target) || target === document.body || target.id === "main")) {
    if (!event.repeat) take(target.matches("[data-digit]") ? target : panel.querySelector("[data-enter]"));
    return true;
  }
  if (isTyping(target)) return false;
  if (key === "ArrowDown" || key === "ArrowUp") return step(panel, key === "ArrowDown" ? 1 : -1), true;
  if (key === "Tab" || key.length > 1) return false;
  if (key === " " && target.matches("button")) return event.stopImmediatePropagation(), false;
  if (event.repeat) return true;
  if (key === "m") return panel.querySelector(".note").focus(), true;
  const button = panel.querySelector(`[data-digit="${CSS.escape(key)}"]`);
  if (button) return take(button), true;
  const other = document.querySelector(`[data-verdict="${CSS.escape(key)}"]`)?.parentElement;
  if (other === panel) fold(panel);
  else if (other) unfold(other);
  return true;
}

function onKey(event) {
  if (!isPlain(event) || hasDialog()) return;
  const panel = open();
  let used = false;
  if (panel) used = busy() || inPanel(panel, event);
  else if (!isTyping(event.target) && event.key.length === 1) {
    const summary = document.querySelector(`[data-verdict="${CSS.escape(event.key)}"]`);
    used = Boolean(summary);
    if (used && !event.repeat && !busy()) unfold(summary.parentElement);
  }
  if (used) useUp(event);
}

document.addEventListener("keydown", onKey, true);

// By mouse: opening moves the focus to the suggested reason, a click elsewhere closes, `other` asks for a note.
document.addEventListener("click", (event) => {
  const summary = event.target.closest("[data-verdict]");
  if (summary) {
    event.preventDefault();
    const panel = summary.parentElement;
    return panel.open ? fold(panel) : unfold(panel);
  }
  const button = event.target.closest("[data-needs-note]");
  if (button && !button.form.elements.note.value.trim()) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return take(button);
  }
  const panel = open();
  if (panel && !panel.contains(event.target)) panel.open = false;
}, true);

// All grounds at once.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-unfold]");
  if (!opener) return;
  const folds = [...document.querySelectorAll(opener.dataset.unfold)];
  const wide = folds.some((each) => !each.open);
  folds.forEach((each) => (each.open = wide));
});

// A print shows what is folded in on the screen.
let folded = [];
window.addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll(".element:not([open])")];
  folded.forEach((each) => (each.open = true));
});
window.addEventListener("afterprint", () => folded.forEach((each) => (each.open = false)));

// The next lead has the focus at its beginning.
document.addEventListener("htmx:afterSettle", () => {
  if (document.activeElement === document.body) document.getElementById("main")?.focus({ preventScroll: true });
});
