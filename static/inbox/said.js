// One line over the list: what was done, or why it was not.

const SAID_FOR = 6000; // milliseconds

let hiding = 0;

export function say(words, isRefusal) {
  const line = document.getElementById("list-said");
  line.textContent = words;
  line.classList.toggle("is-refusal", isRefusal);
  line.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { line.hidden = true; }, SAID_FOR);
}
