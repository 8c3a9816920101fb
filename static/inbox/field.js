// The composer's field and the line of words above it: what others put into them.
import * as drafts from "./drafts.js";

const { enterSends } = document.querySelector("[data-inbox]").dataset;

export const composer = () => document.getElementById("composer");
export const written = () => composer()?.elements.text.value ?? "";
export const isNote = () => composer()?.dataset.mode === "note";

export function write(text) {
  const { text: field } = composer().elements;
  field.value = text;
  keepDraft();
  grow(field);
}

export function keepDraft() {
  const { dataset, elements } = composer();
  drafts.keep(dataset, { text: elements.text.value, replyTo: elements.reply_to.value });
}

// As if it had been typed: all who listen to the field hear of it.
export function insert(text, from, to) {
  const { text: field } = composer().elements;
  field.setRangeText(text, from ?? field.selectionStart, to ?? field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

export function grow(field) {
  field.style.blockSize = "auto";
  field.style.blockSize = `${field.scrollHeight}px`;
}

// Each member's own choice. While an IME composes, Enter chooses a word (229: Safari says it only so).
export function isKeyToSend(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return false;
  return enterSends === "true" || event.ctrlKey || event.metaKey;
}

// The text stands before what was written since. The chat may have been left meanwhile, or a note is being written: then it
// waits as the draft that it was. What it answered is quoted again.
export function giveBack(chat, text, { ok, status, words }, replyTo = "") {
  const form = composer();
  const isHere = form?.dataset.conversation === chat.conversation;
  const isOpen = isHere && form.dataset.mode === (chat.mode ?? "reply");
  const both = [text, isOpen ? written() : drafts.read(chat)].filter(Boolean).join("\n");
  if (isOpen) write(both);
  else drafts.keep(chat, { text: both, replyTo });
  if (isOpen && replyTo) document.dispatchEvent(new CustomEvent("given-back", { detail: { replyTo } }));
  if (isHere) refuse(ok ? "" : status === 401 ? form.dataset.textSignedOut : words || form.dataset.textFailed);
}

export function refuse(why) {
  const line = document.getElementById("refusal");
  line.textContent = why;
  line.hidden = !why;
}
