// The list beside the chat: how many chats are unread in the tab's title, on its icon and on the installed app's; Esc
// clears the search.
import { refresh } from "./live.js";

const COUNT = /^\(\d+\) /;
const icon = document.querySelector("link[rel=icon]");
const quiet = icon.href;

function count() {
  const unread = Number(document.getElementById("conversations")?.dataset.unread);
  document.title = (unread ? `(${unread}) ` : "") + document.title.replace(COUNT, "");
  const wanted = unread ? new URL(icon.dataset.unread, location).href : quiet;
  if (icon.href !== wanted) icon.href = wanted;
  navigator.setAppBadge?.(unread).catch(() => {}); // a page that is not installed may be refused
}

count();
document.addEventListener("htmx:afterSettle", count);
for (const name of ["htmx:pushedIntoHistory", "htmx:historyRestore"]) document.addEventListener(name, () => refresh("conversations"));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.target.id !== "search" || !event.target.value) return;
  event.preventDefault();
  event.target.value = "";
  event.target.dispatchEvent(new Event("input", { bubbles: true }));
});
