// The ways by which files come: chosen, pasted or dropped. What shows them (attachments.js) is loaded with the first.
import { loaded, style } from "./asked.js";
import { isNote } from "./field.js";

export const isClosed = () => document.getElementById("closed")?.dataset.window !== "open";
const hasChat = () => Boolean(document.getElementById("attachments"));
const load = async () => (await Promise.all([import("./attachments.js"), style("attachments")]))[0];
const add = async (files) => files.length && (await loaded(load))?.add(files);
let depth = 0; // of dragenter over dragleave

// The file of a ready reply.
export const attach = async (kept, caption) => (await loaded(load))?.attach(kept, caption);

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-attach]")) return;
  load().catch(() => {}); // meanwhile
  document.getElementById("files").click();
});

document.addEventListener("change", ({ target }) => {
  if (target.id !== "files") return;
  add([...target.files]);
  target.value = "";
});

document.addEventListener("paste", (event) => {
  // Office programs put a picture beside the words they copy: then the words are meant.
  const files = [...(event.clipboardData?.files ?? [])];
  if (!files.length || !hasChat() || event.clipboardData.types.includes("text/plain")) return;
  event.preventDefault();
  add(files);
});

for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    if (!hasChat() || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    if (name === "dragenter") depth += 1;
    if (name === "dragleave") depth -= 1;
    if (name === "drop") depth = 0;
    document.getElementById("drop-zone").hidden = depth <= 0 || isClosed() || isNote();
    if (name === "drop") add([...event.dataTransfer.files]);
  });
}

// A refresh closes and opens the window; what needs it open, or a customer who is not blocked, follows.
document.addEventListener("htmx:oobAfterSwap", () => {
  for (const button of document.querySelectorAll("[data-needs-window]")) button.disabled = isClosed();
  const more = document.querySelector(".composer .more");
  if (more) more.disabled = document.getElementById("closed").classList.contains("is-blocked");
});
