// Emojis in the composer: the picker behind its button, and `:smile` while one types. What both are made of is loaded when
// it is first asked for.
import { style } from "./asked.js";
import { composer } from "./field.js";

const TYPED = /(?:^|\s):(\p{L}[\p{L}\p{N}_+-]+):?$/u; // after a space, and a letter at first: no time of day, no address

let picker = null;
const load = async () => (picker ??= (await Promise.all([import("./emoji-picker.js"), style("keys")]))[0]);

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-emojis]");
  if (button) (await load()).toggle(button);
});

document.addEventListener("input", async ({ target }) => {
  if (target.form !== composer() || target.name !== "text") return;
  const { value, selectionStart } = target;
  const typed = value.slice(0, selectionStart).match(TYPED)?.[1];
  if (typed) (await load()).offer(target, typed);
  else picker?.withdraw();
});
