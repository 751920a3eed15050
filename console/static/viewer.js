// 放大比对: goods and registered mark side by side in the whole window. Each pane keeps its own scale and place;
// keys act on the pane that was shown last. Tab goes from picture to picture, Escape closes.
import { isPlain, useUp } from "./keyboard.js";

const STEP = 1.25; // factor of one press of + or -
const PAN = 80; // pixels of one press of an arrow
const LARGEST = 16; // times the picture's own size

const viewer = () => document.getElementById("viewer");
const pane = (side) => viewer().querySelector(`.pane[data-side="${side}"]`);
const active = () => viewer().querySelector(".pane.active");
const states = new WeakMap(); // pane → {scale, x, y}; scale 0 is "as large as fits"

function fitting(sheet) {
  if (sheet.matches(".blank")) return 1;
  const stage = sheet.parentElement;
  const [width, height] = size(sheet);
  return Math.min(stage.clientWidth / width, stage.clientHeight / height);
}

function size(sheet) {
  return sheet.tagName === "IMG"
    ? [sheet.naturalWidth || 1, sheet.naturalHeight || 1]
    : [sheet.offsetWidth || 1, sheet.offsetHeight || 1];
}

function draw(place) {
  const sheet = place.querySelector(".sheet");
  const stage = sheet.parentElement;
  const state = states.get(place) ?? { scale: 0, x: 0, y: 0 };
  const scale = state.scale || fitting(sheet);
  const [width, height] = size(sheet).map((side) => side * scale);
  // A picture stays in sight: the farthest it moves is to its own edge.
  const far = [Math.max(0, (width - stage.clientWidth) / 2), Math.max(0, (height - stage.clientHeight) / 2)];
  state.x = Math.max(-far[0], Math.min(far[0], state.x));
  state.y = Math.max(-far[1], Math.min(far[1], state.y));
  states.set(place, state);
  sheet.style.transform =
    `translate(-50%, -50%) translate(${state.x}px, ${state.y}px) scale(${scale})`;
  const caption = place.dataset.caption ?? "";
  place.querySelector("figcaption").textContent =
    sheet.tagName === "IMG" ? `${caption}　${Math.round(scale * 100)}%` : caption;
}

function zoom(place, factor, at = [0, 0]) {
  const sheet = place.querySelector(".sheet");
  const state = states.get(place);
  const fit = fitting(sheet);
  const old = state.scale || fit;
  const scale = factor === 0 ? 0 : Math.min(LARGEST, Math.max(fit, old * factor));
  const ratio = (scale || fit) / old;
  state.x = at[0] - (at[0] - state.x) * ratio;
  state.y = at[1] - (at[1] - state.y) * ratio;
  state.scale = scale === fit ? 0 : scale;
  draw(place);
}

function move(place, x, y) {
  const state = states.get(place);
  state.x += x;
  state.y += y;
  draw(place);
}

// Shows a thumb's picture in its pane, which the keys then act on.
function show(thumb) {
  const place = pane(thumb.dataset.side);
  viewer().querySelectorAll(".pane").forEach((each) => each.classList.toggle("active", each === place));
  if (place.dataset.caption === thumb.dataset.caption && place.dataset.shown === thumb.dataset.show) return;
  viewer().querySelectorAll(`.thumbs [data-side="${thumb.dataset.side}"]`).forEach((each) =>
    each.setAttribute("aria-pressed", each === thumb),
  );
  Object.assign(place.dataset, { caption: thumb.dataset.caption, shown: thumb.dataset.show ?? "" });
  states.set(place, { scale: 0, x: 0, y: 0 });
  const sheet = place.querySelector(".sheet");
  if (sheet.tagName === "IMG") {
    sheet.onload = () => draw(place);
    sheet.src = thumb.dataset.show;
    sheet.alt = thumb.getAttribute("aria-label");
  }
  draw(place);
}

const thumbs = () => [...viewer().querySelectorAll("[data-side][data-caption]:not(.pane)")];

function next(by) {
  const all = thumbs();
  const at = all.indexOf(document.activeElement);
  all[(at + by + all.length) % all.length]?.focus();
}

function open(where) {
  const dialog = viewer();
  dialog.showModal();
  const all = thumbs();
  const first = (side) => all.find((thumb) => thumb.dataset.side === side);
  for (const side of ["mark", "evidence"]) if (first(side)) show(first(side));
  const thumb = all.find((each) => each.dataset.show === where) ?? first(where) ?? all[0];
  thumb?.focus();
  requestAnimationFrame(() => dialog.querySelectorAll(".pane").forEach(draw));
}

const PANS = {
  ArrowLeft: [PAN, 0], ArrowRight: [-PAN, 0], ArrowUp: [0, PAN], ArrowDown: [0, -PAN],
  h: [PAN, 0], l: [-PAN, 0], k: [0, PAN], j: [0, -PAN],
};

function onKey(event) {
  const dialog = viewer();
  if (!dialog?.open || !isPlain(event)) return;
  const place = active();
  const { key } = event;
  if (key === "z" || key === "q") dialog.close();
  else if (key === "+" || key === "=") zoom(place, STEP);
  else if (key === "-" || key === "_") zoom(place, 1 / STEP);
  else if (key === "0") zoom(place, 0);
  else if (key === "1") zoom(place, 1 / ((states.get(place).scale || fitting(place.querySelector(".sheet"))) || 1));
  else if (key === "s") other(place);
  // A picture that fits has nowhere to move: then the arrows to the sides go to the next picture.
  else if (key === "ArrowRight" && !states.get(place).scale) next(1);
  else if (key === "ArrowLeft" && !states.get(place).scale) next(-1);
  else if (PANS[key]) move(place, ...PANS[key]);
  else return;
  useUp(event);
}

function other(place) {
  const side = place.dataset.side === "mark" ? "evidence" : "mark";
  const pressed = thumbs().filter((thumb) => thumb.dataset.side === side);
  (pressed.find((thumb) => thumb.getAttribute("aria-pressed") === "true") ?? pressed[0])?.focus();
}

document.addEventListener("keydown", onKey, true);
document.addEventListener("focusin", (event) => {
  if (event.target.matches("#viewer [data-side][data-caption]")) show(event.target);
});
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-view]");
  if (opener) open(opener.dataset.view);
  if (event.target.closest("[data-shut]")) viewer().close();
  const thumb = event.target.closest("#viewer [data-side][data-caption]:not(.pane)");
  if (thumb) thumb.focus();
});

// The wheel zooms around the pointer, dragging moves.
document.addEventListener("wheel", (event) => {
  const stage = event.target.closest?.("#viewer .stage");
  if (!stage) return;
  event.preventDefault();
  const box = stage.getBoundingClientRect();
  const at = [event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2];
  zoom(stage.parentElement, event.deltaY < 0 ? STEP : 1 / STEP, at);
}, { passive: false });

document.addEventListener("pointerdown", (event) => {
  const stage = event.target.closest?.("#viewer .stage");
  if (!stage) return;
  event.preventDefault();
  stage.setPointerCapture(event.pointerId);
  const drag = (moved) => move(stage.parentElement, moved.movementX, moved.movementY);
  stage.addEventListener("pointermove", drag);
  stage.addEventListener("lostpointercapture", () => stage.removeEventListener("pointermove", drag), { once: true });
});
window.addEventListener("resize", () => viewer()?.open && viewer().querySelectorAll(".pane").forEach(draw));
// A shut viewer leaves no style attribute behind: htmx copies the page for its history, and a copied one breaks the policy.
document.addEventListener("close", (event) => {
  if (event.target === viewer()) viewer().querySelectorAll(".sheet").forEach((sheet) => sheet.removeAttribute("style"));
}, true);
