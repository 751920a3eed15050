// Ctrl-K: a page, a lead, a shop, a letter, a right or an act by a few typed letters.
import { ListBox, element, hasDialog, keyedControls, lookUp, useUp } from "./keyboard.js";

const dialog = document.getElementById("palette");
if (dialog) {
  const input = dialog.querySelector("input");
  const box = new ListBox(dialog.querySelector("ul"), input);

  /** What the page itself offers by a key: its buttons and links with data-key. */
  const acts = () =>
    keyedControls()
      .filter((each) => each.dataset.key !== "?" && !("focus" in each.dataset))
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
    if (hasDialog()) return;
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
      useUp(event);
      open();
    }
  }, true);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-palette]")) return;
    event.preventDefault();
    open();
  });
  input.addEventListener("input", ask);
  input.addEventListener("keydown", (event) => box.onKey(event, take, () => dialog.close()));
  box.list.addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (item) {
      box.choose(Number(item.dataset.place));
      take(box.entry);
    }
  });
}
