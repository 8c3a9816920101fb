// Ten thousand messages further up, the page holds no more than those near the ones in view: what is far away is taken out
// of the page, leaves its height behind, and is put back before anybody scrolls to it.

const FAR = 3000; // pixels above and below what is in view

const away = new Map(); // day → what stood in it
let watch = null;

opened();
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target?.id === "thread-pane") opened();
  else if (["older", "newer", "history"].includes(detail.target?.id)) observe();
});
document.addEventListener("htmx:historyRestore", opened);

function opened() {
  away.clear();
  watch?.disconnect();
  const root = document.getElementById("scroller");
  watch = root && new IntersectionObserver(look, { root, rootMargin: `${FAR}px 0px` });
  observe();
}

// Of the history alone: what is newer is refreshed.
function observe() {
  for (const day of document.querySelectorAll("#history .day")) watch.observe(day);
}

function look(entries) {
  for (const { target, isIntersecting, boundingClientRect } of entries) {
    if (isIntersecting) putBack(target);
    else if (!away.has(target) && !target.contains(document.activeElement)) takeOut(target, boundingClientRect.height);
  }
}

function takeOut(day, height) {
  const kept = document.createDocumentFragment();
  kept.append(...day.childNodes);
  away.set(day, kept);
  day.style.blockSize = `${height}px`;
}

function putBack(day) {
  const kept = away.get(day);
  if (!kept) return;
  const scroller = document.getElementById("scroller");
  const { bottom, height } = day.getBoundingClientRect();
  away.delete(day);
  day.append(kept);
  day.style.blockSize = "";
  // The window may have become narrower meanwhile: what is in view stays where it is.
  const isAbove = bottom < scroller.getBoundingClientRect().top;
  if (isAbove) scroller.scrollTop += day.getBoundingClientRect().height - height;
}

// For who looks for a message by its id.
export function bringBack(id) {
  for (const [day, kept] of away) if (kept.getElementById(id)) putBack(day);
}
