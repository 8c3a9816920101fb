// The customer sees "typing…" while an answer is being written. Told now and then only: WhatsApp shows it for 25
// seconds, and the message that is sent ends it.
import { isNote } from "./field.js";
import { post } from "./posting.js";

const EVERY = 20000; // milliseconds

let told = { address: "", at: -Infinity };

document.addEventListener("input", (event) => {
  const field = event.target;
  if (field.form?.id !== "composer" || field.name !== "text" || !field.value.trim() || isNote()) return;
  const address = document.getElementById("thread").dataset.typing;
  if (told.address === address && performance.now() - told.at < EVERY) return;
  told = { address, at: performance.now() };
  post(address); // a courtesy: nobody is told that it failed
});

document.addEventListener("submit", (event) => {
  if (event.target.id === "composer") told = { address: "", at: -Infinity };
});
