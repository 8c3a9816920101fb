// Undo on a bubble that is held for some seconds: the text comes back into the composer.
import { giveBack } from "./field.js";
import { refresh } from "./live.js";
import { post } from "./posting.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-undo]:not(form)");
  if (!button) return;
  button.disabled = true;
  const { user, conversation } = document.getElementById("composer").dataset;
  const answer = await post(button.dataset.undo);
  giveBack({ user, conversation }, answer.ok ? answer.words : "", answer);
  button.disabled = false;
  refresh("messages");
});
