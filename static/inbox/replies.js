// Ready replies: "/" and some letters at the beginning of a word, or the button; arrows, Enter or Tab put one at the
// caret, Esc leaves everything as it is. The keys are taken before the composer sees them (capture), and only while
// the list is open.

import { attach } from "./attaching.js";

const TYPED = /(?:^|\s)\/([^\s/]*)$/;

const button = () => document.querySelector("[data-replies][aria-expanded]");
const field = () => document.getElementById("composer")?.elements.text;
const list = () => document.getElementById("replies");
const options = () => [...document.querySelectorAll("#replies [role=option]")];
const isOpen = () => list() && !list().hidden;

let asked = null;
let dismissed = null; // where the slash stands that Esc has made an ordinary one

document.addEventListener("input", (event) => {
  if (event.target !== field()) return;
  const typed = beforeCaret().match(TYPED)?.[1];
  if (typed === undefined) dismissed = null;
  if (typed === undefined || slashAt() === dismissed) return close();
  offer(typed);
});

document.addEventListener("click", (event) => {
  const option = event.target.closest("#replies [role=option]");
  if (option) return insert(option);
  if (event.target.closest("[data-replies]")) {
    field().focus();
    return isOpen() ? close() : offer("");
  }
  if (isOpen() && !event.target.closest("#replies")) close();
});

document.addEventListener("mousedown", (event) => {
  if (event.target.closest("#replies [role=option]")) event.preventDefault(); // the caret stays where it is
});

const KEYS = {
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  Enter: () => insert(chosen()),
  Tab: () => insert(chosen()),
  Escape: () => {
    dismissed = slashAt();
    close();
  },
};

document.addEventListener("keydown", (event) => {
  if (event.target !== field() || !isOpen() || event.isComposing || event.shiftKey) return;
  if (!(event.key in KEYS) || (event.key !== "Escape" && !options().length)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  KEYS[event.key]();
}, true);

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id === "thread-pane") close();
});

function beforeCaret() {
  const { value, selectionStart } = field();
  return value.slice(0, selectionStart);
}

const slashAt = () => beforeCaret().lastIndexOf("/");

async function offer(typed) {
  asked?.abort();
  const mine = asked = new AbortController();
  try {
    const response = await fetch(`${button().dataset.replies}?typed=${encodeURIComponent(typed)}`, {
      headers: { "HX-Request": "true" }, signal: mine.signal, redirect: "error",
    });
    if (!response.ok || mine.signal.aborted) return;
    list().innerHTML = await response.text();
    list().hidden = false;
    button().setAttribute("aria-expanded", "true");
    field().setAttribute("aria-controls", "reply-options");
    tell(chosen());
  } catch {
    // Without a connection there is nothing to offer; the slash stays a slash.
  }
}

function close() {
  asked?.abort();
  if (!isOpen()) return;
  list().hidden = true;
  list().replaceChildren();
  button()?.setAttribute("aria-expanded", "false");
  for (const name of ["aria-activedescendant", "aria-controls"]) field()?.removeAttribute(name);
}

const chosen = () => options().find((option) => option.getAttribute("aria-selected") === "true");

function move(by) {
  const all = options();
  const next = all[(all.indexOf(chosen()) + by + all.length) % all.length];
  for (const option of all) option.setAttribute("aria-selected", String(option === next));
  next.scrollIntoView({ block: "nearest" });
  tell(next);
}

function tell(option) {
  if (option) field().setAttribute("aria-activedescendant", option.id);
  else field().removeAttribute("aria-activedescendant");
}

function insert(option) {
  const area = field();
  const end = area.selectionEnd;
  const start = TYPED.test(beforeCaret()) ? slashAt() : area.selectionStart;
  area.focus();
  if (option.dataset.reply) return withItsFile(option, area, start, end);
  area.setRangeText(option.dataset.text, start, end, "end");
  selectGap(area, start, option.dataset.text);
  post(option.dataset.used);
  close();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

// Its words stand beside its file, to be changed there; what was written before stays where it is. Its use is counted
// when it is sent.
function withItsFile({ dataset }, area, start, end) {
  area.setRangeText("", start, end, "end");
  close();
  area.dispatchEvent(new Event("input", { bubbles: true }));
  const { reply, name, size, mime, url, text } = dataset;
  attach({ reply, name, size: Number(size), type: mime, url }, text);
}

// What could not be filled in is selected: the next letter replaces it.
function selectGap(area, start, text) {
  const gap = text.match(/⟨[^⟩]*⟩/);
  if (gap) area.setSelectionRange(start + gap.index, start + gap.index + gap[0].length);
}

function post(address) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", document.getElementById("composer").elements.csrfmiddlewaretoken.value);
  fetch(address, { method: "POST", body, headers: { "HX-Request": "true" }, redirect: "error" }).catch(() => {});
}
