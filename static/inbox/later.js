// The panel for messages that are sent later, and the buttons of those that wait in the thread.
import { refuse, write, written } from "./field.js";
import { refresh } from "./live.js";
import { newId, post, whyNot } from "./posting.js";

const form = () => document.getElementById("later-form");

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "later-panel") return;
  const { text, at } = form().elements;
  if ("isNew" in form().dataset) {
    text.value = written();
    form().dataset.name = newId();
    choose(form().querySelector("[data-at]")?.dataset.at ?? at.min);
  }
  warn();
  event.detail.target.showPopover();
  (text.value ? at : text).focus();
});

function choose(at) {
  form().elements.at.value = at;
  warn();
}

// Both times are by the team's clock, and written so that they compare as text.
function warn() {
  const { at } = form().elements;
  form().querySelector("[data-beyond-window]").hidden = !at.value || at.value < form().dataset.windowUntil;
  for (const choice of form().querySelectorAll("[data-at]")) choice.setAttribute("aria-pressed", choice.dataset.at === at.value);
}

document.addEventListener("input", (event) => {
  if (event.target.form === form() && event.target.name === "at") warn();
});

document.addEventListener("click", async (event) => {
  const choice = event.target.closest("[data-at]");
  if (choice) return choose(choice.dataset.at);
  const button = event.target.closest("[data-later]");
  if (!button) return;
  button.disabled = true;
  const answer = await post(button.dataset.later);
  refuse(whyNot(answer));
  button.disabled = false;
  refresh("messages");
});

document.addEventListener("submit", async (event) => {
  if (event.target !== form()) return;
  event.preventDefault();
  const { isNew, name } = event.target.dataset;
  const button = event.target.querySelector(".button");
  button.disabled = true;
  const answer = await post(event.target.action, { ...Object.fromEntries(new FormData(event.target)), client_id: name ?? "" });
  button.disabled = false;
  const line = event.target.querySelector("[data-refusal]");
  line.textContent = whyNot(answer, event.target.dataset);
  line.hidden = answer.ok;
  if (!answer.ok) return;
  document.getElementById("later-panel").hidePopover();
  if (isNew !== undefined) write("");
  refresh("messages");
});
