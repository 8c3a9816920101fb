// "Send again" under a message that failed, or of which nobody knows.
import { refresh } from "./live.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-again]");
  if (!button) return;
  button.disabled = true;
  const form = document.getElementById("composer");
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  let why = "";
  try {
    const response = await fetch(button.dataset.again, { method: "POST", body, headers: { "HX-Request": "true" }, redirect: "error" });
    const isOurs = response.headers.get("Content-Type")?.startsWith("text/plain");
    if (!response.ok) why = isOurs ? await response.text() : form.dataset.textFailed;
  } catch {
    why = document.querySelector("[data-inbox]").dataset.textNoConnection;
  }
  const line = document.getElementById("refusal");
  line.textContent = why;
  line.hidden = !why;
  button.disabled = false;
  refresh("messages");
});
