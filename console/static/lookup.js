// A field with data-lookup looks its value up while somebody types. Without this script it is a plain
// field: the server looks up what was typed.
import { ListBox, element, lookUp } from "./keyboard.js";

function enhance(field) {
  const value = element("input");
  value.type = "hidden";
  value.name = field.name;
  value.value = field.value;
  field.removeAttribute("name");
  field.value = field.dataset.text || field.value;
  const list = element("ul", "options");
  list.id = `${value.name}-options`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  field.after(value, list);
  for (const [name, text] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false",
  })) field.setAttribute(name, text);
  const box = new ListBox(list, field);
  const show = (visible) => {
    list.hidden = !visible;
    field.setAttribute("aria-expanded", visible);
  };
  const ask = lookUp(
    field,
    (words) => `${field.dataset.lookup}?limit=20&q=${encodeURIComponent(words)}`,
    (answer) => {
      if (document.activeElement !== field) return;
      box.fill(answer.options, (option) => element("li", "", option.text, element("small", "", option.detail)));
      show(answer.options.length > 0);
    },
  );
  const take = (option) => {
    field.value = option.text;
    value.value = option.value;
    show(false);
  };
  field.addEventListener("input", () => {
    value.value = field.value.trim(); // a name that nobody chose is looked up by the server
    ask();
  });
  field.addEventListener("focus", ask);
  field.addEventListener("blur", () => show(false));
  field.addEventListener("keydown", (event) => {
    if (!list.hidden) box.onKey(event, take, () => show(false));
  });
  list.addEventListener("mousedown", (event) => {
    const item = event.target.closest("li");
    if (!item) return;
    event.preventDefault();
    box.choose(Number(item.dataset.place));
    take(box.entry);
  });
}

document.documentElement.classList.add("with-script");
document.querySelectorAll("[data-lookup]").forEach(enhance);
