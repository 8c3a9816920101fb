// Where the thread stands after it was opened: it follows new messages only when the end is in view, and stays put while
// older ones are put in above.

import { inDigits } from "./digits.js";
import { stand } from "./standing.js";

const htmx = window.htmx;
const NEAR_END = 80; // pixels
const NEAR_START = 600;
const GROWS = ["messages", "older", "newer"];

let followsEnd = true;
let arrived = 0;
let anchor = null;

const scroller = () => document.getElementById("scroller");
const lastBubble = () => [...document.querySelectorAll("#messages .bubble")].at(-1)?.id;
const watchSize = new ResizeObserver(() => followsEnd && toEnd());

watch();

function opened() {
  stand();
  watch();
}

function watch() {
  const box = scroller();
  watchSize.disconnect();
  if (!box) return;
  follow();
  watchSize.observe(box);
  box.addEventListener("scroll", follow, { passive: true });
}

function follow() {
  const box = scroller();
  followsEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END;
  if (followsEnd) arrived = 0;
  const older = document.getElementById("older");
  if (older && box.scrollTop < NEAR_START && box.scrollHeight > box.clientHeight) htmx.trigger(older, "near");
  showButton();
}

export const isAtEnd = () => followsEnd;

export function toEnd() {
  const box = scroller();
  if (box) box.scrollTop = box.scrollHeight;
}

function showButton() {
  const button = document.getElementById("to-newest");
  if (!button) return;
  button.hidden = followsEnd;
  const badge = button.querySelector(".badge");
  badge.hidden = arrived === 0;
  badge.textContent = inDigits(arrived);
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const box = scroller();
  if (!box || !event.detail.shouldSwap || !GROWS.includes(event.detail.target?.id)) return;
  const top = box.getBoundingClientRect().top;
  const seen = [...box.querySelectorAll(".bubble")].find((bubble) => bubble.getBoundingClientRect().bottom > top);
  anchor = { last: lastBubble(), seen, top: seen?.getBoundingClientRect().top };
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id === "thread-pane") return opened();
  if (!anchor || !GROWS.includes(event.detail.target?.id)) return;
  if (followsEnd) toEnd();
  else keepPlace();
  if (anchor.last !== lastBubble()) countArrivals(anchor.last);
  anchor = null;
});
document.addEventListener("htmx:historyRestore", opened);

function keepPlace() {
  const moved = anchor.seen?.isConnected ? anchor.seen.getBoundingClientRect().top - anchor.top : 0;
  if (moved) scroller().scrollTop += moved;
}

function countArrivals(last) {
  const bubbles = [...document.querySelectorAll("#messages .bubble")];
  const news = bubbles.slice(bubbles.findIndex((bubble) => bubble.id === last) + 1);
  if (!followsEnd) arrived += news.filter((bubble) => bubble.classList.contains("bubble-incoming")).length;
  showButton();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("#to-newest")) toEnd();
});
