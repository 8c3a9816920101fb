// Search in the open chat begins: its field takes what is typed at once, and what finds the hits (chat-hits.js) follows.
import { loaded } from "./asked.js";

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-search-chat]");
  if (!button) return;
  const bar = document.getElementById("chat-search");
  const isNew = bar.hidden;
  button.closest("[popover]")?.hidePopover();
  bar.hidden = false;
  bar.elements.words.focus();
  bar.elements.words.select();
  const hits = await loaded(() => import("./chat-hits.js"));
  if (!hits) bar.hidden = true;
  else if (isNew) hits.begin();
});

// Enter goes to the next hit, once there are any, and never to another page.
document.addEventListener("submit", (event) => event.target.id === "chat-search" && event.preventDefault());
