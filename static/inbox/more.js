// The menu of what else can be sent, beside the composer.
import { placeBy } from "./place.js";

const items = () => [...document.querySelectorAll("#more-menu .menu-item:not(:disabled)")];

document.addEventListener("toggle", (event) => {
  if (event.target.id !== "more-menu" || event.newState !== "open") return;
  placeBy(event.target, document.querySelector(".composer .more"), { above: true });
  items()[0].focus();
}, true);

// Before what was chosen opens: closing the menu gives the focus back to its button.
document.addEventListener("click", (event) => {
  if (event.target.closest("#more-menu .menu-item")) document.getElementById("more-menu").hidePopover();
});

// Up and down along the menu.
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("#more-menu");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!menu || !step) return;
  event.preventDefault();
  const all = items();
  all[(all.indexOf(event.target) + step + all.length) % all.length].focus();
});
