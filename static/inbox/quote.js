// A reply with a quote: the strip over the composer, and the way from a quote to what it quotes.
import { keepDraft } from "./field.js";
import { jump } from "./jumping.js";

const strip = () => document.getElementById("quoting");
const field = () => strip()?.querySelector("[name=reply_to]");

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reply-to]");
  if (button) quote(button.dataset.replyTo);
  if (event.target.closest("[data-unquote]")) unquote();
  const link = event.target.closest("[data-quote]");
  if (link) {
    event.preventDefault();
    jump(link.getAttribute("href").slice(1));
  }
});

// Moved: with the draft that it belongs to, and not by hand.
export function quote(id, { isMoved = false } = {}) {
  const bubble = document.getElementById(`message-${id}`);
  if (!bubble) return;
  field().value = id;
  fill(strip().querySelector(".quote"), bubble);
  strip().hidden = false;
  if (isMoved) return;
  keepDraft();
  document.getElementById("composer").elements.text.focus();
}

function fill(box, bubble) {
  const isOurs = bubble.classList.contains("bubble-outgoing");
  const customer = document.querySelector("#thread .who-name")?.textContent.trim();
  box.className = `quote quote-${isOurs ? "outgoing" : "incoming"}`;
  box.querySelector(".quote-who").textContent = isOurs ? strip().dataset.textUs : customer;
  const words = bubble.querySelector(".said :is(.text, .card-name, .file-name, .kind, .picture)");
  box.querySelector(".quote-text").textContent = words?.textContent.trim().slice(0, 160) ?? "";
}

export function quoted() {
  return field()?.value ?? "";
}

export function unquote({ isMoved = false } = {}) {
  if (!strip() || strip().hidden) return false;
  field().value = "";
  strip().hidden = true;
  if (isMoved) return true;
  keepDraft();
  document.getElementById("composer").elements.text.focus();
  return true;
}

// Esc leaves what lies over the page first; the browser sees to that. Then the quote.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open], :popover-open")) return;
  if (unquote()) event.preventDefault();
});

// What was sent takes its quote along: its bubble bears it until the server's own stands there.
export function handOver() {
  const sending = document.querySelector("#sending > :last-child");
  if (!quoted()) return;
  if (sending) {
    sending.dataset.replyTo = quoted();
    sending.prepend(strip().querySelector(".quote").cloneNode(true));
  }
  unquote();
}

// What the server refused comes back into the composer, and its quote with it.
document.addEventListener("given-back", ({ detail }) => {
  if (detail.replyTo) quote(detail.replyTo);
});
