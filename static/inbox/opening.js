// The chat that is open is marked in the list: the one that was clicked at once. Until it is here, the one that is still
// shown takes no words: who types on would write them to the wrong customer.
import { say } from "./said.js";

const pane = document.getElementById("thread-pane");

let opening = null; // the request
let wanted = ""; // the chat that it brings,
let hit = ""; // and the message found by a search in which it opens

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (!detail.elt.matches("[data-open-chat]")) return;
  opening = detail.xhr;
  wanted = detail.elt.dataset.openChat;
  hit = detail.elt.closest(".hit")?.id;
  // htmx tells the row that asked, and no one hears it where a refresh of the list has put another row meanwhile.
  for (const end of ["load", "error", "timeout", "abort"]) opening.addEventListener(end, ended);
  pane.inert = true;
  pane.setAttribute("aria-busy", "true");
  mark();
});

// Before its composer takes the focus.
document.addEventListener("htmx:beforeSwap", ({ detail }) => detail.xhr === opening && detail.shouldSwap && release());

// A refresh that was asked for before a click knows only the chat that was open then.
document.addEventListener("htmx:afterSwap", mark);

function ended({ type, target }) {
  if (target !== opening) return;
  const isHere = target.status === 200;
  opening = null;
  if (!isHere) hit = "";
  release();
  mark();
  const isToldElsewhere = type === "abort" || target.status === 401; // another click has replaced it; the banner
  if (!isHere && !isToldElsewhere) say(pane.dataset.textNotOpened, true);
}

function release() {
  pane.inert = false;
  pane.removeAttribute("aria-busy");
}

function mark() {
  const chat = opening ? wanted : document.getElementById("thread")?.dataset.conversation;
  for (const link of document.querySelectorAll("#list-scroller [data-open-chat]")) {
    const found = link.closest(".hit");
    if (link.dataset.openChat === chat && (!found || found.id === hit)) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}
