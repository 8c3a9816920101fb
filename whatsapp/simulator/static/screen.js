// The customers and the open chat, drawn anew when something has changed.

import { chat, preview, tick } from "./bubbles.js";
import { $, state } from "./desk.js";
import { make } from "./pieces.js";
import { dress, number, time, word } from "./words.js";

export function drawPeople() {
  const drawing = JSON.stringify([state.people, state.customer, document.documentElement.lang]);
  if (drawing === state.drawnPeople) return;
  state.drawnPeople = drawing;
  $("people").replaceChildren(...state.people.map(person));
}

function person(customer) {
  const item = make("li");
  const button = make("button", "person");
  button.type = "button";
  button.dataset.customer = customer.id;
  button.setAttribute("aria-current", String(customer.id === state.customer));
  const who = make("span", "person-text");
  const name = make("span", "person-name");
  const under = make("span", "person-last");
  name.append(make("bdi", "", customer.name));
  under.textContent = customer.last ? preview(customer.last) : reached(customer);
  under.dir = "auto";
  who.append(name, under);
  button.append(avatar(customer), who, aside(customer));
  item.append(button);
  return item;
}

function avatar(customer) {
  const circle = make("span", "avatar", [...customer.name.replace("+", "")][0]?.toUpperCase() ?? "؟");
  circle.dataset.tint = String([...customer.id].reduce((sum, char) => sum + char.charCodeAt(0), 0) % 6);
  circle.setAttribute("aria-hidden", "true");
  return circle;
}

function aside(customer) {
  const box = make("span", "person-aside");
  if (customer.last) {
    const stamp = make("span", "person-time", time(customer.last.at));
    if (customer.last.mine) stamp.prepend(tick(customer.last));
    box.append(stamp);
  }
  if (customer.unread) box.append(make("span", "unread", number(customer.unread)));
  return box;
}

const reached = (customer) => (customer.phone ? `\u2066+${customer.phone}\u2069` : `\u2066@${customer.username}\u2069`);

export function drawChat(shown) {
  const drawing = JSON.stringify([shown, document.documentElement.lang]);
  if (drawing === state.drawn) return;
  const list = $("chat");
  if (state.chat?.customer.id !== shown.customer.id) state.atEnd = true;
  const playing = list.querySelector("audio, video") && [...list.querySelectorAll("audio, video")].some((one) => !one.paused);
  drawState(shown);
  if (playing) return; // a redraw would cut the voice off; the next second draws it
  state.drawn = drawing;
  state.chat = shown;
  list.replaceChildren(...chat(shown.lines, state.business.name));
  $("empty").hidden = shown.lines.length > 0;
  toEnd();
}

// A picture that loads late makes the chat longer: who was at the end stays there.
export function toEnd() {
  if (state.atEnd) $("chat").scrollTop = $("chat").scrollHeight;
}

function drawState({ customer, typing }) {
  $("business").textContent = state.business.name;
  $("presence").textContent = typing ? word("typing") : word("businessAccount");
  $("owner").textContent = customer.name;
  $("reach").textContent = reached(customer);
  const pressed = { online: !customer.online, receipts: !customer.receipts, blocks: customer.blocks, marketing: !customer.marketing, has_enough: customer.has_enough };
  for (const chip of document.querySelectorAll("[data-switch]")) {
    chip.setAttribute("aria-pressed", String(pressed[chip.dataset.switch]));
  }
  for (const field of [$("text"), $("file"), $("record"), $("send")]) field.disabled = customer.blocks;
  $("shut-out").hidden = !customer.blocked;
  $("clip-label").classList.toggle("off", customer.blocks);
  const placeholder = customer.blocks ? "blocked" : customer.online ? "write" : "waiting";
  $("text").placeholder = word(placeholder);
}

export function quote(wamid) {
  state.quotes = wamid;
  const line = state.chat?.lines.find((one) => one.wamid === wamid);
  $("quoting").hidden = !line;
  if (!line) return;
  $("quoting-who").textContent = line.mine ? word("you") : state.business.name;
  $("quoting-text").textContent = preview(line);
  $("text").focus();
}

export function label(isRecording) {
  dress();
  $("language").textContent = word("other");
  $("language").lang = word("otherCode");
  const labels = { back: "back", send: "send", text: "write", unquote: "unquote", file: "attach", record: isRecording ? "recordEnd" : "record" };
  for (const [id, key] of Object.entries(labels)) $(id).setAttribute("aria-label", word(key));
  reachField();
}

export function reachField() {
  const by = $("invent").elements.by.value;
  const field = $("invent").elements.reach;
  $("reach-label").dataset.word = by === "phone" ? "byPhone" : "byUsername";
  $("reach-label").textContent = word($("reach-label").dataset.word);
  field.placeholder = by === "phone" ? "+966 50 123 4567" : "@noura.k";
  field.inputMode = by === "phone" ? "tel" : "text";
}
