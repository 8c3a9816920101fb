// The list by keyboard: of all rows the Tab key stops at one, arrows go from row to row, Enter opens the chat (and its
// composer takes the focus). While chats are being selected it is the rows' boxes that the arrows walk.
import { isSelecting, select } from "./selecting.js";

let current = ""; // the row at which Tab stops; none: the open chat's, else the first
let place = -1; // where that stood before the list was drawn anew, while it had the focus

const scroller = document.getElementById("list-scroller");
const every = (what) => [...scroller.querySelectorAll(what)];
const stops = () => every(isSelecting() ? ".row-check" : ".row-link");
const STEPS = { ArrowDown: (at) => at + 1, ArrowUp: (at) => at - 1, Home: () => 0, End: (_, last) => last };

mark();
document.addEventListener("htmx:beforeSwap", () => {
  const at = document.activeElement;
  place = scroller.contains(at) ? stops().indexOf(at) : -1;
});
document.addEventListener("htmx:afterSwap", () => {
  mark();
  if (document.activeElement !== document.body || place < 0) return;
  const all = stops();
  all[Math.min(place, all.length - 1)]?.focus({ preventScroll: true }); // its row is gone: resolved, or filtered out
});

// What had the focus is hidden now.
document.addEventListener("inbox:selecting", () => {
  mark();
  const at = document.activeElement;
  if (at === document.body || scroller.contains(at) || !at.checkVisibility()) stop()?.focus({ preventScroll: true });
});

function stop() {
  const all = stops();
  const isAt = (element) => element.parentElement.id === current;
  const isOpen = (element) => element.parentElement.querySelector("[aria-current]");
  return all.find(isAt) ?? all.find(isOpen) ?? all[0];
}

// A refresh from the server does not know where somebody stands.
function mark() {
  const at = stop();
  for (const element of every(".row-link, .row-check")) {
    const tabIndex = element === at ? 0 : -1;
    if (element.tabIndex !== tabIndex) element.tabIndex = tabIndex;
  }
}

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("#list-scroller .row");
  if (!row || row.id === current) return;
  current = row.id;
  mark();
});

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const all = stops();
  if (event.target.id === "search" && event.key === "ArrowDown") return go(event, all[0]);
  const at = all.indexOf(event.target);
  if (at < 0 || !(event.key in STEPS)) return;
  const next = all[STEPS[event.key](at, all.length - 1)];
  go(event, next);
  if (event.shiftKey && isSelecting()) for (const box of [event.target, next]) if (box) select(box.parentElement.dataset.chat, true);
});

function go(event, element) {
  if (!element) return;
  event.preventDefault();
  element.focus();
}
