// What somebody began to write, for each member, chat and kind (an answer or a note): kept in this browser at once, and
// handed to the server a moment after the typing stops, for the same person at another one. What could not be handed in
// (no connection, an ended session) stays here, and is handed in later.
import { refresh } from "./live.js";
import { post } from "./posting.js";

const PREFIX = "draft:"; // with all that is forgotten at sign-out
const PAUSE = 1000; // milliseconds
const AGAIN = 15000;
const NEEDS_SIGN_IN = [401, 403];

const { user, draft: address } = document.querySelector("[data-inbox]").dataset;
const mine = `${PREFIX}of:${user}:`;
const key = ({ conversation, mode }) => `${mine}${conversation}${mode === "note" ? ":note" : ""}`;
const get = (name) => JSON.parse(localStorage.getItem(name));
const put = (name, draft) => localStorage.setItem(name, JSON.stringify(draft));
const all = () => Object.keys(localStorage).filter((name) => name.startsWith(mine));
const timers = new Map();

export const read = (chat) => get(key(chat))?.text ?? "";

// Of what this browser has and what the server had when it drew the chat, the newer. The page may be older than what was
// handed in since: what is known here to be kept has a version.
export function open(chat, theirs) {
  const ours = get(key(chat));
  if (ours && (ours.isNew || ours.version > theirs.version)) return ours;
  put(key(chat), { ...theirs, at: 0 });
  return theirs;
}

export function keep(chat, { text, replyTo }) {
  const name = key(chat);
  const was = get(name);
  const said = { text, replyTo: text ? replyTo : "" };
  if ((was?.text ?? "") === said.text && (was?.replyTo ?? "") === said.replyTo) return;
  const { conversation, mode } = chat;
  put(name, { ...said, conversation, mode, at: Date.now(), version: was?.version ?? 0, isNew: true });
  soon(name, text ? PAUSE : 0); // sent: other browsers need not offer it any longer
}

function soon(name, pause) {
  clearTimeout(timers.get(name));
  timers.set(name, setTimeout(handIn, pause, name));
}

async function handIn(name) {
  clearTimeout(timers.get(name));
  const draft = get(name);
  if (!draft?.isNew) return;
  const { conversation, mode, text, replyTo, at } = draft;
  const fields = { text, reply_to: replyTo, is_note: mode === "note" ? "1" : "", age: Math.max(Date.now() - at, 0) };
  const answer = await post(address.replace("/0/", `/${conversation}/`), fields, { keepalive: true });
  if (!answer.sure || NEEDS_SIGN_IN.includes(answer.status)) return soon(name, AGAIN);
  const now = get(name);
  if (now) put(name, { ...now, version: Number(answer.words) || now.version, isNew: now.at !== at });
  if (document.getElementById("thread")?.dataset.conversation !== conversation) refresh("conversations");
}

const handInAll = () => all().forEach(handIn);

document.addEventListener("focusout", ({ target }) => target.form?.id === "composer" && handInAll());
document.addEventListener("htmx:beforeSwap", ({ detail }) => detail.target?.id === "thread-pane" && handInAll());
document.addEventListener("visibilitychange", () => document.hidden && handInAll());
document.addEventListener("inbox:connected", handInAll);
for (const name of ["online", "pagehide"]) window.addEventListener(name, handInAll);

// What was sent long ago is no draft: its note was for the pages of that moment.
for (const name of all()) if (!get(name).text && !get(name).isNew) localStorage.removeItem(name);

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !event.target.matches("[data-sign-out]")) return;
  for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
});
