/* Functions that run in the page itself (chrome.scripting.executeScript): each stands alone, since only its
   own text is carried over. */

/** What the page holds now: address, title, document, text, pictures, size. Nothing of a sign-in page. */
export function readPage() {
  const roots = [];
  const walk = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) {
        roots.push(element.shadowRoot);
        walk(element.shadowRoot);
      }
    }
  };
  walk(document);
  const secret = 'input[type="password" i], input[autocomplete="current-password" i]';
  const frames = [...document.querySelectorAll("iframe")].flatMap((frame) => {
    try {
      return frame.contentDocument ? [frame.contentDocument] : [];
    } catch {
      return [];
    }
  });
  const hasSecret = [document, ...roots, ...frames].some((root) => root.querySelector(secret));
  const base = {
    url: location.href,
    title: document.title,
    hasSecret,
    width: document.documentElement.clientWidth,
    ratio: devicePixelRatio,
    height: innerHeight,
    length: Math.max(document.documentElement.scrollHeight, document.body?.scrollHeight ?? 0),
    x: scrollX,
    y: scrollY,
  };
  if (hasSecret) return base;
  const doctype = document.doctype ? new XMLSerializer().serializeToString(document.doctype) : "";
  let html = document.documentElement.outerHTML;
  if (roots.length && document.documentElement.getHTML) {
    const shell = document.documentElement.cloneNode(false).outerHTML;
    const inner = document.documentElement.getHTML({ shadowRoots: roots });
    html = shell.replace(/<\/html>$/i, () => `${inner}</html>`);
  }
  const addresses = [...document.images].map((picture) => picture.currentSrc || picture.src);
  return {
    ...base,
    dom: doctype + html,
    text: document.body?.innerText ?? "",
    pictures: [...new Set(addresses)].filter((address) => /^https?:/.test(address)).slice(0, 500),
  };
}

/** Scroll to a height and return where the page truly stands; bars that float are hidden below the first screen. */
export async function showScreen(top) {
  const mark = "data-hubiao-floating";
  if (top > 0 && !document.querySelector(`[${mark}]`)) {
    for (const element of document.body?.querySelectorAll("*") ?? []) {
      if (["fixed", "sticky"].includes(getComputedStyle(element).position)) {
        element.setAttribute(mark, element.style.visibility);
        element.style.setProperty("visibility", "hidden", "important");
      }
    }
  }
  scrollTo({ top, left: 0, behavior: "instant" });
  await new Promise((done) => setTimeout(done, 150));
  return scrollY;
}

/** Put the page back as the officer left it. */
export function putBack(x, y) {
  for (const element of document.querySelectorAll("[data-hubiao-floating]")) {
    element.style.removeProperty("visibility");
    const visibility = element.getAttribute("data-hubiao-floating");
    if (visibility) element.style.visibility = visibility;
    element.removeAttribute("data-hubiao-floating");
    if (!element.getAttribute("style")) element.removeAttribute("style");
  }
  scrollTo({ top: y, left: x, behavior: "instant" });
}

/** Take away what `markHits` added, so that a page is taken as it was. */
export function unmarkHits() {
  for (const badge of document.querySelectorAll("hubiao-hit")) badge.remove();
  for (const link of document.querySelectorAll("[data-hubiao-hit]")) {
    link.style.removeProperty("outline");
    link.style.removeProperty("outline-offset");
    link.removeAttribute("data-hubiao-hit");
    if (!link.getAttribute("style")) link.removeAttribute("style");
  }
}

/** Mark the hits of a list on the page; returns how many links were marked. */
export function markHits(hits) {
  const colours = { red: "#c0392b", orange: "#d9730d", yellow: "#b8860b", blue: "#2f6f9f", none: "#777777" };
  const plain = (address) => {
    try {
      const url = new URL(address, location.href);
      url.hash = "";
      return url.href;
    } catch {
      return "";
    }
  };
  const byAddress = new Map(hits.map((hit) => [plain(hit.url), hit]));
  let marked = 0;
  const badged = new Set();
  for (const link of document.querySelectorAll("a[href]")) {
    const address = plain(link.href);
    const hit = byAddress.get(address);
    if (!hit) continue;
    marked += 1;
    link.setAttribute("data-hubiao-hit", "");
    link.style.outline = `3px solid ${colours[hit.level] ?? colours.none}`;
    link.style.outlineOffset = "2px";
    if (badged.has(address)) continue;
    badged.add(address);
    const badge = document.createElement("hubiao-hit");
    badge.textContent = `护标：${hit.right}　${hit.next_step_name}`;
    badge.style.cssText =
      `display:block;width:max-content;max-width:100%;margin:2px 0;padding:2px 6px;border-radius:3px;` +
      `font:12px/1.4 sans-serif;color:#fff;background:${colours[hit.level] ?? colours.none}`;
    link.insertAdjacentElement("beforebegin", badge);
  }
  return marked;
}
