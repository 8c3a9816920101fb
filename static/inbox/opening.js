// A chat that was clicked is marked in the list at once. Until it is here, the one that is still shown takes no words: who
// types on would write them to the wrong customer.
import { say } from "./said.js";

const pane = document.getElementById("thread-pane");
const marked = () => document.querySelector("#list-scroller .row-link[aria-current]");

let opening = null; // the request
let before = null; // the row that was marked

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (!detail.elt.matches("[data-open-chat]")) return;
  opening = detail.xhr;
  before = marked();
  mark(detail.elt);
  pane.inert = true;
  pane.setAttribute("aria-busy", "true");
});

// Before its composer takes the focus.
document.addEventListener("htmx:beforeSwap", ({ detail }) => detail.xhr === opening && detail.shouldSwap && release());

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.xhr !== opening) return;
  opening = null;
  release();
  if (!detail.successful) mark(before);
});

// A request that another click has replaced is none of these.
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, ({ target, detail }) => {
    if (target.matches?.("[data-open-chat]") && detail.xhr.status !== 401) say(pane.dataset.textNotOpened, true); // 401: the banner
  });
}

function release() {
  pane.inert = false;
  pane.removeAttribute("aria-busy");
}

function mark(link) {
  marked()?.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "page");
}
