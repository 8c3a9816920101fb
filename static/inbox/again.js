// "Send again" under a message that failed, or of which nobody knows.
import { refresh } from "./live.js";
import { post, refuse } from "./post.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-again]");
  if (!button) return;
  button.disabled = true;
  refuse(await post(button.dataset.again, new FormData()));
  button.disabled = false;
  refresh("messages");
});
