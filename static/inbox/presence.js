// Who else of the team is in a chat, and writes there: told over the websocket, shown in the list and over the thread.
// Without the websocket nothing can be known, and nothing is said.

import { say } from "./live.js";

const BEAT = 15000; // milliseconds; the server forgets who says nothing for 30 seconds
const TYPING_AGAIN = 4000; // and who types, after 8
const MOST_NAMES = 2;

const words = document.getElementById("presence-words");
const { user } = document.querySelector("[data-inbox]").dataset;
const inOrder = new Intl.ListFormat(document.documentElement.lang, { type: "conjunction" });

let here = {}; // conversation → [[user, name, types], …]
let told = { at: null, types: false, when: 0 };

const openChat = () => Number(document.getElementById("thread")?.dataset.conversation) || null;

// Where this tab is. What the server knows already is said again only as a sign of life.
function tell(types = false) {
  const at = document.hidden ? null : openChat();
  told = { at, types: types && at !== null, when: performance.now() };
  say({ at: told.at, types: told.types });
}

function tellNews(types = false) {
  const at = document.hidden ? null : openChat();
  const isOld = types && performance.now() - told.when > TYPING_AGAIN;
  if (told.at !== at || told.types !== types || isOld) tell(types);
}

document.addEventListener("inbox:connected", () => tell());
setInterval(() => tell(told.types && performance.now() - told.when < TYPING_AGAIN), BEAT);
document.addEventListener("visibilitychange", () => tellNews());
document.addEventListener("submit", ({ target }) => target.id === "composer" && tellNews());
document.addEventListener("input", ({ target }) => {
  if (target.form?.id === "composer" && target.name === "text") tellNews(Boolean(target.value.trim()));
});

document.addEventListener("inbox:here", ({ detail }) => redraw(detail));
document.addEventListener("inbox:lost", () => redraw({}));

// A refresh compares the rows with what the server says of them: meanwhile the marks are away.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target?.id === "conversations" && detail.shouldSwap) unmark();
});
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target?.id === "conversations") markRows();
  if (detail.target?.id === "thread-pane") opened();
});
document.addEventListener("htmx:historyRestore", opened);

function opened() {
  tellNews();
  redraw(here);
}

function redraw(now) {
  here = now;
  unmark();
  markRows();
  const line = document.getElementById("here");
  if (line) fill(line, others(openChat()));
}

function unmark() {
  for (const mark of document.querySelectorAll(".row-here")) mark.remove();
}

function markRows() {
  for (const chat of Object.keys(here)) {
    const preview = document.querySelector(`#chat-${chat} .row-preview`);
    const people = others(chat);
    if (!preview || !people.length) continue;
    const mark = document.createElement("span");
    mark.className = "row-here";
    fill(mark, people);
    preview.prepend(mark);
  }
}

// Oneself, in another tab, is nobody else.
const others = (chat) => (here[chat] ?? []).filter(([id]) => String(id) !== user);

function fill(box, people) {
  const typing = people.filter(([, , types]) => types);
  const names = (typing.length ? typing : people).map(([, name]) => name);
  const kind = typing.length ? "typing" : "viewing";
  const [before, after] = words.dataset[kind + (names.length > 1 ? "Many" : "One")].split("{names}");
  box.hidden = !names.length;
  box.classList.toggle("is-typing", typing.length > 0);
  box.title = people.map(([, name]) => name).join("\n");
  box.replaceChildren(words.content.firstElementChild.cloneNode(true), part(before), ...isolated(names), part(after));
}

// In the list the eye stands for the words around the names.
function part(text) {
  const span = document.createElement("span");
  span.className = "here-words";
  span.textContent = text;
  return span;
}

function isolated(names) {
  const shown = names.slice(0, MOST_NAMES);
  if (names.length > MOST_NAMES) shown.push(`+${names.length - MOST_NAMES}`);
  return inOrder.formatToParts(shown).map(({ type, value }) => {
    if (type === "literal") return document.createTextNode(value);
    const name = document.createElement("bdi");
    name.textContent = value;
    return name;
  });
}
