// The composer's field and the line of words above it: what others put into them.
import * as drafts from "./drafts.js";

export const composer = () => document.getElementById("composer");
export const written = () => composer()?.elements.text.value ?? "";

export function write(text) {
  const form = composer();
  form.elements.text.value = text;
  drafts.keep(form.dataset, text);
  grow(form.elements.text);
}

export function grow(field) {
  field.style.blockSize = "auto";
  field.style.blockSize = `${field.scrollHeight}px`;
}

// The text stands before what was written since. The chat may have been left meanwhile: then it waits there as its draft.
// What it answered is quoted again.
export function giveBack(chat, text, { ok, status, words }, replyTo = "") {
  const form = composer();
  const isOpen = form?.dataset.conversation === chat.conversation;
  const both = [text, isOpen ? form.elements.text.value : drafts.read(chat)].filter(Boolean).join("\n");
  if (!isOpen) return drafts.keep(chat, both);
  write(both);
  if (replyTo) document.dispatchEvent(new CustomEvent("given-back", { detail: { replyTo } }));
  refuse(ok ? "" : status === 401 ? form.dataset.textSignedOut : words || form.dataset.textFailed);
}

export function refuse(why) {
  const line = document.getElementById("refusal");
  line.textContent = why;
  line.hidden = !why;
}
