// The composer: Enter sends, Shift+Enter makes a line. A message is on the screen before the server has it, and comes
// back into the composer when the server refuses it.
import * as drafts from "./drafts.js";
import { refresh, show } from "./live.js";
import { toEnd } from "./scroll.js";

const composer = () => document.getElementById("composer");
let queue = Promise.resolve();

opened();
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id === "thread-pane") opened();
  if (event.detail.target?.id === "messages") removeArrived();
});
document.addEventListener("htmx:oobAfterSwap", lockOrUnlock);
document.addEventListener("htmx:historyRestore", opened);

function opened() {
  const form = composer();
  if (!form) return;
  const field = form.elements.text;
  field.value ||= drafts.read(form);
  grow(field);
  if (matchMedia("(pointer: fine)").matches && !field.disabled) field.focus({ preventScroll: true });
}

function lockOrUnlock() {
  const form = composer();
  if (!form) return;
  const closed = document.getElementById("closed").dataset.window === "closed";
  form.elements.text.disabled = closed;
  form.querySelector(".send").disabled = closed;
}

document.addEventListener("input", (event) => {
  if (event.target.form !== composer() || event.target.name !== "text") return;
  drafts.keep(event.target.form, event.target.value);
  refuse("");
  grow(event.target);
});

function grow(field) {
  field.style.blockSize = "auto";
  field.style.blockSize = `${field.scrollHeight}px`;
}

document.addEventListener("keydown", (event) => {
  if (event.target.form !== composer() || event.target.name !== "text") return;
  // While an IME composes, Enter chooses a word (229: Safari says it only so). Held down, it is one Enter.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  if (!event.repeat) event.target.form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  if (event.target !== composer()) return;
  event.preventDefault();
  const form = event.target;
  const text = form.elements.text.value.trim();
  if (!text) return;
  const message = { form, text, id: newId(), body: new FormData(form) };
  message.body.set("client_id", message.id);
  write(form, "");
  refuse("");
  showAtOnce(message);
  // One after the other: they arrive in the order in which they were written.
  queue = queue.then(() => post(message));
});

function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function write(form, text) {
  form.elements.text.value = text;
  drafts.keep(form, text);
  grow(form.elements.text);
}

function showAtOnce({ id, text }) {
  const bubble = document.getElementById("sending-bubble").content.firstElementChild.cloneNode(true);
  bubble.dataset.sending = id;
  bubble.querySelector(".text").textContent = text;
  document.getElementById("sending").append(bubble);
  toEnd();
}

async function post(message) {
  const { form, body } = message;
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" }, redirect: "error" });
    if (response.ok) return refresh("messages");
    giveBack(message, await reason(response, form));
  } catch {
    giveBack(message, form.dataset.textOffline);
  }
}

async function reason(response, form) {
  if (response.status === 401) {
    show("signed-out");
    return form.dataset.textSignedOut;
  }
  const isOurs = response.headers.get("Content-Type")?.startsWith("text/plain");
  return isOurs ? await response.text() : form.dataset.textFailed;
}

// The chat may have been left meanwhile: then the text waits there as its draft.
function giveBack({ form, text, id, body }, why) {
  document.querySelector(`[data-sending="${id}"]`)?.remove();
  if (form.isConnected) document.dispatchEvent(new CustomEvent("given-back", { detail: { replyTo: body.get("reply_to") } }));
  const later = form.isConnected ? form.elements.text.value : drafts.read(form);
  const both = later ? `${text}\n${later}` : text;
  if (form.isConnected) {
    write(form, both);
    refuse(why);
  } else drafts.keep(form, both);
}

function refuse(why) {
  const line = document.getElementById("refusal");
  line.textContent = why;
  line.hidden = !why;
}

function removeArrived() {
  for (const bubble of document.querySelectorAll("[data-sending]")) {
    if (document.querySelector(`#messages [data-client-id="${bubble.dataset.sending}"]`)) bubble.remove();
  }
}
