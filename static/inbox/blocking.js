// The chat's menu: asks before a customer is blocked, and says in its place why WhatsApp refused.
import { post, whyNot } from "./posting.js";

document.addEventListener("click", (event) => {
  const ask = event.target.closest("[data-ask]");
  if (ask) {
    ask.closest("[popover]").hidePopover();
    document.getElementById(ask.dataset.ask).showModal();
  }
  event.target.closest("[data-close]")?.closest("dialog").close();
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-blocking]")) return;
  event.preventDefault();
  const button = form.querySelector("button:not([type=button])");
  const line = form.querySelector(".refusal");
  button.disabled = true;
  line.hidden = true;
  const answer = await post(form.action);
  if (answer.ok) return location.reload(); // also the menu is another one now
  line.textContent = whyNot(answer, form.dataset);
  line.hidden = false;
  button.disabled = false;
});
