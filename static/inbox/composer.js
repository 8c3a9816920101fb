// The composer: Enter sends, Shift+Enter makes a line. What can't be sent comes back into it.
import * as drafts from "./drafts.js";
import { composer, grow, refuse, write } from "./field.js";
import { send } from "./sending.js";

opened();
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id === "thread-pane") opened();
});
document.addEventListener("htmx:oobAfterSwap", lockOrUnlock);
document.addEventListener("htmx:historyRestore", opened);

function opened() {
  const form = composer();
  if (!form) return;
  const field = form.elements.text;
  field.value ||= drafts.read(form.dataset);
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
  drafts.keep(event.target.form.dataset, event.target.value);
  refuse("");
  grow(event.target);
});

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
  // Whatever else belongs to the message is a field of the form.
  const { csrfmiddlewaretoken, ...fields } = Object.fromEntries(new FormData(form));
  send(form, { ...fields, text });
  write("");
  refuse("");
  form.elements.text.focus(); // an empty field has no send button that could keep it
});
