/* The button and the key: the only things that start anything. */

import { takePage } from "./capture.js";

/** Open the panel: a side panel, or a window of its own in browsers without one. */
function openPanel(tab) {
  if (chrome.sidePanel?.open) return chrome.sidePanel.open({ windowId: tab.windowId });
  return chrome.windows.create({ url: "panel.html", type: "popup", width: 420, height: 760, focused: false });
}

chrome.action.onClicked.addListener((tab) => {
  // Within the click itself: the browser opens no panel later.
  Promise.resolve(openPanel(tab)).catch(() => {});
  takePage(tab);
});

/** For tests, which cannot press the browser's own button. */
self.takePage = takePage;
