// What the modules that listen to keys share.

/** Whether keys belong to a field in which somebody types or chooses. */
export const isTyping = (element) =>
  element.isContentEditable ||
  ["TEXTAREA", "SELECT"].includes(element.tagName) ||
  (element.tagName === "INPUT" && !["checkbox", "radio", "button", "submit"].includes(element.type));

/** Whether an input method composes: its keys are no keys of the page. Safari says so by the code 229 alone. */
export const isComposing = (event) => event.isComposing || event.keyCode === 229;

/** Whether the key is a key of the page: no input method composes, no Ctrl, Alt or Meta is held. */
export const isPlain = (event) => !isComposing(event) && !event.ctrlKey && !event.altKey && !event.metaKey;

/** A dialog that is open has the keys to itself. */
export const hasDialog = () => document.querySelector("dialog[open]") !== null;

/** Nothing else hears the key: no other listener, nor the browser. */
export function useUp(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** The controls of the page that a key presses and that can be pressed now. */
export const keyedControls = () =>
  [...document.querySelectorAll("[data-key]")].filter((control) => control.getClientRects().length && !control.disabled);

/** Tell a screen reader. */
export function announce(words) {
  document.getElementById("live-region").textContent = words;
}

/** The options of a list box: one of them is chosen, and the keys move the choice. */
export class ListBox {
  constructor(list, input) {
    this.list = list;
    this.input = input;
    this.place = -1;
  }

  /** Fill the list; `render` makes the <li> of an entry. */
  fill(entries, render) {
    this.entries = entries;
    this.list.replaceChildren(
      ...entries.map((entry, place) => {
        const item = render(entry);
        item.setAttribute("role", "option");
        item.id = `${this.list.id}-${place}`;
        item.dataset.place = place;
        return item;
      }),
    );
    this.choose(entries.length ? 0 : -1);
  }

  choose(place) {
    this.place = place;
    [...this.list.children].forEach((item, n) => item.setAttribute("aria-selected", n === place));
    const item = this.list.children[place];
    if (item) {
      item.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", item.id);
    } else this.input.removeAttribute("aria-activedescendant");
  }

  move(step) {
    const count = this.list.children.length;
    if (count) this.choose((this.place + step + count) % count);
  }

  get entry() {
    return this.entries?.[this.place];
  }

  /** Use a key of the input up: arrows move, a key of `taking` takes the entry, Escape leaves. */
  onKey(event, take, leave, taking = ["Enter"]) {
    if (isComposing(event)) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") this.move(event.key === "ArrowDown" ? 1 : -1);
    else if (taking.includes(event.key) && this.entry) take(this.entry);
    else if (event.key === "Escape") leave();
    else return;
    useUp(event);
  }
}

/** Element with a class and texts or elements in it. */
export function element(tag, className, ...parts) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...parts);
  return made;
}

/** The newest answer to what is typed; earlier ones that come late are dropped. */
export function lookUp(input, address, receive, pause = 120) {
  let timer = 0;
  let controller = null;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      controller?.abort();
      controller = new AbortController();
      try {
        const answer = await fetch(address(input.value.trim()), { signal: controller.signal });
        if (answer.ok) receive(await answer.json());
      } catch (error) {
        if (error.name !== "AbortError") announce("连接中断，请重试");
      }
    }, pause);
  };
}
