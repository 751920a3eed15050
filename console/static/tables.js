// On a telephone or an upright tablet a table of words is read as cards, each cell beside its column's heading; a
// table of numbers is compared across its columns and scrolls. The stylesheet (.stacks) does it where the window is
// narrow; on paper, which is as narrow, a table stays one.
const NUMBERS = 0.5; // share of columns of numbers from which a table is one of numbers; chosen by hand

const role = (elements, name) => [...elements].forEach((each) => each.setAttribute("role", name));

function isOfWords(table, headings) {
  const numbers = headings.filter((each) => each.classList.contains("num")).length;
  return headings.length > 2 && numbers < headings.length * NUMBERS && !table.matches(".rows");
}

function label(table) {
  const headings = [...table.querySelectorAll(":scope > thead > tr:first-child > th")];
  if (!table.matches(".stacks") && !isOfWords(table, headings)) return;
  for (const row of table.querySelectorAll(":scope > tbody > tr")) {
    [...row.cells].forEach((cell, place) => (cell.dataset.label ??= headings[place]?.textContent.trim() ?? ""));
    role(row.cells, "cell");
  }
  // Drawn as blocks, its parts are a table no longer to a screen reader that goes by what is drawn.
  role([table], "table");
  role(table.tBodies, "rowgroup");
  role(table.querySelectorAll(":scope > tbody > tr"), "row");
  table.classList.add("stacks");
}

const labelAll = (place) => place.querySelectorAll("table.list").forEach(label);

document.addEventListener("htmx:load", (event) => labelAll(event.target.parentElement ?? event.target));
labelAll(document);
