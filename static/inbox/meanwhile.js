// Somebody of the team answered since one began to write. That is said over the composer, and nothing goes out before one
// can have read it: a message that was already on its way to Enter is held, once, and its text stays where it is.
import { composer, isNote, written } from "./field.js";

const A_LOOK = 1000; // milliseconds that the warning must have stood there
const PREFIX = "draft:begun:"; // what begins so is forgotten with the drafts at sign-out

let seenAt = Infinity;
let wasHeld = false;

const strip = () => document.getElementById("meanwhile");
const key = () => `${PREFIX}${composer().dataset.user}:${composer().dataset.conversation}`;
const idOf = (bubble) => Number(bubble.id.replace("message-", "")) || 0;
const newest = () => Math.max(0, ...[...document.querySelectorAll("#messages .bubble")].map(idOf));

look();
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  // The composer puts the draft in first.
  if (["messages", "thread-pane"].includes(detail.target?.id)) queueMicrotask(look);
});
document.addEventListener("htmx:historyRestore", () => queueMicrotask(look));
document.addEventListener("inbox:mode", () => queueMicrotask(look));
document.addEventListener("input", ({ target }) => {
  if (target.form !== composer() || target.name !== "text" || isNote()) return;
  if (target.value.trim()) look();
  else forget();
});

// What was there when the draft was begun is remembered with it: a reload makes nobody forget what they had not read.
function look() {
  if (!composer()) return;
  if (isNote() || !written().trim()) return hide(); // a note is in nobody's way
  if (localStorage.getItem(key()) === null) localStorage.setItem(key(), newest());
  const answer = answerSince(Number(localStorage.getItem(key())));
  if (answer) warn(answer);
  else hide();
}

function answerSince(begun) {
  const { user } = composer().dataset;
  const isNews = (bubble) => idOf(bubble) > begun && bubble.dataset.by !== user;
  return [...document.querySelectorAll("#messages .bubble-outgoing[data-by]")].findLast(isNews);
}

function warn(answer) {
  const link = strip().querySelector("a");
  const href = `#${answer.id}`;
  if (!strip().hidden && link.getAttribute("href") === href) return;
  const [before, after] = strip().dataset.text.split("{name}");
  const name = document.createElement("bdi");
  name.textContent = authorOf(answer) || strip().dataset.textColleague;
  strip().querySelector("[data-why]").replaceChildren(before, name, after);
  strip().querySelector("[data-held]").hidden = true;
  link.setAttribute("href", href);
  strip().hidden = false;
  wasHeld = false;
  seenAt = Infinity;
  // A hidden tab paints nothing.
  requestAnimationFrame(() => requestAnimationFrame(() => { seenAt = performance.now(); }));
}

// The first bubble of a group says whose it is.
function authorOf(bubble) {
  let first = bubble;
  while (first && !first.querySelector(".bubble-author")) first = first.classList.contains("starts-group") ? null : first.previousElementSibling;
  return first?.querySelector(".bubble-author").textContent.trim();
}

function hide() {
  strip().hidden = true;
}

function forget() {
  localStorage.removeItem(key());
  hide();
}

document.addEventListener("submit", (event) => {
  if (event.target !== composer() || isNote()) return;
  if (strip().hidden || wasHeld || performance.now() - seenAt >= A_LOOK) return forget();
  event.preventDefault();
  event.stopImmediatePropagation();
  wasHeld = true;
  strip().querySelector("[data-held]").hidden = false;
}, true);

document.addEventListener("click", ({ target }) => {
  if (!target.closest("[data-meanwhile-seen]")) return;
  localStorage.setItem(key(), newest());
  hide();
  composer().elements.text.focus();
});
