// The list beside the chat: how many chats are unread in the tab's title, Esc clears the search, and the row of a
// chat that was just opened is marked at once.
import { refresh } from "./live.js";

const COUNT = /^\(\d+\) /;

function countInTitle() {
  const unread = Number(document.getElementById("conversations")?.dataset.unread);
  document.title = (unread ? `(${unread}) ` : "") + document.title.replace(COUNT, "");
}

countInTitle();
document.addEventListener("htmx:afterSettle", countInTitle);
for (const name of ["htmx:pushedIntoHistory", "htmx:historyRestore"]) document.addEventListener(name, () => refresh("conversations"));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.target.id !== "search" || !event.target.value) return;
  event.preventDefault();
  event.target.value = "";
  event.target.dispatchEvent(new Event("input", { bubbles: true }));
});
