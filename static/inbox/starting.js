// A new chat: its form stands in the dialog of the templates, and a chat that is really new leads on to them.
import { refresh } from "./live.js";

let leadsToTemplates = false;

document.addEventListener("chat-started", (event) => {
  document.getElementById("template-picker").close();
  leadsToTemplates = event.detail.isNew;
});

// After settling: before, htmx does not know the new chat's links, and a click would leave the page.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "thread-pane") return;
  if (leadsToTemplates) document.querySelector("#closed [data-to-templates]")?.click();
  leadsToTemplates = false;
  refresh("conversations");
});
