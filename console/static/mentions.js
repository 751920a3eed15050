// In a comment, @ offers the colleagues of the datalist that the field names: arrows choose, Enter or Tab takes,
// Escape leaves; typing narrows by name, login or office.
import { ListBox, element } from "./keyboard.js";

let box = null; // the open list box
let field = null; // where it is open

const word = (input) => /[@＠]([^\s@＠，。,.;；:：]{0,20})$/.exec(input.value.slice(0, input.selectionStart));

function people(input, part) {
  const options = [...document.getElementById(input.dataset.mentions).options];
  return options.filter((option) => `${option.value} ${option.text}`.toLowerCase().includes(part)).slice(0, 8);
}

function close() {
  box?.list.remove();
  field?.removeAttribute("aria-activedescendant");
  field?.setAttribute("aria-expanded", "false");
  box = field = null;
}

function take(option) {
  const input = field;
  const match = word(input);
  const start = input.selectionStart - match[1].length;
  input.setRangeText(`${option.value} `, start, input.selectionStart, "end");
  close();
  input.focus();
}

function offer(input) {
  const match = word(input);
  const matches = match ? people(input, match[1].toLowerCase()) : [];
  close();
  if (!matches.length) return;
  field = input;
  const list = element("ul", "mention-box");
  list.id = "mention-box";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "同事");
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "true");
  box = new ListBox(list, input);
  box.fill(matches, (option) => {
    const text = option.text.trim();
    const item = element("li", "", text === option.value ? text : `${option.value}（${text}）`);
    item.addEventListener("mousedown", (event) => (event.preventDefault(), take(option)));
    return item;
  });
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-mentions]") && !event.isComposing) offer(event.target);
});
document.addEventListener("compositionend", (event) => {
  if (event.target.matches?.("[data-mentions]")) offer(event.target);
});
document.addEventListener("focusout", (event) => event.target === field && close());
document.addEventListener("keydown", (event) => {
  if (box && event.target === field) box.onKey(event, take, close, ["Enter", "Tab"]);
}, true);
