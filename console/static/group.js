// A group of leads: j and k walk over the cards, Space ticks the one that has the focus, t ticks all or none.
// The keys of the verdicts are those of one lead (verdict.js).
const boxes = () => [...document.querySelectorAll(".card-of-lead input:not(:disabled)")];

function count() {
  const ticked = boxes().filter((box) => box.checked).length;
  document.querySelectorAll("[data-ticked]").forEach((each) => (each.textContent = ticked));
}

function walk(by) {
  const all = boxes();
  if (!all.length) return;
  const at = all.indexOf(document.activeElement);
  const box = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length];
  box.focus({ preventScroll: true });
  box.closest("li").scrollIntoView({ block: "nearest" });
}

function tickAll() {
  const all = boxes();
  const every = all.every((box) => box.checked);
  all.forEach((box) => (box.checked = !every));
  document.querySelectorAll("[data-tick-all]").forEach((box) => (box.checked = !every));
  count();
}

const STEPS = { j: () => walk(1), k: () => walk(-1), ArrowRight: () => walk(1), ArrowLeft: () => walk(-1), t: tickAll };

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
  if (!document.querySelector(".cards") || document.querySelector("dialog[open], details.verdict[open]")) return;
  if (event.target.matches("textarea, select, input:not([type=checkbox])")) return;
  const step = STEPS[event.key];
  if (!step) return;
  step();
  event.preventDefault();
});

document.addEventListener("change", (event) => {
  if (event.target.closest(".card-of-lead, .all")) count();
});
