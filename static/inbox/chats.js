// What can be done with a chat beside answering it (resolve, assign, labels, unread): by the buttons of its header, by
// its row's menu, or for all that are selected. The server answers in words how many were changed.
import { refuse } from "./field.js";
import { refresh } from "./live.js";
import { placeBy } from "./place.js";
import { post, whyNot } from "./posting.js";
import { row } from "./row-menu.js";
import { say } from "./said.js";
import { chosen, leave, select } from "./selecting.js";

const choices = document.getElementById("choices");
const rowMenu = document.getElementById("row-menu");
const open = () => document.getElementById("thread")?.dataset.conversation;

let about = { ids: [], isBulk: false }; // whom the open menu is about

export async function change(url, { ids, isBulk }, fields = {}) {
  const body = new FormData();
  for (const id of ids) body.append("ids", id);
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const answer = await post(url, body);
  const why = whyNot(answer, document.getElementById("selected").dataset);
  if (why || isBulk) say(why || answer.words, Boolean(why));
  if (why && ids[0] === open() && !isBulk) refuse(why); // on a phone the list is out of sight
  if (!why && isBulk) leave();
  refresh("conversations");
  refresh("messages");
  return answer.ok;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-choices], [data-bulk], [data-row-change], [data-row-select], [data-action][data-change], #choices .menu-item");
  if (!button) return;
  const { dataset } = button;
  if (dataset.choices) return offer(button);
  if (dataset.bulk) return change(dataset.bulk, { ids: chosen(), isBulk: true });
  if (rowMenu.contains(button)) return inRowMenu(dataset);
  if (choices.contains(button)) {
    choices.hidePopover();
    const { change: url } = button.closest("[data-change]").dataset;
    return change(url, about, { [dataset.field]: button.value });
  }
  button.closest("[popover]")?.hidePopover();
  const isDone = await change(dataset.change, { ids: [open()] });
  // A chat that stays open is read again with the next refresh.
  if (isDone && "leaves" in dataset) location.assign(document.querySelector("[data-back]").href);
});

function inRowMenu({ rowChange }) {
  rowMenu.hidePopover();
  if (!rowChange) return select(row.dataset.chat, true);
  return change(rowChange, { ids: [row.dataset.chat] });
}

async function offer(button) {
  const isBulk = Boolean(button.closest("#selected"));
  const ofRow = rowMenu.contains(button);
  about = { ids: isBulk ? chosen() : [ofRow ? row.dataset.chat : open()], isBulk };
  const menu = button.closest("[popover]");
  const place = ofRow ? row.querySelector(".row-time") : menu ? document.querySelector(`[popovertarget="${menu.id}"]`) : button;
  const query = new URLSearchParams(about.ids.map((id) => ["ids", id]));
  const response = await fetch(`${button.dataset.choices}?${query}`, { headers: { "HX-Request": "true" }, redirect: "error" }).catch(() => null);
  menu?.hidePopover();
  if (!response?.ok) return say(document.getElementById("selected").dataset.textNoConnection, true);
  choices.innerHTML = await response.text();
  choices.showPopover();
  placeBy(choices, place);
  (choices.querySelector("[aria-checked=true]") ?? choices.querySelector(".menu-item") ?? choices).focus();
}

const STEPS = { ArrowDown: (at, count) => (at + 1) % count, ArrowUp: (at) => at - 1, Home: () => 0, End: () => -1 };

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("#choices, #row-menu");
  if (!menu) return;
  if (event.key === "Tab") return menu.hidePopover(); // the focus is where it was, and goes on from there
  if (!(event.key in STEPS)) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll(".menu-item:not([hidden])")];
  items.at(STEPS[event.key](items.indexOf(event.target.closest(".menu-item")), items.length))?.focus();
});
