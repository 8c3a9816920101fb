// The panel for an answer that is held until the customer writes. What was in the composer begins it; from here the way
// leads to the template that asks them to.
import { write, written } from "./field.js";
import { refresh } from "./live.js";
import { newId, post, whyNot } from "./posting.js";

const form = () => document.getElementById("hold-form");

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "hold-panel") return;
  const { text } = form().elements;
  if ("isNew" in form().dataset) {
    text.value = written();
    form().dataset.name = newId();
  }
  event.detail.target.showPopover();
  text.focus();
});

document.addEventListener("submit", async (event) => {
  if (event.target !== form()) return;
  event.preventDefault();
  const { isNew, name } = event.target.dataset;
  const buttons = event.target.querySelectorAll(".button");
  for (const button of buttons) button.disabled = true;
  const answer = await post(event.target.action, { text: event.target.elements.text.value, client_id: name ?? "" });
  for (const button of buttons) button.disabled = false;
  const line = event.target.querySelector("[data-refusal]");
  line.textContent = whyNot(answer, event.target.dataset);
  line.hidden = answer.ok;
  if (!answer.ok) return;
  document.getElementById("hold-panel").hidePopover();
  if (isNew !== undefined) write("");
  refresh("messages");
  if (event.submitter?.value === "template") document.querySelector("#closed [data-to-templates]")?.click();
});
