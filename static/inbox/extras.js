// What can be sent besides text: the dialog that an item of the menu opens. Loaded by asked.js.
import { refresh } from "./live.js";
import { post, whyNot } from "./posting.js";
import { quoted, unquote } from "./quote.js";
import { readCoordinates } from "./coordinates.js";

const dialog = () => document.getElementById("extra");

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "extra") return;
  if (!dialog().open) dialog().showModal();
  dialog().querySelector(".extra-fields :is(input, textarea)").focus();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("#extra [data-close]")) dialog().close();
  const reveal = event.target.closest("#extra [data-reveal]");
  if (reveal) showOneMore(reveal);
});

function showOneMore(button) {
  const hidden = [...dialog().querySelectorAll("[data-further][hidden]")];
  if (!hidden.length) return;
  hidden[0].hidden = false;
  hidden[0].querySelector("input").focus();
  button.hidden = hidden.length === 1;
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("[data-extra]");
  if (!form) return;
  if (event.target.matches("[data-where]")) checkPlace(event.target);
  const group = event.target.closest("[data-distinct]");
  if (group) checkDistinct(group);
});

function checkPlace(field) {
  const found = readCoordinates(field.value);
  field.setCustomValidity(found || !field.value.trim() ? "" : field.dataset.textNowhere);
  const shown = dialog().querySelector("[data-found]");
  shown.textContent = found ? `${shown.dataset.textFound} \u2066${found.join(", ")}\u2069` : "";
}

function checkDistinct(group) {
  const seen = new Set();
  for (const field of group.querySelectorAll("input:not([data-free])")) {
    const words = field.value.trim();
    field.setCustomValidity(words && seen.has(words) ? group.dataset.distinct : "");
    if (words) seen.add(words);
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-extra]")) return;
  event.preventDefault();
  const send = form.querySelector("[type=submit]");
  const body = new FormData(form);
  if (quoted()) body.set("reply_to", quoted());
  send.disabled = true;
  const why = whyNot(await post(form.action, body));
  send.disabled = false;
  const line = form.querySelector("[role=alert]");
  line.textContent = why;
  line.hidden = !why;
  if (why) return;
  dialog().close();
  unquote();
  refresh("messages");
});
