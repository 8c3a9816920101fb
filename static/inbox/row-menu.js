// The menu of a row: by its button, the right button of the mouse, the menu key or Shift+F10. A long touch chooses the
// row, as on phones: what the menu offers stands over the list then.
import { placeBy } from "./place.js";
import { isSelecting, select } from "./selecting.js";

const LONG = 450; // milliseconds
const STILL = 10; // pixels

const menu = document.getElementById("row-menu");
const linkIn = (target) => target.closest?.("#list-pane .row .row-link");

export let row = null; // whose menu is open

function open(of, place) {
  row = of;
  const is = { unread: row.classList.contains("row-unread"), resolved: row.dataset.status === "resolved" };
  const fits = { unread: is.unread, read: !is.unread, resolved: is.resolved, open: !is.resolved };
  for (const item of menu.querySelectorAll("[data-for]")) item.hidden = !fits[item.dataset.for];
  menu.showPopover();
  placeBy(menu, place);
  menu.querySelector(".menu-item:not([hidden])").focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-row-menu]");
  if (button) open(button.closest(".row"), button);
});

let touch = null; // of a row, while it is not yet known whether it is a long one
let wasLong = false;

document.addEventListener("contextmenu", (event) => {
  const link = linkIn(event.target);
  if (!link) return;
  const isByTouch = touch || wasLong;
  if (!isByTouch && (isSelecting() || (event.button === 2 && event.shiftKey))) return; // the browser's own
  event.preventDefault();
  if (!isByTouch) open(link.closest(".row"), link.querySelector(".row-time"));
  touch?.choose();
});

document.addEventListener("pointerdown", (event) => {
  forget();
  wasLong = false;
  const link = event.pointerType === "touch" && linkIn(event.target);
  if (!link) return;
  const choose = () => {
    forget();
    wasLong = true;
    select(link.closest(".row").dataset.chat, true);
  };
  touch = { x: event.x, y: event.y, choose, timer: setTimeout(choose, LONG) };
});

document.addEventListener("pointermove", ({ x, y }) => touch && Math.hypot(x - touch.x, y - touch.y) > STILL && forget());
for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, forget);

function forget() {
  clearTimeout(touch?.timer);
  touch = null;
}

// The finger is lifted: that is no second choice of the same row. On the window, which hears of it before selecting.js.
window.addEventListener("click", (event) => {
  if (!wasLong || !linkIn(event.target)) return;
  wasLong = false;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
