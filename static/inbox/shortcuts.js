// The keys of the inbox. Which there are is written once, in inbox/shortcuts.py, and stands in the page as the dialog
// behind `?`; here is what they do, for the keys and for the palette. Keys are told by their place (event.code), so that
// they work with an Arabic layout; none of them is a letter alone, so that nothing happens to who types.
import { loaded, style } from "./asked.js";
import { change } from "./chats.js";
import { composer, isNote } from "./field.js";
import { mark } from "./formatting.js";
import { refresh } from "./live.js";
import { switchTo } from "./notes.js";

const htmx = window.htmx;

const find = (selector) => document.querySelector(selector);
const click = (selector) => find(selector)?.click();
const links = () => [...document.querySelectorAll("#list-scroller .row-link")];
const openId = () => onTheWay || find("#thread")?.dataset.conversation;
const openLink = () => find(`#chat-${openId()} .row-link`);
const isOverlaid = () => Boolean(find("dialog[open], :popover-open"));

const ACTIONS = {
  "next-chat": () => go(beside(1)),
  "previous-chat": () => go(beside(-1)),
  "to-chats": () => (openLink() ?? links()[0] ?? find("#search")).focus(),
  "next-tab": nextTab,
  "new-chat": () => click(".new-chat"),
  resolve: () => click("#chat-resolve[data-action=resolve]"),
  "resolve-and-next": resolveAndNext,
  "assign-to-me": assignToMe,
  "chat-menu": () => click(".chat-menu-button"),
  reply: () => switchTo("reply"),
  note: () => switchTo("note"),
  attach: () => {
    switchTo("reply");
    click(".composer [data-attach]");
  },
  templates: () => click(".more-menu [data-to-templates]"),
  "search-chat": () => (find("#thread") ? click("[data-search-chat]") : false),
  language: () => click(".language button"),
  bold: () => mark("*"),
  italic: () => mark("_"),
  palette: async () => (await loaded(() => Promise.all([import("./palette.js"), style("keys")])))?.[0].openPalette(ACTIONS),
  shortcuts: async () => {
    await style("keys");
    if (!find("#shortcuts").open) find("#shortcuts").showModal();
  },
};

const pressed = (...parts) => parts.join(" ");
const keys = new Map();
for (const { dataset } of document.querySelectorAll("#shortcuts [data-does]")) {
  if (!(dataset.does in ACTIONS)) throw new Error(`nobody does ${dataset.does}`);
  if (dataset.code) keys.set(pressed("ctrl" in dataset, "alt" in dataset, "shift" in dataset, dataset.code), dataset.does);
}

const isMac = /^mac/i.test(navigator.userAgentData?.platform || navigator.platform);
if (isMac) {
  for (const key of document.querySelectorAll("kbd[data-mac]")) key.textContent = key.dataset.mac;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.repeat || isOverlaid()) return;
  if (["?", "؟"].includes(event.key) && !isField(event.target)) return act("shortcuts", event);
  // AltGr, which writes the third letter of a key, calls itself Ctrl and Alt on Windows.
  if (!isMac && event.getModifierState("AltGraph")) return;
  const isCtrl = isMac ? event.metaKey : event.ctrlKey; // on a Mac Ctrl and B is a step back, and Ctrl and K cuts a line
  const does = keys.get(pressed(isCtrl, event.altKey, event.shiftKey, event.code));
  if (does) act(does, event);
});

// What has nothing to do leaves the key to the browser.
function act(does, event) {
  if (ACTIONS[does]() !== false) event.preventDefault();
}

const isField = (element) => element.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

// The chat that was chosen and is not here yet: who presses twice goes two chats on.
let onTheWay = "";
for (const name of ["htmx:afterSwap", "htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, ({ detail }) => {
    if (detail.target?.id === "thread-pane") onTheWay = "";
  });
}

function go(link) {
  if (!link) return;
  onTheWay = link.closest(".row").dataset.chat;
  link.click();
}

function beside(step) {
  const all = links();
  const at = all.indexOf(openLink());
  return at < 0 ? all[0] : all[at + step];
}

function nextTab() {
  const tabs = [...document.querySelectorAll("#chips input")];
  tabs[(tabs.findIndex((tab) => tab.checked) + 1) % tabs.length].click();
}

function resolveAndNext() {
  const next = beside(1) ?? beside(-1);
  ACTIONS.resolve();
  if (next !== openLink()) go(next);
}

function assignToMe() {
  const { assign } = find("#chat-owner").dataset;
  change(assign, { ids: [find("#thread").dataset.conversation] }, { user: find("[data-inbox]").dataset.user });
}

// The last thing that Esc leaves is the chat: what lies over the page, a selection, a search and a quote come before it,
// and each of them sees to that itself.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing || !find("#thread") || isOverlaid()) return;
  if (isField(event.target) && event.target.form !== composer()) return;
  event.preventDefault();
  if (isNote()) switchTo("reply");
  else leaveChat();
});

// Without loading the page anew: what is on its way (files, messages) goes on.
function leaveChat() {
  const { href } = find("[data-back]");
  const chat = find("#thread").dataset.conversation;
  const [pane, nothing] = [find("#thread-pane"), find("#no-chat")];
  htmx.swap(pane, nothing.innerHTML, { swapStyle: "innerHTML" }, { eventInfo: { target: pane } });
  history.replaceState({ htmx: true }, ""); // as htmx does it: the browser's Back is its affair
  history.pushState({ htmx: true }, "", href);
  document.title = nothing.dataset.title;
  refresh("conversations");
  (find(`#chat-${chat} .row-link`) ?? links()[0])?.focus();
}
