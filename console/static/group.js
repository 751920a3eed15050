// A group of leads: j and k walk over the cards, Space ticks the one that has the focus, t ticks all or none.
// The keys of the verdicts are those of one lead (verdict.js).
import { hasDialog, isPlain, isTyping } from "./keyboard.js";
import { countTicked, leadBoxes } from "./ticks.js";

function walk(by) {
  const all = leadBoxes();
  if (!all.length) return;
  const at = all.indexOf(document.activeElement);
  const box = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length];
  box.focus({ preventScroll: true });
  box.closest("li").scrollIntoView({ block: "nearest" });
}

function tickAll() {
  const all = leadBoxes();
  const every = all.every((box) => box.checked);
  all.forEach((box) => (box.checked = !every));
  document.querySelectorAll("[data-tick-all]").forEach((box) => (box.checked = !every));
  countTicked();
}

const STEPS = { j: () => walk(1), k: () => walk(-1), ArrowRight: () => walk(1), ArrowLeft: () => walk(-1), t: tickAll };

document.addEventListener("keydown", (event) => {
  if (!isPlain(event) || isTyping(event.target) || hasDialog()) return;
  if (!document.querySelector(".cards") || document.querySelector("details.verdict[open]")) return;
  const step = STEPS[event.key];
  if (!step) return;
  step();
  event.preventDefault();
});
