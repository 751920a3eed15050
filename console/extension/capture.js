/* One page, from the officer's click to the console's answer. */

import { Refusal, keep, read } from "./console_client.js";
import { markHits, readPage, unmarkHits } from "./in_page.js";
import { pictureOf } from "./picture.js";
import { announce, load, save, tidy } from "./store.js";
import { run } from "./tab.js";

/** Bytes; the console takes no more (console/intake/sent_page.py). */
const MOST_DOM = 32 * 2 ** 20;
const MOST_TEXT = 2 * 2 ** 20;
const MOST_PICTURE = 8 * 2 ** 20;
const SIGN_IN = /(?:^|[./_-])(?:log-?in|sign-?in|passport|sso|oauth2?|logon|denglu)(?:[./_?-]|$)/i;

async function sha256(content) {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : await content.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function refuseSignIn(page) {
  const { host, pathname } = new URL(page.url);
  if (page.hasSecret) throw new Refusal("本页有密码输入框，不提取、不发送");
  if (SIGN_IN.test(host) || SIGN_IN.test(pathname)) throw new Refusal("本页是登录页，不提取、不发送");
}

/** Lone surrogates do not survive UTF-8: what is hashed and sent is what UTF-8 can hold. */
const wellFormed = (text) => (text.toWellFormed ? text.toWellFormed() : text);

/** Take the page of a tab, keep it in the browser, and ask the console what it makes of it. */
export async function takePage(tab) {
  announce({ busy: "正在提取本页……" });
  let id = null;
  try {
    if (!/^https?:/.test(tab.url ?? "")) throw new Refusal("只能提取网页（http 或 https）");
    await run(tab.id, unmarkHits);
    const before = await run(tab.id, readPage);
    refuseSignIn(before);
    const { blob, remarks } = await pictureOf(tab, before, MOST_PICTURE);
    const page = await run(tab.id, readPage);
    refuseSignIn(page);
    if (page.url !== before.url) throw new Refusal("提取期间页面跳转到了其他网址，请重新提取");
    if (page.text !== before.text) remarks.push("提取期间页面文字有变化（滚动加载、轮播等），以截图完成时的页面文档为准");
    const dom = wellFormed(page.dom);
    const text = wellFormed(page.text);
    const bytes = new Blob([dom]).size;
    if (bytes > MOST_DOM) {
      throw new Refusal(`页面文档 ${(bytes / 2 ** 20).toFixed(1)} MB，超过 ${MOST_DOM / 2 ** 20} MB，无法提取`);
    }
    if (new Blob([text]).size > MOST_TEXT) throw new Refusal("页面文字超过 2 MB，无法提取");
    const sent = {
      url: page.url,
      title: page.title.slice(0, 2000),
      dom,
      text,
      pictures: page.pictures,
      remarks,
      taken_at: new Date().toISOString(),
      browser: navigator.userAgent,
      extension: chrome.runtime.getManifest().version,
      hashes: { dom: await sha256(dom), text: await sha256(text), screenshot: await sha256(blob) },
    };
    id = await save({ tab: tab.id, state: "taken", page: sent, picture: blob });
    await tidy();
  } catch (error) {
    announce({ failure: error.message });
    return null;
  }
  await understand(id);
  return id;
}

/** Ask the console what it makes of a page that was taken; on a list the hits are marked on the page. */
export async function understand(id) {
  const capture = await load(id);
  announce({ busy: "正在研判……" });
  try {
    const reading = await read(capture.page);
    await save({ ...capture, state: "read", reading, error: null });
    if (reading.hits.length) await run(capture.tab, markHits, reading.hits).catch(() => 0);
  } catch (error) {
    await save({ ...capture, state: error.again ? "waiting" : "refused", error: error.message });
  }
}

/** Keep a page as evidence in the console: the officer's second click. */
export async function keepPage(id) {
  const capture = await load(id);
  announce({ busy: "正在送交证据……" });
  try {
    const receipt = await keep(capture.page, capture.picture);
    const { url, title } = capture.page;
    await save({ ...capture, state: "kept", receipt, error: null, page: { url, title }, picture: null });
  } catch (error) {
    await save({ ...capture, state: error.again ? "waiting" : "refused", error: error.message });
  }
}
