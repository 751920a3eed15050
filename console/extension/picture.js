/* The full-page picture: screens that the browser shows one after another, put together. */

import { putBack, showScreen } from "./in_page.js";
import { run } from "./tab.js";

const MOST_SCREENS = 20;
/** Milliseconds between two pictures: Chromium allows two a second. */
const PAUSE = 550;

/** The picture of a tab as a PNG blob, with remarks on what it does not show. */
export async function pictureOf(tab, page, mostBytes) {
  const screens = Math.min(MOST_SCREENS, Math.max(1, Math.ceil(page.length / page.height)));
  const remarks = [];
  if (page.length > screens * page.height) {
    remarks.push(`页面过长，截图只含前 ${screens} 屏（共约 ${Math.ceil(page.length / page.height)} 屏）`);
  }
  const height = Math.min(page.length, screens * page.height);
  const canvas = new OffscreenCanvas(page.width, Math.max(1, height));
  const context = canvas.getContext("2d");
  try {
    for (let number = 0; number < screens; number += 1) {
      const top = await run(tab.id, showScreen, number * page.height);
      const [now] = await chrome.tabs.query({ active: true, windowId: tab.windowId });
      if (now?.id !== tab.id) throw new Error("提取期间切换了标签页，请回到该页重新提取");
      const address = await chrome.tabs.captureVisibleTab(tab.windowId, { format: "png" });
      const screen = await createImageBitmap(await (await fetch(address)).blob());
      const [width, height] = [page.width * page.ratio, page.height * page.ratio];
      // Without the scroll bar, which stands to the right of what the page itself shows.
      context.drawImage(screen, 0, 0, width, height, 0, top, page.width, page.height);
      screen.close();
      if (number + 1 < screens) await new Promise((done) => setTimeout(done, PAUSE));
    }
  } finally {
    await run(tab.id, putBack, page.x, page.y);
  }
  if (screens > 1) remarks.push(`截图由 ${screens} 屏拼接，自第二屏起隐去悬浮元素以免遮挡`);
  let blob = await canvas.convertToBlob({ type: "image/png" });
  let scale = 1;
  while (blob.size > mostBytes && scale > 0.2) {
    scale *= 0.7;
    const smaller = new OffscreenCanvas(Math.round(page.width * scale), Math.round(height * scale));
    smaller.getContext("2d").drawImage(canvas, 0, 0, smaller.width, smaller.height);
    blob = await smaller.convertToBlob({ type: "image/png" });
  }
  if (scale < 1) remarks.push(`截图过大，缩小到 ${Math.round(scale * 100)}%`);
  return { blob, remarks };
}
