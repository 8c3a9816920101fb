// Many chats at once: a mode in which a click on a row chooses it. Begun by its button, in a row's menu, by a long touch,
// or by a click with Ctrl or Shift (which takes the rows between, too). Esc leaves it. By keyboard (rows.js) the arrows
// then go from box to box, Space chooses, Shift and an arrow too, Ctrl+A chooses all.

const pane = document.getElementById("list-pane");
const bar = document.getElementById("selected");
const selected = new Set();
let last = "";

export const chosen = () => [...selected];
export const isSelecting = () => pane.classList.contains("is-selecting");
const rows = () => [...pane.querySelectorAll(".row")];

export function select(id, isOn = !selected.has(id)) {
  if (isOn) selected.add(id);
  else selected.delete(id);
  last = id;
  show(true);
}

export function leave() {
  selected.clear();
  show(false);
}

function show(isOn) {
  const isNew = isOn !== isSelecting();
  pane.classList.toggle("is-selecting", isOn);
  bar.hidden = !isOn;
  document.getElementById("selected-count").textContent = selected.size;
  for (const button of bar.querySelectorAll(".selected-actions button")) button.disabled = !selected.size;
  for (const row of rows()) row.querySelector(".row-check").checked = selected.has(row.dataset.chat);
  if (isNew) document.dispatchEvent(new Event("inbox:selecting"));
}

function selectTo(id) {
  const ids = rows().map((row) => row.dataset.chat);
  const [from, to] = [ids.indexOf(last), ids.indexOf(id)].sort((a, b) => a - b);
  for (const between of ids.slice(Math.max(from, 0), to + 1)) selected.add(between);
  select(id, true);
}

document.addEventListener("click", (event) => {
  const row = event.target.closest("#list-pane .row");
  if (!row || event.target.closest(".row-more")) return;
  const { chat } = row.dataset;
  if (!isSelecting() && !event.ctrlKey && !event.metaKey && !event.shiftKey) return;
  event.stopImmediatePropagation(); // it opens no chat
  if (!event.target.matches(".row-check")) event.preventDefault();
  if (event.shiftKey) return selectTo(chat);
  select(chat);
}, true);

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-select-chats]")) show(true);
  if (event.target.closest("[data-select-none]")) leave();
  if (event.target.closest("[data-select-all]")) selectAll();
});

function selectAll() {
  for (const row of rows()) selected.add(row.dataset.chat);
  show(true);
}

document.addEventListener("keydown", (event) => {
  if (event.code !== "KeyA" || !(event.ctrlKey || event.metaKey) || !event.target.matches?.(".row-check")) return;
  event.preventDefault();
  selectAll();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !isSelecting() || document.querySelector(":popover-open, dialog[open]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  leave();
}, true);

// Rows that a refresh brought know nothing of it.
document.addEventListener("htmx:afterSwap", () => isSelecting() && show(true));
