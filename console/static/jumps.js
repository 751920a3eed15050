// g, then a letter, opens a page of the menu (data-jump), on every page.
import { hasDialog, isPlain, isTyping, useUp } from "./keyboard.js";

const WAIT = 1500; // milliseconds between the two keys; chosen by hand
let pressedAt = 0;

window.addEventListener(
  "keydown",
  (event) => {
    if (!isPlain(event) || isTyping(event.target) || hasDialog()) return;
    const waiting = pressedAt && event.timeStamp - pressedAt < WAIT;
    pressedAt = 0;
    if (waiting) {
      const link = document.querySelector(`[data-jump="${CSS.escape(event.key)}"]`);
      useUp(event); // the second letter is no key of the page
      if (link) link.click();
    } else if (event.key === "g" && !event.repeat) {
      pressedAt = event.timeStamp || 1;
      useUp(event);
    }
  },
  true,
);
