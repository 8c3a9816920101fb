// The composer's two ways: an answer to the customer, or a note for the team. Each keeps a text of its own, so that what was
// begun for the team is never one Enter away from the customer. A note needs no window, and no customer who may be written to.
import * as drafts from "./drafts.js";
import { composer, grow, isNote, keepDraft, refuse } from "./field.js";
import { refresh } from "./live.js";
import { post, whyNot } from "./posting.js";
import { quote, unquote } from "./quote.js";

const kept = ({ dataset }, mode) => ({
  text: dataset[`${mode}Text`] ?? "",
  replyTo: dataset[`${mode}Quote`] ?? "",
  version: Number(dataset[`${mode}Version`] ?? 0),
});
const draftOf = (form, mode) => drafts.open({ ...form.dataset, mode }, kept(form, mode));

// With a note begun and no answer, the note.
export function startsAs() {
  const form = composer();
  return !form.elements.text.value && !draftOf(form, "reply").text && draftOf(form, "note").text ? "note" : "reply";
}

export function show(mode) {
  const form = composer();
  const { text: field } = form.elements;
  form.dataset.mode = mode;
  form.action = form.dataset[`${mode}Address`];
  form.dataset.undo = form.dataset[`${mode}Undo`];
  form.closest(".composer").classList.toggle("is-note", mode === "note");
  field.placeholder = field.labels[0].querySelector(".hidden-text").textContent = form.dataset[`${mode}Label`];
  for (const button of document.querySelectorAll("[data-note][aria-pressed]")) button.setAttribute("aria-pressed", mode === "note");
  const draft = draftOf(form, mode);
  field.value ||= draft.text; // what the server refused is there already
  unquote({ isMoved: true });
  if (draft.replyTo) quote(draft.replyTo, { isMoved: true });
  lock();
  grow(field);
  document.dispatchEvent(new Event("inbox:mode"));
}

export function switchTo(mode) {
  const form = composer();
  if (!form) return;
  if (form.dataset.mode !== mode) {
    keepDraft();
    form.elements.text.value = "";
    refuse("");
    show(mode);
  }
  form.elements.text.focus();
}

export function lock() {
  const form = composer();
  const isLocked = !isNote() && document.getElementById("closed").dataset.window === "closed";
  form.elements.text.disabled = isLocked;
  form.querySelector(".send").disabled = isLocked;
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-note], [data-reply], [data-delete-note]");
  if (!button) return;
  if ("reply" in button.dataset) return switchTo("reply");
  if ("note" in button.dataset) return switchTo(isNote() && button.ariaPressed ? "reply" : "note");
  if (!confirm(button.dataset.sure)) return;
  refuse(whyNot(await post(button.dataset.deleteNote)));
  refresh("messages");
});
