// Ctrl-K: a page, a lead, a shop, a letter, a right or an act by a few typed letters.
import { ListBox, element, lookUp } from "./keyboard.js";

const dialog = document.getElementById("palette");
if (dialog) {
  const input = dialog.querySelector("input");
  const box = new ListBox(dialog.querySelector("ul"), input);

  /** What the page itself offers by a key: its buttons and links with data-key. */
  const acts = () =>
    [...document.querySelectorAll("[data-key]")]
      .filter((each) => each.getClientRects().length && !each.disabled && each.dataset.key !== "?" && !("focus" in each.dataset))
      .map((each) => {
        const words = each.cloneNode(true);
        words.querySelectorAll("kbd").forEach((key) => key.remove());
        return { kind: "本页", text: words.textContent.trim(), detail: each.dataset.key, target: each };
      })
      .filter((act) => act.text);

  const show = (answer) => {
    if (!dialog.open) return;
    const words = input.value.trim().toLowerCase();
    const here = acts().filter((act) => !words || act.text.toLowerCase().includes(words));
    const entries = words ? [...here, ...answer.places] : [...answer.places, ...here];
    box.fill(entries, (entry) =>
      element("li", "", element("small", "kind", entry.kind), element("span", "", entry.text), element("small", "", entry.detail)),
    );
  };
  const ask = lookUp(input, (words) => `/find.json?q=${encodeURIComponent(words)}`, show, 80);

  const open = () => {
    if (dialog.open || document.querySelector("dialog[open]")) return;
    input.value = "";
    dialog.showModal();
    input.focus();
    ask();
  };
  const take = (entry) => {
    dialog.close();
    if (entry.target) entry.target.click();
    else location.assign(entry.address);
  };

  window.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      event.stopImmediatePropagation();
      open();
    }
  }, true);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-palette]")) return;
    event.preventDefault();
    open();
  });
  input.addEventListener("input", ask);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") box.move(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" && box.entry) take(box.entry);
    else if (event.key === "Escape") dialog.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  box.list.addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (item) {
      box.choose(Number(item.dataset.place));
      take(box.entry);
    }
  });
}
