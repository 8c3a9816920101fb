// The hits of a search in the open chat: the newest first, arrows lead from hit to hit, Esc ends it. Loaded by
// chat-search.js.
import { inDigits } from "./digits.js";
import { bubbleNamed, jump, unmark } from "./jumping.js";

const PAUSE = 250; // milliseconds after the last key

let found = { hits: [], more: false };
let at = 0;
let waiting = 0;
let asking = null;

const bar = () => document.getElementById("chat-search");
const field = () => bar().elements.words;

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-newer]")) step(-1);
  else if (target.closest("[data-end-search]")) end();
});

// Something may be written there already.
export function begin() {
  if (field().value) ask();
  else say("");
}

function end() {
  clearTimeout(waiting);
  asking?.abort();
  unmark();
  found = { hits: [], more: false };
  bar().reset();
  say("");
  bar().hidden = true;
  const button = document.querySelector(".chat-search-button");
  (button.checkVisibility() ? button : document.querySelector(".chat-menu-button")).focus();
}

document.addEventListener("input", (event) => {
  if (event.target.form?.id !== "chat-search") return;
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE);
});

document.addEventListener("submit", (event) => {
  if (event.target.id !== "chat-search") return;
  event.preventDefault();
  step(1);
});

document.addEventListener("keydown", (event) => {
  if (event.target.form?.id !== "chat-search") return;
  const steps = { ArrowUp: 1, ArrowDown: -1, Enter: event.shiftKey ? -1 : 1 };
  if (event.key === "Escape") end();
  else if (event.key in steps && event.target === field()) step(steps[event.key]);
  else return;
  event.preventDefault();
});

async function ask() {
  asking?.abort();
  const words = field().value.trim();
  found = { hits: [], more: false };
  if (!words) return say("");
  asking = new AbortController();
  say(bar().dataset.textSearching);
  const { signal } = asking;
  const { url } = bar().dataset;
  try {
    const answer = await fetch(`${url}?${new URLSearchParams({ words })}`, { signal, redirect: "error" });
    if (!answer.ok) throw new Error(answer.status);
    found = await answer.json();
  } catch {
    if (!signal.aborted) say(bar().dataset.textFailed);
    return;
  }
  if (bar()?.dataset.url !== url) return; // another chat is open now
  at = 0;
  show();
}

function step(by) {
  const next = at + by;
  if (!found.hits[next]) return;
  at = next;
  show();
}

function show() {
  const { hits, more } = found;
  if (!hits.length) {
    unmark();
    return say(bar().dataset.textNone);
  }
  const { textMore, textCount } = bar().dataset;
  say((more ? textMore : textCount).replace("%(n)s", inDigits(at + 1)).replace("%(all)s", inDigits(hits.length)));
  jump(bubbleNamed(hits[at].id), hits[at].words);
}

function say(words) {
  bar().querySelector("[data-said]").textContent = words;
  bar().querySelector("[data-older]").disabled = !found.hits[at + 1];
  bar().querySelector("[data-newer]").disabled = !found.hits[at - 1];
}

// The search of a chat ends with it.
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target?.id !== "thread-pane") return;
  clearTimeout(waiting);
  asking?.abort();
  found = { hits: [], more: false };
});
