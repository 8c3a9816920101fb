// "Send again" under a message that failed, or of which nobody knows.
import { refresh } from "./live.js";
import { refuse } from "./field.js";
import { post, whyNot } from "./posting.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-again]");
  if (!button) return;
  button.disabled = true;
  refuse(whyNot(await post(button.dataset.again)));
  button.disabled = false;
  refresh("messages");
});
