// In a comment, @ offers the colleagues of the datalist that the field names: arrows choose, Enter or Tab takes,
// Escape leaves; typing narrows by name, login or office.
let box = null; // the open list
let field = null; // where it is open

const word = (input) => /[@＠]([^\s@＠，。,.;；:：]{0,20})$/.exec(input.value.slice(0, input.selectionStart));

function people(input, part) {
  const options = [...document.getElementById(input.dataset.mentions).options];
  return options.filter((option) => `${option.value} ${option.text}`.toLowerCase().includes(part)).slice(0, 8);
}

function close() {
  box?.remove();
  field?.removeAttribute("aria-activedescendant");
  field?.setAttribute("aria-expanded", "false");
  box = field = null;
}

function choose(at) {
  const items = [...box.children];
  items.forEach((item, place) => item.setAttribute("aria-selected", place === at));
  field.setAttribute("aria-activedescendant", items[at].id);
}

function take(item) {
  const input = field;
  const match = word(input);
  const start = input.selectionStart - match[1].length;
  input.setRangeText(`${item.dataset.name} `, start, input.selectionStart, "end");
  close();
  input.focus();
}

function offer(input) {
  const match = word(input);
  const matches = match ? people(input, match[1].toLowerCase()) : [];
  close();
  if (!matches.length) return;
  field = input;
  box = document.createElement("ul");
  box.className = "mention-box";
  box.id = "mention-box";
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", "同事");
  matches.forEach((option, place) => {
    const item = document.createElement("li");
    item.id = `mention-${place}`;
    item.setAttribute("role", "option");
    item.dataset.name = option.value;
    item.textContent = option.text.trim() === option.value ? option.value : `${option.value}（${option.text.trim()}）`;
    item.addEventListener("mousedown", (event) => (event.preventDefault(), take(item)));
    box.append(item);
  });
  input.after(box);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-controls", box.id);
  input.setAttribute("aria-expanded", "true");
  choose(0);
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-mentions]") && !event.isComposing) offer(event.target);
});
document.addEventListener("compositionend", (event) => {
  if (event.target.matches?.("[data-mentions]")) offer(event.target);
});
document.addEventListener("focusout", (event) => event.target === field && close());
document.addEventListener("keydown", (event) => {
  if (!box || event.target !== field || event.isComposing) return;
  const items = [...box.children];
  const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) choose((at + by + items.length) % items.length);
  else if (event.key === "Enter" || event.key === "Tab") take(items[at]);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
