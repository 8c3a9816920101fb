// Tells that somebody has really read: the tab visible and focused, the end of the customer's bubble in view, for a
// moment. Only then do the customer's ticks turn blue; a refresh in the background proves nothing.
import { post } from "./posting.js";

const A_LOOK = 400; // milliseconds
const SLACK = 16; // pixels of a bubble's end that may lie below the edge

let looking = 0;
let furthest = null; // the bubble up to which the server knows

const isLookedAt = () => document.visibilityState === "visible" && document.hasFocus();

function look() {
  clearTimeout(looking);
  looking = setTimeout(tell, A_LOOK);
}

async function tell() {
  const thread = document.getElementById("thread");
  const bubble = thread && isLookedAt() && newestInView();
  if (!bubble || !isNews(bubble)) return;
  const before = furthest;
  furthest = bubble;
  const answer = await post(thread.dataset.seen, { message: bubble.id.replace("message-", "") });
  if (!answer.ok) furthest = before;
}

function newestInView() {
  const box = document.getElementById("scroller").getBoundingClientRect();
  const inView = (bubble) => box.height > 0 && bubble.getBoundingClientRect().bottom <= box.bottom + SLACK;
  return [...document.querySelectorAll("#messages .bubble-incoming")].findLast(inView);
}

function isNews(bubble) {
  if (!furthest?.isConnected) furthest = furthest && document.getElementById(furthest.id);
  return !furthest || Boolean(furthest.compareDocumentPosition(bubble) & Node.DOCUMENT_POSITION_FOLLOWING);
}

look();
addEventListener("focus", look);
for (const name of ["visibilitychange", "htmx:afterSwap", "htmx:historyRestore"]) document.addEventListener(name, look);
document.addEventListener("scroll", look, { passive: true, capture: true });
