// The composer: Enter sends, Shift+Enter makes a line, or as its user likes it. What can't be sent comes back into it.
import { composer, grow, isKeyToSend, keepDraft, refuse, write } from "./field.js";
import { lock, show, startsAs } from "./notes.js";
import { handOver } from "./quote.js";
import { send } from "./sending.js";

opened();
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id === "thread-pane") opened();
});
document.addEventListener("htmx:oobAfterSwap", () => composer() && lock());
document.addEventListener("htmx:historyRestore", opened);

function opened() {
  if (!composer()) return;
  show(startsAs());
  const field = composer().elements.text;
  if (matchMedia("(pointer: fine)").matches && !field.disabled) field.focus({ preventScroll: true });
}

document.addEventListener("input", (event) => {
  if (event.target.form !== composer() || event.target.name !== "text") return;
  keepDraft();
  refuse("");
  grow(event.target);
});

document.addEventListener("keydown", (event) => {
  if (event.target.form !== composer() || event.target.name !== "text" || !isKeyToSend(event)) return;
  event.preventDefault();
  if (!event.repeat) event.target.form.requestSubmit(); // held down, it is one Enter
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
  handOver();
  write("");
  refuse("");
  form.elements.text.focus(); // an empty field has no send button that could keep it
});
