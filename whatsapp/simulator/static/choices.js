// What can be tapped under a message: what answers in the chat, and what opens, copies or calls.

import { icon, make, words } from "./pieces.js";
import { day, time, word } from "./words.js";

const ICONS = { QUICK_REPLY: "reply", URL: "link", PHONE_NUMBER: "call", VOICE_CALL: "call", COPY_CODE: "copy", OTP: "copy", FLOW: "form", CATALOG: "basket", MPM: "basket", SPM: "basket" };

/** A button; `card` is the place of its card in a carousel. */
export function choice(line, button, card) {
  const element = button.tap ? answering(line, button, card) : elsewhere(button);
  const name = ICONS[button.kind];
  if (name) element.append(icon(name, name === "reply" ? "icon small flips" : "icon small"));
  const title = make("bdi", "", button.title);
  element.append(title);
  return element;
}

function answering(line, button, card) {
  const element = make("button", "choice");
  element.type = "button";
  element.dataset.tap = line.wamid;
  element.dataset.button = button.title;
  if (card !== undefined) element.dataset.card = String(card);
  return element;
}

// What the phone itself does. A catalogue is none of ours: its button is to be looked at.
function elsewhere({ kind, value }) {
  const leads = { URL: value, PHONE_NUMBER: `tel:${value}` }[kind];
  const isCode = (kind === "COPY_CODE" || kind === "OTP") && value;
  if (leads && /^(https?|tel):/.test(leads)) {
    const link = make("a", "choice");
    return Object.assign(link, { href: leads, title: `\u2066${value}\u2069`, target: "_blank", rel: "noopener noreferrer" });
  }
  const element = make("button", "choice");
  element.type = "button";
  element.disabled = !isCode;
  if (isCode) element.dataset.copy = value;
  return element;
}

/** Puts the code where the phone keeps what was copied, and says so on the button. */
export async function copy(button) {
  await navigator.clipboard?.writeText(button.dataset.copy).catch(() => {});
  button.querySelector("bdi").textContent = `${word("copied")} \u2066${button.dataset.copy}\u2069`;
}

/** Of a limited time: its words, and until when it holds. */
export function offer({ text, ends_at: endsAt }) {
  const box = make("div", "card offer");
  const label = make("span", "card-text");
  label.append(words("card-name", text));
  if (endsAt) {
    const isOver = endsAt * 1000 <= Date.now();
    label.append(make("span", "card-size", isOver ? word("offerOver") : `${word("offerEnds")} ${day(endsAt)} ${time(endsAt)}`));
  }
  box.append(icon("alarm"), label);
  return box;
}

/** A list stays folded until it is asked for, as on the phone. */
export function rows(line) {
  const box = make("details", "rows");
  box.append(make("summary", "choice", line.list.button));
  for (const row of line.list.rows) {
    const button = choice(line, { title: row.title, tap: true });
    if (row.description) button.append(make("span", "row-about", row.description));
    box.append(button);
  }
  return box;
}
