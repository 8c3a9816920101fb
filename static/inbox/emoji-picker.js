// The emojis themselves, by groups and by their names in the page's language. Loaded by emojis.js.
import { composer, insert } from "./field.js";
import { placeBy } from "./place.js";

const RECENT = "emojis:recent";
const MOST_RECENT = 16;
const MOST_OFFERED = 8;
const MOST_FOUND = 96;
const ASCII = /^[a-z0-9_+-]+$/i;

const box = () => document.getElementById("emoji-picker");
const list = () => document.getElementById("emoji-options");
const search = () => box().querySelector("input");

// ---- what there is

const fold = (words) => words.toLowerCase().normalize("NFD").replace(/\p{M}|ـ/gu, "").replace(/[أإآٱ]/g, "ا").replace(/ة/g, "ه").replace(/ى/g, "ي");
let groups = null;

async function load() {
  groups ??= fetch(box().dataset.source).then((response) => response.json()).then((read) => read.map((group) => group.map(entry)));
  try {
    return await groups;
  } catch {
    groups = null; // without a connection there is nothing to offer, and next time perhaps there is
    return [];
  }
}

function entry([emoji, name, words]) {
  const code = words.split(" ", 1)[0];
  return { emoji, name, code, words: fold(`${words} ${name}`).split(" ") };
}

// Those with a word that begins so; the whole word before its beginning.
async function find(typed, most) {
  const wanted = fold(typed).split(/\s+/).filter(Boolean);
  const ranked = [];
  for (const each of (await load()).flat()) {
    const rank = Math.max(...wanted.map((part) => rankOf(each, part)));
    if (rank < Infinity) ranked.push([rank, each]);
  }
  return ranked.sort(([a], [b]) => a - b).slice(0, most).map(([, each]) => each);
}

function rankOf({ code, words }, part) {
  if (code === part) return 0;
  if (words.includes(part)) return 1;
  if (code.startsWith(part)) return 2;
  return words.some((word) => word.startsWith(part)) ? 3 : Infinity;
}

const recent = () => JSON.parse(localStorage.getItem(RECENT) ?? "[]");

function use(emoji, from, to) {
  localStorage.setItem(RECENT, JSON.stringify([emoji, ...recent().filter((one) => one !== emoji)].slice(0, MOST_RECENT)));
  insert(emoji, from, to);
}

// ---- the picker

export async function toggle(button) {
  if (box().matches(":popover-open")) return box().hidePopover();
  if (!box().dataset.isFilled) fill(await load());
  search().value = "";
  await narrow();
  box().showPopover();
  placeBy(box(), button, { above: true });
  search().focus();
  box().querySelector(".emoji-groups").scrollTop = 0;
}

function fill(all) {
  const names = JSON.parse(box().dataset.groups);
  const sections = all.map((group, n) => section(names[n], group));
  box().querySelector(".emoji-groups").append(section(box().dataset.recent, []), ...sections);
  if (all.length) box().dataset.isFilled = "";
}

function section(name, group) {
  const made = document.createElement("section");
  const heading = document.createElement("h3");
  heading.textContent = name;
  const emojis = document.createElement("div");
  emojis.className = "emojis";
  emojis.append(...group.map(buttonOf));
  made.append(heading, emojis);
  return made;
}

function buttonOf({ emoji, name }) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "emoji-button", textContent: emoji, title: name, tabIndex: -1 });
  button.dataset.put = emoji;
  button.setAttribute("aria-label", name);
  return button;
}

async function narrow() {
  const typed = search().value.trim();
  const [first, ...others] = box().querySelectorAll(".emoji-groups section");
  const all = await load();
  const byEmoji = new Map(all.flat().map((each) => [each.emoji, each]));
  const found = typed ? await find(typed, MOST_FOUND) : recent().map((emoji) => byEmoji.get(emoji)).filter(Boolean);
  if (!first || search().value.trim() !== typed) return;
  first.querySelector("h3").textContent = typed ? box().dataset.found : box().dataset.recent;
  first.querySelector(".emojis").replaceChildren(...found.map(buttonOf));
  first.hidden = !found.length;
  for (const other of others) other.hidden = Boolean(typed);
  box().querySelector("[role=status]").hidden = !typed || found.length > 0;
}

document.addEventListener("input", ({ target }) => target.closest?.("#emoji-picker") && narrow());

document.addEventListener("click", ({ target }) => {
  const button = target.closest("#emoji-picker [data-put]");
  if (button) use(button.dataset.put);
});

// Back to where they went, not to the button that opened it; unless somebody has clicked elsewhere.
let goesBack = false;
document.addEventListener("beforetoggle", ({ target, newState }) => {
  if (target === box()) goesBack = newState === "closed" && box().contains(document.activeElement);
}, true);
document.addEventListener("toggle", ({ target }) => {
  if (target === box() && goesBack) composer()?.elements.text.focus();
}, true);

const shown = () => [...box().querySelectorAll("[data-put]")].filter((button) => button.offsetParent);

// Arrows as the emojis lie on the screen; Enter in the search takes the first.
document.addEventListener("keydown", (event) => {
  if (!event.target.closest?.("#emoji-picker")) return;
  const all = shown();
  if (!event.target.dataset.put) {
    const isTaken = event.target === search() && event.key === "Enter" && !event.isComposing;
    if (!isTaken && event.key !== "ArrowDown") return;
    event.preventDefault();
    if (isTaken && all[0]) use(all[0].dataset.put);
    if (!isTaken) all[0]?.focus();
    return;
  }
  const at = all.indexOf(event.target);
  const forward = getComputedStyle(box()).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const step = { ArrowLeft: -1, ArrowRight: -1, [forward]: 1 }[event.key];
  const line = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (at < 0 || (!step && !line)) return;
  event.preventDefault();
  (line ? (nextLine(all, event.target, line) ?? search()) : (all[at + step] ?? event.target)).focus();
});

function nextLine(all, from, way) {
  const { left, top } = from.getBoundingClientRect();
  const places = all.map((button) => ({ button, at: button.getBoundingClientRect() })).filter(({ at }) => (at.top - top) * way > 4);
  const near = Math.min(...places.map(({ at }) => Math.abs(at.top - top)));
  const line = places.filter(({ at }) => Math.abs(at.top - top) < near + 4);
  return line.sort((a, b) => Math.abs(a.at.left - left) - Math.abs(b.at.left - left))[0]?.button;
}

// ---- `:smile`

const options = () => [...list().querySelectorAll("[role=option]")];
const chosen = () => options().find((option) => option.ariaSelected === "true");

export async function offer(field, typed) {
  const found = await find(typed, MOST_OFFERED);
  const { value, selectionStart } = field;
  const colon = value.slice(0, selectionStart).lastIndexOf(`:${typed}`);
  if (colon < 0) return undefined; // typed on meanwhile
  const whole = value.slice(colon, selectionStart).endsWith(":") && found.find(({ code }) => code === typed);
  if (whole) return take(whole.emoji);
  if (!found.length || value.slice(colon + 1, selectionStart) !== typed) return withdraw();
  list().replaceChildren(...found.map(optionOf));
  // In Arabic a colon often stands before a word that is meant as it is: there Enter still sends, until an arrow chooses.
  if (ASCII.test(typed)) choose(options()[0]);
  else choose(null);
  list().hidden = false;
  field.setAttribute("aria-controls", "emoji-options");
  return undefined;
}

function optionOf({ emoji, name, code }, n) {
  const option = document.createElement("li");
  Object.assign(option, { id: `emoji-option-${n}`, className: "emoji-option", role: "option" });
  option.dataset.put = emoji;
  const sign = document.createElement("span");
  sign.className = "emoji-sign";
  sign.textContent = emoji;
  const words = document.createElement("bdi");
  words.textContent = name;
  const short = document.createElement("bdi");
  short.className = "emoji-code";
  short.dir = "ltr";
  short.textContent = `:${code}:`;
  option.append(sign, words, short);
  return option;
}

function choose(option) {
  for (const each of options()) each.ariaSelected = String(each === option);
  option?.scrollIntoView({ block: "nearest" });
  const field = composer().elements.text;
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
}

export function withdraw() {
  if (!list() || list().hidden) return;
  list().hidden = true;
  for (const name of ["aria-activedescendant", "aria-controls"]) composer().elements.text.removeAttribute(name);
}

function take(emoji) {
  const { value, selectionStart } = composer().elements.text;
  const colon = value.slice(0, selectionStart).search(/:[^\s:]+:?$/u);
  withdraw();
  use(emoji, colon, selectionStart);
}

function move(by) {
  const all = options();
  choose(all.at((all.indexOf(chosen()) + by + (chosen() || by > 0 ? 0 : 1)) % all.length));
}

const KEYS = {
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  Enter: () => take(chosen().dataset.put),
  Tab: () => take(chosen().dataset.put),
  Escape: withdraw,
};

document.addEventListener("keydown", (event) => {
  if (event.target !== composer()?.elements.text || list().hidden || event.isComposing || event.shiftKey) return;
  if (!(event.key in KEYS) || (["Enter", "Tab"].includes(event.key) && !chosen())) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  KEYS[event.key]();
}, true);

document.addEventListener("mousedown", (event) => event.target.closest("#emoji-options") && event.preventDefault());
document.addEventListener("click", ({ target }) => {
  const option = target.closest("#emoji-options [role=option]");
  if (option) take(option.dataset.put);
  else withdraw();
});
