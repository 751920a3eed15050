// The boxes of leads on a page: the queue's rows, a group's cards. A lead that somebody else holds has none to tick.
export const leadBoxes = () => [...document.querySelectorAll("input[type=checkbox][name=lead]:not(:disabled)")];

/** Show how many leads are ticked. Returns the number. */
export function countTicked() {
  const ticked = leadBoxes().filter((box) => box.checked).length;
  document.querySelectorAll("[data-ticked]").forEach((place) => (place.textContent = ticked));
  return ticked;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-tick-all]")) leadBoxes().forEach((box) => (box.checked = event.target.checked));
  countTicked();
});
