// The dialog in which a template is chosen and filled in. The server draws it; here it only opens, closes and, when
// something was refused, shows the answer with the faults.
import { refresh } from "./live.js";

const picker = document.getElementById("template-picker");

document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr } = event.detail;
  if (target !== picker || xhr.status !== 422) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== picker) return;
  picker.ariaLabel = picker.querySelector("h1").textContent;
  if (!picker.open) picker.showModal();
  (picker.querySelector("[aria-invalid]") ?? picker.querySelector("[autofocus]") ?? picker.querySelector(".template-send"))?.focus();
});

document.addEventListener("click", (event) => {
  if (!picker?.open) return;
  const isOutside = event.target === picker;
  if (!isOutside && !event.target.closest("[data-close-picker]")) return;
  event.preventDefault();
  picker.close();
});

document.addEventListener("template-sent", () => {
  picker.close();
  refresh("messages");
  refresh("conversations");
});

picker?.addEventListener("close", () => picker.replaceChildren());
