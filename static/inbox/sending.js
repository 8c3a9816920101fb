// Brings every message to the server exactly once. What has no answer is asked again under the same name (client_id), by
// itself and in order, chat by chat, until the server says that it has the message, or won't take it.
import { giveBack } from "./field.js";
import { refresh, show } from "./live.js";
import { newId, post } from "./posting.js";
import { toEnd } from "./scroll.js";
import { draw, drawAll, explain, markAccepted, removeBubble } from "./unsent-bubbles.js";
import * as unsent from "./unsent.js";

const FIRST_PAUSE = 2000; // milliseconds
const LONGEST_PAUSE = 30000;
const NEEDS_SIGN_IN = [401, 403];
const UNDONE = 410;

const root = document.querySelector("[data-inbox]");
const { user } = root.dataset;
const underWay = new Set(); // lanes
let pause = FIRST_PAUSE;
let timer = 0;

export function send(form, fields) {
  const { conversation, mode, undo } = form.dataset;
  const id = newId();
  const item = { id, user, conversation, mode, undo, action: form.action, fields: { ...fields, client_id: id } };
  draw(unsent.add(item));
  toEnd();
  drain(laneOf(item));
}

// Notes are another lane: they wait for no answer, and never come back into the same field as one.
const laneOf = ({ conversation, mode }) => `${conversation} ${mode ?? "reply"}`;
const waitingIn = (lane) => unsent.all(user).filter((item) => laneOf(item) === lane);

function flush() {
  clearTimeout(timer);
  timer = 0;
  for (const lane of new Set(unsent.all(user).map(laneOf))) drain(lane);
}

async function drain(lane) {
  if (underWay.has(lane)) return;
  underWay.add(lane);
  try {
    for (let item; (item = waitingIn(lane)[0]) && (await settle(item)); ) pause = FIRST_PAUSE;
  } finally {
    underWay.delete(lane);
  }
}

// True when the server has decided about it, and the next may go.
async function settle({ key }) {
  const before = unsent.read(key);
  const item = unsent.change(key, { tried: true });
  if (!item) return true;
  const answer = await (item.isTakenBack ? post(item.undo, { client_id: item.id }) : post(item.action, item.fields));
  // A no for want of a sign-in says nothing of an earlier attempt that had no answer.
  if (!answer.sure || (before.tried && NEEDS_SIGN_IN.includes(answer.status))) return wait(item, answer);
  const now = unsent.read(key);
  if (answer.ok && now?.isTakenBack && !item.isTakenBack) return true; // asked for meanwhile: that is what comes next
  unsent.forget(key);
  if (item.isTakenBack) takenBack(item, answer);
  else if (answer.ok) accepted(item);
  else if (answer.status === UNDONE) removeBubble(item);
  else refused(item, answer);
  return true;
}

function wait(item, { status }) {
  const why = unsent.read(item.key)?.isTakenBack ? "textTakingBack" : status === 0 ? "textOffline" : "textNoAnswer";
  const words = root.dataset[NEEDS_SIGN_IN.includes(status) ? "textSignedOut" : why];
  for (const each of waitingIn(laneOf(item))) explain(each, words);
  if (status === 0 && !navigator.onLine) show("offline");
  timer ||= setTimeout(flush, pause);
  pause = Math.min(pause * 2, LONGEST_PAUSE);
  return false;
}

function accepted(item) {
  markAccepted(item);
  refresh("messages");
}

// What was written after it was never tried, and may make no sense alone: all of it comes back, in order.
function refused(item, answer) {
  const later = waitingIn(laneOf(item)).filter((each) => !each.tried);
  for (const each of later) unsent.forget(each.key);
  for (const each of [item, ...later]) removeBubble(each);
  giveBack(item, [item, ...later].map((each) => each.fields.text).join("\n"), answer, item.fields.reply_to);
}

function takenBack(item, answer) {
  removeBubble(item);
  refresh("messages");
  giveBack(item, answer.ok ? item.fields.text : "", answer, answer.ok ? item.fields.reply_to : "");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-try-now], [data-take-back]");
  if (!button) return;
  const { key } = button.closest("[data-sending]").dataset;
  const item = unsent.read(key);
  if (item && button.matches("[data-take-back]")) takeBack(item);
  flush();
});

// Nobody but the server can say that it does not have what was tried.
function takeBack(item) {
  if (item.tried) return explain(unsent.change(item.key, { isTakenBack: true }), root.dataset.textTakingBack);
  unsent.forget(item.key);
  removeBubble(item);
  giveBack(item, item.fields.text, { ok: true }, item.fields.reply_to);
}

document.addEventListener("inbox:connected", flush);
window.addEventListener("online", flush);
unsent.onChange(() => {
  drawAll();
  refresh("messages");
});
flush();
