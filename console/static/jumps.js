// g, then a letter, opens a page of the menu (data-jump), on every page.
import { isTyping } from "./keyboard.js";

const WAIT = 1500; // milliseconds between the two keys; chosen by hand
let pressedAt = 0;

window.addEventListener(
  "keydown",
  (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const waiting = pressedAt && event.timeStamp - pressedAt < WAIT;
    pressedAt = 0;
    if (waiting) {
      const link = document.querySelector(`[data-jump="${CSS.escape(event.key)}"]`);
      event.preventDefault();
      event.stopImmediatePropagation(); // the second letter is no key of the page
      if (link) link.click();
    } else if (event.key === "g" && !event.repeat) {
      pressedAt = event.timeStamp || 1;
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  },
  true,
);
